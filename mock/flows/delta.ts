/** Changes since the last round (Graph's delta query), for every collection whose pages document a delta function. */
import { decodeText, type JsonObject, type JsonValue } from "../../spec/openapi/index.ts";
import {
  type AnswerResult,
  type Call,
  exampleObject,
  jsonReply,
  recordedFor,
  replyOf,
  type World,
} from "../answer/call.ts";
import { contentsNow } from "../answer/contents.ts";
import type { GraphError } from "../engine/graph-error.ts";
import { applyQuery, parseQuery, warningOf } from "../query/index.ts";
import { isObject } from "../store/json.ts";
import type { JournalEntry, Scope } from "./journal.ts";
import { keepingKey, linkToEnd, nextLink, pageSize, parameter } from "./pages.ts";
import { openToken, sealToken } from "./token.ts";

export function delta(call: Call, world: World): AnswerResult {
  const scope = scopeOf(call);
  const token = deltaToken(call);
  const known = token === undefined ? undefined : readToken(token);
  if (token === undefined || token === "") return firstRound(call, world, scope);
  if (token.toLowerCase() === "latest") return answered(call, world, [], scope, call.search);
  if (!known) {
    const recorded = recordedFor(call);
    return recorded?.sameQuery
      ? asDocumented(call, world, recorded.answer, scope)
      : { error: gone(call, scope) };
  }
  const entries = world.flows.journal.since(scope, known.moment);
  if (!entries) return { error: gone(call, scope) };
  const objects = entries.map((entry) => changed(entry, call, world));
  return answered(call, world, objects, scope, known.search);
}

/** `/users/delta` tells of `/users`; the root of a tree tells of all that is kept in the tree. */
function scopeOf({ place, endpoint, api }: Call): Scope {
  const last = endpoint.template.split("/").at(-1) ?? "";
  const isFunction = /^(?:[\w.]+\.)?\w*delta(?:\(.*\))?$/i.test(last);
  const path = isFunction ? place.container.replace(/\/[^/]*$/, "") : place.container;
  const owner = path.replace(/\/[^/]*$/, "");
  const isRoot = /\/root:?$/i.test(path) && owner !== "";
  const collection = api.routeOf(endpoint.template.replace(/\/[^/]*$/, ""));
  const isThing = collection !== undefined && collection.endpoint("GET")?.kind === "read";
  return isRoot ? { path: owner, below: true } : { path, below: isThing };
}

function deltaToken({ search, path }: Call): string | undefined {
  const given = search === "" ? undefined : (parameter(search, "deltatoken") ?? parameter(search, "token"));
  if (given !== undefined) return given;
  const argument = /\((?:token=)?'?([^')]*)'?\)$/i.exec(decodeText(path))?.[1];
  return argument === undefined || argument === "" ? undefined : argument;
}

function readToken(token: string): { readonly moment: string; readonly search: string } | undefined {
  const value = openToken(token);
  const [kind, moment, search] = Array.isArray(value) ? value : [];
  return kind === "delta" && typeof moment === "string" && typeof search === "string"
    ? { moment, search }
    : undefined;
}

/** Without a token: everything that is there. */
function firstRound(call: Call, world: World, scope: Scope): AnswerResult {
  const objects = scope.below ? below(scope, world) : listed(call, world, scope);
  if (objects) return answered(call, world, [...objects], scope, call.search);
  const recorded = recordedFor(call);
  const documented = recorded?.answer ?? call.endpoint.success;
  if (!recorded || recorded.sameQuery) return asDocumented(call, world, documented, scope);
  const { value } = exampleObject(documented);
  return answered(call, world, Array.isArray(value) ? value.filter(isObject) : [], scope, call.search, false);
}

/** Undefined as long as nobody has changed the collection. */
function listed({ api, endpoint }: Call, world: World, { path }: Scope): readonly JsonObject[] | undefined {
  const kept = world.store.collection(path);
  const route = api.routeOf(endpoint.template.replace(/\/[^/]*$/, ""));
  return kept && route ? contentsNow(route, path, world) : kept && [...kept.values()];
}

function below({ path }: Scope, world: World): JsonObject[] | undefined {
  const found = [...world.store.below(`${path}/`)].flatMap(([, items]) => [...items.values()]);
  return found.length === 0 ? undefined : found;
}

/** The page's own answer, whose links lead on in the mock. */
function asDocumented(
  call: Call,
  world: World,
  documented: Parameters<typeof exampleObject>[0],
  scope: Scope,
): AnswerResult {
  const { "@odata.nextLink": next, "@odata.deltaLink": last, ...rest } = exampleObject(documented);
  if (documented.body !== undefined && documented.body.kind !== "json") return replyOf(documented);
  const token = sealToken(["delta", world.flows.journal.mark(scope), call.search]);
  const link: JsonObject =
    next === undefined || last !== undefined
      ? { "@odata.deltaLink": linkOf(call, token) }
      : {
          "@odata.nextLink": nextLink(call, world, {
            rest: [],
            envelope: contextOf(rest),
            size: 1,
            kept: false,
            deltaToken: token,
          }),
        };
  const json = { ...link, ...rest };
  return documented.body === undefined
    ? jsonReply(call.endpoint, { ...json, value: [] })
    : replyOf(documented, json);
}

export function linkOf({ base, path }: Pick<Call, "base" | "path">, token: string): string {
  return `${base}${path.replace(/(?:\(|%28).*$/i, "")}?$deltatoken=${token}`;
}

function contextOf(envelope: JsonObject): JsonObject {
  const context = envelope["@odata.context"];
  return context === undefined ? {} : { "@odata.context": context };
}

function answered(
  call: Call,
  world: World,
  objects: readonly JsonObject[],
  scope: Scope,
  search: string,
  kept = true,
): AnswerResult {
  const query = parseQuery(search);
  if ("error" in query) return query;
  const asked = call.search === search ? query : parseQuery(call.search);
  const size = pageSize(call, "error" in asked || asked.top === undefined ? query : asked);
  const page = applyQuery(objects, keepingKey(query, call.endpoint.keyProperty), () => undefined, size);
  const token = sealToken(["delta", world.flows.journal.mark(scope), withoutToken(search)]);
  const envelope = contextOf(exampleObject(call.endpoint.success));
  const more = page.rest.length > 0;
  const link: JsonObject = more
    ? {
        "@odata.nextLink": nextLink({ ...call, search: withoutToken(search) }, world, {
          ...{ rest: page.rest, envelope, size: size ?? page.items.length, deltaToken: token },
          // What is kept in several collections is shown as it was when the round began.
          kept: kept && !scope.below,
          container: scope.path,
        }),
      }
    : { "@odata.deltaLink": linkOf(call, token) };
  return {
    ...jsonReply(call.endpoint, { ...envelope, ...link, value: page.items }),
    ...warningOf(query),
  };
}

function withoutToken(search: string): string {
  const rest = search
    .replace(/^\?/, "")
    .split("&")
    .filter((part) => !/^(?:\$|%24)?(?:delta|skip)?token=/i.test(part));
  return rest.join("&") === "" ? "" : `?${rest.join("&")}`;
}

/** An object that is there, or what the pages show of one that is gone. */
function changed({ container, key, id, removed }: JournalEntry, call: Call, world: World): JsonObject {
  const object = removed ? undefined : world.store.collection(container)?.get(key);
  if (object) return object;
  const [shown] = documentedRemovals(call);
  const { keyProperty } = call.endpoint;
  if (shown && isObject(shown.deleted)) return { [keyProperty]: id, deleted: shown.deleted };
  const mark = shown?.["@removed"];
  return { [keyProperty]: id, "@removed": isObject(mark) ? mark : { reason: "deleted" } };
}

function documentedRemovals({ endpoint }: Call): JsonObject[] {
  return [endpoint.success, ...endpoint.recorded].flatMap((documented) => {
    const { value } = exampleObject(documented);
    const items: JsonValue[] = Array.isArray(value) ? value : [];
    return items.filter(isObject).filter((item) => isObject(item["@removed"]) || isObject(item.deleted));
  });
}

/** The client must begin anew, at the address in `Location`. */
function gone(call: Call, scope: Scope): GraphError {
  return {
    status: 410,
    code: scope.below ? "resyncRequired" : "syncStateNotFound",
    message: "The sync state that the request names is not found. Begin anew without a token.",
    headers: { Location: linkOf(call, "") },
    why: "Unexpected delta token, expected one of a link that the mock gave",
  };
}

/** A list as documented: what it links to is the end, since no page shows what follows. */
export function endedLinks(call: Call, json: JsonObject): JsonObject {
  return Object.hasOwn(json, "@odata.nextLink") ? { ...json, "@odata.nextLink": linkToEnd(call) } : json;
}
