import type { JsonObject, JsonValue } from "../../spec/openapi/index.ts";
import { unknownResource } from "../engine/graph-error.ts";
import { expandOnObject, parseQuery, selectOnObject, warningOf } from "../query/index.ts";
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
} from "./call.ts";

/**
 * Reads one object. What a client created or changed comes from the state; an object that only the pages know is answered as
 * documented; another is unknown as soon as its collection has a state of its own.
 */
export function read(call: Call, world: World): AnswerResult {
  const { place } = call;
  const found = place.key === undefined ? standingAlone(call, world) : inCollection(call, place.key, world);
  if (found === "unknown") return { error: unknown(call) };
  const below = nested(call, world);
  if (found === "documented") return documented(call, below);
  const query = parseQuery(call.search);
  if ("error" in query) return query;
  const expanded = expandOnObject(withNested(found, below), query, below);
  const object = selectOnObject(presented(expanded, call.endpoint.success), query);
  return { ...replyOf(call.endpoint.success, object), ...warningOf(query) };
}

type Nested = (name: string) => ReadonlyMap<string, JsonObject> | undefined;

/** Finds the collections that are kept below the object: `/me/profile/skills` below `/me/profile`. */
function nested({ place }: Call, world: World): Nested {
  const path = place.key === undefined ? place.container : `${place.container}/${place.key}`;
  return (name) => world.store.collection(`${path}/${name}`);
}

/** An object that shows its collections in itself shows them as they are now. */
function withNested(object: JsonObject, below: Nested): JsonObject {
  const changed = Object.entries(object).flatMap(([name, value]): [string, JsonValue][] => {
    const items = Array.isArray(value) ? below(name) : undefined;
    return items ? [[name, [...items.values()]]] : [];
  });
  return changed.length === 0 ? object : { ...object, ...Object.fromEntries(changed) };
}

export type Found = JsonObject | "documented" | "unknown";

export function inCollection(call: Call, key: string, world: World): Found {
  const { container } = call.place;
  const items = world.store.collection(container);
  const item = items?.get(key);
  if (item) return item;
  return items === undefined || call.route.documentedKeys.has(key) ? "documented" : "unknown";
}

export function standingAlone(call: Call, world: World): Found {
  const { container } = call.place;
  // A thing that is also created by POST at the same path: the newest is the one.
  if (world.store.collection(container)) return world.store.newest(container)?.[1] ?? "unknown";
  return world.store.singleton(container) ?? "documented";
}

export function unknown(call: Call): ReturnType<typeof unknownResource> {
  const name = call.place.key ?? call.path;
  return unknownResource(name, `Unexpected '${name}', expected an object that was created and not deleted`);
}

/** As the pages show it. An object asked for by another key than theirs is shown under the key that was asked for. */
function documented(call: Call, below: Nested): AnswerResult {
  const { endpoint, place } = call;
  const recorded = recordedFor(call);
  const answer = recorded?.answer ?? endpoint.success;
  if (answer.body?.kind !== "json") return replyOf(answer);
  const query = parseQuery(call.search);
  if ("error" in query) return query;
  const example = withNested(exampleObject(answer), below);
  const known = member(example, endpoint.keyProperty);
  const own =
    place.key !== undefined &&
    known !== undefined &&
    !recorded?.exact &&
    !call.route.documentedKeys.has(place.key);
  const object: JsonValue = own ? { ...example, [endpoint.keyProperty]: keyLike(known, place.key) } : example;
  const shown = recorded?.sameQuery ? object : selectOnObject(expandOnObject(object, query, below), query);
  return { ...replyOf(answer, shown), ...(recorded?.sameQuery ? {} : warningOf(query)) };
}
