import { describe, expect, it } from "vitest";
import type { JsonValue, OpenApiDocument, Schema } from "../../../spec/openapi/index.ts";
import { BeyondBounds, createSchemaJudge, SchemaDefect } from "./schema-judge.ts";

const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });
const typed = (name: string): Schema => ({
  ...{ type: "string", enum: [`#shop.${name}`] },
  "x-source": { page: `${name}.md`, line: 7 },
});
const typedBook = { "@odata.type": typed("book") };

/** `item` fixes no type; `book` and `record` derive from it; `atlas` derives from `book`; `person` has nothing to do with them. */
const schemas: Record<string, Schema> = {
  "shop.item": {
    type: "object",
    properties: { id: { type: "string" }, price: { type: "number" } },
    required: ["id"],
  },
  "shop.book": {
    allOf: [ref("shop.item"), { type: "object", properties: { ...typedBook, pages: { type: "integer" } } }],
  },
  "shop.record": {
    allOf: [
      ref("shop.item"),
      { type: "object", properties: { "@odata.type": typed("record"), pages: { type: "string" } } },
    ],
  },
  "shop.atlas": {
    allOf: [
      ref("shop.book"),
      { type: "object", properties: { "@odata.type": typed("atlas"), maps: { type: "integer" } } },
    ],
  },
  "shop.cd": { allOf: [ref("shop.item"), { properties: { "@odata.type": typed("cd") } }] },
  "shop.CD": { allOf: [ref("shop.item"), { properties: { "@odata.type": typed("CD") } }] },
  "shop.person": { type: "object", properties: { "@odata.type": typed("person"), name: { type: "string" } } },
};

const document: OpenApiDocument = {
  openapi: "3.0.3",
  info: { title: "Shop", version: "1" },
  servers: [],
  security: [],
  paths: {},
  components: { schemas, securitySchemes: {} },
};

const judge = createSchemaJudge(document);
const found = (schema: Schema, value: JsonValue): readonly string[] =>
  judge
    .violations(schema, value)
    .map(({ path, message, advisory }) => `${advisory ? "hint " : ""}${path.join("/")}: ${message}`);

describe("an enumeration", () => {
  const colour: Schema = { type: "string", nullable: true, enum: ["red", "blue", null] };

  it("that may be null is judged: null and its values pass, everything else fails", () => {
    for (const value of ["red", "blue", null]) expect(found(colour, value)).toEqual([]);
    expect(found(colour, "green")).toEqual([': must be one of the documented values: "red", "blue"']);
    expect(found(colour, 42)).toEqual([": must be string"]);
    const untyped: Schema = { enum: ["red", "blue", null] };
    expect(found(untyped, null)).toEqual([]);
    expect(found(untyped, 42)).toHaveLength(1);
    expect(found({ enum: ["red"] }, null)).toHaveLength(1);
  });

  it("that will grow, or is not closed, is worth a hint", () => {
    expect(found({ enum: ["red", "unknownFutureValue"] }, "green")[0]).toMatch(/^hint /);
    const open: Schema = { type: "string", "x-extensible-enum": ["red"] } as Schema;
    expect(found(open, "green")).toEqual(['hint : is none of the documented values: "red"']);
    expect(found(open, 1)).toEqual([": must be string"]);
  });

  it("of flags takes several at once", () => {
    expect(found({ type: "string", enum: ["read", "write"] }, "read, write")).toEqual([]);
    expect(found({ type: "string", enum: ["read", "write"] }, "read,eat")).toHaveLength(1);
  });
});

describe("a type", () => {
  const list: Schema = { type: "array", items: ref("shop.item") };

  it("that an object says it has decides for that object alone", () => {
    const book = { "@odata.type": "#shop.book", id: "1", pages: 3 };
    const record = { "@odata.type": "#shop.record", id: "2", pages: "A" };
    expect(found(list, [book, record])).toEqual([]);
    expect(
      found(list, [
        { ...book, pages: "A" },
        { ...record, pages: 3 },
      ]),
    ).toEqual(["0/pages: must be integer", "1/pages: must be string"]);
  });

  it("is welcome where it is derived from the declared one, over any number of bases", () => {
    const atlas = { "@odata.type": "#shop.atlas", id: "1", pages: 3, maps: 2 };
    expect(found(ref("shop.book"), atlas)).toEqual([]);
    expect(found(ref("shop.book"), { ...atlas, maps: "2" })).toEqual(["maps: must be integer"]);
    expect(found({ type: "object", properties: { held: ref("shop.item") } }, { held: atlas })).toEqual([]);
  });

  it("is unwelcome where the page fixes another, and where it is not documented", () => {
    expect(found(ref("shop.book"), { "@odata.type": "#shop.record", id: "1" })).toEqual([
      '@odata.type: must be "#shop.book"',
    ]);
    expect(found(ref("shop.book"), { "@odata.type": "#shop.pamphlet", id: "1" })).toHaveLength(1);
    expect(found(ref("shop.book"), { "@odata.type": 17, id: "1" })).toHaveLength(1);
    // A base type whose page shows no type of its own may have derived types on pages that are not here.
    expect(found(ref("shop.item"), { "@odata.type": "#shop.pamphlet", id: "1" })).toEqual([]);
  });

  it.each(["shop.book", "#Shop.Book"])("that the page fixes is not written %s by a server", (written) => {
    const told = ['@odata.type: must be "#shop.book"'];
    const book = { "@odata.type": written, id: "1" };
    expect(found(ref("shop.book"), book)).toEqual(told);
    expect(found({ type: "object", properties: typedBook }, book)).toEqual(told);
    expect(found({ allOf: [ref("shop.book"), { type: "object", required: ["id"] }] }, book)).toEqual(told);
    expect(found({ anyOf: [ref("shop.record"), ref("shop.book")] }, book)).toEqual(told);
    // As a derived one, too, and it is judged as what it means.
    expect(found(ref("shop.item"), { ...book, pages: "A" })).toEqual([...told, "pages: must be integer"]);
    expect(judge.violations(ref("shop.book"), book)[0]?.source).toEqual({ page: "book.md", line: 7 });
    expect(judge.violations(ref("shop.book"), book, "client")).toEqual([]);
  });

  it("that no page fixes may be written in any way, and is told from one that differs in case alone", () => {
    expect(found(ref("shop.item"), { "@odata.type": "Shop.Item", id: "1" })).toEqual([]);
    expect(found(ref("shop.item"), { "@odata.type": "#shop.cd", id: "1" })).toEqual([]);
    expect(found(ref("shop.item"), { "@odata.type": "#shop.CD", id: "1" })).toEqual([]);
  });

  it("chooses among alternatives; without one, those that know most of the properties are meant", () => {
    const any: Schema = { anyOf: [ref("shop.book"), ref("shop.record"), ref("shop.person")] };
    expect(found(any, { "@odata.type": "#shop.record", id: "1", pages: 3 })).toEqual([
      "pages: must be string",
    ]);
    expect(found(any, { name: 5 })).toEqual(["name: must be string"]);
    expect(found(any, { id: "1", pages: 3 })).toEqual([]);
    expect(found(any, { id: "1", pages: true })).toHaveLength(1);
  });
});

describe("null", () => {
  it("is fine where the schema says so, and not otherwise", () => {
    const held: Schema = { anyOf: [ref("shop.item"), { enum: [null] }] };
    expect(found(held, null)).toEqual([]);
    expect(found(held, 5)).toHaveLength(1);
    expect(found({ type: "string", nullable: true }, null)).toEqual([]);
    expect(found({ type: "string" }, null)).toEqual([": must be string"]);
    expect(found({}, null)).toEqual([]);
    expect(found(ref("shop.item"), null)).toEqual([": must be object"]);
  });
});

describe("what is missing", () => {
  const shown: Schema = {
    allOf: [ref("shop.item"), { type: "object", required: ["id"], "x-shown": ["id", "price"] } as Schema],
  };

  it("is a fault where it is demanded, and a hint where examples show it", () => {
    expect(found(shown, { id: "1" })).toEqual(["hint price: must be there"]);
    expect(found(shown, { price: 1 })).toEqual(["id: must be there"]);
    expect(judge.violations(shown, { price: 1 })).toMatchObject([{ missing: true, type: "string" }]);
  });

  it("is not demanded of a client where only a server sets it", () => {
    const made: Schema = {
      type: "object",
      properties: { id: { type: "string", readOnly: true }, name: { type: "string" } },
      required: ["id", "name"],
    };
    expect(judge.violations(made, {}, "client").map(({ path }) => path)).toEqual([["name"]]);
  });
});

describe("a text", () => {
  it.each([
    ["duration", ["PT0.043S", "P1DT2H", "-PT5M", "P3W", "00:30:00"], ["soon", "P", "PT", ""]],
    [
      "date",
      ["2024-02-03", "2024-02-03T04:05:06Z", "0001-01-01T00:00:00Z"],
      ["Date", "String (timestamp)", "2024-13-01", "03/02/2024"],
    ],
    [
      "date-time",
      [
        "2024-02-03T04:05:06.1234567Z",
        "2024-02-03T04:05:06",
        "2024-02-03 04:05:06",
        "2024-02-03",
        "2024-02-03T04:05:06+0200",
      ],
      ["yesterday", "1706932800"],
    ],
    ["byte", ["aGk=", "aG\r\nk=", "aGk_-"], ["{bytes}", "a.b"]],
    ["uuid", ["no GUID at all"], []],
    ["of a kind that nobody knows", ["anything"], []],
  ])("of the format %s is what Graph sends", (format, fine, wrong) => {
    for (const text of fine) expect(found({ type: "string", format }, text)).toEqual([]);
    for (const text of wrong) expect(found({ type: "string", format }, text)).toHaveLength(1);
  });
});

describe("a number", () => {
  it("is whole where it has to be, fits 32 bits, and may be what JSON has no number for", () => {
    expect(found({ type: "integer" }, 1.5)).toHaveLength(1);
    expect(found({ type: "integer", format: "int32" }, 2 ** 40)).toEqual([": must be a 32-bit integer"]);
    for (const value of [1.5, "INF", "-INF", "NaN"]) expect(found({ type: "number" }, value)).toEqual([]);
    expect(found({ type: "number" }, "1.5")).toHaveLength(1);
  });
});

describe("what cannot be judged", () => {
  it("is a mistake of ours where the schema cannot be used", () => {
    expect(() => found(ref("shop.gone"), {})).toThrow(SchemaDefect);
    expect(() => found({ type: "string", pattern: "(" }, "a")).toThrow(SchemaDefect);
    expect(() => found({ type: "text" } as unknown as Schema, "a")).toThrow(SchemaDefect);
  });

  it("is a body that never ends: two million nested lists, a list of two million values", () => {
    const nested: Schema = { type: "array" };
    Object.assign(nested, { items: nested });
    const deep = JSON.parse("[".repeat(2_000_000) + "]".repeat(2_000_000)) as JsonValue;
    expect(() => found(nested, deep)).toThrow(BeyondBounds);
    const wide = Array.from({ length: 2_000_000 }, () => 1);
    expect(() => found({ type: "array", items: { type: "integer" } }, wide)).toThrow(BeyondBounds);
  });

  it("is not an object of 200,000 members that nobody documents", () => {
    const members = Object.fromEntries(Array.from({ length: 200_000 }, (_, index) => [`m${index}`, index]));
    expect(found(ref("shop.item"), { ...members, id: 1 })).toEqual(["id: must be string"]);
  });

  it("does not end for a type that is its own base, or for alternatives without end", () => {
    const round: Schema = { allOf: [] };
    Object.assign(round, { allOf: [round] });
    expect(() => found(round, {})).toThrow(BeyondBounds);
  });
});
