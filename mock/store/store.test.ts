import { describe, expect, it } from "vitest";
import { createStore, type Store } from "./store.ts";

function open(maxObjects = 1000): { store: Store; events: string[] } {
  const events: string[] = [];
  const store = createStore(maxObjects, {
    changed: () => {},
    full: () => void events.push("full"),
    noted: () => {},
  });
  return { store, events };
}

describe("a store", () => {
  it("tells an untouched collection from an empty one", () => {
    const { store } = open();
    expect(store.collection("/a")).toBeUndefined();
    store.put("/a", "1", { id: "1" });
    store.remove("/a", "1", true);
    expect([...(store.collection("/a") ?? ["none"])]).toEqual([]);
    expect(store.snapshot().deleted).toEqual({ "/a": ["1"] });
    store.put("/a", "1", { id: "1" });
    expect(store.snapshot().deleted).toEqual({ "/a": [] });
  });

  it("knows the newest of a collection, also after it is gone", () => {
    const { store } = open();
    store.put("/a", "1", { n: 1 });
    store.put("/a", "2", { n: 2 });
    expect(store.newest("/a")).toEqual(["2", { n: 2 }]);
    store.remove("/a", "2", true);
    expect(store.newest("/a")).toEqual(["1", { n: 1 }]);
    expect(store.newest("/b")).toBeUndefined();
  });

  it("drops the oldest beyond its bound, wherever it is, and says so once", () => {
    const { store, events } = open(2);
    store.put("/a", "1", {});
    store.put("/b", "2", {});
    store.putSingleton("/c", {});
    store.put("/b", "3", {});
    expect(store.collection("/a")).toBeUndefined();
    expect(store.collection("/b")?.has("2")).toBe(false);
    expect(store.singleton("/c")).toEqual({});
    expect(store.size).toBe(2);
    expect(events).toEqual(["full"]);
  });

  it("drops the oldest of many in small lots, and goes past those that are gone already", () => {
    const { store } = open(5000);
    for (let n = 0; n < 5000; n += 1) store.put("/a", String(n), {});
    for (let n = 0; n < 10; n += 2) store.remove("/a", String(n), false);
    for (let n = 5000; n < 5006; n += 1) store.put("/a", String(n), {});
    expect(store.size).toBe(4995);
    expect([...(store.collection("/a")?.keys() ?? [])].slice(0, 3)).toEqual(["11", "12", "13"]);
    expect(store.collection("/a")?.has("5005")).toBe(true);
  });

  it("stays bounded however much is created and deleted", () => {
    const { store } = open(10);
    for (let n = 0; n < 20_000; n += 1) {
      store.put(`/${n}`, "x", {});
      store.remove(`/${n}`, "x", true);
      // What comes back is no longer deleted, and its collection must be forgotten all the same.
      store.put(`/${n}`, "x", {});
    }
    const { deleted, collections } = store.snapshot();
    expect(Object.keys(deleted).length).toBeLessThanOrEqual(10);
    expect(Object.keys(collections).length).toBeLessThanOrEqual(10);
  });

  it("removes what is below a path, and nothing beside it", () => {
    const { store } = open();
    store.put("/users/1/profile/skills", "a", {});
    store.put("/users/1/profileX", "b", {});
    store.putSingleton("/users/1/profile/photo", {});
    store.removeBelow("/users/1/profile/");
    expect(store.size).toBe(1);
    expect(store.collection("/users/1/profileX")?.size).toBe(1);
  });

  it("comes back from its own snapshot", () => {
    const { store } = open();
    store.put("/a", "1", { id: "1" });
    store.put("/a", "__proto__", { id: "__proto__" });
    store.put("/a", "2", { id: "2" });
    store.remove("/a", "2", true);
    store.putSingleton("/s", { x: 1 });
    store.count("kind");
    const text = JSON.stringify(store.snapshot());
    const other = open().store;
    other.restore(JSON.parse(text));
    expect(JSON.stringify(other.snapshot())).toBe(text);
    expect(other.size).toBe(3);
    expect(other.count("kind")).toBe(1);
    expect(({} as Record<string, unknown>).id).toBeUndefined();
  });

  it.each([
    [null, "expected an object"],
    [{ version: 2 }, "Unexpected version 2"],
    [{ version: 1, collections: [] }, "collections"],
    [{ version: 1, collections: { "/a": { b: 1 } } }, "collections['/a']['b']"],
    [{ version: 1, deleted: { "/a": "b" } }, "deleted['/a']"],
    [{ version: 1, counters: { a: "1" } }, "counters['a']"],
  ])("refuses %j and keeps what it has", (snapshot, reason) => {
    const { store } = open();
    store.put("/a", "1", {});
    expect(() => store.restore(snapshot)).toThrow(reason);
    expect(store.size).toBe(1);
  });

  it("restores no more than its bound", () => {
    const { store } = open(1);
    store.restore({ version: 1, collections: { "/a": { 1: {}, 2: {}, 3: {} } } });
    expect([...(store.collection("/a")?.keys() ?? [])]).toEqual(["3"]);
  });
});
