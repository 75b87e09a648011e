import { isJsonObject, type JsonValue } from "../../spec/openapi/index.ts";

/** What stands at that place of a body; undefined where nothing does. */
export function valueAt(
  value: JsonValue | undefined,
  path: readonly (string | number)[],
): JsonValue | undefined {
  let at = value;
  for (const part of path) {
    if (Array.isArray(at)) at = at[Number(part)];
    else if (isJsonObject(at)) at = Object.hasOwn(at, part) ? at[part] : undefined;
    else return undefined;
  }
  return at;
}

/** The property that the value at that place belongs to. */
export function nameOf(path: readonly (string | number)[]): string {
  return String(path.findLast((part) => typeof part === "string") ?? "");
}
