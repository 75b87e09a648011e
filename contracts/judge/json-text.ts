import { visit } from "jsonc-parser";
import type { JsonValue } from "../../spec/openapi/index.ts";

export type JsonText = { readonly value: JsonValue } | { readonly fault: string };

/**
 * Reads bytes as one JSON text the way RFC 8259 demands it of what travels over a network: UTF-8 (8.1), no byte order mark (8.1),
 * one value and nothing after it (2), and no name twice in an object (4: what a reader makes of it is unpredictable).
 */
export function readJsonText(bytes: Uint8Array): JsonText {
  if (bytes.length === 0) return { fault: "the body is empty" };
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    return { fault: "the body begins with a byte order mark" };
  }
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return { fault: "the body is not UTF-8" };
  }
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch (error) {
    return { fault: `the body is not JSON: ${reason(text, error)}` };
  }
  const twice = repeatedName(text);
  return twice === undefined
    ? { value }
    : { fault: `an object of the body has the name ${JSON.stringify(twice)} twice` };
}

function reason(text: string, error: unknown): string {
  const trimmed = text.trim();
  if (trimmed === "") return "only white space";
  if (trimmed.startsWith("<")) return "it looks like HTML or XML";
  const message = error instanceof Error ? error.message : String(error);
  if (message.startsWith("Unexpected end") || message.startsWith("Unterminated")) return "it ends too early";
  const position = /position (\d+)/.exec(message)?.[1];
  if (message.includes("non-whitespace character after JSON"))
    return `something follows it at byte ${position}`;
  return position === undefined ? "unexpected character" : `unexpected character at offset ${position}`;
}

/** Only asked of a text that `JSON.parse` took; a body beyond this size is not searched. */
const SEARCHED_LENGTH = 4 * 1024 * 1024;

function repeatedName(text: string): string | undefined {
  if (text.length > SEARCHED_LENGTH) return undefined;
  const open: Set<string>[] = [];
  let found: string | undefined;
  const visitor = {
    onObjectBegin: () => void open.push(new Set()),
    onObjectEnd: () => void open.pop(),
    onObjectProperty: (name: string) => {
      const names = open.at(-1);
      if (names?.has(name)) found ??= name;
      names?.add(name);
    },
  };
  try {
    visit(text, visitor);
  } catch {
    // Nested deeper than the stack: `JSON.parse` does not mind, and a repetition so far down is not worth a crash.
  }
  return found;
}
