import { describe, expect, it } from "vitest";
import type { OpenApiDocument } from "../../spec/openapi/index.ts";
import { createMock } from "../index.ts";

const SOURCE = { page: "shelf.md", line: 1 };
const content = { "application/json": { schema: { $ref: "#/components/schemas/shelf" } } };
const document: OpenApiDocument = {
  openapi: "3.0.3",
  info: { title: "Shelves", version: "1" },
  servers: [{ url: "https://shelves.example/v1.0" }],
  security: [],
  paths: {
    "/shelves": {
      post: {
        operationId: "post",
        requestBody: { content },
        responses: { "201": { description: "", content } },
        "x-source": SOURCE,
      },
    },
    "/shelves/{id}": {
      get: { operationId: "get", responses: { "200": { description: "", content } }, "x-source": SOURCE },
      patch: {
        operationId: "patch",
        requestBody: { content },
        responses: { "200": { description: "", content } },
        "x-source": SOURCE,
      },
    },
  },
  components: {
    schemas: {
      shelf: {
        type: "object",
        properties: { id: { type: "string" }, name: { type: "string", nullable: true } },
        additionalProperties: true,
        "x-key-property": "id",
      },
    },
    securitySchemes: {},
  },
};

async function changed(change: object): Promise<Record<string, unknown>> {
  const mock = createMock({ document });
  const send = (method: string, path: string, body: object) =>
    mock.request(`/v1.0${path}`, {
      method,
      headers: { Authorization: "Bearer token", "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
  const { id } = (await (await send("POST", "/shelves", { name: "one", note: "kept" })).json()) as {
    id: string;
  };
  expect((await send("PATCH", `/shelves/${id}`, change)).status).toBe(200);
  const read = await mock.request(`/v1.0/shelves/${id}`, { headers: { Authorization: "Bearer token" } });
  return (await read.json()) as Record<string, unknown>;
}

describe("a change", () => {
  it("sets what the pages know and leaves the rest", async () => {
    expect(await changed({ name: "two" })).toMatchObject({ name: "two" });
  });

  it("clears a property with null", async () => {
    expect(await changed({ name: null })).toMatchObject({ name: null });
  });

  it("does not store what neither the object nor the pages know", async () => {
    expect(await changed({ name: "two", surprise: 1 })).not.toHaveProperty("surprise");
  });

  it("stores what the object has already, and what a named type may have", async () => {
    expect(await changed({ note: "new" })).toMatchObject({ note: "new" });
    expect(await changed({ "@odata.type": "#shelf", surprise: 1 })).toMatchObject({ surprise: 1 });
  });
});
