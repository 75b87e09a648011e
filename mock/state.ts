/** Everything that the mock remembers, as one thing to save, to load and to forget. */
import { createFlows, type Flows } from "./flows/flows.ts";
import type { Settings } from "./options.ts";
import { type Contents, createContents } from "./store/contents.ts";
import { isObject } from "./store/json.ts";
import { createRandom } from "./store/random.ts";
import { createStore, type Snapshot, type Store } from "./store/store.ts";

export interface State {
  snapshot(): Snapshot;
  /** Throws a `TypeError` that says what is wrong; the state is then as before. */
  restore(snapshot: unknown): void;
  /** Calls back after changes until the returned function is called. */
  subscribe(listener: () => void): () => void;
  /** Objects that are kept. */
  readonly size: number;
  /** Whether objects were dropped because there were too many. */
  readonly full: boolean;
}

/** A change of one object: created where there was nothing before, removed where there is nothing after. */
export type ChangeListener = Parameters<typeof createStore>[1]["noted"];

export interface Memory extends State {
  readonly store: Store;
  readonly contents: Contents;
  readonly flows: Flows;
  reset(): void;
  /** Calls back with each change of an object. */
  watch(listener: ChangeListener): void;
}

export function createMemory(settings: Settings): Memory {
  const listeners = new Set<() => void>();
  const watchers: ChangeListener[] = [];
  let full = false;
  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  const store = createStore(settings.maxObjects, {
    changed,
    full: () => {
      full = true;
    },
    noted: (path, key, before, after) => {
      flows.journal.note(path, key, before, after);
      flows.subscriptions.note({ container: path, key }, after, settings.now);
      if (after === undefined) forget(path, key);
      for (const watcher of watchers) watcher(path, key, before, after);
    },
  });
  const contents = createContents(settings.maxBytes, changed);
  const flows = createFlows(() => createRandom(settings.seed, "flows"), settings, store, changed);
  const forget = (path: string, key: string): void => {
    flows.aliases.forget({ container: path, key });
    if (contents.size === 0) return;
    contents.remove(`${path}/${key}`);
    contents.removeBelow(`${path}/${key}/`);
  };
  const snapshot = (): Snapshot => {
    const [files, spanning] = [contents.snapshot(), flows.snapshot()];
    return {
      ...store.snapshot(),
      ...(Object.keys(files).length === 0 ? {} : { contents: files }),
      ...(Object.keys(spanning).length === 0 ? {} : { flows: spanning }),
    };
  };
  const restoreRest = (given: unknown): void => {
    const parts = isObject(given) ? given : {};
    contents.restore(parts.contents);
    flows.restore(parts.flows);
  };
  return {
    store,
    contents,
    flows,
    snapshot,
    restore: (given) => {
      const before = snapshot();
      try {
        restoreRest(given);
        store.restore(given);
      } catch (error) {
        restoreRest(before);
        throw error;
      }
    },
    reset: () => {
      flows.reset();
      contents.reset();
      store.reset();
      full = false;
    },
    watch: (watcher) => void watchers.push(watcher),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    get size() {
      return store.size;
    },
    get full() {
      return full;
    },
  };
}
