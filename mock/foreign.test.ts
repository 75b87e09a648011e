/** Descriptions that other tools wrote: references everywhere, no extensions of ours, no versions. */
import { describe, expect, it } from "vitest";
import type { OpenApiDocument } from "../spec/openapi/index.ts";
import { createMock } from "./index.ts";

const PETS = {
  openapi: "3.0.3",
  info: { title: "Pets", version: "1" },
  paths: {
    "/pets": {
      get: { responses: { "200": { $ref: "#/components/responses/Pets" } } },
      post: {
        requestBody: { $ref: "#/components/requestBodies/Pet" },
        responses: {
          "201": {
            description: "Made.",
            content: {
              "application/json": {
                schema: { $ref: "#/components/schemas/Pet" },
                examples: {
                  one: { $ref: "#/components/examples/Rex" },
                  far: { externalValue: "https://example.com" },
                },
              },
            },
          },
        },
      },
    },
    "/pets/{petId}": {
      parameters: [{ $ref: "#/components/parameters/petId" }],
      get: {
        responses: {
          "200": {
            description: "One.",
            content: {
              "application/json": {
                schema: { $ref: "#/components/schemas/Pet" },
                example: { id: 1, name: "Rex" },
              },
            },
          },
        },
      },
      delete: { responses: { default: { description: "Whatever." } } },
      head: { responses: { "200": { $ref: "#/components/responses/Loop" } } },
    },
  },
  components: {
    schemas: {
      Pet: {
        type: "object",
        required: ["name"],
        properties: { id: { type: "integer", readOnly: true }, name: { type: "string" } },
      },
    },
    requestBodies: {
      Pet: {
        required: true,
        content: { "application/json": { schema: { $ref: "#/components/schemas/Pet" } } },
      },
    },
    responses: {
      Pets: {
        description: "All.",
        content: {
          "application/json": {
            schema: { type: "object", required: ["value"], properties: { value: { type: "array" } } },
          },
        },
      },
      Loop: { $ref: "#/components/responses/Loop" },
    },
    examples: { Rex: { value: { id: 1, name: "Rex" } } },
  },
} as unknown as OpenApiDocument;

describe("a mock of a description by somebody else", () => {
  const mock = createMock({ document: PETS, auth: "off" });
  const send = async (method: string, path: string, body?: unknown) => {
    const init =
      body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { "content-type": "application/json" } };
    const response = await mock.request(path, { method, ...init });
    const text = await response.text();
    return { status: response.status, json: text === "" ? undefined : JSON.parse(text) };
  };

  it("makes up the least of a body that no example shows", async () => {
    expect(await send("GET", "/pets")).toEqual({ status: 200, json: { value: [] } });
  });

  it("creates from what it refers to, and judges by it", async () => {
    const created = await send("POST", "/pets", { name: "Tom" });
    expect(created).toEqual({ status: 201, json: { id: expect.any(Number), name: "Tom" } });
    expect(await send("GET", `/pets/${created.json.id}`)).toEqual({ status: 200, json: created.json });
    expect((await send("POST", "/pets", {})).status).toBe(400);
    expect((await send("POST", "/pets", { name: 1 })).json.error.details).toMatchObject([{ target: "name" }]);
  });

  it("claims nothing where nothing is documented, and survives a reference in a circle", async () => {
    const { json } = await send("POST", "/pets", { name: "Ann" });
    expect((await send("DELETE", `/pets/${json.id}`)).status).toBe(204);
    expect((await send("GET", `/pets/${json.id}`)).status).toBe(404);
    expect((await mock.request("/pets/1", { method: "HEAD" })).status).toBeLessThan(500);
  });
});
