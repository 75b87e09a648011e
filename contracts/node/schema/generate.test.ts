import { describe, expect, it } from "vitest";
import type { OpenApiDocument } from "../../../spec/openapi/index.ts";
import { generateBody } from "./generate.ts";

const DOCUMENT: OpenApiDocument = {
  openapi: "3.0.3",
  info: { title: "Things", version: "1" },
  servers: [],
  security: [],
  paths: {
    "/things": {
      get: {
        operationId: "listThings",
        responses: {
          "200": {
            description: "A list.",
            content: {
              "application/json": {
                schema: {
                  type: "object",
                  properties: { value: { type: "array", items: { $ref: "#/components/schemas/thing" } } },
                  required: ["value"],
                },
              },
            },
          },
          "204": { description: "Nothing." },
        },
        "x-source": { page: "things.md", line: 1 },
      },
    },
  },
  components: {
    schemas: {
      thing: {
        type: "object",
        properties: { size: { type: "integer" }, next: { $ref: "#/components/schemas/thing" } },
        required: ["size"],
        additionalProperties: true,
      },
    },
    securitySchemes: {},
  },
};

const wanted = (seed: string, status = 200, operationId = "listThings") =>
  generateBody(DOCUMENT, { operationId, status, seed });

describe("a generated body", () => {
  it("fits the schema, lists something and makes up no properties", async () => {
    const body = (await wanted("a")) as { value: { size: number }[] };
    expect(Object.keys(body)).toEqual(["value"]);
    expect(body.value.length).toBeGreaterThan(0);
    for (const thing of body.value) {
      expect(Number.isInteger(thing.size)).toBe(true);
      expect(["next", "size"]).toEqual(expect.arrayContaining(Object.keys(thing)));
    }
  });

  it("repeats with its seed, and differs with another", async () => {
    expect(await wanted("a")).toEqual(await wanted("a"));
    expect(await wanted("a")).not.toEqual(await wanted("b"));
  });

  it("is none where there is nothing to go by", async () => {
    expect(await wanted("a", 204)).toBeUndefined();
    expect(await wanted("a", 404)).toBeUndefined();
    expect(await wanted("a", 200, "unknown")).toBeUndefined();
  });
});
