/** Which of a page's requests a permission table is for. */
import { pathKey } from "../openapi/routing/template.ts";
import type { Page } from "../page/index.ts";
import type { Permissions } from "./model.ts";
import { mergePermissions } from "./permission.ts";
import type { PlacedBlock } from "./section.ts";
import { parseTemplate } from "./template.ts";

const REQUEST = /\b(GET|POST|PUT|PATCH|DELETE)\s+((?:https:\/\/\S+?)?\/[^\s`*]+)/g;

/** `METHOD key`, of the annotation's `requestUrls`, the heading and the lines right above the table. Empty for a table of all requests. */
export function requestsOf(page: Page, placed: readonly PlacedBlock[], index: number): string[] {
  const table = placed[index]?.block;
  if (table?.kind !== "table") return [];
  const said = table.annotation?.value.requestUrls;
  const urls = (Array.isArray(said) ? said : [said]).filter((url): url is string => typeof url === "string");
  // The annotation may be sloppy where the lines above are not, and the reverse: both count.
  const above: string[] = [...urls];
  for (let before = index - 1; before >= 0; before -= 1) {
    const block = placed[before]?.block;
    if (!block || block.kind === "table" || block.kind === "directive") break;
    if (block.kind === "code") above.push(block.text);
    else above.push(block.kind === "heading" ? block.text : page.inline(block.raw).text);
    if (block.kind === "heading") break;
  }
  return keysIn(above.join("\n"));
}

function keysIn(text: string): string[] {
  return [...text.matchAll(REQUEST)].flatMap(([, method = "", target = ""]) => {
    const template = parseTemplate(target);
    return typeof template === "string" ? [] : [`${method} ${pathKey(template.path)}`];
  });
}

export interface PermissionTable {
  readonly permissions: Permissions;
  /** `METHOD path`, of what the annotation's `requestUrls`, the heading or the lines above name; empty where the table is for all requests. */
  readonly requests: readonly string[];
}

/** What a page says of permissions. */
interface PermissionFacts {
  readonly permissionTables: readonly PermissionTable[];
  readonly templates: readonly { readonly method: string; readonly path: string }[];
  /** Of the annotations of requests. */
  readonly scopes: readonly string[];
}

/** The tables that are for this request, united; where none is, those that are for all; where a page has none, the scopes of its examples. */
export function permissionsFor(page: PermissionFacts, method: string, path: string): Permissions | undefined {
  const key = `${method} ${pathKey(path)}`;
  const meant = page.permissionTables.filter(({ requests }) => requests.includes(key));
  const own = new Set(page.templates.map((template) => `${template.method} ${pathKey(template.path)}`));
  const general = page.permissionTables.filter(({ requests }) => !requests.some((one) => own.has(one)));
  const tables = meant.length > 0 ? meant : general.length > 0 ? general : page.permissionTables;
  let permissions: Permissions | undefined;
  for (const table of tables) permissions = mergePermissions(permissions, table.permissions);
  if (permissions || page.scopes.length === 0) return permissions;
  return { delegatedWork: page.scopes, delegatedPersonal: [], application: [] };
}
