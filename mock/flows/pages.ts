/** Server-driven paging (OData 4.01, section 11.2.6.7): how long a page is, the link to the next one, and what it shows. */
import type { JsonObject, JsonValue } from "../../spec/openapi/index.ts";
import { type AnswerResult, type Call, jsonReply, type World } from "../answer/call.ts";
import type { Listing } from "../api/listing.ts";
import { badRequest } from "../engine/graph-error.ts";
import { parseQuery, type Query, showItem } from "../query/index.ts";
import { openToken, sealToken } from "./token.ts";

/** Items of one page; undefined where nothing cuts the list. */
export function pageSize({ endpoint, preferences }: Call, query: Query): number | undefined {
  const { usualSize, mostItems } = endpoint.listing;
  const asked = query.top ?? preferences.maxPageSize ?? usualSize;
  const sizes = [asked, preferences.maxPageSize, mostItems].filter((size) => size !== undefined);
  return asked === undefined && sizes.length === 0 ? undefined : Math.min(...sizes);
}

/** Where a page asks for `ConsistencyLevel: eventual`, a count without it is left out. */
export function isCounted({ header }: Call, { needsConsistency }: Listing, query: Query): boolean {
  return query.count && (!needsConsistency || header("consistencylevel")?.toLowerCase() === "eventual");
}

export interface Cut {
  readonly rest: readonly JsonObject[];
  readonly envelope: JsonObject;
  readonly size: number;
  /** Whether the items are kept in the state. */
  readonly kept: boolean;
  readonly container?: string;
  readonly deltaToken?: string;
}

/** Opens the reading of what did not fit on the first page. */
export function nextLink(call: Call, world: World, cut: Cut): string {
  const reading = world.flows.readings.open({
    container: cut.kept ? (cut.container ?? call.place.container) : undefined,
    keyProperty: call.endpoint.keyProperty,
    rest: cut.rest,
    envelope: cut.envelope,
    search: call.search,
    size: cut.size,
    deltaToken: cut.deltaToken,
  });
  return linkTo(call, cut.deltaToken === undefined, sealToken([reading.id, 0]));
}

/** The link behind a documented page that shows one: what follows it, no page tells. */
export function linkToEnd(call: Call): string {
  return linkTo(call, true, sealToken(["end"]));
}

function linkTo(call: Call, withQuery: boolean, token: string): string {
  const asked = withQuery ? withoutTokens(call.search) : "";
  return `${call.base}${call.path}?${asked === "" ? "" : `${asked}&`}$skiptoken=${token}`;
}

/** The client's own query, spelt as it was sent. */
function withoutTokens(search: string): string {
  const parts = search.replace(/^\?/, "").split("&");
  return parts.filter((part) => !/^(?:(?:\$|%24)?(?:skip|skiptoken|deltatoken)=|$)/i.test(part)).join("&");
}

/** The token of a request for a further page; undefined where there is none. */
export function skipToken(search: string): string | undefined {
  return /skiptoken/i.test(search) ? parameter(search, "skiptoken") : undefined;
}

export function parameter(search: string, wanted: string): string | undefined {
  for (const [name, value] of new URLSearchParams(search)) {
    if (name.replace(/^\$/, "").toLowerCase() === wanted) return value;
  }
  return undefined;
}

/** A further page; undefined where the token is not the mock's, so that a documented one is answered as documented. */
export function furtherPage(
  call: Call,
  world: World,
  deltaLink: (token: string) => string,
): AnswerResult | undefined {
  const token = skipToken(call.search);
  const [id, offset] = asList(token === undefined ? undefined : openToken(token));
  if (id === "end") return jsonReply(call.endpoint, { value: [] });
  if (typeof id !== "string" || typeof offset !== "number") return undefined;
  const reading = world.flows.readings.find(id);
  if (!reading) return { error: expired() };
  const query = parseQuery(reading.search);
  if ("error" in query) return query;
  const { container } = reading;
  const kept = container === undefined ? undefined : world.store.collection(container);
  const size = call.preferences.maxPageSize ?? reading.size;
  const present = (item: JsonObject): JsonObject | undefined =>
    container === undefined ? item : asNow(container, String(item[reading.keyProperty]), item);
  // What the pages list is in no state as long as nobody has changed it.
  const asNow = (at: string, key: string, item: JsonObject): JsonObject | undefined =>
    kept?.get(key) ?? (world.store.isDeleted(at, key) ? gone(item) : item);
  const gone = (item: JsonObject): JsonObject | undefined =>
    Object.hasOwn(item, "@removed") || Object.hasOwn(item, "deleted") ? item : undefined;
  const items: JsonObject[] = [];
  let at = offset;
  for (; at < reading.rest.length; at += 1) {
    const item = present(reading.rest[at] as JsonObject);
    if (item && items.length === size) break;
    if (item) items.push(item);
  }
  const more = at < reading.rest.length;
  const shownBy = reading.deltaToken === undefined ? query : keepingKey(query, reading.keyProperty);
  const shown = items.map((item) =>
    showItem(item, shownBy, (name) => {
      const below = world.store.collection(`${container}/${item[reading.keyProperty]}/${name}`);
      return below && [...below.values()];
    }),
  );
  const json: JsonObject = {
    ...reading.envelope,
    ...(more
      ? { "@odata.nextLink": linkTo(call, reading.deltaToken === undefined, sealToken([id, at])) }
      : {}),
    ...(more || reading.deltaToken === undefined
      ? {}
      : { "@odata.deltaLink": deltaLink(reading.deltaToken) }),
    value: shown,
  };
  return jsonReply(call.endpoint, json);
}

/** The key is always there, and so is the mark of what is gone. */
export function keepingKey(query: Query, keyProperty: string): Query {
  if (!query.select) return query;
  const { parameters } = query;
  const ignored = query.ignored.filter((name) => name !== "$deltatoken");
  return { ...query, parameters, ignored, select: [...query.select, keyProperty, "@removed", "deleted"] };
}

function asList(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}

function expired() {
  return {
    ...badRequest(
      "The specified page token value has expired and can no longer be included in your request.",
      "Unexpected $skiptoken, expected one of a list that is being read; begin with the first page again",
    ),
    code: "Directory_ExpiredPageToken",
  };
}
