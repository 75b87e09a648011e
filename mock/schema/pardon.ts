/**
 * Documented bodies are right, whatever the pages' own tables say of them; so is one that differs from them in nothing but values of
 * the same kind. What the tables hold against a documented body is therefore overlooked at the same place of every other.
 */
import type { JsonValue } from "../../spec/openapi/index.ts";
import type { Fault, Pardon } from "./fault.ts";
import { typeName } from "./odata-type.ts";

export function pardonOf(
  validate: (body: JsonValue, pardon: Pardon) => unknown,
  documented: readonly JsonValue[],
): Pardon {
  const known = new Set<string>();
  const collect: Pardon = (fault, value) => {
    known.add(keyOf(fault, value));
    return true;
  };
  for (const body of documented) validate(body, collect);
  return (fault, value) => known.has(keyOf(fault, value));
}

/** Of types the name counts, of everything else the kind of the value; places in lists are all one. */
function keyOf({ code, target }: Fault, value: JsonValue | undefined): string {
  const place = target.replace(/(^|\/)\d+(?=\/|$)/g, "$1*");
  if (typeof value === "string" && place.endsWith("@odata.type")) return `${place} ${typeName(value)}`;
  return `${place} ${kindOf(value)} ${code}`;
}

function kindOf(value: JsonValue | undefined): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}
