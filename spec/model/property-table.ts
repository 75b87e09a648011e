/** Rows of property, relationship, parameter and header tables. */
import type { Page, Table, TableRow } from "../page/index.ts";
import type { HeaderRow, Property } from "./model.ts";
import { isPlaceholder, withoutPlaceholder } from "./placeholder.ts";
import type { Report } from "./report.ts";
import { isLocalised } from "./section.ts";
import { cellType } from "./type-reference.ts";
import {
  DESCRIPTION_COLUMN,
  INHERITED,
  leavesValuesOpen,
  READ_ONLY,
  REQUEST_FIELDS,
  saysNotNull,
  saysRequired,
  TYPE_COLUMN,
  VALUES_BETWEEN,
  VALUES_START,
} from "./vocabulary.ts";

const IDENTIFIER = /^@?[A-Za-z_$][\w.$@-]*$/;

/** Which columns hold what. Pages put the type second of three and leave it out where there are two. */
function columns(table: Table): { type: number; description: number } {
  const names = table.header.map((cell) => cell.toLowerCase());
  const type = names.findIndex((name) => TYPE_COLUMN.test(name));
  if (table.header.length < 3) return { type: type > 0 ? type : -1, description: type > 0 ? -1 : 1 };
  const description = names.findIndex((name, index) => index > 0 && DESCRIPTION_COLUMN.test(name));
  return { type: type > 0 ? type : 1, description: description > 0 ? description : table.header.length - 1 };
}

export function readProperties(page: Page, table: Table, relationship: boolean, report: Report): Property[] {
  const { type, description } = columns(table);
  const properties: Property[] = [];
  for (const row of table.rows) {
    const name = nameOf(page, row);
    if (name === undefined) {
      const shown = page.inline(row.cells[0] ?? "").text;
      if (shown !== "" && !/^(?:none|no |nenhum)/i.test(shown)) {
        report("property-name", "warning", row.line, "the name column does not contain a property name", {
          actual: shown,
          action: "the row is left out",
        });
      }
      continue;
    }
    properties.push(readProperty(page, row, name, { type, description, relationship }, report));
  }
  return properties;
}

function readProperty(
  page: Page,
  row: TableRow,
  name: string,
  at: { type: number; description: number; relationship: boolean },
  report: Report,
): Property {
  const typeCell = at.type > 0 ? (row.cells[at.type] ?? "") : "";
  const descriptionCell = at.description > 0 ? (row.cells[at.description] ?? "") : "";
  const type = cellType(page, typeCell);
  if (type === undefined && typeCell.trim() !== "" && at.type > 0) {
    report("property-type", "warning", row.line, `the type of '${name}' cannot be read`, {
      actual: page.inline(typeCell).text,
      action: "no type is recorded",
    });
  }
  if (type !== undefined && /[a-z]\S*\s+(?:or|ou|oder)\s+\S/i.test(typeCell)) {
    report(
      "property-type-choice",
      "warning",
      row.line,
      `'${name}' has a choice of types; only one can be described`,
      {
        actual: page.inline(typeCell).text,
        action: "the first is recorded",
      },
    );
  }
  if (isPlaceholder(descriptionCell)) {
    report("placeholder", "warning", row.line, `the description of '${name}' is still a placeholder`, {
      actual: descriptionCell,
      action: "it is left out",
    });
  }
  const { text } = page.inline(withoutPlaceholder(descriptionCell));
  const { values, open } = possibleValues(descriptionCell);
  const required = saysRequired(text);
  const inherited = INHERITED.map((pattern) => pattern.exec(text)?.[1])
    .find((name) => name !== undefined)
    ?.replace(/\.$/, "");
  return {
    name,
    place: { page: page.name, line: row.line },
    description: text,
    values: values.filter((value) => value !== "null"),
    open,
    nullable: values.includes("null") || !(required || saysNotNull(text)),
    required,
    readOnly: READ_ONLY.test(text),
    relationship: at.relationship,
    ...(type ? { type } : {}),
    ...(inherited ? { inheritedFrom: inherited } : {}),
  };
}

function nameOf(page: Page, row: TableRow): string | undefined {
  const raw = row.cells[0] ?? "";
  if (IDENTIFIER.test(raw)) return raw;
  const name = page
    .inline(raw)
    .text.replace(/\s*\((?:deprecated|preview|beta|optional|required)\)$/i, "")
    .replace(/\\/g, "");
  return IDENTIFIER.test(name) ? name : undefined;
}

/** What a description lists as the values of its property, and whether that list is complete. */
export interface PossibleValues {
  readonly values: readonly string[];
  readonly open: boolean;
}

/** The value that stands for whatever comes later (Microsoft Graph, "Handling future members in evolvable enumerations"). */
export const FUTURE_VALUE = "unknownFutureValue";

/** "Possible values are: `a`, `b`, `c`." */
export function possibleValues(description: string): PossibleValues {
  const start = VALUES_START.exec(description);
  if (!start) return { values: [], open: false };
  const rest = description.slice(start.index + start[0].length);
  const sentence = /^(?:`[^`]*`|[^.。`]|\.(?=\w))*/.exec(rest)?.[0] ?? "";
  const code = [...sentence.matchAll(/`([^`]+)`/g)].map((match) => match[1]?.trim() ?? "");
  const words = code.length > 0 ? code : plainWords(sentence);
  // From the end of the header's own code span on.
  const later = /include-unknown-enum-members[^`]*`?/i.exec(description);
  const behindHeader = later
    ? [...description.slice(later.index + later[0].length).matchAll(/`([^`]+)`/g)].map(
        (match) => match[1]?.trim() ?? "",
      )
    : [];
  const values = [...new Set([...words, ...behindHeader].filter((word) => /^[\w][\w.\- /]*$/.test(word)))];
  return {
    values,
    open:
      values.includes(FUTURE_VALUE) ||
      later !== null ||
      leavesValuesOpen(sentenceAround(description, start.index, start[0].length + sentence.length)),
  };
}

/** The sentence that a list of values stands in. */
function sentenceAround(description: string, start: number, length: number): string {
  const before = description.slice(0, start);
  const from = Math.max(before.lastIndexOf(". "), before.lastIndexOf("。"), before.lastIndexOf("<br")) + 1;
  return description.slice(from, start + length);
}

/** Without code spans only a plain list of single words is one. */
function plainWords(sentence: string): string[] {
  const words = sentence
    .replace(/[*_"'“”„«»「」]/g, "")
    .split(VALUES_BETWEEN)
    .map((word) => word.trim())
    .filter((word) => word !== "");
  return words.length > 1 && words.every((word) => /^[A-Za-z]\w*$/.test(word)) ? words : [];
}

export function readHeaders(page: Page, table: Table): HeaderRow[] {
  const headers: HeaderRow[] = [];
  const localised = isLocalised(page);
  for (const row of table.rows) {
    const name = page.inline(row.cells[0] ?? "").text.replace(/:$/, "");
    if (!/^[A-Za-z][A-Za-z0-9-]*$/.test(name)) continue;
    // Translated pages translate names of fields as well: `Annehmen` is none.
    if (localised && !REQUEST_FIELDS.has(name.toLowerCase()) && !name.includes("-")) continue;
    const description = row.cells
      .slice(1)
      .map((cell) => page.inline(cell).text)
      .filter((text) => text !== "")
      .join(" ");
    headers.push({
      name,
      description,
      required:
        /\brequired\b|obrigatóri|erforderlich/i.test(description) && !/not required/i.test(description),
      place: { page: page.name, line: row.line },
    });
  }
  return headers;
}

/** Names of header fields that request header tables hold; told apart by content where no heading helps. */
export function isHeaderTable(table: Table): boolean {
  return table.rows.some((row) =>
    /^[\s*`]*(?:authorization|content-type|accept|if-match|if-none-match|prefer|accept-language)[\s*`:]*$/i.test(
      row.cells[0] ?? "",
    ),
  );
}
