import {
  flatten,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type OpenApiDocument,
  resolveSchema,
  type Schema,
} from "../../../spec/openapi/index.ts";

export type Falsehood = "type" | "key" | "enumeration";

/** A documented answer with one thing changed that the page says otherwise. */
export interface FalsifiedAnswer {
  readonly kind: Falsehood;
  /** Where: `value/0/size`. */
  readonly place: string;
  readonly body: JsonValue;
}

export interface Falsified {
  readonly answers: readonly FalsifiedAnswer[];
  /** Properties of the answer that no page gives a type to: changing them contradicts nothing. */
  readonly untyped: number;
}

/** Deeper than that, an answer shows objects of other pages. */
const DEEPEST = 6;

/** The answer again and again, each time with another property falsified. Of a list, its first item is. */
export function falsify(document: OpenApiDocument, schema: Schema, example: JsonValue): Falsified {
  const answers: FalsifiedAnswer[] = [];
  let untyped = 0;
  const visit = (
    value: JsonValue,
    described: Schema,
    path: readonly string[],
    replaced: (value: JsonValue | undefined) => JsonValue,
  ): void => {
    if (path.length > DEEPEST) return;
    if (Array.isArray(value)) {
      const [first, ...others] = value as readonly JsonValue[];
      const items = resolved(document, described).items;
      if (first !== undefined && items)
        visit(first, items, [...path, "0"], (one) =>
          replaced([...(one === undefined ? [] : [one]), ...others]),
        );
      return;
    }
    if (!isJsonObject(value)) return;
    const { properties, keyProperty } = flatten(document, typeOf(document, described, value));
    const add = (kind: Falsehood, name: string, body: JsonValue): void =>
      void answers.push({ kind, place: [...path, name].join("/"), body });
    for (const [name, member] of Object.entries(value)) {
      if (name.includes("@") || member === null) continue;
      const property = properties.get(name);
      if (!property || !isTyped(document, property)) untyped += 1;
      else add("type", name, replaced({ ...value, [name]: otherType(member) }));
      if (name === keyProperty) add("key", name, replaced(without(value, name)));
      if (property && typeof member === "string" && isClosed(document, property))
        add("enumeration", name, replaced({ ...value, [name]: "noSuchValueIsDocumented" }));
      if (property)
        visit(member, property, [...path, name], (one) => replaced({ ...value, [name]: one ?? null }));
    }
  };
  visit(example, schema, [], (value) => value ?? null);
  return { answers, untyped };
}

function otherType(value: JsonValue): JsonValue {
  return typeof value === "string" ? 42 : "text where something else belongs";
}

function without(value: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([one]) => one !== name));
}

/** What a schema comes to where it is only a reference, or one beside `null`. */
function resolved(document: OpenApiDocument, schema: Schema): Schema {
  let at = schema;
  for (let step = 0; step < 8; step += 1) {
    const only = at.allOf?.length === 1 ? at.allOf[0] : at.anyOf?.find((one) => !one.enum?.includes(null));
    const next = at.$ref === undefined ? only : resolveSchema(document, at.$ref);
    if (!next || at.type !== undefined || at.properties) return at;
    at = next;
  }
  return at;
}

/** The type that the object says it has, where that is documented, and otherwise the one that stands there. */
function typeOf(document: OpenApiDocument, described: Schema, value: JsonObject): Schema {
  const named = value["@odata.type"];
  const name = typeof named === "string" ? named.replace(/^#/, "") : undefined;
  if (name !== undefined && document.components.schemas[name])
    return { $ref: `#/components/schemas/${name}` };
  return described.allOf ? described : resolved(document, described);
}

function isTyped(document: OpenApiDocument, property: Schema): boolean {
  const { type, enum: values, properties, allOf, anyOf } = resolved(document, property);
  return (
    type !== undefined ||
    values !== undefined ||
    properties !== undefined ||
    (allOf ?? anyOf ?? []).length > 1
  );
}

function isClosed(document: OpenApiDocument, property: Schema): boolean {
  const { enum: values } = resolved(document, property);
  return values !== undefined && !values.includes("unknownFutureValue");
}
