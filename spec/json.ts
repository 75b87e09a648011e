/** A JSON value (RFC 8259). Integers that a double cannot hold are strings made by `bigInteger`. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;

export interface JsonObject {
  readonly [name: string]: JsonValue;
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A noncharacter of Unicode, so that no page can hold it by accident. */
const BIG_INTEGER_MARK = "\uFDD0";

/** An integer beyond 2^53, kept as its digits; `stringifyJson` writes it as the number that it is. */
export function bigInteger(digits: string): string {
  return `${BIG_INTEGER_MARK}${digits}`;
}

/** JSON text with two spaces of indentation, or none; big integers to the last digit. Ends without a line feed. */
export function stringifyJson(value: unknown, indent: 0 | 2 = 2): string {
  const text = JSON.stringify(value, undefined, indent);
  return text.includes(BIG_INTEGER_MARK) ? text.replace(/"\uFDD0(-?(?:0|[1-9]\d*))"/g, "$1") : text;
}

export function hasBigInteger(value: JsonValue): boolean {
  return JSON.stringify(value).includes(BIG_INTEGER_MARK);
}
