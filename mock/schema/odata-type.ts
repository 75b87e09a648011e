/** `@odata.type` in a request (OData JSON 4.01, section 4.6.3): the declared type or one that derives from it. */
import type { JsonValue, Schema } from "../../spec/openapi/index.ts";
import { isObject, member } from "../store/json.ts";
import { type Fault, type Position, shown, type Validate } from "./fault.ts";
import { componentName, type Schemas } from "./flatten.ts";

export function odataTypeCheck(property: Schema, schemas: Schemas): Validate {
  const allowed = (property.enum ?? []).filter((value): value is string => typeof value === "string");
  const [declared] = allowed;
  if (declared === undefined) return () => undefined;
  const expected = typeName(declared);
  const names = new Set(allowed.map(typeName));
  return (value, at) => {
    const fault = typeFault(value, at.target, { declared, expected, names }, schemas);
    return fault && at.pardon?.(fault, value) ? undefined : fault;
  };
}

interface Expected {
  readonly declared: string;
  readonly expected: string;
  readonly names: ReadonlySet<string>;
}

function typeFault(
  value: JsonValue,
  target: string,
  { declared, expected, names }: Expected,
  schemas: Schemas,
): Fault | undefined {
  const detail = `Unexpected ${shown(value)}, expected ${JSON.stringify(declared)}`;
  if (typeof value !== "string")
    return { code: "BadRequest", message: unresolved(shown(value)), target, detail };
  const name = typeName(value);
  if (names.has(name)) return undefined;
  if (!Object.hasOwn(schemas, name))
    return { code: "Request_BadRequest", message: unresolved(name), target, detail };
  return derives(name, expected, schemas) ? undefined : notAssignable(name, expected, target, detail);
}

function notAssignable(name: string, expected: string, target: string, detail: string): Fault {
  const message = `A resource with type '${name}' was found, but it is not assignable to the expected type '${expected}'.`;
  return { code: "BadRequest", message, target, detail };
}

/** The schema of the type that a value says it is of, where that is another than the declared one and may stand in its place. */
export function otherType(
  value: JsonValue,
  declared: string,
  at: Position,
  schemas: Schemas,
): { readonly name: string; readonly schema: Schema } | undefined {
  if (!isObject(value)) return undefined;
  const type = member(value, "@odata.type");
  if (typeof type !== "string") return undefined;
  const name = typeName(type);
  const schema = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
  if (!schema || name === declared || name === at.as) return undefined;
  if (derives(name, declared, schemas)) return { name, schema };
  // A base type that names the derived one of the value is a part of it, not another type.
  if (derives(declared, name, schemas)) return undefined;
  const target = at.target === "" ? "@odata.type" : `${at.target}/@odata.type`;
  const fault = notAssignable(name, declared, target, `Unexpected ${shown(type)}, expected ${declared}`);
  return at.pardon?.(fault, type) ? { name, schema } : undefined;
}

export function typeName(value: string): string {
  return value.startsWith("#") ? value.slice(1) : value;
}

function unresolved(name: string): string {
  return `A type named '${name}' could not be resolved by the model. When a model is available, each type name must resolve to a valid type.`;
}

export function derives(name: string, base: string, schemas: Schemas, depth = 0): boolean {
  if (name === base) return true;
  if (depth > 16 || !Object.hasOwn(schemas, name)) return false;
  const parts = schemas[name]?.allOf ?? [];
  return parts.some((part) => {
    const next = part.$ref === undefined ? undefined : componentName(part.$ref);
    return next !== undefined && derives(next, base, schemas, depth + 1);
  });
}
