/** Resources and shapes to Schema Objects (OpenAPI 3.0.3, section 4.7.24). */
import { isJsonObject, type JsonObject, type JsonValue } from "../json.ts";
import type { Property, Resource, Shape, TypeReference } from "../model/index.ts";
import { isSkeletonValue, shortName } from "../model/index.ts";
import type { Schema } from "../openapi/document.ts";

export interface SchemaContext {
  /** Collects every type that is referred to, so that none dangles. */
  readonly referred: Set<string>;
  readonly resources: ReadonlyMap<string, Resource>;
}

export function schemaName(typeName: string): string {
  return typeName.replace(/[^A-Za-z0-9._-]/g, "_");
}

export function reference(typeName: string, context: SchemaContext): Schema {
  context.referred.add(typeName);
  return { $ref: `#/components/schemas/${schemaName(typeName)}` };
}

/**
 * OData primitive types on the wire (OData JSON 4.01, section 7.1). Types of text have no `format`: what the service sends for them (times
 * without a zone, dates where date-times are promised, `PT0.043S`, base64 with line breaks, ids that are no GUID) fits none of OpenAPI's.
 */
const PRIMITIVES: Readonly<Record<string, Schema>> = {
  String: { type: "string" },
  Boolean: { type: "boolean" },
  Byte: { type: "integer" },
  SByte: { type: "integer" },
  Int16: { type: "integer" },
  Int32: { type: "integer", format: "int32" },
  Int64: { type: "integer", format: "int64" },
  Double: { type: "number", format: "double" },
  Single: { type: "number", format: "float" },
  Decimal: { type: "number" },
  Guid: { type: "string", "x-edm-type": "Guid" },
  DateTimeOffset: { type: "string", "x-edm-type": "DateTimeOffset" },
  Date: { type: "string", "x-edm-type": "Date" },
  TimeOfDay: { type: "string", "x-edm-type": "TimeOfDay" },
  Duration: { type: "string", "x-edm-type": "Duration" },
  Binary: { type: "string", "x-edm-type": "Binary" },
  Stream: { type: "string", format: "binary" },
  Object: { type: "object", additionalProperties: true },
  Untyped: {},
};

export function typeSchema(type: TypeReference | undefined, context: SchemaContext): Schema {
  if (!type) return {};
  const single = type.kind === "primitive" ? (PRIMITIVES[type.name] ?? {}) : reference(type.name, context);
  return type.collection ? { type: "array", items: single } : single;
}

export function resourceSchema(
  resource: Resource,
  context: SchemaContext,
  inherited: (name: string) => boolean,
): Schema {
  const source = { page: resource.place.page, line: resource.place.line };
  if (resource.kind === "enumeration") {
    return {
      title: shortName(resource.name),
      ...describe(resource.description),
      ...valuesSchema(resource.members, resource.open, false),
      "x-source": source,
    };
  }
  const own = resource.properties.filter((property) => !(resource.baseType && inherited(property.name)));
  const properties: Record<string, Schema> = {};
  if (resource.odataType) {
    const { value, place } = resource.odataType;
    properties["@odata.type"] = {
      type: "string",
      enum: [value],
      "x-source": { page: place.page, line: place.line },
    };
  }
  for (const property of own) define(properties, property.name, propertySchema(property, context));
  const schema: Schema = {
    type: "object",
    title: shortName(resource.name),
    ...describe(resource.description),
    ...(Object.keys(properties).length > 0 ? { properties } : {}),
    ...(resource.required.length > 0 ? { required: [...resource.required] } : {}),
    // Undocumented properties are no deviation: examples are truncated and services grow.
    additionalProperties: true,
    ...(resource.keyProperty ? { "x-key-property": resource.keyProperty } : {}),
    ...(resource.openType ? { "x-open-type": true } : {}),
    "x-source": source,
  };
  if (!resource.baseType) return schema;
  const { "x-source": place, title, description, ...rest } = schema;
  return {
    ...(title ? { title } : {}),
    ...(description ? { description } : {}),
    allOf: [reference(resource.baseType, context), rest],
    "x-source": place ?? source,
  };
}

/** What nobody documents but somebody refers to: an object that may hold anything. */
export function unknownTypeSchema(name: string): Schema {
  return { type: "object", title: shortName(name), additionalProperties: true };
}

function describe(description: string): { description?: string } {
  return description === "" ? {} : { description };
}

/** Null and nothing else. Without a type: beside one, `nullable` would make prism-http add a second null, and ajv refuses to compile that. */
const NULL: Schema = { enum: [null] };

/**
 * A closed list is `enum`, an open one a hint. Where null is allowed it must be in `enum` (OpenAPI 3.0.3, "nullable"), and the type is left
 * out for the reason given at `NULL`.
 */
function valuesSchema(values: readonly string[], open: boolean, nullable: boolean): Schema {
  if (open) return { type: "string", ...(nullable ? { nullable } : {}), "x-extensible-enum": [...values] };
  return nullable ? { enum: [...values, null] } : { type: "string", enum: [...values] };
}

export function propertySchema(property: Property, context: SchemaContext): Schema {
  const base = typeSchema(property.type, context);
  const extras: Schema = {
    ...describe(property.description),
    ...(property.readOnly ? { readOnly: true } : {}),
    "x-source": { page: property.place.page, line: property.place.line },
  };
  const { nullable } = property;
  // `nullable` counts only beside a type (OpenAPI 3.0.3, "nullable"), so that null is an alternative to a reference.
  if (base.$ref !== undefined)
    return nullable ? { anyOf: [base, NULL], ...extras } : { allOf: [base], ...extras };
  if (base.type === undefined) return { ...base, ...extras };
  const values = property.values.length > 1 ? property.values : [];
  if (values.length > 0 && isPlainText(base))
    return { ...valuesSchema(values, property.open, nullable), ...extras };
  const items = values.length > 0 && base.items !== undefined && isPlainText(base.items);
  const isKey = property.readOnly && property.name === "id" && base.type === "string";
  return {
    ...base,
    ...(items ? { items: valuesSchema(values, property.open, false) } : {}),
    ...(nullable ? { nullable } : {}),
    ...(isKey ? { minLength: 1 } : {}),
    ...extras,
  };
}

function isPlainText(schema: Schema): boolean {
  return schema.type === "string" && schema["x-edm-type"] === undefined && schema.format === undefined;
}

/** An own member even for `__proto__`. */
function define(properties: Record<string, Schema>, name: string, schema: Schema): void {
  Object.defineProperty(properties, name, {
    value: schema,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

export function shapesSchema(shapes: readonly Shape[], context: SchemaContext): Schema {
  const schemas = shapes.map((shape) => shapeSchema(shape, context));
  const [first] = schemas;
  if (first === undefined) return {};
  return schemas.length === 1 ? first : { anyOf: schemas };
}

function shapeSchema(shape: Shape, context: SchemaContext): Schema {
  switch (shape.kind) {
    case "object":
      if (shape.type) return showing(shape.type, shape.shown, context, shape.echoesType);
      return { ...inferObject(shape.example as JsonObject), ...shownHint(shape.shown) };
    case "collection": {
      const items = shape.type
        ? showing(shape.type, shape.shownOfItems, context)
        : inferItems((shape.example as JsonObject)[shape.member]);
      return envelope(shape, { type: "array", items });
    }
    case "envelope":
      return envelope(shape, typeSchema(shape.type, context));
    case "array":
      return {
        type: "array",
        items: shape.type ? typeSchema(shape.type, context) : inferItems(shape.example),
      };
    case "primitive":
      return shape.type?.kind === "primitive" ? typeSchema(shape.type, context) : inferSchema(shape.example);
  }
}

/** A type as the examples of one operation show it: its key and what its page calls required is demanded where they all show it, the rest is a hint. */
function showing(
  type: TypeReference,
  shown: readonly string[],
  context: SchemaContext,
  echoesType = false,
): Schema {
  const named = typeSchema(type, context);
  if (type.kind === "primitive" || shown.length === 0) return named;
  const demanded = demandedOf(type.name, context.resources);
  const required = shown.filter((name) => demanded.has(name) || (echoesType && name === "@odata.type"));
  return {
    allOf: [named, { type: "object", ...(required.length > 0 ? { required } : {}), ...shownHint(shown) }],
  };
}

function shownHint(shown: readonly string[]): Schema {
  return shown.length > 0 ? { "x-shown": [...shown] } : {};
}

/** The key of a type and what its page calls required, its base types' included. */
function demandedOf(type: string, resources: ReadonlyMap<string, Resource>): Set<string> {
  const demanded = new Set<string>();
  const seen = new Set<string>();
  for (let name: string | undefined = type; name !== undefined && !seen.has(name); ) {
    seen.add(name);
    const resource = resources.get(name);
    if (resource?.keyProperty) demanded.add(resource.keyProperty);
    for (const property of resource?.properties ?? []) if (property.required) demanded.add(property.name);
    name = resource?.baseType;
  }
  return demanded;
}

/** What holds the value is always there; what stands beside it (`@odata.nextLink`) depends. */
function envelope(shape: Extract<Shape, { kind: "collection" | "envelope" }>, held: Schema): Schema {
  const others = Object.entries(shape.example as JsonObject).filter(([name]) => name !== shape.member);
  const properties: Record<string, Schema> = {};
  for (const [name, value] of others) define(properties, name, orNull(inferSchema(value, 1, name)));
  define(properties, shape.member, held);
  return {
    type: "object",
    properties,
    ...(shape.shown.includes(shape.member) ? { required: [shape.member] } : {}),
    additionalProperties: true,
    ...shownHint(shape.shown.filter((name) => name !== shape.member)),
  };
}

function inferItems(value: JsonValue | undefined): Schema {
  const first = Array.isArray(value) ? (value as JsonValue[])[0] : undefined;
  return first === undefined ? {} : inferSchema(first);
}

const DEEPEST = 6;

/** A schema that the example and values like it fit: types only, nothing required, and any member may be null. */
export function inferSchema(value: JsonValue, depth = 0, name = ""): Schema {
  if (depth > DEEPEST || value === null || (depth > 0 && isSkeletonValue(value, name))) return {};
  if (typeof value === "boolean") return { type: "boolean" };
  if (typeof value === "number") return { type: "number" };
  if (typeof value === "string") return { type: "string" };
  if (Array.isArray(value)) {
    const [first] = value as JsonValue[];
    return { type: "array", items: first === undefined ? {} : inferSchema(first, depth + 1, name) };
  }
  return isJsonObject(value) ? inferObject(value, depth) : {};
}

function orNull(schema: Schema): Schema {
  return schema.type === undefined ? schema : { ...schema, nullable: true };
}

function inferObject(value: JsonObject, depth = 0): Schema {
  const properties: Record<string, Schema> = {};
  for (const [name, member] of Object.entries(value))
    define(properties, name, orNull(inferSchema(member, depth + 1, name)));
  return {
    type: "object",
    ...(Object.keys(properties).length > 0 ? { properties } : {}),
    additionalProperties: true,
  };
}
