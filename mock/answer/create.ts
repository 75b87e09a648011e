import type { JsonObject, JsonValue } from "../../spec/openapi/index.ts";
import { jsonEqual, member } from "../store/json.ts";
import {
  type AnswerResult,
  type Call,
  exampleObject,
  isAnswerControl,
  keyLike,
  replyOf,
  type World,
  writable,
} from "./call.ts";

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
  const documented = recorded ?? endpoint.success;
  const container = place.key === undefined ? place.container : `${place.container}/${place.key}`;
  const id = world.newId(endpoint, container);
  const example = exampleObject(documented);
  const object: Record<string, JsonValue> = recorded ? { ...example } : merged(example, call);
  object[endpoint.keyProperty] = keyLike(example[endpoint.keyProperty], id);
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

function merged(example: JsonObject, { json, endpoint }: Call): Record<string, JsonValue> {
  const given = writable(json, endpoint.request?.readOnly ?? NONE);
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

export function withoutControl(object: JsonObject): JsonObject {
  if (!Object.keys(object).some(isAnswerControl)) return object;
  return Object.fromEntries(Object.entries(object).filter(([name]) => !isAnswerControl(name)));
}
