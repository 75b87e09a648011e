import type { JsonObject } from "../../spec/openapi/index.ts";
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
  writable,
} from "./call.ts";
import { inCollection, isSignedIn, ofUser, standingAlone, unknown } from "./read.ts";
import { stampChanged } from "./stamps.ts";

/** Changes an object: properties that are sent replace the present ones (OData 4.01, section 11.4.3), the others stay. */
export function update(call: Call, world: World): AnswerResult {
  const found = foundBy(call, world);
  if (found === "unknown") return { error: unknown(call) };
  const recorded = recordedFor(call);
  if (found === "documented") {
    // The first change of something that only the pages know: it begins as they show it.
    const answer = recorded?.answer ?? call.endpoint.success;
    const state = { ...documentedState(call), ...withoutControl(exampleObject(answer)) };
    const known = isSignedIn(call, world) ? ofUser(state, world.user) : state;
    const shown = recorded?.exact && recorded.answer.body?.kind === "json";
    const given = changes(call, known);
    const changed = stampChanged({ ...known, ...(shown ? {} : given), ...keyOf(call, known) }, given, {
      ...world,
      now: call.now,
    });
    keep(call, changed, world);
    return recorded?.exact && !shown ? replyOf(recorded.answer) : reply(call, changed);
  }
  const given = changes(call, found);
  const changed = stampChanged({ ...found, ...given }, given, { ...world, now: call.now });
  keep(call, changed, world);
  return reply(call, changed);
}

/** Sets an object anew: what is not sent is gone, but for its key and type. */
export function replace(call: Call, world: World): AnswerResult {
  const found = foundBy(call, world);
  if (found === "unknown" && call.place.key === undefined) return { error: unknown(call) };
  const before = typeof found === "string" ? documentedState(call) : found;
  const type = Object.hasOwn(before, "@odata.type") ? { "@odata.type": before["@odata.type"] ?? null } : {};
  const known = Object.hasOwn(before, call.endpoint.keyProperty)
    ? { [call.endpoint.keyProperty]: before[call.endpoint.keyProperty] ?? null }
    : {};
  const given = changes(call, before);
  const set = stampChanged({ ...type, ...known, ...given, ...keyOf(call, before) }, given, {
    ...world,
    now: call.now,
  });
  keep(call, set, world);
  return reply(call, set);
}

function foundBy(call: Call, world: World): JsonObject | "documented" | "unknown" {
  return call.place.key === undefined
    ? standingAlone(call, world)
    : inCollection(call, call.place.key, world);
}

/** What is sent, without what is not the client's to set and without what neither the object nor the pages know: Graph stores no such thing. */
function changes(call: Call, before: JsonObject): JsonObject {
  const { request, keyProperty } = call.endpoint;
  const given = writable(call.json, request?.readOnly ?? new Set([keyProperty]));
  // An object that names its type may be of one that has more members.
  if (!request || Object.hasOwn(given, "@odata.type")) return given;
  const isKnown = (name: string): boolean =>
    name.includes("@") || Object.hasOwn(before, name) || request.knows(name);
  return Object.keys(given).every(isKnown)
    ? given
    : Object.fromEntries(Object.entries(given).filter(([name]) => isKnown(name)));
}

/** What the path's own GET shows. */
function documentedState(call: Call): JsonObject {
  const reading = call.route.endpoint("GET");
  return reading?.kind === "read" ? withoutControl(exampleObject(reading.success)) : {};
}

/** An object is kept under the key by which it was asked for, and says so. */
function keyOf(call: Call, known: JsonObject): JsonObject {
  const { key } = call.place;
  if (key === undefined || call.route.documentedKeys.has(key)) return {};
  const shown = known[call.endpoint.keyProperty];
  return shown === undefined ? {} : { [call.endpoint.keyProperty]: keyLike(shown, key) };
}

function keep(call: Call, object: JsonObject, world: World): void {
  const { container, key } = call.place;
  const created = key === undefined ? world.store.newest(container)?.[0] : key;
  if (created === undefined) world.store.putSingleton(container, object);
  else world.store.put(container, created, object);
}

function reply(call: Call, object: JsonObject): AnswerResult {
  const { success } = call.endpoint;
  if (call.preferences.minimal && success.status === 200) {
    return {
      status: 204,
      headers: { "Preference-Applied": "return=minimal" },
      ...(success.source ? { source: success.source } : {}),
    };
  }
  if (success.body?.kind !== "json") return replyOf(success);
  return replyOf(success, presented(object, success));
}
