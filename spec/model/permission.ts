/** Permission tables: which scopes a caller needs, by kind of token. */
import type { Page, Table } from "../page/index.ts";
import type { Permissions } from "./model.ts";
import { isPlaceholder } from "./placeholder.ts";
import type { Report } from "./report.ts";
import { APPLICATION, DELEGATED, PERSONAL } from "./vocabulary.ts";

type Kind = keyof Permissions;

const SCOPE = /^[A-Za-z][\w-]*(?:\.[\w-]+)+$/;
/** Scopes without a dot (OpenID Connect Core, section 5.4; RFC 6749 offline access). */
const PLAIN_SCOPES = new Set(["openid", "profile", "email", "offline_access"]);

export function isPermissionTable(table: Table): boolean {
  if (columnKinds(table).length > 1) return true;
  const kinds = table.rows.map((row) => kindOf(row.cells[0] ?? ""));
  return (
    kinds.includes("application") && (kinds.includes("delegatedWork") || kinds.includes("delegatedPersonal"))
  );
}

/** In English and, by their stems, in the languages that the reference is translated to. */
function kindOf(cell: string): Kind | undefined {
  const text = cell.toLowerCase();
  if (APPLICATION.test(text)) return "application";
  if (!DELEGATED.test(text)) return undefined;
  return PERSONAL.test(text) ? "delegatedPersonal" : "delegatedWork";
}

/** Some tables name the kinds of token in their header and have a row for each resource. */
function columnKinds(table: Table): { index: number; kind: Kind }[] {
  return table.header.flatMap((cell, index) => {
    const kind = index === 0 ? undefined : kindOf(cell);
    return kind === undefined ? [] : [{ index, kind }];
  });
}

/** Least privileged first, whichever order the header announces; undefined for a draft, whose cells are placeholders. */
export function readPermissions(page: Page, table: Table, report: Report): Permissions | undefined {
  const reversed = /from most to least/i.test(table.header.join(" "));
  const scopes: Record<Kind, string[]> = { delegatedWork: [], delegatedPersonal: [], application: [] };
  const byColumn = columnKinds(table);
  let draft = false;
  for (const row of table.rows) {
    for (const { index, kind } of byColumn)
      scopes[kind].push(...scopesIn(page.inline(row.cells[index] ?? "").text));
    const kind = byColumn.length > 1 ? undefined : kindOf(row.cells[0] ?? "");
    const cell = row.cells
      .slice(1)
      .filter((text) => text !== "")
      .join(", ");
    if (kind === undefined) continue;
    if (isPlaceholder(cell)) {
      draft = true;
      report(
        "placeholder",
        "warning",
        row.line,
        "the permissions are still a placeholder; list scopes or write 'Not supported'",
        { actual: cell, action: "no scope is recorded" },
      );
      continue;
    }
    const found = scopesIn(page.inline(cell).text);
    scopes[kind].push(...(reversed ? found.reverse() : found));
  }
  return draft && Object.values(scopes).every((list) => list.length === 0) ? undefined : scopes;
}

export function scopesIn(text: string): string[] {
  const words = text.split(/[\s,;、，；]+/).map((word) => word.replace(/^[("'[（]+|[)"'.\]）。]+$/g, ""));
  return [
    ...new Set(
      words.filter((word) => (SCOPE.test(word) && !/^(?:e\.g|i\.e)$/i.test(word)) || PLAIN_SCOPES.has(word)),
    ),
  ];
}

/** The union of two tables, in their order. */
export function mergePermissions(
  a: Permissions | undefined,
  b: Permissions | undefined,
): Permissions | undefined {
  if (!a || !b) return a ?? b;
  const union = (kind: Kind): string[] => [...new Set([...a[kind], ...b[kind]])];
  return {
    delegatedWork: union("delegatedWork"),
    delegatedPersonal: union("delegatedPersonal"),
    application: union("application"),
  };
}
