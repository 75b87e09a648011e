/**
 * Links stay inside: whatever a body or a header offers to follow leads to the mock, under the address by which the client came.
 * A context, an id and an address that a person is to open are no links.
 */
import type { JsonObject, JsonValue } from "../../spec/openapi/index.ts";
import type { Api } from "../api/index.ts";
import { isObject } from "../store/json.ts";
import { openToken, sealToken } from "./token.ts";

/** Where the mock keeps what no page gives a path: below the version, so that a proxy of the API passes it on. */
export const DOWNLOADS = "/$downloads/";
export const UPLOADS = "/$uploads/";
export const OPERATIONS = "/$operations/";
export const LINKS = "/$links/";

/** The request whose answer carries the links. */
export interface LinkContext {
  readonly api: Api;
  /** Scheme, host and version prefix by which the client came. */
  readonly base: string;
  /** Below the version prefix. */
  readonly path: string;
  readonly method: string;
}

/** `value@odata.nextLink`, `@microsoft.graph.downloadUrl`, `uploadUrl`, `@odata.navigationLink`; never `webUrl` or `@odata.context`. */
const LINK = /(?:@odata\.\w*Link|(?:^|[@.])(?:upload|download|monitor|statusMonitor|operation)Ur[il])$/;
const PAGE_LINK = /@odata\.(?:next|delta)Link$/i;
const FILE_LINK = /(?:^|[@.])downloadUrl$/i;

/** Whether JSON text may hold a name of a link: most bodies do not and need not be walked. */
export function mayCarryLinks(text: string): boolean {
  return text.includes('Link":') || text.includes('Url":') || text.includes('Uri":');
}

/** The body with its links led home. What came from the mock itself stays as it is. */
export function withLinksInside(json: JsonValue, context: LinkContext): JsonValue {
  if (Array.isArray(json)) return json.map((item) => withLinksInside(item, context));
  if (!isObject(json)) return json;
  const members = Object.entries(json).map(([name, value]): [string, JsonValue] =>
    typeof value === "string" && LINK.test(name)
      ? [name, linkInside(name, value, json, context)]
      : [name, withLinksInside(value, context)],
  );
  return Object.fromEntries(members);
}

function linkInside(name: string, link: string, owner: JsonObject, context: LinkContext): string {
  const own = ownLink(link, context);
  if (own !== undefined) return own;
  if (PAGE_LINK.test(name)) return `${context.base}${LINKS}${sealToken(["end"])}`;
  if (FILE_LINK.test(name))
    return `${context.base}${DOWNLOADS}${sealToken(["documented", fileOf(owner, context)])}`;
  return (
    readable(link, context, /editLink$/i.test(name)) ??
    `${context.base}${LINKS}${sealToken(["documented", context.method, context.path])}`
  );
}

/** A link that the mock made: with the address already, or the rest of it. */
function ownLink(link: string, { base }: LinkContext): string | undefined {
  if (link.startsWith(`${base}/`)) return link;
  return link.startsWith("/$") ? base + link : undefined;
}

/** The path at which the pages document the content of the file that an object describes. */
function fileOf(owner: JsonObject, { path, api }: LinkContext): string {
  const id = typeof owner.id === "string" ? encodeURIComponent(owner.id) : "";
  const candidates = [
    `${path}/content`,
    `${path}/${id}/content`,
    `${path.replace(/\/[^/]+\/children$/, "")}/${id}/content`,
  ];
  return candidates.find((candidate) => api.find("GET", candidate)) ?? candidates[0] ?? path;
}

/** The path of a documented link below its version, with its query; `@odata.navigationLink` may be relative. */
export function documentedPath(link: string, api: Api): string | undefined {
  const rest = /^https?:\/\/[^/?#]+(\/[^#]*)?/i.exec(link)?.[1] ?? (link.startsWith("/") ? link : undefined);
  if (rest === undefined) return undefined;
  const path = rest.replaceAll(" ", "");
  const [before = "", query] = path.split(/\?(.*)/s, 2);
  const below = api.strip(before)?.path ?? before.replace(/^\/(?:beta|v\d[\w.]*)(?=\/)/i, "");
  return query === undefined ? below : `${below}?${query}`;
}

/** The link under the mock's address, where a page documents that it can be read. */
function readable(link: string, context: LinkContext, forEditing = false): string | undefined {
  const path = documentedPath(link, context.api);
  if (path === undefined) return undefined;
  const methods = context.api.methods(path.split("?", 1)[0] ?? "");
  return methods.includes("GET") || (forEditing && methods.length > 0) ? context.base + path : undefined;
}

const LINK_FIELD = /^(?:location|content-location|operation-location|azure-asyncoperation)$/i;

export function fieldsInside(
  fields: Readonly<Record<string, string>>,
  status: number,
  context: LinkContext,
): Readonly<Record<string, string>> {
  if (!Object.keys(fields).some((name) => LINK_FIELD.test(name))) return fields;
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) =>
      LINK_FIELD.test(name) ? [name, fieldInside(value, status, context)] : [name, value],
    ),
  );
}

function fieldInside(link: string, status: number, context: LinkContext): string {
  const own = ownLink(link, context) ?? readable(link, context);
  if (own !== undefined) return own;
  const kept: JsonValue = ["documented", context.method, context.path];
  return status >= 300 && status < 400
    ? `${context.base}${DOWNLOADS}${sealToken(["documented", context.path])}`
    : `${context.base}${LINKS}${sealToken(kept)}`;
}

/** A path of the mock's own: what it is for, and the name behind that, opened where it is a token. */
export interface OwnPath {
  readonly kind: string;
  readonly name: string;
  readonly token: JsonValue | undefined;
}

export function ownPath(path: string): OwnPath | undefined {
  const match = /^(\/\$(?:downloads|uploads|operations|links)\/)([^/]+)$/.exec(path);
  const [, kind, name] = match ?? [];
  return kind === undefined || name === undefined ? undefined : { kind, name, token: openToken(name) };
}
