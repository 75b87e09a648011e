import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createIdSource, type IdMode, patternGuid, patternValue } from "./ids.ts";
import { createRandom } from "./random.ts";

const V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

function take(documented: string | undefined, mode: IdMode, count: number, seed?: number): string[] {
  const source = createIdSource(documented, mode, createRandom(seed, "test"));
  return Array.from({ length: count }, (_, n) => source.next(n));
}

describe("random ids", () => {
  it("are lower-case version 4 GUIDs where the pages show a GUID, or nothing", () => {
    for (const documented of ["eec06edb-6edb-eec0-db6e-c0eedb6ec0ee", undefined, "", "  "]) {
      const ids = take(documented, "random", 200);
      expect(ids.every((id) => V4.test(id))).toBe(true);
      expect(new Set(ids).size).toBe(200);
    }
  });

  it("repeat with a seed, and differ with another", () => {
    expect(take(undefined, "random", 5, 7)).toEqual(take(undefined, "random", 5, 7));
    expect(take(undefined, "random", 5, 7)).not.toEqual(take(undefined, "random", 5, 8));
  });

  it("do not depend on what else is drawn", () => {
    const ids = createRandom(7, "object ids");
    const others = createRandom(7, "request ids");
    others.uuid();
    const first = ids.uuid();
    expect(first).toBe(createRandom(7, "object ids").uuid());
    expect(first).not.toBe(createRandom(7, "request ids").uuid());
  });

  it.each([
    ["12345", /^[1-9]\d{4}$/],
    ["AAMkAGI2THVSAAAxyz=", /^AAMk[A-Z]{3}\d[A-Z]{7}[a-z]{3}=$/],
    [
      "19:8b081ef6-4792-4def-b2c9-c363a1bf41d5_5031bb31-22c0-4f6f-9f73-91d34ab2b32d@unq.gbl.spaces",
      /^19:[0-9a-f-]{36}_[0-9a-f-]{36}@unq\.gbl\.spaces$/,
    ],
    ["contoso-a1b2c3d4", /^contoso-[0-9a-f]{8}$/],
    ["SHPR_eeab4fb1-20e5-48ca-ad9b-98119d94bee7", /^SHPR_[0-9a-f-]{36}$/],
  ])("have the shape of %s", (documented, shape) => {
    const ids = take(documented, "random", 100);
    for (const id of ids) expect(id).toMatch(shape);
    expect(new Set(ids).size).toBe(100);
  });
});

describe("documented ids", () => {
  it.each([
    "eec06edb-6edb-eec0-db6e-c0eedb6ec0ee",
    "87d349ed-44d7-43e1-9a83-5f2406dee5bd",
    "12345",
    "AAMkAGI2THVSAAA=",
    "onlyWords",
  ])("begin with %s", (documented) => {
    const ids = take(documented, "documented", 50);
    expect(ids[0]).toBe(documented);
    expect(new Set(ids).size).toBe(50);
  });

  it("follow the pattern of the documentation's generator and never repeat", () => {
    const ids = take("eec06edb-6edb-eec0-db6e-c0eedb6ec0ee", "documented", 100_000, 3);
    expect(new Set(ids).size).toBe(100_000);
    expect(ids.every((id) => patternValue(id) !== undefined)).toBe(true);
  });

  it("count on from short numbers", () => {
    expect(take("098", "documented", 3)).toEqual(["098", "099", "100"]);
    expect(take("7", "random", 2)).toEqual(["8", "9"]);
  });

  it("do not run out of numbers", () => {
    const ids = take("7a1", "documented", 5000);
    expect(new Set(ids).size).toBe(5000);
  });
});

describe("the pattern", () => {
  it("is found again in every id made by it, and in no other", () => {
    fc.assert(
      fc.property(fc.nat({ max: 0xffffffff }), (value) => patternValue(patternGuid(value)) === value),
    );
    expect(patternValue("8b081ef6-4792-4def-b2c9-c363a1bf41d5")).toBeUndefined();
    expect(patternValue("not a GUID")).toBeUndefined();
  });
});
