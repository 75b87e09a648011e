/** Tables (GFM, section 4.10), with the rows that GFM would cut or not take for a table at all. */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Table, TableRow } from "./page.ts";

type Report = (diagnostic: Omit<Diagnostic, "place"> & { readonly line: number }) => void;

/** The table on the given lines (from, to) of the text. Cells beyond the header's number are joined to the last one. */
export function readTable(
  map: readonly [number, number],
  lines: readonly string[],
  lineOf: (index: number) => number,
  report: Report,
): Table {
  const [start, end] = map;
  const header = splitRow(lines[start] ?? "");
  const rows: TableRow[] = [];
  for (let index = start + 2; index < end; index += 1) {
    const line = lines[index] ?? "";
    if (line.trim() === "") continue;
    const cells = splitRow(line);
    if (cells.length > header.length) {
      report({
        rule: "table-row-wide",
        severity: "warning",
        line: lineOf(index),
        reason: `the row has ${cells.length} cells, but the header has ${header.length}`,
        action: "the surplus cells are joined to the last one",
      });
    }
    rows.push({ line: lineOf(index), cells: toWidth(cells, header.length) });
  }
  return { kind: "table", line: lineOf(start), header, rows };
}

/** A paragraph that was meant as a table: its delimiter row has another number of cells than its header. */
export function readBrokenTable(
  raw: string,
  line: number,
  page: string,
  report: (diagnostic: Diagnostic) => void,
): Table | undefined {
  const lines = raw.split("\n");
  const delimiter = lines.findIndex((text, index) => index > 0 && isDelimiterRow(text));
  if (delimiter < 1) return undefined;
  const header = splitRow(lines[delimiter - 1] ?? "");
  if (header.length < 2) return undefined;
  const delimiters = splitRow(lines[delimiter] ?? "").length;
  report({
    rule: "table-delimiter-row",
    severity: "warning",
    place: { page, line: line + delimiter },
    reason: `the delimiter row has ${delimiters} cells, but the header has ${header.length}`,
    action: "it was still parsed as a table",
  });
  const rows = lines.slice(delimiter + 1).map(
    (text, index): TableRow => ({
      line: line + delimiter + 1 + index,
      cells: toWidth(splitRow(text), header.length),
    }),
  );
  return { kind: "table", line: line + delimiter - 1, header, rows };
}

export function isDelimiterRow(text: string): boolean {
  return text.includes("|") && /^[\s>|:-]+$/.test(text) && text.includes("-");
}

function toWidth(cells: readonly string[], width: number): string[] {
  if (cells.length > width) return [...cells.slice(0, width - 1), cells.slice(width - 1).join("|")];
  return [...cells, ...Array.from({ length: width - cells.length }, () => "")];
}

/** Splits at pipes that no backslash escapes. The outer pipes, and block quote marks before them, are no cells. */
export function splitRow(line: string): string[] {
  const text = line.replace(/^[\s>]+/, "").trimEnd();
  const cells: string[] = [];
  let cell = "";
  for (let index = text.startsWith("|") ? 1 : 0; index < text.length; index += 1) {
    const character = text[index] ?? "";
    if (character === "\\" && text[index + 1] === "|") {
      cell += "|";
      index += 1;
    } else if (character === "|") {
      cells.push(cell.trim());
      cell = "";
    } else cell += character;
  }
  if (cell.trim() !== "" || cells.length === 0) cells.push(cell.trim());
  return cells;
}
