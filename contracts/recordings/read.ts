import { parse } from "yaml";
import { isDevProxy, readDevProxy } from "./dev-proxy.ts";
import { type RecordedExchange, RecordingError } from "./exchange.ts";
import { isGoVcr, readGoVcr } from "./go-vcr.ts";
import { isHar, readHar } from "./har.ts";
import type { Value } from "./members.ts";
import { isPact, readPact } from "./pact.ts";
import { isVcrpy, readVcrpy } from "./vcrpy.ts";

/** The formats of recordings, each with what tells it from the others. */
const FORMATS = [
  { is: isHar, read: readHar },
  // Before the cassettes, whose interactions are told by their first.
  { is: isPact, read: readPact },
  { is: isVcrpy, read: readVcrpy },
  { is: isGoVcr, read: readGoVcr },
  { is: isDevProxy, read: readDevProxy },
] as const;

/** Reads the text of a recording, whichever format it is in; throws a RecordingError that says what is wrong with it. */
export function readRecording(text: string): readonly RecordedExchange[] {
  const document = parsed(text);
  const format = FORMATS.find(({ is }) => is(document));
  if (format) return format.read(document);
  if (isEmptyCassette(document)) return [];
  throw new RecordingError(
    "is no recording that is known here: HAR, vcrpy or go-vcr cassette, Pact file, or Dev Proxy mocks",
  );
}

function parsed(text: string): Value {
  if (/^\s*[[{]/.test(text)) {
    try {
      return JSON.parse(text.replace(/^\ufeff/, "")) as Value;
    } catch (error) {
      throw new RecordingError(`is not valid JSON: ${firstLine(error)}`);
    }
  }
  try {
    // `!!binary` is how a cassette holds compressed bodies.
    return parse(text, { customTags: ["binary"], logLevel: "error" }) as Value;
  } catch (error) {
    throw new RecordingError(`is not valid YAML: ${firstLine(error)}`);
  }
}

function isEmptyCassette(document: Value): boolean {
  if (typeof document !== "object" || document === null || !("interactions" in document)) return false;
  return Array.isArray(document.interactions) && document.interactions.length === 0;
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
}
