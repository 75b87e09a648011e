/** How a fault is planted: the plain server with one of its answers changed. */
import type { Reply } from "../reference.ts";
import type { Ask, Quirk, Store } from "./quirk.ts";
import type { Thing } from "./thing.ts";

export interface LifecycleFault {
  readonly id: string;
  /** As the end of "a server that …". */
  readonly does: string;
  readonly quirk: () => Quirk;
  /** The check that names the fault, by the last part of its id. */
  readonly check: string;
  /** Families in which it can be seen; all where it is absent. */
  readonly families?: readonly string[];
}

export const isItem = ({ id }: Ask): boolean => id !== undefined && id !== "delta";
export const isCreate = (ask: Ask): boolean =>
  ask.method === "POST" && ask.collection !== undefined && ask.id === undefined;
export const isRead = (ask: Ask): boolean => ask.method === "GET" && isItem(ask);
export const isList = (ask: Ask): boolean =>
  ask.method === "GET" && ask.collection !== undefined && ask.id === undefined;
export const isChange = (ask: Ask): boolean => ask.method === "PATCH" && isItem(ask);
export const isDelete = (ask: Ask): boolean => ask.method === "DELETE" && isItem(ask);
export const isDelta = (ask: Ask): boolean => ask.method === "GET" && ask.id === "delta";
export const isMembers = (ask: Ask): boolean => /\/members(?:\/|$)/.test(ask.path);

export type Body = Record<string, unknown>;
export const bodyOf = (reply: Reply): Body => JSON.parse(String(reply.body)) as Body;

/** Changes the JSON of a success. */
export const onBody = (
  when: (ask: Ask) => boolean,
  change: (body: Body, ask: Ask, store: Store) => unknown,
): (() => Quirk) => {
  return () => ({
    handle(ask, next, store) {
      const reply = next();
      return when(ask) && reply.status < 300 && String(reply.body) !== ""
        ? { ...reply, body: JSON.stringify(change(bodyOf(reply), ask, store)) }
        : reply;
    },
  });
};
export const onItems = (change: (items: Thing[], ask: Ask, store: Store) => unknown): (() => Quirk) =>
  onBody(isList, (body, ask, store) => ({ ...body, value: change(body.value as Thing[], ask, store) }));
export const onAnswer =
  (when: (ask: Ask) => boolean, answer: (reply: Reply, ask: Ask, store: Store) => Reply): (() => Quirk) =>
  () => ({ handle: (ask, next, store) => (when(ask) ? answer(next(), ask, store) : next()) });
export const instead =
  (
    when: (ask: Ask) => boolean,
    answer: (ask: Ask, next: (ask?: Ask) => Reply, store: Store) => Reply,
  ): (() => Quirk) =>
  () => ({ handle: (ask, next, store) => (when(ask) ? answer(ask, next, store) : next()) });
export const keeping =
  (keep: (thing: Thing, ask: Ask) => Thing): (() => Quirk) =>
  () => ({ keep });
export const onText = (change: (text: string) => string): (() => Quirk) =>
  keeping(
    (thing) =>
      Object.fromEntries(
        Object.entries(thing).map(([name, value]) => [
          name,
          typeof value === "string" && /displayName|title/.test(name) ? change(value) : value,
        ]),
      ) as Thing,
  );
export const first = (thing: Thing): string => ("title" in thing ? "title" : "displayName");
export const keyOf = (ask: Ask): string => `${ask.user}${ask.collection}`;
export const notFound = (reply: Reply, other: Reply): Reply => (reply.status === 404 ? other : reply);
