import { isJsonObject, type JsonObject, type JsonValue } from "../../spec/openapi/index.ts";
import type { Header } from "../http/message.ts";
import { RecordingError } from "./exchange.ts";

/** What a YAML file may hold besides JSON's values. */
export type Value = JsonValue | Uint8Array | undefined;

/** Reads a member that must be there; `where` says in an error which one is wrong: `log.entries[3].request`. */
export function objectAt(value: Value, where: string): JsonObject {
  if (!isObject(value)) throw new RecordingError(`${where} is not an object`);
  return value;
}

export function listAt(value: Value, where: string): readonly JsonValue[] {
  if (!Array.isArray(value)) throw new RecordingError(`${where} is not a list`);
  return value as readonly JsonValue[];
}

export function textAt(value: Value, where: string): string {
  if (typeof value !== "string" || value === "") throw new RecordingError(`${where} is not a text`);
  return value;
}

export function statusAt(value: Value, where: string): number {
  const status = typeof value === "string" ? Number.parseInt(value, 10) : value;
  if (typeof status !== "number" || !Number.isInteger(status) || status < 100 || status > 999)
    throw new RecordingError(`${where} is not an HTTP status`);
  return status;
}

export function isObject(value: Value): value is JsonObject {
  return isJsonObject(value as JsonValue) && !(value instanceof Uint8Array);
}

/** Fields as a list of `{name, value}`. */
export function namedFields(value: Value, where: string): readonly Header[] {
  if (value === undefined || value === null) return [];
  return listAt(value, where).map((one, index) => {
    const { name, value: text } = objectAt(one, `${where}[${index}]`);
    return [textAt(name, `${where}[${index}].name`), scalar(text)] as const;
  });
}

/** Fields as an object: a text or a list of texts by name. */
export function mappedFields(value: Value, where: string): readonly Header[] {
  if (value === undefined || value === null) return [];
  return Object.entries(objectAt(value, where)).flatMap(([name, text]) => {
    const values = Array.isArray(text) ? (text as readonly JsonValue[]) : [text];
    return values.map((one): Header => [name, scalar(one)]);
  });
}

function scalar(value: Value): string {
  if (value instanceof Uint8Array) return new TextDecoder("latin1").decode(value);
  return typeof value === "string"
    ? value
    : value === null || value === undefined
      ? ""
      : JSON.stringify(value);
}

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function base64(text: string, where: string): Uint8Array {
  try {
    return Uint8Array.from(atob(text.replace(/\s+/g, "")), (char) => char.charCodeAt(0));
  } catch {
    throw new RecordingError(`${where} is not base64`);
  }
}

/** Bytes of a body that may stand there as a text, as bytes or as JSON. */
export function bytesOf(value: Value): Uint8Array | undefined {
  if (value === undefined || value === null) return undefined;
  if (value instanceof Uint8Array) return value;
  return utf8(typeof value === "string" ? value : JSON.stringify(value));
}

/** The fields with a media type, where they have none. */
export function withMediaType(fields: readonly Header[], type: string): readonly Header[] {
  const has = fields.some(([name]) => name.toLowerCase() === "content-type");
  return has ? fields : [...fields, ["Content-Type", type]];
}
