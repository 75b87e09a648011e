import fc from "fast-check";
import { flatten, type JsonValue, type OpenApiDocument, type Schema } from "../../../spec/openapi/index.ts";

/** How deep objects within objects are filled. */
const DEPTH = 3;

/**
 * Values that a schema allows, with read-only properties left out, optional ones there or not, and properties in any order. An example is no
 * limit here: any string is a string.
 */
export function valid(document: OpenApiDocument, schema: Schema, depth = 0): fc.Arbitrary<JsonValue> {
  const { properties, required } = flatten(document, schema);
  const base = baseOf(document, schema);
  const values = base.enum ?? base["x-extensible-enum"];
  if (values && values.length > 0) return fc.constantFrom(...values);
  if (properties.size > 0) return object(document, properties, required, depth);
  switch (base.type) {
    case "string":
      return text(base);
    case "integer":
      return fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
    case "number":
      return fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 });
    case "boolean":
      return fc.boolean();
    case "array":
      return depth >= DEPTH || !base.items
        ? fc.constant([])
        : fc.array(valid(document, base.items, depth + 1), { maxLength: 3 });
    default:
      return fc.constant({});
  }
}

function baseOf(document: OpenApiDocument, schema: Schema): Schema {
  const name = schema.$ref?.replace("#/components/schemas/", "");
  return name === undefined ? schema : (document.components.schemas[name] ?? {});
}

function object(
  document: OpenApiDocument,
  properties: ReadonlyMap<string, Schema>,
  required: ReadonlySet<string>,
  depth: number,
): fc.Arbitrary<JsonValue> {
  const sent = [...properties].filter(([, property]) => property.readOnly !== true);
  // Below the top only what must be there: relationships refer to one another without end.
  const shown = depth < DEPTH ? sent.slice(0, MOST_PROPERTIES) : sent.filter(([name]) => required.has(name));
  const model = Object.fromEntries(
    shown.map(([name, property]) => [name, valid(document, property, depth + 1)]),
  );
  const requiredKeys = shown.map(([name]) => name).filter((name) => required.has(name));
  return fc
    .record(model, { requiredKeys })
    .chain((value) => fc.shuffledSubarray(Object.entries(value), { minLength: Object.keys(value).length }))
    .map((entries) => Object.fromEntries(entries) as JsonValue);
}

const MOST_PROPERTIES = 12;

/** Formats that a server may check are kept; a pattern could only be guessed at, so its property gets an ordinary word. */
function text(schema: Schema): fc.Arbitrary<string> {
  switch (schema["x-edm-type"] ?? schema.format) {
    case "date-time":
    case "DateTimeOffset":
      return fc
        .date({ noInvalidDate: true, min: new Date("1970-01-01"), max: new Date("2100-01-01") })
        .map((date) => date.toISOString());
    case "date":
    case "Date":
      return fc
        .date({ noInvalidDate: true, min: new Date("1970-01-01"), max: new Date("2100-01-01") })
        .map((date) => date.toISOString().slice(0, 10));
    case "uuid":
    case "Guid":
      return fc.uuid();
    case "byte":
    case "Binary":
    case "base64url":
      return fc.base64String({ maxLength: 16 });
    case "Duration":
      return fc.nat({ max: 86_400 }).map((seconds) => `PT${seconds}S`);
    case "TimeOfDay":
      return fc.nat({ max: 23 }).map((hour) => `${String(hour).padStart(2, "0")}:00:00`);
    case undefined:
      return schema.pattern === undefined
        ? fc.string({ unit: "grapheme", minLength: schema.minLength ?? 0, maxLength: 40 })
        : fc.constant("word");
    default:
      return fc.constant("word");
  }
}
