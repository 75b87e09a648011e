import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../spec/openapi/index.ts";
import { applyQuery, type KnownNames, parseQuery, type Query, warningOf } from "./index.ts";

interface Formula {
  readonly text: string;
  test(item: JsonObject): boolean;
}

const ITEMS: JsonObject[] = [
  {
    id: "1",
    name: "Ann",
    age: 30,
    at: { city: "Rome" },
    active: true,
    tags: ["red", "blue"],
    parts: [
      { size: 1, ids: ["a"] },
      { size: 5, ids: [] },
    ],
    since: "2021-03-04T05:06:07.0000000Z",
  },
  { id: "2", name: "bob", age: 20, at: { city: "Oslo" }, active: false, tags: [], risk: "medium" },
  { id: "3", name: "Cy", age: null, at: null, active: true },
  { id: "4", name: "O'Neil", age: 25, active: true },
];

const NAMES: KnownNames = {
  type: "ns.person",
  has: (name) => ["id", "name", "age", "tags", "parts"].includes(name),
};

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
    ["tags/any(t:t eq 'RED')", ["1"]],
    ["tags/any(t: t eq 'red') and tags/all(t: t ne 'green')", ["1"]],
    ["not tags/any(t:startswith(t,'r'))", ["2", "3", "4"]],
    ["tags/any()", ["1"]],
    ["parts/any(p:p/size gt 4 and active eq true)", ["1"]],
    ["parts/any(p:p/ids/any(i:i eq 'a'))", ["1"]],
    ["parts/$count gt 1", ["1"]],
    ["tags/$count eq 0", ["2", "3", "4"]],
    ["risk eq microsoft.graph.riskLevel'medium'", ["2"]],
    ["risk eq medium", ["2"]],
    ["risk in ('low','medium')", ["2"]],
    ["tolower(name) eq 'ann'", ["1"]],
    ["length(name) eq 2", ["3"]],
    ["contains(name,'o') eq true", ["2", "4"]],
    ["year(since) eq 2021 and day(since) le 4", ["1"]],
    ["since ge 2021-03-04 and since lt 2021-03-04T05:06:08Z", ["1"]],
    ["since eq 2021-03-04T05:06:07Z", ["1"]],
    ["age add 5 gt 30", ["1"]],
    ["not active eq true", ["2"]],
    ["active", ["1", "3", "4"]],
    ["NAME eq 'cy'", ["3"]],
    ["ns.person/name eq 'Ann'", ["1"]],
    ["name ne null and age ne null", ["1", "2", "4"]],
    ["id eq '11111111-1111-1111-1111-111111111111' or id eq '3'", ["3"]],
    ["constructor eq null", ["1", "2", "3", "4"]],
  ])("%s", (filter, expected) => {
    expect(ids(`?$filter=${encodeURIComponent(filter)}`)).toEqual(expected);
  });

  it.each([
    "name eq",
    "eq 1",
    "(name eq 1",
    "name eq 1)",
    "name likes 1",
    "name eq 'x",
    "#",
    "soundex(name) eq 'x'",
    "startswith(name)",
    "tags/any(t:)",
    "tags/any(t t eq 1)",
    "name in ()",
    "ghost eq 1",
    "ghost/any(t:t eq 1)",
    "startswith(ghost,'a')",
    "not (ghost ne null)",
  ])("refuses %s", (filter) => {
    expect(parseQuery(`?$filter=${encodeURIComponent(filter)}`, { names: NAMES })).toMatchObject({
      error: { status: 400, code: "BadRequest", message: expect.stringMatching(/^Invalid filter clause: /) },
    });
  });

  it("says which property the type does not have", () => {
    expect(parseQuery("?$filter=ghost eq 1", { names: NAMES })).toMatchObject({
      error: {
        message: "Invalid filter clause: Could not find a property named 'ghost' on type 'ns.person'.",
      },
    });
  });

  /** Random expressions over the items' properties, and what they say of an item by JavaScript's own means. */
  const comparison = fc.record({
    property: fc.constantFrom("name", "id", "risk"),
    value: fc.stringMatching(/^[a-zA-Z' ]{0,6}$/),
    negated: fc.boolean(),
  });
  const { formula } = fc.letrec<{ formula: Formula }>((tie) => ({
    formula: fc.oneof(
      { maxDepth: 4 },
      comparison.map(
        ({ property, value, negated }): Formula => ({
          text: `${negated ? "not " : ""}${property} eq '${value.replaceAll("'", "''")}'`,
          test: (item) => (String(item[property] ?? "").toLowerCase() === value.toLowerCase()) !== negated,
        }),
      ),
      fc.tuple(tie("formula"), fc.constantFrom("and", "or"), tie("formula")).map(
        ([a, word, b]): Formula => ({
          text: `(${a.text}) ${word} (${b.text})`,
          test: (item) => (word === "and" ? a.test(item) && b.test(item) : a.test(item) || b.test(item)),
        }),
      ),
    ),
  }));

  it("means what its parts mean, however they are put together", () => {
    const items = ITEMS.map((item) => ({ risk: "", ...item }));
    fc.assert(
      fc.property(formula, ({ text, test }) => {
        const found = applyQuery(
          items,
          parsed(`?$filter=${encodeURIComponent(text)}`),
          () => undefined,
        ).items;
        expect(found).toEqual(items.filter(test));
      }),
    );
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
      name === "rooms" && item.id === "1" ? [{ id: "8" }, { id: "9", size: 3 }] : undefined;
    const [first, second] = applyQuery(
      ITEMS,
      parsed("?$expand=rooms($select=id;$filter=size gt 1)&$select=id"),
      nested,
    ).items;
    expect(first).toEqual({ id: "1", rooms: [{ id: "9" }] });
    expect(second).toEqual({ id: "2" });
  });

  it.each([
    "$top=-1",
    "$top=x",
    "$skip=1.5",
    "$count=perhaps",
    '$search="a',
    "$search=(a",
    "$expand=parts($top=x)",
    "$filer=a",
  ])("refuse %s", (option) => {
    expect(parseQuery(`?${option}`)).toMatchObject({ error: { status: 400, code: "BadRequest" } });
  });

  it.each(["$select=name,ghost", "$expand=ghost", "$orderby=ghost desc"])(
    "refuse the unknown name of %s",
    (option) => {
      const message = expect.stringContaining("Could not find a property named 'ghost' on type 'ns.person'.");
      expect(parseQuery(`?${option}`, { names: NAMES })).toMatchObject({ error: { message } });
      const known = option.replace("ghost", "name,ns.other/x,@odata.type");
      expect(parseQuery(`?${known}`, { names: NAMES })).not.toHaveProperty("error");
    },
  );

  it.each([
    ["ann", ["1"]],
    ["An", ["1"]],
    ["nn", []],
    ['"name:ann"', ["1"]],
    ['"name:rome"', []],
    ["rome OR cy", ["1", "3"]],
    ["(rome AND red) OR NOT o", ["1", "3"]],
    ["o neil", ["4"]],
  ])("search for the words of %s", (search, expected) => {
    expect(ids(`?$search=${encodeURIComponent(search)}`)).toEqual(expected);
  });

  it("are left aside where they are not done, and the answer says so", () => {
    const warning = warningOf(parsed("?$apply=x&$top=1")).headers?.Warning;
    expect(warning).toBe('299 - "graph-contracts ignores $apply"');
  });
});
