/** Named types of a page: from blocks annotated as resources, their JSON representation, and tables of enumeration members. */
import { isJsonObject, type JsonObject, type JsonValue } from "../json.ts";
import { type CodeBlock, memberLines, type Page, readJsonText, words } from "../page/index.ts";
import type { Property, TypeReference } from "./model.ts";
import { FUTURE_VALUE } from "./property-table.ts";
import type { Report } from "./report.ts";
import type { PlacedBlock } from "./section.ts";
import { annotatedType, primitive, primitiveName } from "./type-reference.ts";
import { MEMBER_COLUMN } from "./vocabulary.ts";

/** One resource block. Its tables are read apart, see `assemble`. */
export interface ResourceBlock {
  readonly name: string;
  readonly line: number;
  readonly baseType?: string;
  readonly openType: boolean;
  readonly keyProperty?: string;
  readonly properties: readonly Property[];
  /** What the annotation's `nullableProperties` lists, whatever the tables say. */
  readonly nullableProperties: readonly string[];
  /** `@odata.type` in the representation itself. */
  readonly odataType?: { readonly value: string; readonly line: number };
}

export interface EnumerationTable {
  readonly name: string;
  readonly line: number;
  readonly members: readonly string[];
}

export function readResourceBlock(page: Page, code: CodeBlock, report: Report): ResourceBlock | undefined {
  const annotation = code.annotation?.value ?? {};
  const typeName = annotation["@odata.type"] ?? annotation["@type"];
  const type = typeof typeName === "string" ? annotatedType(typeName) : undefined;
  if (type?.kind !== "named") {
    report(
      "resource-type-missing",
      "error",
      code.annotation?.line ?? code.line,
      "the resource block has no '@odata.type', so its type has no name",
      { action: "no schema is recorded" },
    );
    return undefined;
  }
  const read = readJsonText(code.text);
  for (const problem of read.problems.slice(0, 1)) {
    report(
      "representation-json",
      "warning",
      code.line + 1 + problem.line,
      `the JSON representation is not valid JSON: ${words(problem.defect)}`,
      { action: "it was still parsed" },
    );
  }
  const object = isJsonObject(read.value) ? read.value : {};
  const lines = memberLines(code.text);
  const properties = Object.entries(object)
    .filter(([name]) => /^[\p{L}_$][\p{L}\p{N}_.$-]*$/u.test(name))
    .map(([name, value]) => representedProperty(page, name, value, code.line + 1 + (lines.get(name) ?? 0)));
  const odataType = object["@odata.type"];
  if (typeof odataType === "string" && odataType.startsWith("#") && odataType.slice(1) !== type.name) {
    report(
      "resource-type-differs",
      "warning",
      code.line + 1 + (lines.get("@odata.type") ?? 0),
      `'@odata.type' is ${odataType}, but the annotation says #${type.name}`,
      { action: "the annotation's name is used" },
    );
  }
  const base = typeof annotation.baseType === "string" ? annotatedType(annotation.baseType) : undefined;
  return {
    name: type.name,
    line: code.annotation?.line ?? code.line,
    openType: annotation.openType === true,
    properties,
    nullableProperties: textList(annotation.nullableProperties),
    ...(base?.kind === "named" ? { baseType: base.name } : {}),
    ...(typeof annotation.keyProperty === "string" && annotation.keyProperty !== ""
      ? { keyProperty: annotation.keyProperty }
      : {}),
    ...(typeof odataType === "string" && odataType === `#${type.name}`
      ? { odataType: { value: odataType, line: code.line + 1 + (lines.get("@odata.type") ?? 0) } }
      : {}),
  };
}

function textList(value: JsonValue | undefined): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}

/** A value of a JSON representation stands for its type: `"String (timestamp)"`, `1024`, `{"@odata.type": "…"}`, `["String"]`, `"a | b"`. */
function representedProperty(page: Page, name: string, value: JsonValue, line: number): Property {
  const { type, hint, values } = representedType(value);
  return {
    name,
    place: { page: page.name, line },
    description: "",
    values,
    open: values.includes(FUTURE_VALUE),
    nullable: true,
    required: false,
    readOnly: false,
    relationship: false,
    ...(type ? { type } : {}),
    ...(hint ? { hint } : {}),
  };
}

function representedType(value: JsonValue): { type?: TypeReference; hint?: string; values: string[] } {
  if (Array.isArray(value)) {
    const { type, ...rest } = representedType((value as JsonValue[])[0] ?? null);
    return type
      ? { ...rest, type: { ...type, collection: true } }
      : { values: [], type: primitive("Untyped", true) };
  }
  if (typeof value === "boolean") return { type: primitive("Boolean"), values: [] };
  if (typeof value === "number")
    return { type: primitive(Number.isInteger(value) ? "Int64" : "Double"), values: [] };
  if (isJsonObject(value)) return { values: [], ...objectType(value) };
  if (typeof value !== "string") return { values: [] };
  return textType(value.trim());
}

function objectType(value: JsonObject): { type: TypeReference } {
  const name = value["@odata.type"] ?? value["@type"];
  const type = typeof name === "string" ? annotatedType(name) : undefined;
  return { type: type ?? primitive("Object") };
}

function textType(text: string): { type?: TypeReference; hint?: string; values: string[] } {
  const collection = /^collection\((.*)\)$/i.exec(text);
  if (collection) {
    const inner = textType((collection[1] ?? "").trim());
    return { ...inner, type: { ...(inner.type ?? primitive("String")), collection: true } };
  }
  const hinted = /^([\w.\s]+?)\s*\(([^)]*)\)$/.exec(text);
  const simple = primitiveName(hinted?.[1] ?? text);
  const values = text.includes("|")
    ? text
        .split("|")
        .map((part) => part.trim())
        .filter((part) => /^[\w.\- ]+$/.test(part))
    : [];
  if (values.length > 1) return { type: primitive("String"), values };
  if (simple)
    return {
      type: primitive(simple),
      values: [],
      ...(hinted?.[2] ? { hint: hinted[2].trim().toLowerCase() } : {}),
    };
  if (/^#?microsoft\.graph\.[\w.]+$/i.test(text)) {
    const type = annotatedType(text);
    if (type) return { type, values: [] };
  }
  // Sample values and names of enumerations are all strings on the wire.
  return { type: primitive("String"), values: [] };
}

/** Tables of members: on pages of their own, or below a heading that names the enumeration. */
export function readEnumerations(
  page: Page,
  placed: readonly PlacedBlock[],
  namespace: string,
  title: string,
): EnumerationTable[] {
  const tables: EnumerationTable[] = [];
  for (const { block, section, heading } of placed) {
    if (block.kind !== "table") continue;
    const first = page.inline(block.header[0] ?? "").text.toLowerCase();
    if (
      !MEMBER_COLUMN.test(first) &&
      !(
        section === "members" &&
        /^(?:value|name|valor|nome|nombre|wert|значение|имя|值|名称|値|名前)/.test(first)
      )
    )
      continue;
    const members = block.rows
      .map((row) => page.inline(row.cells[0] ?? "").text)
      .filter((text) => /^[A-Za-z_][\w-]*$/.test(text) && text !== "null");
    const name = enumerationName(heading) ?? enumerationName(title);
    if (members.length === 0 || name === undefined) continue;
    tables.push({
      name: name.includes(".") ? name : `${namespace}.${name}`,
      line: block.line,
      members: [...new Set(members)],
    });
  }
  return tables;
}

/** The one word of a heading that is written like a type: `securityBaselineComplianceState enum type`. */
function enumerationName(heading: string): string | undefined {
  const candidates = heading
    .split(/\s+/)
    .map((word) => word.replace(/[^\w.]/g, ""))
    .filter((word) => /^[a-z]\w*[A-Z0-9]\w*$|^microsoft\.graph\.\w+$/.test(word));
  if (candidates.length > 0) return candidates[0];
  const typed = /^([a-z]\w*) (?:enum|values|type)/i.exec(heading)?.[1];
  return typed && !/^(?:members?|enum|values?|the|possible)$/i.test(typed) ? typed : undefined;
}
