/**
 * What clients created and changed. A collection is named by its path (`/users/{id}/profile/skills`, always with the user's
 * id, never `/me`); an object is named by its collection and its key. Bounded: beyond `maxObjects` the oldest objects go.
 */
import type { JsonObject } from "../../spec/openapi/index.ts";
import { isObject } from "./json.ts";

export interface Snapshot {
  readonly version: 1;
  /** Path of the collection to its objects by key, oldest first. */
  readonly collections: Readonly<Record<string, Readonly<Record<string, JsonObject>>>>;
  /** Path of a thing that stands alone to its state. */
  readonly singletons: Readonly<Record<string, JsonObject>>;
  /** Keys of objects that were deleted, by collection. */
  readonly deleted: Readonly<Record<string, readonly string[]>>;
  /** How many ids each kind of thing has been given. */
  readonly counters: Readonly<Record<string, number>>;
  /** What files consist of, by path: their media type and their bytes as base64. */
  readonly contents?: JsonObject;
  /** What spans requests: lists being read, changes being followed, uploads under way. */
  readonly flows?: JsonObject;
}

export interface Store {
  /** Undefined where nothing was ever kept in it. */
  collection(path: string): ReadonlyMap<string, JsonObject> | undefined;
  /** The collections whose paths begin so. */
  below(prefix: string): Iterable<readonly [path: string, items: ReadonlyMap<string, JsonObject>]>;
  /** The object that came last into a collection. */
  newest(path: string): readonly [key: string, object: JsonObject] | undefined;
  put(path: string, key: string, value: JsonObject): void;
  /** False where there was none. `remember` keeps the key as deleted, whether there was one or not. */
  remove(path: string, key: string, remember: boolean): boolean;
  /** Whether the key is remembered as deleted. */
  isDeleted(path: string, key: string): boolean;
  /** The object with that key, whichever collection holds it. */
  find(key: string): JsonObject | undefined;
  singleton(path: string): JsonObject | undefined;
  putSingleton(path: string, value: JsonObject): void;
  removeSingleton(path: string): boolean;
  /** Removes everything that is kept at paths which begin so. */
  removeBelow(prefix: string): void;
  /** The next number of a kind, from 0. */
  count(kind: string): number;
  readonly size: number;
  snapshot(): Snapshot;
  /** Throws a `TypeError` that says what is wrong with the snapshot; the state is then as before. */
  restore(snapshot: unknown): void;
  reset(): void;
}

export interface StoreEvents {
  /** After every change. */
  changed(): void;
  /** What changed: created where there was nothing before, removed where there is nothing after. */
  noted(path: string, key: string, before: JsonObject | undefined, after: JsonObject | undefined): void;
  /** When the first object is dropped because there are too many. */
  full(): void;
}

/** Singletons and objects share one bound and one order of age. */
const SINGLETONS = "";

/** What is known of an object that only the pages have put there. */
const NEVER_CHANGED: JsonObject = {};

const NOTHING: ReadonlyMap<string, JsonObject> = new Map();

interface Collection {
  readonly path: string;
  readonly items: Map<string, JsonObject>;
  /** The key that came last: walking a large collection to its end for each read of the newest would not do. */
  newest: string | undefined;
}

export function createStore(maxObjects: number, events: StoreEvents): Store {
  let collections = new Map<string, Collection>();
  let deleted = createDeleted(maxObjects, undefined);
  let counters = new Map<string, number>();
  let ages = createAges();
  let size = 0;
  let told = false;

  const put = (path: string, key: string, value: JsonObject): void => {
    let collection = collections.get(path);
    if (!collection) {
      collection = { path, items: new Map(), newest: undefined };
      collections.set(path, collection);
    }
    const { items } = collection;
    const before = items.get(key);
    items.set(key, value);
    if (before === undefined) {
      size += 1;
      // The path that is kept anyway: the one at hand may be a request's own copy.
      ages.add(collection.path, key);
      collection.newest = key;
      deleted.forget(path, key);
    }
    if (size > maxObjects) dropOldest();
    if (ages.length > 2 * size + 4096) ages.keep((at, one) => collections.get(at)?.items.has(one) === true);
    events.changed();
    events.noted(collection.path, key, before, value);
  };

  /** A thousandth at once: one for each new object costs more than all the rest of keeping it, since the oldest are in no cache. */
  const dropOldest = (): void => {
    const most = maxObjects - Math.floor(maxObjects / 1000);
    while (size > most && ages.take(take));
    if (told) return;
    told = true;
    events.full();
  };

  const take = (path: string, key: string): boolean => {
    const collection = collections.get(path);
    if (!collection?.items.delete(key)) return false;
    size -= 1;
    if (collection.newest === key) collection.newest = undefined;
    if (collection.items.size === 0) collections.delete(path);
    return true;
  };

  const remove = (path: string, key: string, remember: boolean): boolean => {
    const before = collections.get(path)?.items.get(key);
    const found = before !== undefined && take(path, key);
    if (remember) deleted.add(path, key);
    if (!found && !remember) return false;
    events.changed();
    events.noted(path, key, before ?? NEVER_CHANGED, undefined);
    return found;
  };

  return {
    collection: (path) => collections.get(path)?.items ?? (deleted.any(path) ? NOTHING : undefined),
    *below(prefix) {
      for (const { path, items } of collections.values()) if (path.startsWith(prefix)) yield [path, items];
    },
    newest: (path) => {
      const collection = collections.get(path);
      if (!collection) return undefined;
      const { items, newest } = collection;
      const key = newest ?? [...items.keys()].at(-1);
      const object = key === undefined ? undefined : items.get(key);
      return key === undefined || object === undefined ? undefined : [key, object];
    },
    put,
    remove,
    isDeleted: (path, key) => deleted.has(path, key),
    find: (key) => {
      for (const { items } of collections.values()) {
        const object = items.get(key);
        if (object) return object;
      }
      return undefined;
    },
    singleton: (path) => collections.get(SINGLETONS)?.items.get(path),
    putSingleton: (path, value) => put(SINGLETONS, path, value),
    removeSingleton: (path) => remove(SINGLETONS, path, false),
    removeBelow: (prefix) => {
      for (const { path, items } of [...collections.values()]) {
        if (path.startsWith(prefix)) for (const key of [...items.keys()]) remove(path, key, false);
      }
      for (const path of [...(collections.get(SINGLETONS)?.items.keys() ?? [])]) {
        if (path.startsWith(prefix)) remove(SINGLETONS, path, false);
      }
    },
    count: (kind) => {
      const n = counters.get(kind) ?? 0;
      counters.set(kind, n + 1);
      return n;
    },
    get size() {
      return size;
    },
    snapshot: () => ({
      version: 1,
      collections: Object.fromEntries(
        [...collections.values()]
          .filter(({ path }) => path !== SINGLETONS)
          .map(({ path, items }) => [path, ownMembers(items)]),
      ),
      singletons: ownMembers(collections.get(SINGLETONS)?.items ?? NOTHING),
      deleted: deleted.snapshot(),
      counters: Object.fromEntries(counters),
    }),
    restore: (snapshot) => {
      const read = readSnapshot(snapshot);
      collections = new Map(
        [...read.collections].map(([path, items]) => [path, { path, items, newest: undefined }]),
      );
      deleted = createDeleted(maxObjects, read.deleted);
      counters = read.counters;
      ages = createAges();
      size = 0;
      for (const { path, items } of collections.values()) {
        for (const key of items.keys()) ages.add(path, key);
        size += items.size;
      }
      if (size > maxObjects) dropOldest();
      events.changed();
    },
    reset: () => {
      collections = new Map();
      deleted = createDeleted(maxObjects, undefined);
      counters = new Map();
      ages = createAges();
      size = 0;
      told = false;
      events.changed();
    },
  };
}

interface Ages {
  add(path: string, key: string): void;
  /** Hands on the oldest; false where there is none. */
  take(drop: (path: string, key: string) => void): boolean;
  /** Entries, those of objects that are gone included. */
  readonly length: number;
  /** Forgets the entries of objects that are gone. */
  keep(exists: (path: string, key: string) => boolean): void;
}

/**
 * A queue that forgets its head in bulk: taking from a long array's front one by one would move it each time. Paths and keys
 * take turns in it, since an object for each entry would be kept as long as the entry.
 */
function createAges(): Ages {
  let queue: string[] = [];
  let head = 0;
  return {
    add: (path, key) => void queue.push(path, key),
    take: (drop) => {
      if (head === queue.length) return false;
      const path = queue[head] as string;
      const key = queue[head + 1] as string;
      head += 2;
      if (head > 8192 && head * 2 > queue.length) {
        queue = queue.slice(head);
        head = 0;
      }
      drop(path, key);
      return true;
    },
    get length() {
      return (queue.length - head) / 2;
    },
    keep: (exists) => {
      const kept: string[] = [];
      for (let index = head; index < queue.length; index += 2) {
        const path = queue[index] as string;
        const key = queue[index + 1] as string;
        if (exists(path, key)) kept.push(path, key);
      }
      queue = kept;
      head = 0;
    },
  };
}

interface Deleted {
  /** Whether anything was ever deleted from the collection: it is then empty rather than untouched. */
  any(path: string): boolean;
  has(path: string, key: string): boolean;
  add(path: string, key: string): void;
  forget(path: string, key: string): void;
  snapshot(): Record<string, string[]>;
}

/** Bounded like the objects themselves: the oldest memory goes first. */
function createDeleted(most: number, initial: ReadonlyMap<string, ReadonlySet<string>> | undefined): Deleted {
  const paths = new Map<string, Set<string>>(
    [...(initial ?? [])].map(([path, keys]) => [path, new Set(keys)]),
  );
  let count = [...paths.values()].reduce((total, keys) => total + keys.size, 0);
  const forget = (path: string, key: string): void => {
    if (paths.get(path)?.delete(key)) count -= 1;
  };
  return {
    any: (path) => paths.has(path),
    has: (path, key) => paths.get(path)?.has(key) === true,
    add: (path, key) => {
      const keys = paths.get(path) ?? new Set();
      paths.set(path, keys);
      if (!keys.has(key)) count += 1;
      keys.add(key);
      while (count > most || paths.size > most) {
        const [oldest] = paths;
        if (!oldest) return;
        const [first] = oldest[1];
        if (first !== undefined) forget(oldest[0], first);
        if (oldest[1].size === 0) paths.delete(oldest[0]);
      }
    },
    forget,
    snapshot: () => Object.fromEntries([...paths].map(([path, keys]) => [path, [...keys]])),
  };
}

/** `Object.fromEntries` defines members, so that a key such as `__proto__` is one like any other. */
function ownMembers(items: ReadonlyMap<string, JsonObject>): Record<string, JsonObject> {
  return Object.fromEntries(items);
}

interface Read {
  readonly collections: Map<string, Map<string, JsonObject>>;
  readonly deleted: Map<string, Set<string>>;
  readonly counters: Map<string, number>;
}

function readSnapshot(snapshot: unknown): Read {
  if (!isObject(snapshot)) throw new TypeError("Unexpected value, expected an object with the state");
  if (snapshot.version !== 1)
    throw new TypeError(`Unexpected version ${JSON.stringify(snapshot.version)}, expected 1`);
  const collections = new Map<string, Map<string, JsonObject>>();
  for (const [path, items] of entries(snapshot.collections, "collections")) {
    collections.set(path, readItems(items, `collections['${path}']`));
  }
  collections.set(SINGLETONS, readItems(snapshot.singletons, "singletons"));
  const deleted = new Map<string, Set<string>>();
  for (const [path, keys] of entries(snapshot.deleted, "deleted")) {
    const texts = Array.isArray(keys) ? keys.filter((key) => typeof key === "string") : undefined;
    if (!texts) throw new TypeError(`Unexpected value of deleted['${path}'], expected a list of keys`);
    deleted.set(path, new Set(texts));
  }
  const counters = new Map<string, number>();
  for (const [kind, count] of entries(snapshot.counters, "counters")) {
    if (typeof count !== "number")
      throw new TypeError(`Unexpected value of counters['${kind}'], expected a number`);
    counters.set(kind, count);
  }
  return { collections, deleted, counters };
}

function readItems(items: unknown, where: string): Map<string, JsonObject> {
  const read = new Map<string, JsonObject>();
  for (const [key, value] of entries(items, where)) {
    if (!isObject(value)) throw new TypeError(`Unexpected value of ${where}['${key}'], expected an object`);
    read.set(key, value);
  }
  return read;
}

/** A part that is left out is empty. */
function entries(value: unknown, where: string): [string, unknown][] {
  if (value === undefined) return [];
  if (!isObject(value)) throw new TypeError(`Unexpected value of ${where}, expected an object`);
  return Object.entries(value);
}
