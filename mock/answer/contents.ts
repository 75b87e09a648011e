/** A collection as it is now: the objects that the pages list, with what clients changed, deleted and added. */

import type { JsonObject } from "../../spec/openapi/index.ts";
import type { InitialContents, Route } from "../api/index.ts";
import { member } from "../store/json.ts";
import type { World } from "./call.ts";

const NOTHING: InitialContents = { items: [], byKey: new Map() };

/** What the pages put into the collection. */
export function initialOf(route: Route, container: string, world: World): InitialContents {
  return world.isSeeded(container) ? NOTHING : route.initial();
}

export function contentsNow(
  route: Route,
  container: string,
  world: World,
  initial: InitialContents = initialOf(route, container, world),
): readonly JsonObject[] {
  const { store } = world;
  const changed = store.collection(container);
  if (!changed) return initial.items.map(({ object }) => object);
  const kept = keptOf(initial, container, world);
  if (initial.byKey.size === 0) return [...kept, ...changed.values()];
  return [...kept, ...[...changed].filter(([key]) => !initial.byKey.has(key)).map(([, object]) => object)];
}

/** The pages' objects as they are now, without those that were deleted. */
export function keptOf(
  { items }: InitialContents,
  container: string,
  { store }: World,
): readonly JsonObject[] {
  const changed = store.collection(container);
  return items.flatMap(({ key, object }): readonly JsonObject[] => {
    if (key === undefined) return [object];
    const now = changed?.get(key) ?? (store.isDeleted(container, key) ? undefined : object);
    return now ? [now] : [];
  });
}

/**
 * What is below an object, by the name of the collection: as it is where a client changed it, as its page lists it where the object does
 * not show it itself; undefined where there is nothing to say.
 */
export function contentsBelow(
  object: JsonObject,
  path: string,
  routeOf: (name: string) => Route | undefined,
  world: World,
): (name: string) => readonly JsonObject[] | undefined {
  return (name) => {
    const container = `${path}/${name}`;
    const changed = world.store.collection(container);
    if (!changed && member(object, name) !== undefined) return undefined;
    const route = routeOf(name);
    if (!route) return changed && [...changed.values()];
    const found = contentsNow(route, container, world);
    return changed || found.length > 0 ? found : undefined;
  };
}
