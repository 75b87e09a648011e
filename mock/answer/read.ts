import type { JsonObject, JsonValue } from "../../spec/openapi/index.ts";
import { contentsOf } from "../api/index.ts";
import { unknownResource } from "../engine/graph-error.ts";
import type { User } from "../options.ts";
import {
  expandOnObject,
  type ParsedQuery,
  parseQuery,
  type Query,
  selectOnObject,
  warningOf,
} from "../query/index.ts";
import { member } from "../store/json.ts";
import {
  type AnswerResult,
  type Call,
  exampleObject,
  keyLike,
  presented,
  recordedFor,
  replyOf,
  type World,
  withoutControl,
} from "./call.ts";
import { contentsBelow, contentsNow, initialOf } from "./contents.ts";

/**
 * Reads one object. What a client created or changed comes from the state; an object that only the pages know is answered as
 * documented; another is unknown as soon as its collection has a state of its own.
 */
export function read(call: Call, world: World): AnswerResult {
  const { place } = call;
  const found = place.key === undefined ? standingAlone(call, world) : inCollection(call, place.key, world);
  if (found === "unknown") return { error: unknown(call) };
  if (found === "documented") return documented(call, world);
  const query = queryOf(call);
  if ("error" in query) return query;
  return {
    ...replyOf(call.endpoint.success, shown(presented(found, call.endpoint.success), query, call, world)),
    ...warningOf(query),
  };
}

function queryOf(call: Call): ParsedQuery {
  return parseQuery(call.search, { names: call.endpoint.names(), now: call.now });
}

/** The object with the collections below it as they are, and then what the query asks of it. */
function shown(object: JsonObject, query: Query, call: Call, world: World): JsonObject {
  const whole = withNested(object, call, world);
  const path = pathOf(call);
  const below = contentsBelow(whole, path, call.route.below, world);
  return selectOnObject(expandOnObject(whole, query, below), query);
}

function pathOf({ place }: Call): string {
  return place.key === undefined ? place.container : `${place.container}/${place.key}`;
}

/** An object that shows its collections in itself shows them as they are now. */
function withNested(object: JsonObject, call: Call, world: World): JsonObject {
  const path = pathOf(call);
  const changed = Object.entries(object).flatMap(([name, value]): [string, JsonValue][] => {
    const container = `${path}/${name}`;
    if (!Array.isArray(value) || !world.store.collection(container)) return [];
    const route = call.route.below(name);
    if (!route) return [];
    const listed = initialOf(route, container, world);
    const initial = listed.items.length > 0 ? listed : contentsOf({ itemKey: "id" }, { value });
    return [[name, [...contentsNow(route, container, world, initial)]]];
  });
  return changed.length === 0 ? object : { ...object, ...Object.fromEntries(changed) };
}

export type Found = JsonObject | "documented" | "unknown";

export function inCollection(call: Call, key: string, world: World): Found {
  const { container } = call.place;
  const { store } = world;
  const items = store.collection(container);
  const item = items?.get(key);
  if (item) return item;
  if (store.isDeleted(container, key)) return "unknown";
  const isDocumented = call.route.documentedKeys.has(key);
  const listed = initialOf(call.route.collection(), container, world).byKey.get(key);
  // The page about one object may say more of it than the page that lists it.
  if (listed && !isDocumented) return { ...onItsPage(call), ...listed };
  if (listed || isDocumented || isSignedIn(call, world)) return "documented";
  return items === undefined && !world.isSeeded(container) ? "documented" : "unknown";
}

/** What the page about one object shows. */
function onItsPage(call: Call): JsonObject {
  const reading = call.route.endpoint("GET");
  return reading?.kind === "read" ? withoutControl(exampleObject(reading.success)) : {};
}

export function isSignedIn({ place }: Call, { user }: World): boolean {
  return place.container === "/users" && place.key === user.id;
}

export function standingAlone(call: Call, world: World): Found {
  const { container } = call.place;
  // A thing that is also created by POST at the same path: the newest is the one.
  if (world.store.collection(container)) return world.store.newest(container)?.[1] ?? "unknown";
  if (world.store.isDeleted("", container)) return "unknown";
  return world.store.singleton(container) ?? "documented";
}

export function unknown(call: Call): ReturnType<typeof unknownResource> {
  const name = call.place.key ?? call.path;
  return unknownResource(name, `Unexpected '${name}', expected an object that was created and not deleted`);
}

/** As the pages show it. An object asked for by another key than theirs is shown under the key that was asked for. */
function documented(call: Call, world: World): AnswerResult {
  const { endpoint } = call;
  const recorded = recordedFor(call);
  const answer = recorded?.answer ?? endpoint.success;
  if (answer.body?.kind !== "json") return replyOf(answer);
  const query = queryOf(call);
  if ("error" in query) return recorded?.sameQuery ? replyOf(answer) : query;
  const example = exampleObject(answer);
  const object = isSignedIn(call, world)
    ? ofUser(example, world.user)
    : recorded?.exact
      ? example
      : underKey(example, call);
  if (recorded?.sameQuery) return replyOf(answer, withNested(object, call, world));
  return { ...replyOf(answer, shown(object, query, call, world)), ...warningOf(query) };
}

/** The documented user with the names of the one who is signed in. */
export function ofUser(example: JsonObject, user: User): JsonObject {
  const { id, userPrincipalName, displayName = member(example, "displayName") ?? null } = user;
  const known = Object.entries({ id, userPrincipalName, displayName });
  return { ...example, ...Object.fromEntries(known.filter(([name]) => Object.hasOwn(example, name))) };
}

function underKey(example: JsonObject, { endpoint, place, route }: Call): JsonObject {
  const known = member(example, endpoint.keyProperty);
  if (place.key === undefined || known === undefined || route.documentedKeys.has(place.key)) return example;
  return { ...example, [endpoint.keyProperty]: keyLike(known, place.key) };
}
