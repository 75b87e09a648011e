/** Membership by `$ref` (OData 4.01, section 11.4.6): what is referred to becomes part of a collection, or the one at the end of a property. */
import type { JsonObject } from "../../spec/openapi/index.ts";
import { badRequest } from "../engine/graph-error.ts";
import { isObject, member } from "../store/json.ts";
import { type AnswerResult, type Call, recordedFor, replyOf, type World } from "./call.ts";
import { initialOf } from "./contents.ts";

export function reference(call: Call, world: World): AnswerResult {
  const { method } = call.endpoint;
  const path = call.place.container.replace(/\/\$ref$/i, "");
  if (method === "DELETE") leave(call, path, world);
  else {
    const address = isObject(call.json) ? member(call.json, "@odata.id") : undefined;
    if (typeof address !== "string" && call.endpoint.request) {
      const why = "Unexpected body without '@odata.id', expected the address of an object";
      return { error: badRequest("Invalid URL format specified in payload.", why) };
    }
    if (typeof address === "string") join(call, path, address, world);
  }
  return replyOf(recordedFor(call)?.answer ?? call.endpoint.success);
}

function join(call: Call, path: string, address: string, world: World): void {
  const key = keyIn(address);
  const referred = world.store.find(key);
  if (call.endpoint.method === "PUT") {
    world.store.putSingleton(path, referred ?? stub(undefined, key));
    return;
  }
  const [like] = call.route.aside().initial().items;
  world.store.put(path, key, referred ?? stub(like?.object, key));
}

/** All that is known of an object that lives elsewhere. */
function stub(like: JsonObject | undefined, key: string): JsonObject {
  const type = like && member(like, "@odata.type");
  return { ...(type === undefined ? {} : { "@odata.type": type }), id: key };
}

/** The key may stand in the path (`members/{id}/$ref`) or in the query (`members/$ref?$id=...`). */
function leave(call: Call, path: string, world: World): void {
  const asked = new URLSearchParams(call.search);
  const address = asked.get("$id") ?? asked.get("@id") ?? asked.get("id");
  const [container, key] =
    address === null
      ? [path.slice(0, path.lastIndexOf("/")), path.slice(path.lastIndexOf("/") + 1)]
      : [path, keyIn(address)];
  if (world.store.removeSingleton(path)) return;
  const isInitial = initialOf(call.route.aside(), container, world).byKey.has(key);
  if (isInitial || world.store.collection(container)?.has(key)) world.store.remove(container, key, true);
}

/** The last segment or key of an object's address. */
function keyIn(address: string): string {
  const last = address.replace(/\/+$/, "").split("/").at(-1) ?? "";
  const key = /\('?([^()']+)'?\)$/.exec(last)?.[1] ?? last;
  try {
    return decodeURIComponent(key);
  } catch {
    return key;
  }
}
