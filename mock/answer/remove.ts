import { type AnswerResult, type Call, recordedFor, replyOf, type World } from "./call.ts";
import { initialOf } from "./contents.ts";
import { inCollection, standingAlone, unknown } from "./read.ts";

/**
 * Deletes for good what a client created and what the pages list. What only a page's own example names, in its path, is a fixture: its
 * changes are undone, and it is there again, so that the documented examples work each time.
 */
export function remove(call: Call, world: World): AnswerResult {
  const { container, key } = call.place;
  const found = key === undefined ? standingAlone(call, world) : inCollection(call, key, world);
  if (found === "unknown") return { error: unknown(call) };
  if (key !== undefined) {
    const isListed = initialOf(call.route.collection(), container, world).byKey.has(key);
    const isKept = world.store.collection(container)?.has(key) === true;
    world.store.remove(container, key, isListed || (isKept && !call.route.documentedKeys.has(key)));
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
