import { expect, it } from "vitest";
import type { JsonObject } from "../../../spec/openapi/index.ts";
import { echoDifferences, objectDifferences } from "./equality.ts";

const schema = {
  properties: new Map([
    ["a", {}],
    ["secretWord", {}],
    ["made", { readOnly: true }],
  ]),
  required: new Set<string>(),
};
const differing = (sent: JsonObject, got: JsonObject): (string | number)[][] =>
  echoDifferences(sent, got, schema).map(({ path }) => [...path]);

it.each([
  [{ a: "2024-05-01T10:00:00+02:00" }, { a: "2024-05-01T08:00:00.0000000Z" }],
  [{ a: "2024-05-01" }, { a: "2024-05-01T00:00:00Z" }],
  [{ a: { x: 1 } }, { a: { x: 1, y: 2 } }],
  [{ a: { x: null } }, { a: {} }],
  [{ a: [] }, { a: null }],
  [{ a: "https://example.org" }, { a: "https://example.org/" }],
  [{ made: "mine" }, { made: "theirs" }],
  [{ undocumented: 1 }, {}],
  [{ "@odata.type": "#x" }, {}],
] as [JsonObject, JsonObject][])("takes %j for %j", (sent, got) => {
  expect(differing(sent, got)).toEqual([]);
});

it.each([
  [{ a: "x" }, { a: "y" }, ["a"]],
  [{ a: "x" }, {}, ["a"]],
  [{ a: "1" }, { a: 1 }, ["a"]],
  [{ a: { x: [1, 2] } }, { a: { x: [1] } }, ["a", "x"]],
  [{ a: ["p", "q"] }, { a: ["q", "p"] }, ["a", 0]],
  [{ a: "2024-05-01T10:00:00Z" }, { a: "2024-05-01T11:00:00Z" }, ["a"]],
] as [JsonObject, JsonObject, (string | number)[]][])("tells %j from %j", (sent, got, path) => {
  expect(differing(sent, got)[0]).toEqual(path);
});

it("lets a service change its own marks of a change and nothing else", () => {
  const before = { a: 1, lastModifiedDateTime: "2024-05-01T10:00:00Z" };
  expect(objectDifferences(before, { a: 1, lastModifiedDateTime: "2025-05-01T10:00:00Z" }, schema)).toEqual(
    [],
  );
  expect(objectDifferences(before, { a: 2 }, schema)).toHaveLength(1);
});
