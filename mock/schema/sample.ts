import type { JsonValue, Schema } from "../../spec/openapi/index.ts";
import { resolveReference, type Schemas } from "./flatten.ts";

const DEEPEST = 8;

/** The smallest value that fits a schema, for answers that no page shows: required properties alone, each with a plain value. */
export function sampleOf(schema: Schema | undefined, schemas: Schemas, depth = 0): JsonValue {
  if (!schema || depth > DEEPEST) return {};
  if (schema.$ref !== undefined) return sampleOf(resolveReference(schema.$ref, schemas), schemas, depth + 1);
  const [first] = schema.enum ?? schema["x-extensible-enum"] ?? [];
  if (first !== undefined) return first;
  const [alternative] = schema.anyOf ?? schema.oneOf ?? [];
  if (alternative) return sampleOf(alternative, schemas, depth + 1);
  if (schema.nullable) return null;
  switch (schema.type) {
    case "string":
      return sampleText(schema["x-edm-type"] ?? schema.format);
    case "integer":
    case "number":
      return 0;
    case "boolean":
      return false;
    case "array":
      return [];
    default:
      return sampleObject(schema, schemas, depth);
  }
}

function sampleText(format: string | undefined): string {
  if (format === "date-time" || format === "DateTimeOffset") return "2021-01-01T00:00:00Z";
  if (format === "date" || format === "Date") return "2021-01-01";
  if (format === "TimeOfDay") return "00:00:00";
  if (format === "uuid" || format === "Guid") return "00000000-0000-0000-0000-000000000000";
  if (format === "duration" || format === "Duration") return "PT0S";
  return format === "byte" || format === "Binary" ? "" : "text";
}

function sampleObject(schema: Schema, schemas: Schemas, depth: number): JsonValue {
  const properties = new Map<string, Schema>();
  const required = new Set<string>();
  const collect = (part: Schema | undefined, level: number): void => {
    if (!part || level > DEEPEST) return;
    if (part.$ref !== undefined) collect(resolveReference(part.$ref, schemas), level + 1);
    for (const base of part.allOf ?? []) collect(base, level + 1);
    for (const [name, property] of Object.entries(part.properties ?? {})) properties.set(name, property);
    for (const name of part.required ?? []) required.add(name);
  };
  collect(schema, depth);
  const names = [...properties.keys()].filter((name) => required.has(name) || name === "@odata.type");
  return Object.fromEntries(
    [...new Set([...names, ...required])].map((name) => [
      name,
      sampleOf(properties.get(name), schemas, depth + 1),
    ]),
  );
}
