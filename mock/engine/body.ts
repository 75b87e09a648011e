import type { JsonValue } from "../../spec/openapi/index.ts";
import { isJsonType } from "../api/documented.ts";
import type { RequestContract } from "../api/index.ts";
import { isObject } from "../store/json.ts";
import {
  emptyPayload,
  type GraphError,
  tooLarge,
  unreadablePayload,
  unsupportedMediaType,
} from "./graph-error.ts";
import type { Incoming } from "./incoming.ts";
import type { HeaderReader } from "./surroundings.ts";

/** Bytes. */
export const MOST_BODY = 4 * 1024 * 1024;
/** Deeper nesting is refused: what walks a body must not run out of stack. */
const DEEPEST = 100;

const NO_BODY: ReadBody = { json: undefined, text: "" };

export type ReadBody =
  | {
      readonly json: JsonValue | undefined;
      readonly text: string;
      /** Of content that is put, as it came. */
      readonly bytes?: Uint8Array<ArrayBuffer>;
    }
  | { readonly error: GraphError };

/** Reads and judges a request's body, as far as it can be without the schema: at once where the server has received it already. */
export function readBody(
  { request, header, surroundings }: Pick<Incoming, "request" | "header" | "surroundings">,
  contract: RequestContract | undefined,
): ReadBody | Promise<ReadBody> {
  const received = surroundings?.incoming?.received;
  const size = received ? received.size : Number(header("content-length") ?? 0);
  if (size > MOST_BODY)
    return { error: tooLarge(`Unexpected body of ${size} bytes, expected ${MOST_BODY} at most`) };
  if (!contract) return NO_BODY;
  if (received) return judge(received.text, contract, header);
  const whole = header("transfer-encoding") === undefined;
  return (whole ? request.text() : readPieces(request)).then((text) =>
    text === undefined || isTooLong(text)
      ? { error: tooLarge(`Unexpected body of more than ${MOST_BODY} bytes`) }
      : judge(text, contract, header),
  );
}

function judge(text: string, contract: RequestContract, header: HeaderReader): ReadBody {
  const contentType = header("content-type");
  if (!contract.json) return { json: undefined, text };
  if (contentType !== undefined && !isJsonType(contentType)) {
    return { error: unsupportedMediaType(contentType, contract.mediaTypes.join(" or ")) };
  }
  if (text === "") return contract.required ? { error: emptyPayload() } : { json: undefined, text };
  if (contentType === undefined) return { error: unreadablePayload("Unexpected body without Content-Type") };
  return parse(text, contract);
}

function parse(text: string, contract: RequestContract): ReadBody {
  if (text.trim() === "") return { error: emptyPayload() };
  if (text.length > 2 * DEEPEST && nesting(text) > DEEPEST) {
    return { error: unreadablePayload(`Unexpected nesting of more than ${DEEPEST} levels`) };
  }
  let json: JsonValue;
  try {
    json = JSON.parse(text) as JsonValue;
  } catch (error) {
    return {
      error: unreadablePayload(`Unexpected body: ${error instanceof Error ? error.message : "not JSON"}`),
    };
  }
  if (contract.object && !isObject(json)) {
    return { error: unreadablePayload(`Unexpected ${kindOf(json)}, expected an object`) };
  }
  return { json, text };
}

/** A body without a declared length is read piece by piece, so that it cannot grow beyond the bound. */
async function readPieces(request: Request): Promise<string | undefined> {
  if (!request.body) return "";
  const reader = request.body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.byteLength;
    if (size > MOST_BODY) {
      await reader.cancel();
      return undefined;
    }
    text += decoder.decode(value, { stream: true });
  }
}

/** A character takes up to three bytes in UTF-8. */
function isTooLong(text: string): boolean {
  return text.length * 3 > MOST_BODY && new TextEncoder().encode(text).byteLength > MOST_BODY;
}

/** Brackets open at once outside of strings. */
function nesting(text: string): number {
  let depth = 0;
  let most = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (quoted) {
      if (code === 0x5c) index += 1;
      else if (code === 0x22) quoted = false;
    } else if (code === 0x22) quoted = true;
    else if (code === 0x7b || code === 0x5b) most = Math.max(most, ++depth);
    else if (code === 0x7d || code === 0x5d) depth -= 1;
  }
  return most;
}

function kindOf(value: JsonValue): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}
