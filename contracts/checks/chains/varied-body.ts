/** Bodies made from the documented one: the same, with one value that tells this object apart from every other. */
import {
  type FlatSchema,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type OpenApiDocument,
} from "../../../spec/openapi/index.ts";
import { propertyType } from "./resource-graph.ts";

/** A value of a body that may be changed without changing what the body means. */
export interface Leaf {
  readonly path: readonly string[];
  readonly kind: "text" | "date" | "number" | "boolean" | "enum";
  readonly value: JsonValue;
  /** Of an enumeration: another of its values. */
  readonly other?: JsonValue;
}

/** Names of properties that hold free text, the best first. */
const FREE_TEXT = [
  /^(?:displayName|title|subject|name)$/i,
  /(?:displayName|title|subject|description|notes?|comments?|summary|caption|headline|topic)$/i,
  /(?:name|detail|text|content|label|message|body|value)$/i,
];

/** Names whose values have a form that a server may insist on. */
const FORMED =
  /(?:id|ids|url|uri|link|code|key|type|kind|number|address|tag|culture|locale|language|languages|time|timezone|date|domain|upn|principalname|nickname|mail|email|phone|state|status|country|region|currency|version|color|colour|role|format|pattern|hash|token|secret|password|contenttype|odata\.bind)$/i;

const NESTING = 3;

/** The values of a body that may be varied, free text first and the outermost before what it holds. */
export function leavesOf(document: OpenApiDocument, body: JsonObject, schema: FlatSchema): readonly Leaf[] {
  const found: { leaf: Leaf; rank: number }[] = [];
  const visit = (object: JsonObject, flat: FlatSchema, path: readonly string[]): void => {
    // Text in a markup language is a document, which a server may rewrite.
    if (typeof object.contentType === "string") return;
    for (const [name, value] of Object.entries(object)) {
      if (name.includes("@") || /password|secret/i.test(name)) continue;
      const at = [...path, name];
      const { schema: own, ...type } = propertyType(document, flat.properties.get(name));
      if (own.readOnly) continue;
      if (isJsonObject(value)) {
        if (path.length < NESTING) visit(value, type, at);
        continue;
      }
      const leaf = leafOf(at, name, value, own.enum ?? enumOf(document, flat, name), own.format);
      if (leaf) found.push({ leaf, rank: rankOf(leaf, name) + path.length * 10 });
    }
  };
  visit(body, schema, []);
  return found.toSorted((a, b) => a.rank - b.rank).map(({ leaf }) => leaf);
}

function enumOf(document: OpenApiDocument, flat: FlatSchema, name: string): readonly JsonValue[] | undefined {
  const { schema } = propertyType(document, flat.properties.get(name));
  return schema.allOf?.find((part) => part.enum)?.enum ?? schema.anyOf?.find((part) => part.enum)?.enum;
}

function leafOf(
  path: readonly string[],
  name: string,
  value: JsonValue,
  values: readonly JsonValue[] | undefined,
  format: string | undefined,
): Leaf | undefined {
  if (typeof value === "boolean") return { path, kind: "boolean", value };
  if (typeof value === "number") return FORMED.test(name) ? undefined : { path, kind: "number", value };
  if (typeof value !== "string") return undefined;
  if (values) {
    const other = values.find(
      (one) => typeof one === "string" && one !== value && !/unknown|future/i.test(one),
    );
    return other === undefined || !values.includes(value) ? undefined : { path, kind: "enum", value, other };
  }
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return { path, kind: "date", value };
  if (format !== undefined || FORMED.test(name) || !isFreeText(value)) return undefined;
  return { path, kind: "text", value };
}

/** Words: no address, no identifier, no number, no date. */
function isFreeText(value: string): boolean {
  if (/^[a-z][a-z\d+.-]*:|@|^[\d\s().+-]+$|^\d{4}-|^[0-9a-f-]{32,}$|^#/i.test(value)) return false;
  return /\p{L}/u.test(value);
}

function rankOf({ kind }: Leaf, name: string): number {
  if (kind !== "text") return 100 + ["date", "number", "boolean", "enum"].indexOf(kind);
  const rank = FREE_TEXT.findIndex((pattern) => pattern.test(name));
  return rank < 0 ? FREE_TEXT.length : rank;
}

/** The body with another value at a leaf. */
export function withLeaf(body: JsonObject, path: readonly string[], value: JsonValue): JsonObject {
  const [name, ...rest] = path;
  if (name === undefined) return body;
  const inner = body[name];
  return {
    ...body,
    [name]: rest.length === 0 ? value : withLeaf(isJsonObject(inner) ? inner : {}, rest, value),
  };
}

export function valueAt(value: JsonValue | undefined, path: readonly string[]): JsonValue | undefined {
  let at = value;
  for (const name of path) at = isJsonObject(at) ? at[name] : undefined;
  return at;
}

/** Another value of the leaf's kind; texts hold the mark, so that they are found again. */
export function anotherValue(leaf: Leaf, mark: string, count: number): JsonValue {
  const { kind, value } = leaf;
  if (kind === "text") return `${String(value).slice(0, 30).trim()} ${mark}`;
  if (kind === "boolean") return count % 2 === 0 ? value : value !== true;
  if (kind === "number") return typeof value === "number" ? value + count : value;
  if (kind === "enum") return leaf.other ?? value;
  const day = new Date(`${String(value)}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + count);
  return Number.isNaN(day.getTime()) ? value : day.toISOString().slice(0, 10);
}
