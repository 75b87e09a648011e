/** Types as tables, JSON representations and annotations name them. */
import type { Page } from "../page/index.ts";
import type { TypeReference } from "./model.ts";
import { COLLECTION_AFTER, COLLECTION_BEFORE } from "./vocabulary.ts";

/** OData primitive types (OData CSDL 4.01, section 3.3) by the spellings that pages use, in lower case. */
const PRIMITIVES: Readonly<Record<string, string>> = {
  string: "String",
  text: "String",
  char: "String",
  varchar: "String",
  boolean: "Boolean",
  bool: "Boolean",
  "true/false": "Boolean",
  int16: "Int16",
  int32: "Int32",
  int: "Int32",
  integer: "Int32",
  int64: "Int64",
  long: "Int64",
  byte: "Byte",
  sbyte: "SByte",
  number: "Double",
  numeric: "Double",
  double: "Double",
  single: "Single",
  float: "Single",
  decimal: "Decimal",
  guid: "Guid",
  uuid: "Guid",
  datetimeoffset: "DateTimeOffset",
  datetime: "DateTimeOffset",
  timestamp: "DateTimeOffset",
  "iso 8601 date": "DateTimeOffset",
  "iso date": "DateTimeOffset",
  date: "Date",
  timeofday: "TimeOfDay",
  duration: "Duration",
  time: "TimeOfDay",
  binary: "Binary",
  bytes: "Binary",
  "base64 encoded binary": "Binary",
  stream: "Stream",
  url: "String",
  uri: "String",
  etag: "String",
  // Translated pages translate these too; longer words of other languages say nothing about them.
  "cadeia de caracteres": "String",
  "cadeias de caracteres": "String",
  "sequência de caracteres": "String",
  cadeia: "String",
  cadena: "String",
  chaîne: "String",
  zeichenfolge: "String",
  文字列: "String",
  字符串: "String",
  строка: "String",
  booliano: "Boolean",
  booleano: "Boolean",
  booléen: "Boolean",
  boolesch: "Boolean",
  ブール値: "Boolean",
  布尔值: "Boolean",
  inteiro: "Int32",
  entero: "Int32",
  entier: "Int32",
  ganzzahl: "Int32",
  整数: "Int32",
  логическое: "Boolean",
  "логическое значение": "Boolean",
  "boolescher wert": "Boolean",
  boolescher: "Boolean",
  zeichenfolgen: "String",
  cadenas: "String",
  целое: "Int32",
  日期: "Date",
  日付: "Date",
  fecha: "Date",
  datum: "Date",
  дата: "Date",
  duração: "Duration",
  duplo: "Double",
  fluxo: "Stream",
  binário: "Binary",
};

export function primitiveName(text: string): string | undefined {
  const name = text
    .trim()
    .replace(/^(?:odata\.|edm\.)/i, "")
    .toLowerCase();
  return Object.hasOwn(PRIMITIVES, name) ? PRIMITIVES[name] : undefined;
}

export function primitive(name: string, collection = false): TypeReference {
  return { kind: "primitive", name, collection };
}

/** A type named in an annotation: `microsoft.graph.profile`, `#microsoft.graph.profile`, `Collection(microsoft.graph.user)`, `Edm.String`. */
export function annotatedType(text: string): TypeReference | undefined {
  const collection = /^#?collection\((.*)\)$/i.exec(text.trim());
  const name = (collection?.[1] ?? text).trim().replace(/^#/, "");
  if (name === "" || /[^\w.]/.test(name)) return undefined;
  const simple = primitiveName(name);
  if (simple) return primitive(simple, collection !== null);
  return { kind: "named", name, collection: collection !== null, bare: false };
}

/** A longer cell names no type; reading it for one could take long. */
const LONGEST_TYPE = 1000;

/** The type column of a property table; undefined where it is empty or prose. */
export function cellType(page: Page, cell: string): TypeReference | undefined {
  if (cell.length > LONGEST_TYPE) return undefined;
  const { text, links } = page.inline(cell);
  if (text === "") return undefined;
  const collection =
    /^collection\b|\bcollection\)?$|^array of|\[\]$|^(?:cole[cç]|collec|sammlung)/i.test(text) ||
    /\b(?:coleção|coleccion|colección)/i.test(text) ||
    COLLECTION_BEFORE.test(text) ||
    COLLECTION_AFTER.test(text);
  const link = links[0];
  const bare = text
    .replace(COLLECTION_BEFORE, "")
    .replace(COLLECTION_AFTER, "")
    .replace(/\[\]$/, "")
    .replace(/[()]/g, " ")
    .trim();
  const first = bare.split(/\s+/)[0] ?? "";
  const simple =
    primitiveName(bare) ??
    primitiveName(link?.text ?? "") ??
    (/^(?:edm\.)?[A-Za-z0-9]+$/.test(first) && !link ? primitiveName(first) : undefined);
  if (simple) return primitive(simple, collection);
  const name = (link?.text ?? bare).replace(/[^\w.]+.*$/s, "").replace(/^#/, "");
  if (!/^[A-Za-z][\w.]*$/.test(name)) return undefined;
  if (!link && /\s/.test(bare) && !/^[\w.]+ (?:resource|object|type|enum)/i.test(bare)) return undefined;
  // `enums.md#phonetype-values` is where an enumeration lists its members.
  const isBare = link === undefined || /#[\w-]*values?$/i.test(link.href);
  return { kind: "named", name, collection, bare: isBare };
}

export function sameType(a: TypeReference, b: TypeReference): boolean {
  return (
    a.kind === b.kind &&
    a.collection === b.collection &&
    shortName(a.name).toLowerCase() === shortName(b.name).toLowerCase()
  );
}

export function shortName(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

/** What a primitive type is in JSON (OData JSON 4.01, section 7.1). */
export function wireType(primitiveType: string): "string" | "number" | "boolean" | "object" | "any" {
  if (/^(?:Byte|SByte|Int16|Int32|Int64|Double|Single|Decimal)$/.test(primitiveType)) return "number";
  if (primitiveType === "Boolean") return "boolean";
  if (primitiveType === "Object") return "object";
  return primitiveType === "Untyped" ? "any" : "string";
}
