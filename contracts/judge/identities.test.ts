import { describe, expect, it } from "vitest";
import { createIdentities } from "./identities.ts";

const GUID = "9d3f3cb0-1d3c-4a0e-8b0a-53f4e2f2a001";

describe("the ids of created objects", () => {
  const repeats = (...given: readonly (readonly [path: string, id: string])[]): number => {
    const identities = createIdentities();
    return given.filter(([path, id]) =>
      identities.record({ resource: "note", id, path, sent: {}, request: `POST ${path}` }),
    ).length;
  };

  it("are unique within their collection", () => {
    expect(repeats(["/me/notes", "1"], ["/me/notes", "1"])).toBe(1);
    expect(repeats(["/me/notes", "1"], ["/me/notes", "2"])).toBe(0);
  });

  it("may be counters that begin anew in each collection", () => {
    expect(repeats(["/me/notes", "1"], ["/users/a/notes", "1"])).toBe(0);
  });

  it("are given out once where they are GUIDs or long", () => {
    expect(repeats(["/me/notes", GUID], ["/users/a/notes", GUID])).toBe(1);
    const opaque = "AAMkAGI2TG93AAA0000000000000=";
    expect(repeats(["/me/notes", opaque], ["/users/a/notes", opaque])).toBe(1);
  });

  it("are free again once their object is deleted", () => {
    const identities = createIdentities();
    const give = (id: string) =>
      identities.record({ resource: "note", id, path: "/me/notes", sent: {}, request: "POST" });
    give("1");
    give(GUID);
    identities.deleted("/me/notes/1");
    identities.deleted(`/me/notes('${GUID}')`);
    expect([give("1"), give(GUID)]).toEqual([undefined, undefined]);
  });

  it("may come again where the client names them", () => {
    const identities = createIdentities();
    const sent = { name: "annual report" };
    const give = () =>
      identities.record({ resource: "note", id: "annual report-1", path: "/notes", sent, request: "POST" });
    expect([give(), give()]).toEqual([undefined, undefined]);
    expect(identities.known("annual report-1")).toBe(true);
  });
});
