/** The tables of a page, told apart by the section they stand in and by what they hold. */
import type { Page, Table } from "../page/index.ts";
import type { HeaderRow, Property } from "./model.ts";
import { isPermissionTable, readPermissions } from "./permission.ts";
import { type PermissionTable, requestsOf } from "./permission-target.ts";
import { isHeaderTable, readHeaders, readProperties } from "./property-table.ts";
import type { Report, ReportOf } from "./report.ts";
import type { PlacedBlock } from "./section.ts";

export interface TableFacts {
  /** In the order of the page; several where each is for some of the page's requests. */
  readonly permissionTables: readonly PermissionTable[];
  readonly headers: readonly HeaderRow[];
  readonly queryProperties: readonly Property[];
  /** Rows of the tables of the request body section. */
  readonly requestProperties: readonly Property[];
  /** Rows of the tables of a resource page, with the headings they stand under, innermost first. */
  readonly propertyRows: readonly {
    readonly headings: readonly string[];
    readonly properties: readonly Property[];
  }[];
}

export function readTables(
  page: Page,
  placed: readonly PlacedBlock[],
  ownReport: Report,
  reportOf: ReportOf,
): TableFacts {
  const headers: HeaderRow[] = [];
  const queryProperties: Property[] = [];
  const requestProperties: Property[] = [];
  const propertyRows: { headings: readonly string[]; properties: Property[] }[] = [];
  const permissionTables: PermissionTable[] = [];
  for (const [index, { block, section, headings }] of placed.entries()) {
    if (block.kind !== "table") continue;
    const report = block.file === undefined ? ownReport : reportOf(block.file);
    if (isPermissionTable(block)) {
      const requests = requestsOf(page, placed, index);
      const permissions = readPermissions(page, block, report);
      if (permissions) permissionTables.push({ permissions, requests });
      // The second that is for every request: whose scopes they are is left open.
      if (
        requests.length === 0 &&
        permissionTables.filter((table) => table.requests.length === 0).length === 2
      )
        report(
          "permission-tables",
          "info",
          block.line,
          "the page has more than one permission table, and nothing says for which request",
          { action: "their union is used" },
        );
    } else if (section === "headers" || (section !== "properties" && isHeaderTable(block)))
      headers.push(...readHeaders(page, block));
    else if (section === "query" || isQueryTable(block))
      queryProperties.push(...readProperties(page, block, false, report));
    else if (section === "parameters")
      queryProperties.push(
        ...readProperties(page, block, false, report).filter(({ name }) => name.startsWith("$")),
      );
    else if (section === "body")
      requestProperties.push(...requestRows(page, block, placed[index - 1], report));
    else if ((section === "properties" || section === "relationships") && !isValueTable(page, block)) {
      propertyRows.push({
        headings,
        properties: readProperties(page, block, section === "relationships", report),
      });
    }
  }
  return {
    headers,
    queryProperties,
    requestProperties,
    propertyRows,
    permissionTables,
  };
}

/** Tables of values or members stand among the properties that they belong to. */
function isValueTable(page: Page, table: Table): boolean {
  return /^(?:(?:values?|members?|valor|membro|miembro|mitglied|mode|option)s?|成员|メンバー|элемент|член)$/i.test(
    page.inline(table.header[0] ?? "").text,
  );
}

function isQueryTable(table: Table): boolean {
  return table.rows.length > 0 && table.rows.every((row) => /^[\s*`]*\$[a-z]+/i.test(row.cells[0] ?? ""));
}

/** "the properties that are required when you create" makes every row of the table required; a row can say so for itself. */
function requestRows(page: Page, table: Table, before: PlacedBlock | undefined, report: Report): Property[] {
  const lead = before?.block.kind === "paragraph" ? before.block.raw : "";
  const all = /properties that are required|following properties are required|required properties/i.test(
    lead,
  );
  const requiredColumn = table.header.findIndex((cell) => /^required/i.test(cell));
  const marked = new Set(
    table.rows
      .filter((row) => /^(?:y|yes|true|required)\b/i.test(row.cells[requiredColumn] ?? ""))
      .map(({ line }) => line),
  );
  return readProperties(page, table, false, report).map((property) => {
    const required =
      all ||
      marked.has(property.place.line) ||
      /(?:^|[.\s(*])(?:required\b(?! (?:for|if|when|only))|obrigatóri[oa](?=[.)]|$))/i.test(
        property.description,
      );
    return { ...property, required, nullable: property.nullable && !required };
  });
}
