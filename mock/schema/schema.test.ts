import { describe, expect, it } from "vitest";
import type { JsonValue, Schema } from "../../spec/openapi/index.ts";
import { compileRequestSchema, flatten, pardonOf, sampleOf } from "./index.ts";

const SCHEMAS: Record<string, Schema> = {
  "ns.entity": {
    type: "object",
    title: "entity",
    properties: { id: { type: "string", readOnly: true } },
    required: ["id"],
    additionalProperties: true,
    "x-key-property": "id",
  },
  "ns.person": {
    title: "person",
    allOf: [
      { $ref: "#/components/schemas/ns.entity" },
      {
        type: "object",
        properties: {
          "@odata.type": { type: "string", enum: ["#ns.person"] },
          name: { type: "string" },
          nick: { type: "string", nullable: true },
          age: { type: "integer", format: "int32" },
          born: { type: "string", format: "date" },
          kind: { type: "string", enum: ["adult", "child"] },
          friends: { type: "array", items: { $ref: "#/components/schemas/ns.person" } },
          boss: { allOf: [{ $ref: "#/components/schemas/ns.person" }], description: "Who it is." },
        },
        required: ["name", "id"],
        additionalProperties: true,
      },
    ],
  },
  "ns.employee": {
    allOf: [
      { $ref: "#/components/schemas/ns.person" },
      { type: "object", properties: { salary: { type: "integer" } } },
    ],
  },
  "ns.closed": {
    type: "object",
    title: "closed",
    properties: { a: { type: "string" } },
    additionalProperties: false,
  },
};

function judge(name: string, body: JsonValue, partial = false) {
  const context = { schemas: SCHEMAS, partial, compiled: new Map() };
  return compileRequestSchema({ $ref: `#/components/schemas/${name}` }, context)(body);
}

describe("a compiled request schema", () => {
  it.each<[string, JsonValue]>([
    ["the least", { name: "Kim" }],
    ["undocumented properties", { name: "Kim", shoe: 44 }],
    ["a read-only property of any kind", { name: "Kim", id: 17 }],
    ["null where it may be", { name: "Kim", nick: null }],
    ["a type that derives", { name: "Kim", "@odata.type": "#ns.employee" }],
    ["null to clear what has a value", { name: "Kim", age: null, friends: null, kind: null }],
    ["a member of an enumeration in another case", { name: "Kim", kind: "Adult" }],
    ["several members of an enumeration", { name: "Kim", kind: "adult, child" }],
    ["the type without its mark", { name: "Kim", "@odata.type": "ns.person" }],
    ["itself within itself", { name: "Kim", friends: [{ name: "Jo", friends: [] }], boss: { name: "Mo" } }],
  ])("takes %s", (_, body) => {
    expect(judge("ns.person", body)).toBeUndefined();
  });

  it.each<[string, JsonValue, string, string]>([
    ["nothing of what is required", {}, "name", "expected the property"],
    ["another type", { name: 1 }, "name", "Unexpected 1, expected a string"],
    ["null where it may not be", { name: null }, "name", "Unexpected null"],
    ["half an integer", { name: "Kim", age: 1.5 }, "age", "expected an integer"],
    ["an integer beyond 32 bits", { name: "Kim", age: 2 ** 40 }, "age", "32-bit"],
    ["no date", { name: "Kim", born: "yesterday" }, "born", "expected a date"],
    ["a value of no enumeration", { name: "Kim", kind: "ghost" }, "kind", '"adult", "child"'],
    [
      "a fault deep inside",
      { name: "Kim", friends: [{ name: "Jo" }, { name: 2 }] },
      "friends/1/name",
      "Unexpected 2",
    ],
    ["an array for an object", [], "", "expected an object"],
  ])("refuses %s and says where", (_, body, target, detail) => {
    const fault = judge("ns.person", body);
    expect(fault?.target).toBe(target);
    expect(fault?.detail).toContain(detail);
  });

  it("refuses types in Graph's words", () => {
    expect(judge("ns.person", { name: "Kim", "@odata.type": "#ns.ghost" })).toMatchObject({
      code: "Request_BadRequest",
      message: expect.stringContaining("A type named 'ns.ghost' could not be resolved by the model."),
    });
    expect(judge("ns.person", { name: "Kim", "@odata.type": "#ns.closed" })?.message).toBe(
      "A resource with type 'ns.closed' was found, but it is not assignable to the expected type 'ns.person'.",
    );
    expect(judge("ns.person", { name: "Kim", "@odata.type": 17 })?.target).toBe("@odata.type");
  });

  it("names a property that a closed type does not have", () => {
    expect(judge("ns.closed", { b: 1 })).toMatchObject({
      code: "RequestBodyRead",
      message: expect.stringContaining("The property 'b' does not exist on type"),
    });
    expect(judge("ns.closed", { a: "x", "@odata.etag": "y" })).toBeUndefined();
  });

  it("demands nothing of an update", () => {
    expect(judge("ns.person", { nick: "K" }, true)).toBeUndefined();
    expect(judge("ns.person", { name: 1 }, true)?.target).toBe("name");
  });

  it("looks at own members alone", () => {
    expect(
      judge("ns.person", JSON.parse('{"name":"Kim","__proto__":{"age":"x"}}') as JsonValue),
    ).toBeUndefined();
    const context = { schemas: {}, partial: false, compiled: new Map() };
    const demand = compileRequestSchema({ type: "object", required: ["toString"] }, context);
    expect(demand({})?.target).toBe("toString");
  });

  it("judges alternatives and one of them", () => {
    const context = { schemas: SCHEMAS, partial: false, compiled: new Map() };
    const any = compileRequestSchema({ anyOf: [{ type: "string" }, { type: "integer" }] }, context);
    expect([any("x"), any(1)]).toEqual([undefined, undefined]);
    expect(any(true)?.detail).toBe("Unexpected true, expected a string");
    const one = compileRequestSchema({ oneOf: [{ type: "number" }, { type: "integer" }] }, context);
    expect(one(1.5)).toBeUndefined();
    expect(one(1)?.detail).toContain("fits 2 alternatives");
  });

  it("judges a value by the type that it names", () => {
    const employee = { name: "Kim", "@odata.type": "#ns.employee" };
    expect(judge("ns.person", { ...employee, salary: 1 })).toBeUndefined();
    expect(judge("ns.person", { ...employee, salary: "much" })?.target).toBe("salary");
    const friends = [{ ...employee, salary: "much" }];
    expect(judge("ns.person", { name: "Jo", friends })?.target).toBe("friends/0/salary");
  });

  it("overlooks what documented bodies are at fault with, in others of the kind", () => {
    const context = { schemas: SCHEMAS, partial: false, compiled: new Map() };
    const validate = compileRequestSchema({ $ref: "#/components/schemas/ns.person" }, context);
    const documented = {
      "@odata.type": "#ns.closed",
      a: 1,
    };
    const pardon = pardonOf(validate, [
      documented,
      { friends: [{ name: "Jo", born: "Date" }], boss: { kind: "x" } },
    ]);
    const judged = (body: JsonValue) => validate(body, pardon)?.target;
    expect(judged({ ...documented, a: 2 })).toBeUndefined();
    expect(judged({ ...documented, a: true })).toBe("a");
    expect(judged({ name: "Kim", friends: [{ name: "a" }, { name: "b", born: "soon" }] })).toBeUndefined();
    expect(judged({ name: "Kim", friends: [{ name: 3 }] })).toBe("friends/0/name");
    expect(judged({ name: "Kim", "@odata.type": "#ns.ghost" })).toBe("@odata.type");
    expect(judged({ name: "Kim", kind: "x" })).toBe("kind");
    expect(judged({ boss: { name: "Mo", kind: "y" } })).toBeUndefined();
  });

  it("restricts nothing by a reference that leads nowhere", () => {
    const context = { schemas: {}, partial: false, compiled: new Map() };
    expect(compileRequestSchema({ $ref: "#/components/schemas/none" }, context)({ a: 1 })).toBeUndefined();
  });
});

describe("a flat schema", () => {
  it("has what it takes over", () => {
    const flat = flatten({ $ref: "#/components/schemas/ns.employee" }, SCHEMAS);
    expect(flat).toMatchObject({ keyProperty: "id", name: "ns.employee" });
    expect([...flat.required].sort()).toEqual(["id", "name"]);
    expect(flat.properties.has("friends")).toBe(true);
  });
});

describe("a sample", () => {
  it("is the least that fits", () => {
    expect(sampleOf({ $ref: "#/components/schemas/ns.person" }, SCHEMAS)).toEqual({
      "@odata.type": "#ns.person",
      id: "text",
      name: "text",
    });
    expect(sampleOf({ type: "array", items: { type: "string" } }, SCHEMAS)).toEqual([]);
  });

  it("ends where a type demands itself", () => {
    const schemas: Record<string, Schema> = {
      a: { type: "object", properties: { a: { $ref: "#/components/schemas/a" } }, required: ["a"] },
    };
    expect(JSON.stringify(sampleOf({ $ref: "#/components/schemas/a" }, schemas)).length).toBeLessThan(200);
  });
});
