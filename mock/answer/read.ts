import type { JsonObject, JsonValue } from "../../spec/index.ts";
import { unknownResource } from "../graph-error.ts";
import { member } from "../json.ts";
import { expandOnObject, parseQuery, selectOnObject, warningOf } from "../query/index.ts";
import {
  type Call,
  exampleObject,
  type Outcome,
  presented,
  recordedFor,
  replyOf,
  type World,
} from "./call.ts";

/**
 * Reads one object. What a client created or changed comes from the state; an object that only the pages know is answered as
 * documented; another is unknown as soon as its collection has a state of its own.
 */
export function read(call: Call, world: World): Outcome {
  const { place } = call;
  const found = place.key === undefined ? standingAlone(call, world) : inCollection(call, place.key, world);
  if (found === "unknown") return { error: unknown(call) };
  if (found === "documented") return documented(call);
  const query = parseQuery(call.search);
  if ("error" in query) return query;
  const path = place.key === undefined ? place.container : `${place.container}/${place.key}`;
  const expanded = expandOnObject(found, query, (name) => world.store.collection(`${path}/${name}`));
  const object = selectOnObject(presented(expanded, call.endpoint.success), query);
  return { ...replyOf(call.endpoint.success), body: { kind: "json", json: object }, ...warningOf(query) };
}

export type Found = JsonObject | "documented" | "unknown";

export function inCollection(call: Call, key: string, world: World): Found {
  const { container } = call.place;
  const items = world.store.collection(container);
  const item = items?.get(key);
  if (item) return item;
  if (world.store.wasDeleted(container, key)) return "unknown";
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
function documented(call: Call): Outcome {
  const { endpoint, place } = call;
  const recorded = recordedFor(call);
  const answer = recorded?.answer ?? endpoint.success;
  if (recorded?.exact || answer.body?.kind !== "json") return replyOf(answer);
  const query = parseQuery(call.search);
  if ("error" in query) return query;
  const example = exampleObject(answer);
  const known = member(example, endpoint.keyProperty);
  const own =
    place.key !== undefined && typeof known === "string" && !call.route.documentedKeys.has(place.key);
  const object: JsonValue = own ? { ...example, [endpoint.keyProperty]: place.key } : example;
  const shown = recorded?.sameQuery ? object : selectOnObject(object, query);
  return {
    ...replyOf(answer),
    body: { kind: "json", json: shown },
    ...(recorded?.sameQuery ? {} : warningOf(query)),
  };
}
