/** What a collection holds before anybody has changed it: the objects that its page lists. */
import type { JsonObject } from "../../spec/openapi/index.ts";
import { isObject, member } from "../store/json.ts";
import type { Endpoint } from "./endpoint.ts";

export interface InitialContents {
  readonly items: readonly InitialItem[];
  readonly byKey: ReadonlyMap<string, JsonObject>;
}

export interface InitialItem {
  /** Undefined where the page leaves it out: nobody can ask for the object alone then. */
  readonly key: string | undefined;
  readonly object: JsonObject;
}

const NOTHING: InitialContents = { items: [], byKey: new Map() };

export function initialContents(list: Endpoint | undefined): InitialContents {
  if (list?.kind !== "list") return NOTHING;
  return contentsOf(list, list.success.body?.kind === "json" ? list.success.body.json : undefined);
}

/** The objects of one documented answer of a list. */
export function contentsOf({ itemKey }: Pick<Endpoint, "itemKey">, json: unknown): InitialContents {
  const value = isObject(json) ? json.value : undefined;
  const objects = Array.isArray(value) ? value.filter(isObject) : [];
  const items = objects.map((object) => {
    const key = member(object, itemKey);
    return { key: typeof key === "string" || typeof key === "number" ? String(key) : undefined, object };
  });
  return {
    items,
    byKey: new Map(items.flatMap(({ key, object }) => (key === undefined ? [] : [[key, object] as const]))),
  };
}
