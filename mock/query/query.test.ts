import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../spec/openapi/index.ts";
import { applyQuery, parseQuery, type Query, warningOf } from "./index.ts";

const ITEMS: JsonObject[] = [
  { id: "1", name: "Ann", age: 30, at: { city: "Rome" }, active: true },
  { id: "2", name: "bob", age: 20, at: { city: "Oslo" }, active: false },
  { id: "3", name: "Cy", age: null, at: null, active: true },
  { id: "4", name: "O'Neil", age: 25, active: true },
];

function parsed(search: string): Query {
  const query = parseQuery(search);
  if ("error" in query) throw new Error(query.error.message);
  return query;
}

function ids(search: string): unknown[] {
  return applyQuery(ITEMS, parsed(search), () => undefined).items.map(({ id }) => id);
}

describe("$filter", () => {
  it.each([
    ["name eq 'ann'", ["1"]],
    ["name eq 'O''Neil'", ["4"]],
    ["name ne 'Ann'", ["2", "3", "4"]],
    ["age gt 20", ["1", "4"]],
    ["age le 25", ["2", "4"]],
    ["age eq null", ["3"]],
    ["active eq true and age ge 25", ["1", "4"]],
    ["name eq 'Ann' or name eq 'bob' and active eq true", ["1"]],
    ["(name eq 'Ann' or name eq 'bob') and active eq false", ["2"]],
    ["not (active eq true)", ["2"]],
    ["startswith(name,'b')", ["2"]],
    ["endswith(name, 'y') or contains(name,'nei')", ["3", "4"]],
    ["at/city eq 'Rome'", ["1"]],
    ["id in ('1', '4')", ["1", "4"]],
    ["constructor eq null", ["1", "2", "3", "4"]],
  ])("%s", (filter, expected) => {
    expect(ids(`?$filter=${encodeURIComponent(filter)}`)).toEqual(expected);
  });

  it.each(["name eq", "eq 1", "(name eq 1", "name eq 1)", "name likes 1", "name eq 'x", "#"])(
    "refuses %s",
    (filter) => {
      expect(parseQuery(`?$filter=${encodeURIComponent(filter)}`)).toMatchObject({
        error: { status: 400, code: "BadRequest" },
      });
    },
  );

  it("leaves aside what it does not know, and says so", () => {
    const query = parsed("?$filter=tags/any(t:t eq 'x')&$search=abc");
    expect(query.filter).toBeUndefined();
    expect(warningOf(query).headers?.Warning).toBe('299 - "graph-contracts ignores $filter, $search"');
  });

  it("never throws", () => {
    fc.assert(fc.property(fc.string(), (text) => void parseQuery(`?$filter=${encodeURIComponent(text)}`)));
    expect(() => parseQuery(`?$filter=${"(".repeat(10_000)}`)).not.toThrow();
  });
});

describe("the other options", () => {
  it("order, nulls first, by several properties", () => {
    expect(ids("?$orderby=age")).toEqual(["3", "2", "4", "1"]);
    expect(ids("?$orderby=active desc,age desc")).toEqual(["1", "4", "3", "2"]);
    expect(ids("?$orderby=at/city desc")).toEqual(["1", "2", "3", "4"]);
  });

  it("page, and keep what comes after", () => {
    const page = applyQuery(ITEMS, parsed("?$top=2&$skip=1&$orderby=id"), () => undefined);
    expect(page.items.map(({ id }) => id)).toEqual(["2", "3"]);
    expect(page.total).toBe(4);
    expect(page.rest.map(({ id }) => id)).toEqual(["4"]);
    expect(applyQuery(ITEMS, parsed("?$top=4"), () => undefined).rest).toEqual([]);
    expect(applyQuery(ITEMS, parsed("?$top=0"), () => undefined)).toMatchObject({ items: [], rest: [] });
  });

  it("select, with and without their mark, in any case", () => {
    expect(applyQuery(ITEMS.slice(0, 1), parsed("?select=NAME"), () => undefined).items).toEqual([
      { name: "Ann" },
    ]);
  });

  it("expand what is kept below an object", () => {
    const nested = (item: JsonObject, name: string) =>
      name === "parts" && item.id === "1" ? new Map([["9", { id: "9" }]]) : undefined;
    const [first, second] = applyQuery(ITEMS, parsed("?$expand=parts($select=id)&$select=id"), nested).items;
    expect(first).toEqual({ id: "1", parts: [{ id: "9" }] });
    expect(second).toEqual({ id: "2" });
  });

  it.each(["$top=-1", "$top=x", "$skip=1.5"])("refuse %s", (option) => {
    expect(parseQuery(`?${option}`)).toMatchObject({ error: { status: 400 } });
  });
});
