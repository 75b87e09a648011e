import { describe, expect, it } from "vitest";
import type { OpenApiDocument } from "../../spec/openapi/index.ts";
import type { Interaction } from "../pact/pact.ts";
import { plan } from "./plan.ts";

const NAMES = Array.from({ length: 20 }, (_, index) => `things${index}`);
const SOURCE = { page: "things.md", line: 1 };

const document: OpenApiDocument = {
  openapi: "3.0.3",
  info: { title: "Things", version: "1" },
  servers: [],
  security: [],
  paths: Object.fromEntries(
    NAMES.map((name) => {
      const responses = {
        "200": { description: "" },
        "202": { description: "" },
        "404": { description: "" },
      };
      return [`/${name}`, { get: { operationId: name, responses, "x-source": SOURCE } }];
    }),
  ),
  components: { schemas: {}, securitySchemes: {} },
};

const interaction = (name: string): Interaction => ({
  ...{ type: "Synchronous/HTTP", key: name, description: name, pending: false },
  comments: {
    text: [],
    references: {
      documentation: { page: "things.md", line: 1, responseLine: 2 },
      openapi: { operationId: name, method: "GET", path: `/${name}` },
    },
    "graph-contracts": { tier: "documented" },
  },
  request: { method: "GET", path: `/${name}` },
  response: { status: 200 },
});

describe("the plan of many operations", () => {
  const checks = plan({
    document,
    contracts: [
      {
        consumer: { name: "documentation" },
        provider: { name: "things" },
        interactions: NAMES.map(interaction),
        metadata: { pactSpecification: { version: "4.0" } },
      },
    ],
    parameters: {},
    citation: (source) => ({ kind: "page", source, display: "" }),
    guid: () => "",
  });
  const operations = (name: string): number =>
    checks.filter(({ check }) => check.id.endsWith(`/${name}`)).length;

  it("takes every documented success for one", () => {
    const statuses = checks
      .filter(({ stage }) => stage === "documented")
      .map(({ expect }) => expect.statuses);
    expect(statuses).toEqual(NAMES.map(() => [200, 202]));
  });

  it("looks at the authorization of each of them, and at the platform's rules once", () => {
    expect(operations("refuse-no-token")).toBe(NAMES.length);
    expect(operations("refuse-other-scheme")).toBe(NAMES.length);
    expect(operations("refuse-empty-token")).toBe(1);
    expect(operations("accept-compressed")).toBe(1);
  });
});
