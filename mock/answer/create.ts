import type { JsonObject, JsonValue } from "../../spec/openapi/index.ts";
import { type Recorded, typeName } from "../api/recorded.ts";
import { jsonEqual, member } from "../store/json.ts";
import {
  type AnswerResult,
  type Call,
  exampleObject,
  keyLike,
  replyOf,
  type World,
  withoutControl,
  writable,
} from "./call.ts";
import { stampNew } from "./stamps.ts";

/**
 * Creates an object: the documented answer is the template, the client's own values go over it, the id is new. A request
 * whose body is a recorded one is answered with the recorded values.
 */
export function create(call: Call, world: World): AnswerResult {
  const { endpoint, place } = call;
  const recorded = endpoint.recorded.find(
    ({ alternative, status, request }) =>
      !alternative && status === endpoint.success.status && jsonEqual(request.json, call.json),
  );
  const documented = recorded ?? ofSameType(call) ?? endpoint.success;
  const container = place.key === undefined ? place.container : `${place.container}/${place.key}`;
  const id = world.newId(endpoint, container);
  const example = exampleObject(documented);
  const given = writable(call.json, endpoint.request?.readOnly ?? NONE);
  const made = stampNew(recorded ? example : merged(example, given), given, { ...world, now: call.now });
  const object = { ...made, [endpoint.keyProperty]: keyLike(example[endpoint.keyProperty], id) };
  world.store.put(container, id, withoutControl(object));
  if (call.preferences.minimal) {
    return {
      status: 204,
      headers: { "Preference-Applied": "return=minimal", "OData-EntityId": `${call.base}${call.path}/${id}` },
      source: documented.source,
    };
  }
  return replyOf(documented, object);
}

/** Where pages create objects of several types in one collection: the example of the type that the client names. */
function ofSameType({ endpoint, json }: Call): Recorded | undefined {
  const type = typeName(json);
  return type === undefined
    ? undefined
    : endpoint.recorded.find(
        ({ alternative, status, request, body }) =>
          !alternative &&
          status === endpoint.success.status &&
          body?.kind === "json" &&
          (typeName(body.json) ?? typeName(request.json)) === type,
      );
}

function merged(example: JsonObject, given: JsonObject): JsonObject {
  return { ...example, ...given, ...typeOf(example, given) };
}

const NONE: ReadonlySet<string> = new Set();

/** The declared type in the documented spelling: `#` before its name is optional in a request. */
function typeOf(example: JsonObject, given: JsonObject): { "@odata.type"?: JsonValue } {
  const declared = member(example, "@odata.type");
  const sent = member(given, "@odata.type");
  if (typeof declared !== "string" || typeof sent !== "string") return {};
  return declared === `#${sent}` ? { "@odata.type": declared } : {};
}
