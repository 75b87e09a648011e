/** Change notifications: gathered, sent, sent again with growing pauses, and kept for whoever looks. */
import type { JsonObject } from "../../spec/openapi/index.ts";
import type { Api } from "../api/index.ts";
import type { Directory } from "../api/users.ts";
import type { Callbacks } from "./callbacks.ts";
import type { Subscription, Subscriptions } from "./subscriptions.ts";
import { type Change, isWatched, readerOf } from "./watched-resource.ts";

export interface Notification {
  /** From 1, without gaps. */
  readonly number: number;
  /** ISO 8601, by the mock's clock. */
  readonly time: string;
  readonly url: string;
  readonly body: { readonly value: readonly JsonObject[] };
  /** `collected`: the address may not be called, or there is no way to send. */
  readonly state: "collected" | "waiting" | "delivered" | "given up";
  /** What came back, each time that it was sent. */
  readonly attempts: readonly { readonly status?: number; readonly failure?: string }[];
}

export const LIFECYCLE_EVENTS = ["reauthorizationRequired", "missed", "subscriptionRemoved"] as const;
export type LifecycleEvent = (typeof LIFECYCLE_EVENTS)[number];

/** What users of the mock see. */
export interface Notifications {
  /** Oldest first. */
  list(): Notification[];
  clear(): void;
  /** Calls back with each notification as it is made, sent or not, until the returned function is called. */
  subscribe(listener: (notification: Notification) => void): () => void;
  /** Tells the subscriber of an event. Throws a `TypeError` where there is no such subscription or event. */
  lifecycle(subscriptionId: string, event: string): void;
  /** Resolves when nothing waits to be sent. */
  settled(): Promise<void>;
}

export interface NotificationQueue extends Notifications {
  changed(change: Change): void;
  /** Gives up what waits. */
  close(): void;
}

export interface NotificationParts {
  readonly subscriptions: Subscriptions;
  readonly callbacks: Callbacks;
  readonly directory: Directory;
  readonly api: () => Api;
  readonly now: () => Date;
  /** Milliseconds before the first repetition; each further pause is twice as long. */
  readonly retryPause: number;
}

/** Milliseconds that changes are gathered for one address. */
const GATHERING = 10;
const MOST_ATTEMPTS = 6;
const MOST_KEPT = 1_000;
/** The directory that all of the mock's users belong to. */
const TENANT = "84841066-274d-4ec0-a5c1-276be684bdd3";

type Draft = { -readonly [name in keyof Notification]: Notification[name] };

export function createNotifications(parts: NotificationParts): NotificationQueue {
  const { subscriptions, callbacks, api, directory, now } = parts;
  const listeners = new Set<(notification: Notification) => void>();
  const gathered = new Map<string, JsonObject[]>();
  const idle = new Set<() => void>();
  const timers = new Set<ReturnType<typeof setTimeout>>();
  let kept: Notification[] = [];
  let count = 0;
  let running = 0;

  const later = (milliseconds: number, run: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
      rest();
    }, milliseconds);
    // A process that has nothing else to do need not wait.
    if (typeof timer === "object") timer.unref?.();
    timers.add(timer);
  };
  const rest = (): void => {
    if (running > 0 || timers.size > 0) return;
    for (const wake of idle) wake();
    idle.clear();
  };
  const add = (url: string, value: readonly JsonObject[], state: Notification["state"]): Draft => {
    count += 1;
    const notification: Draft = {
      number: count,
      time: now().toISOString(),
      url,
      body: { value },
      state,
      attempts: [],
    };
    kept.push(notification);
    if (kept.length > MOST_KEPT) kept = kept.slice(-MOST_KEPT);
    for (const listener of listeners) listener(notification);
    return notification;
  };
  const attempt = async (notification: Draft): Promise<void> => {
    running += 1;
    try {
      const { status } = await callbacks.post(notification.url, JSON.stringify(notification.body));
      notification.attempts = [...notification.attempts, { status }];
      if (status >= 200 && status < 300) notification.state = "delivered";
    } catch (error) {
      const failure = error instanceof Error ? error.message : String(error);
      notification.attempts = [...notification.attempts, { failure }];
    }
    running -= 1;
    if (notification.state === "waiting") again(notification);
    rest();
  };
  const again = (notification: Draft): void => {
    const { length } = notification.attempts;
    if (length >= MOST_ATTEMPTS) notification.state = "given up";
    else later(parts.retryPause * 2 ** (length - 1), () => void attempt(notification));
  };
  const flush = (url: string): void => {
    const value = gathered.get(url);
    gathered.delete(url);
    if (value) void attempt(add(url, value, "waiting"));
  };
  const send = (url: string, item: JsonObject): void => {
    if (!callbacks.mayCall(url)) {
      add(url, [item], "collected");
      return;
    }
    const waiting = gathered.get(url);
    if (waiting) waiting.push(item);
    else {
      gathered.set(url, [item]);
      later(GATHERING, () => flush(url));
    }
  };
  return {
    changed: (change) => {
      subscriptions.expire(now().getTime());
      for (const subscription of subscriptions.all()) {
        const { notificationUrl, resource, changeType } = subscription.object;
        const type =
          change.after === undefined ? "deleted" : change.before === undefined ? "created" : "updated";
        const wanted = String(changeType)
          .toLowerCase()
          .split(/\s*,\s*/);
        if (!wanted.includes(type) || !isWatched(String(resource), change, api(), directory)) continue;
        send(String(notificationUrl), {
          ...about(subscription),
          changeType: type,
          ...resourceOf(change, api()),
        });
      }
    },
    list: () => kept.map((notification) => ({ ...notification })),
    clear: () => {
      kept = [];
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    lifecycle: (id, event) => {
      const subscription = subscriptions.all().find((one) => one.id === id);
      const known = LIFECYCLE_EVENTS.find((one) => one === event);
      const url = subscription?.object.lifecycleNotificationUrl;
      if (!subscription) throw new TypeError(`There is no subscription '${id}' that is not past its time`);
      if (!known)
        throw new TypeError(`Unexpected event '${event}', expected ${LIFECYCLE_EVENTS.join(" or ")}`);
      if (typeof url !== "string")
        throw new TypeError(`The subscription '${id}' has no lifecycleNotificationUrl`);
      send(url, { ...about(subscription), lifecycleEvent: known });
    },
    settled: () =>
      running === 0 && timers.size === 0
        ? Promise.resolve()
        : new Promise((resolve) => void idle.add(resolve)),
    close: () => {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      gathered.clear();
      rest();
    },
  };
}

function about({ id, object }: Subscription): JsonObject {
  const { clientState, expirationDateTime = null } = object;
  return {
    subscriptionId: id,
    subscriptionExpirationDateTime: expirationDateTime,
    ...(clientState === undefined || clientState === null ? {} : { clientState }),
    tenantId: TENANT,
  };
}

function resourceOf(change: Change, api: Api): JsonObject {
  const { container, key, after, before } = change;
  const object = after ?? before ?? {};
  const resource = (container === "" ? key : `${container}/${key}`).replace(/^\//, "");
  const named = object["@odata.type"] ?? readerOf(change, api)?.resource;
  const type =
    typeof named === "string" && /^#?[\w]+\./.test(named)
      ? { "@odata.type": `#${named.replace(/^#/, "")}` }
      : {};
  const etag = object["@odata.etag"];
  return {
    resource,
    resourceData: {
      ...type,
      "@odata.id": resource,
      ...(etag === undefined ? {} : { "@odata.etag": etag }),
      id: object.id ?? key,
    },
  };
}
