/** Subscriptions to changes: whatever is kept with a notification URL and a resource is one, so that all that happens to it counts. */
import type { JsonObject, JsonValue } from "../../spec/openapi/index.ts";
import { isObject, member } from "../store/json.ts";
import type { Store } from "../store/store.ts";
import type { Home } from "./aliases.ts";

export interface Subscription {
  readonly id: string;
  /** As the client and the service left it. */
  readonly object: JsonObject;
}

export interface Subscriptions {
  note(home: Home, after: JsonObject | undefined, now: () => Date): void;
  /** Removes those that are past their time. */
  expire(now: number): void;
  all(): Subscription[];
  has(home: Home): boolean;
  readonly size: number;
  snapshot(): JsonValue[];
  restore(value: unknown): void;
  reset(): void;
}

interface Known extends Home {
  /** Milliseconds since 1970; undefined where it was past already, as in the pages' own examples. */
  readonly expires: number | undefined;
}

export function isSubscription(json: JsonValue | undefined): json is JsonObject {
  return isObject(json) && isText(json, "notificationUrl") && isText(json, "resource");
}

function isText(object: JsonObject, name: string): boolean {
  return typeof member(object, name) === "string";
}

export function createSubscriptions(store: Pick<Store, "collection" | "remove">): Subscriptions {
  let known = new Map<string, Known>();
  const nameOf = ({ container, key }: Home): string => `${container}/${key}`;
  return {
    note: (home, after, now) => {
      if (!isSubscription(after)) {
        if (known.size > 0) known.delete(nameOf(home));
        return;
      }
      const end = Date.parse(String(after.expirationDateTime));
      known.set(nameOf(home), { ...home, expires: end > now().getTime() ? end : undefined });
    },
    expire: (now) => {
      for (const { container, key, expires } of [...known.values()])
        if (expires !== undefined && expires <= now) store.remove(container, key, true);
    },
    all: () =>
      [...known.values()].flatMap(({ container, key, expires }) => {
        const object = expires === undefined ? undefined : store.collection(container)?.get(key);
        return object ? [{ id: String(object.id ?? key), object }] : [];
      }),
    has: (home) => known.has(nameOf(home)),
    get size() {
      return known.size;
    },
    snapshot: () =>
      [...known.values()].map(({ container, key, expires }) => ({
        container,
        key,
        expires: expires ?? null,
      })),
    restore: (value) => {
      known = new Map();
      for (const one of Array.isArray(value) ? value : []) {
        if (!isObject(one) || typeof one.container !== "string" || typeof one.key !== "string")
          throw new TypeError(
            "Unexpected value of flows.subscriptions, expected objects with container and key",
          );
        const expires = typeof one.expires === "number" ? one.expires : undefined;
        known.set(nameOf(one as unknown as Home), { container: one.container, key: one.key, expires });
      }
    },
    reset: () => {
      known = new Map();
    },
  };
}
