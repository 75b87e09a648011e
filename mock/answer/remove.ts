import { type AnswerResult, type Call, recordedFor, replyOf, type World } from "./call.ts";
import { inCollection, standingAlone, unknown } from "./read.ts";

/**
 * Deletes. What a client created is gone for good. What the pages show is a fixture: its changes are undone, and it is there
 * again, so that the documented examples work each time.
 */
export function remove(call: Call, world: World): AnswerResult {
  const { container, key } = call.place;
  const found = key === undefined ? standingAlone(call, world) : inCollection(call, key, world);
  if (found === "unknown") return { error: unknown(call) };
  if (key !== undefined) {
    world.store.remove(container, key, !call.route.documentedKeys.has(key));
    world.store.removeBelow(`${container}/${key}/`);
  } else {
    for (const created of [...(world.store.collection(container) ?? new Map()).keys()]) {
      world.store.remove(container, created, true);
    }
    world.store.removeSingleton(container);
    world.store.removeBelow(`${container}/`);
  }
  return replyOf(recordedFor(call)?.answer ?? call.endpoint.success);
}
