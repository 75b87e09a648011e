import { isCreate, isItem, isRead, onBody } from "./plant.ts";
import type { Quirk } from "./quirk.ts";

/** Servers that differ from the plain one in what pages and rules leave open. */
export const CONFORMING: readonly {
  readonly id: string;
  readonly does: string;
  readonly quirk: () => Quirk;
}[] = [
  { id: "plain", does: "does what the pages say", quirk: () => ({}) },
  { id: "counters", does: "counts its ids", quirk: () => ({ newId: (store) => String(store.made) }) },
  { id: "old-objects", does: "has objects already", quirk: () => ({ before: 7 }) },
  { id: "pages-of-two", does: "pages by two", quirk: () => ({ pageSize: 2, before: 3 }) },
  { id: "late", does: "shows a change after 300 ms", quirk: () => ({ lagMs: 300 }) },
  { id: "etags", does: "insists on If-Match", quirk: () => ({ insistsOnETag: true }) },
  {
    id: "extra-members",
    does: "adds members to its answers",
    quirk: onBody(
      (ask) => isItem(ask) || isCreate(ask),
      (body) => ({ ...body, extra: { note: 1 } }),
    ),
  },
  {
    id: "nulls",
    does: "shows null for what has no value",
    quirk: onBody(
      (ask) => isRead(ask) || isCreate(ask),
      (body) => ({ ...body, note: null, owner: null }),
    ),
  },
  {
    id: "opaque-ids",
    does: "has long opaque ids",
    quirk: () => ({
      newId: (store) =>
        `AAMkAGI${String(store.made).padStart(6, "0")}-Zx_${(store.made * 7919).toString(36)}=`,
    }),
  },
];
