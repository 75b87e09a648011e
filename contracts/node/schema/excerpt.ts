import {
  isJsonObject,
  type JsonValue,
  type OpenApiDocument,
  resolveSchema,
  type Schema,
} from "../../../spec/openapi/index.ts";

/**
 * The part of a schema that has something to say about the given values, with every reference replaced by what it refers to. A resource's
 * relationships lead to the whole API; an answer shows a few of them. `values` are all that stand at this place.
 */
export function schemaExcerpt(
  document: OpenApiDocument,
  schema: Schema,
  values: readonly JsonValue[],
): Schema {
  return excerptOf(document, schema, values, new Set());
}

function excerptOf(
  document: OpenApiDocument,
  schema: Schema,
  values: readonly JsonValue[],
  within: ReadonlySet<string>,
): Schema {
  if (schema.$ref !== undefined) {
    // A type that is its own base would be followed for ever: it adds nothing the second time.
    if (within.has(schema.$ref)) return {};
    const target = resolveSchema(document, schema.$ref);
    return target ? excerptOf(document, target, values, new Set([...within, schema.$ref])) : {};
  }
  const { properties, items, allOf, anyOf, oneOf, additionalProperties, ...rest } = schema;
  const parts = (list: readonly Schema[]): Schema[] =>
    list.map((part) => excerptOf(document, part, values, within));
  const below = (part: Schema, found: readonly JsonValue[]): Schema =>
    excerptOf(document, part, found, new Set());
  const objects = values.filter(isJsonObject);
  const shown = Object.entries(properties ?? {}).filter(([name]) =>
    objects.some((value) => Object.hasOwn(value, name)),
  );
  const others = objects.flatMap((value) =>
    Object.keys(value)
      .filter((name) => !Object.hasOwn(properties ?? {}, name))
      .map((name) => value[name] ?? null),
  );
  const members = values.filter((value) => Array.isArray(value)).flat() as JsonValue[];
  return {
    ...rest,
    ...(properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(
            shown.map(([name, part]) => [name, below(part, valuesOf(objects, name))]),
          ),
        }),
    ...(items === undefined ? {} : { items: below(items, members) }),
    ...(allOf === undefined ? {} : { allOf: parts(allOf) }),
    ...(anyOf === undefined ? {} : { anyOf: parts(anyOf) }),
    ...(oneOf === undefined ? {} : { oneOf: parts(oneOf) }),
    ...(additionalProperties === undefined
      ? {}
      : {
          additionalProperties:
            typeof additionalProperties === "boolean"
              ? additionalProperties
              : below(additionalProperties, others),
        }),
  };
}

function valuesOf(
  objects: readonly { readonly [name: string]: JsonValue }[],
  name: string,
): readonly JsonValue[] {
  return objects.filter((value) => Object.hasOwn(value, name)).map((value) => value[name] ?? null);
}
