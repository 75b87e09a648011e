import { describe, expect, it } from "vitest";
import { createPageReader } from "../page/index.ts";
import { annotatedType, cellType } from "./type-reference.ts";

const page = createPageReader()("types.md", "# Types\n");

describe("a type cell", () => {
  it.each([
    ["String", { kind: "primitive", name: "String", collection: false }],
    ["Edm.Int32", { kind: "primitive", name: "Int32", collection: false }],
    ["String collection", { kind: "primitive", name: "String", collection: true }],
    ["Collection(Guid)", { kind: "primitive", name: "Guid", collection: true }],
    ["[thing](thing.md)", { kind: "named", name: "thing", collection: false, bare: false }],
    ["[thing](thing.md) collection", { kind: "named", name: "thing", collection: true, bare: false }],
    ["thingKind", { kind: "named", name: "thingKind", collection: false, bare: true }],
  ])("%s is read", (cell, type) => {
    expect(cellType(page, cell)).toEqual(type);
  });

  it.each(["", "either a string or a number, as it pleases", "x".repeat(1_000_000), "a (".repeat(400_000)])(
    "that is no type is none (%#)",
    (cell) => {
      expect(cellType(page, cell)).toBeUndefined();
    },
  );
});

describe("a type in an annotation", () => {
  it("is taken apart", () => {
    expect(annotatedType("Collection(microsoft.graph.user)")).toEqual({
      kind: "named",
      name: "microsoft.graph.user",
      collection: true,
      bare: false,
    });
    expect(annotatedType("#microsoft.graph.user")?.name).toBe("microsoft.graph.user");
    expect(annotatedType("two words")).toBeUndefined();
  });
});
