/** JSON values as the mock handles them. Kept apart from `spec/` at run time: the mock must start without the extractor. */
import type { JsonObject, JsonValue } from "../../spec/openapi/index.ts";

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Own members only, so that `__proto__` and `constructor` in a body name nothing of ours. */
export function member(object: JsonObject, name: string): JsonValue | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** Equal as JSON values: objects without regard to the order of their members (RFC 8259, section 4). */
export function jsonEqual(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (a === b) return true;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((item: JsonValue, index) => jsonEqual(item, b[index]));
  }
  if (!isObject(a) || !isObject(b)) return false;
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  return names.every((name) => Object.hasOwn(b, name) && jsonEqual(a[name], b[name]));
}

/** JSON text. Integers beyond 2^53, which the extractor keeps as marked digits, come out as the numbers that they are. */
export function toJson(value: unknown): string {
  const text = JSON.stringify(value);
  return text.includes("\uFDD0") ? text.replace(/"\uFDD0(-?\d+)"/g, "$1") : text;
}
