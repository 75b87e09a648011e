/** `@odata.type` in a request (OData JSON 4.01, section 4.6.3): the declared type or one that derives from it. */
import type { Schema } from "../../spec/openapi/index.ts";
import { shown, type Validate } from "./compile.ts";
import { componentName, type Schemas } from "./flatten.ts";

export function odataTypeCheck(property: Schema, schemas: Schemas): Validate {
  const allowed = (property.enum ?? []).filter((value): value is string => typeof value === "string");
  const [declared] = allowed;
  if (declared === undefined) return () => undefined;
  const expected = typeName(declared);
  const names = new Set(allowed.map(typeName));
  return (value, { target }) => {
    if (typeof value !== "string") {
      const detail = `Unexpected ${shown(value)}, expected ${JSON.stringify(declared)}`;
      return { code: "BadRequest", message: unresolved(shown(value)), target, detail };
    }
    const name = typeName(value);
    if (names.has(name)) return undefined;
    const detail = `Unexpected ${shown(value)}, expected ${JSON.stringify(declared)}`;
    if (!Object.hasOwn(schemas, name)) {
      return { code: "Request_BadRequest", message: unresolved(name), target, detail };
    }
    if (derives(name, expected, schemas)) return undefined;
    const message = `A resource with type '${name}' was found, but it is not assignable to the expected type '${expected}'.`;
    return { code: "BadRequest", message, target, detail };
  };
}

function typeName(value: string): string {
  return value.startsWith("#") ? value.slice(1) : value;
}

function unresolved(name: string): string {
  return `A type named '${name}' could not be resolved by the model. When a model is available, each type name must resolve to a valid type.`;
}

function derives(name: string, base: string, schemas: Schemas, depth = 0): boolean {
  if (name === base) return true;
  if (depth > 16 || !Object.hasOwn(schemas, name)) return false;
  const parts = schemas[name]?.allOf ?? [];
  return parts.some((part) => {
    const next = part.$ref === undefined ? undefined : componentName(part.$ref);
    return next !== undefined && derives(next, base, schemas, depth + 1);
  });
}
