/** Resources and shapes to Schema Objects (OpenAPI 3.0.3, section 4.7.24). */
import { isJsonObject, type JsonObject, type JsonValue } from "../json.ts";
import type { Property, Resource, Shape, TypeReference } from "../model/index.ts";
import { shortName } from "../model/index.ts";
import type { Schema } from "../openapi/document.ts";

/** Collects every type that is referred to, so that none dangles. */
export interface SchemaContext {
  readonly referred: Set<string>;
}

export function schemaName(typeName: string): string {
  return typeName.replace(/[^A-Za-z0-9._-]/g, "_");
}

export function reference(typeName: string, context: SchemaContext): Schema {
  context.referred.add(typeName);
  return { $ref: `#/components/schemas/${schemaName(typeName)}` };
}

/** OData primitive types on the wire (OData JSON 4.01, section 7.1). */
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
  Guid: { type: "string", format: "uuid" },
  DateTimeOffset: { type: "string", format: "date-time" },
  Date: { type: "string", format: "date" },
  TimeOfDay: { type: "string" },
  Duration: { type: "string", format: "duration" },
  Binary: { type: "string", format: "byte" },
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
      type: "string",
      title: shortName(resource.name),
      ...describe(resource.description),
      enum: [...resource.members],
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

const NULL: Schema = { type: "object", nullable: true, enum: [null] };

export function propertySchema(property: Property, context: SchemaContext): Schema {
  const base = typeSchema(property.type, context);
  const extras: Schema = {
    ...describe(property.description),
    ...(property.nullable ? { nullable: true } : {}),
    ...(property.readOnly ? { readOnly: true } : {}),
    "x-source": { page: property.place.page, line: property.place.line },
  };
  const { nullable: isNullable, ...untyped } = extras;
  // `nullable` counts only beside a type (OpenAPI 3.0.3, "nullable"), so that null is an alternative to a reference.
  if (base.$ref !== undefined)
    return isNullable ? { anyOf: [base, NULL], ...untyped } : { allOf: [base], ...untyped };
  const isKey = property.readOnly && property.name === "id" && base.type === "string";
  const values = property.values.length > 1 ? property.values : [];
  if (values.length > 0 && base.type === "string" && base.format === undefined)
    return { ...base, enum: [...values, ...(property.nullable ? [null] : [])], ...extras };
  if (
    values.length > 0 &&
    base.type === "array" &&
    base.items?.type === "string" &&
    base.items.format === undefined
  ) {
    return { ...base, items: { ...base.items, enum: [...values] }, ...extras };
  }
  return base.type === undefined
    ? { ...base, ...untyped }
    : { ...base, ...(isKey ? { minLength: 1 } : {}), ...extras };
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
    case "object": {
      const demand: Schema = { type: "object", required: [...shape.required] };
      if (!shape.type)
        return {
          ...inferObject(shape.example as JsonObject, 0),
          ...(shape.required.length > 0 ? { required: [...shape.required] } : {}),
        };
      const named = typeSchema(shape.type, context);
      return shape.required.length > 0 ? { allOf: [named, demand] } : named;
    }
    case "collection": {
      const items = shape.type
        ? typeSchema(shape.type, context)
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
      return shape.type?.kind === "primitive"
        ? typeSchema(shape.type, context)
        : inferSchema(shape.example, 0);
  }
}

function envelope(shape: Extract<Shape, { kind: "collection" | "envelope" }>, held: Schema): Schema {
  const others = Object.entries(shape.example as JsonObject).filter(([name]) => name !== shape.member);
  const properties: Record<string, Schema> = {};
  for (const [name, value] of others) define(properties, name, inferSchema(value, 1));
  define(properties, shape.member, held);
  return {
    type: "object",
    properties,
    ...(shape.required.length > 0 ? { required: [...shape.required] } : {}),
    additionalProperties: true,
  };
}

function inferItems(value: JsonValue | undefined): Schema {
  const first = Array.isArray(value) ? (value as JsonValue[])[0] : undefined;
  return first === undefined ? {} : inferSchema(first, 1);
}

const DEEPEST = 6;

/** A schema that the example and values like it fit: types only, nothing required. */
export function inferSchema(value: JsonValue, depth: number): Schema {
  if (depth > DEEPEST || value === null) return {};
  if (typeof value === "boolean") return { type: "boolean" };
  if (typeof value === "number") return { type: "number" };
  if (typeof value === "string") return { type: "string", nullable: true };
  if (Array.isArray(value))
    return {
      type: "array",
      items:
        (value as JsonValue[])[0] === undefined
          ? {}
          : inferSchema((value as JsonValue[])[0] as JsonValue, depth + 1),
    };
  return isJsonObject(value) ? inferObject(value, depth) : {};
}

function inferObject(value: JsonObject, depth: number): Schema {
  const properties: Record<string, Schema> = {};
  for (const [name, member] of Object.entries(value))
    define(properties, name, inferSchema(member, depth + 1));
  return {
    type: "object",
    ...(Object.keys(properties).length > 0 ? { properties } : {}),
    additionalProperties: true,
  };
}
