import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import type { OpenApiDocument } from "../../../spec/openapi/index.ts";
import type { Interaction, PactFile } from "../../pact/pact.ts";
import { loadDredd, runDredd } from "../dredd/dredd.ts";
import { shownBody } from "../dredd/shown-body.ts";
import { descriptionForDredd } from "../dredd/transactions.ts";
import { verify } from "./verify.ts";

const SOURCE = { page: "notes.md", line: 1 };
const NAMES = ["first", "second", "third"];

const document: OpenApiDocument = {
  openapi: "3.0.3",
  info: { title: "Notes", version: "1" },
  servers: [],
  security: [],
  paths: Object.fromEntries(
    NAMES.map((name) => [
      `/${name}`,
      {
        get: {
          operationId: name,
          responses: {
            "200": {
              description: "",
              content: {
                "application/json": {
                  schema: {
                    type: "object",
                    properties: { id: { type: "string", "x-source": { page: "notes.md", line: 9 } } },
                  },
                },
              },
            },
          },
          "x-source": SOURCE,
        },
      },
    ]),
  ),
  components: { schemas: {}, securitySchemes: {} },
};

const contracts: readonly PactFile[] = [
  {
    consumer: { name: "documentation" },
    provider: { name: "notes" },
    interactions: NAMES.map(
      (name): Interaction => ({
        type: "Synchronous/HTTP",
        key: name,
        description: name,
        pending: false,
        comments: {
          text: [],
          references: {
            documentation: { page: "notes.md", line: 2, responseLine: 3 },
            openapi: { operationId: name, method: "GET", path: `/${name}` },
          },
          "graph-contracts": { tier: "documented" },
        },
        request: { method: "GET", path: `/${name}` },
        response: {
          status: 200,
          body: { contentType: "application/json", encoded: false, content: { id: "a" } },
        },
      }),
    ),
    metadata: { pactSpecification: { version: "4.0" } },
  },
];

const servers: http.Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(answer: (name: string, response: http.ServerResponse) => void): Promise<URL> {
  const server = http.createServer((incoming, outgoing) => answer((incoming.url ?? "").slice(1), outgoing));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

const run = (target: URL, options: { overallMs?: number; breaks?: boolean } = {}) =>
  verify({
    target,
    document,
    contracts,
    parameters: {},
    token: "token",
    headers: [],
    secrets: [],
    timeoutMs: 5000,
    overallMs: options.overallMs ?? 60_000,
    consistencyMs: 2000,
    only: ["documented"],
    skip: [],
    strict: false,
    citation: (source) => {
      // Only a finding asks for the line of the property.
      if (options.breaks && source.line === 9) throw new Error("the judgement broke");
      return { kind: "page", source, display: `${source.page}:${source.line}` };
    },
    signal: new AbortController().signal,
    version: "0",
  });

const json = (response: http.ServerResponse, body: string): void => {
  response.writeHead(200, { "content-type": "application/json" }).end(body);
};

describe("a run's own trouble", () => {
  it("is none with two million nested arrays: the answer fails, and the others are judged", async () => {
    const nested = "[".repeat(2_000_000) + "]".repeat(2_000_000);
    const url = await serve((name, response) => json(response, name === "second" ? nested : '{"id":"a"}'));
    const { outcome, results } = await run(url);
    expect(results.map((one) => one.outcome)).toEqual(["passed", "failed", "passed"]);
    expect(outcome).toBe("deviates");
  });

  it("ends within the time for the whole run, though the target trickles", async () => {
    const url = await serve((_name, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.write("{");
    });
    const { outcome, reason, results } = await run(url, { overallMs: 200 });
    expect(outcome).toBe("incomplete");
    expect(reason).toContain("within 0.2 s");
    expect(results.map((one) => one.outcome)).toEqual(["skipped", "skipped", "skipped"]);
  });

  it("leaves a check unjudged, says why, and judges the others", async () => {
    const url = await serve((name, response) =>
      json(response, name === "second" ? '{"id":1}' : '{"id":"a"}'),
    );
    const { outcome, reason, results } = await run(url, { breaks: true });
    expect(results.map((one) => one.outcome)).toEqual(["passed", "skipped", "passed"]);
    expect(results[1]?.reason).toBe("not judged: the judgement broke");
    expect(outcome).toBe("incomplete");
    expect(reason).toContain("second/documented could not be judged: the judgement broke");
  });

  it("is told of Dredd, with the transaction that it was at", async () => {
    const loaded = loadDredd();
    const url = await serve((_name, response) => json(response, "{}"));
    const transaction = (id: string) => ({
      ...{ name: id, id, host: url.hostname, port: url.port, protocol: "http:", fullPath: `/${id}` },
      request: { method: "GET", uri: `/${id}`, headers: {} },
      expected: { statusCode: "200", headers: {} },
      ...{ origin: {}, skip: false },
    });
    try {
      const { results, crash } = await runDredd(loaded, {
        endpoint: url.href,
        description: { location: "", content: descriptionForDredd(document, []) },
        transactions: ["a", "b", "c"].map(transaction),
        before: async () => undefined,
        // What Dredd itself cannot take: it throws while it compares.
        judge: async (one) => {
          if (one.id === "b")
            Object.defineProperty(one, "expected", {
              get: () => {
                throw new Error("out of stack");
              },
            });
        },
        broken: () => undefined,
      });
      expect(results.filter(({ id }) => id !== "b")).toMatchObject([{ id: "a", outcome: "pass" }]);
      expect(crash).toMatchObject({ id: "b", error: { message: "out of stack" } });
    } finally {
      loaded.close();
    }
  });
});

describe("the body that Dredd is given", () => {
  const text = (body: string): string => Buffer.from(shownBody(Buffer.from(body))).toString();
  it("is the answer's own, unless that is long or deep", () => {
    expect(text('{"a":[1]}')).toBe('{"a":[1]}');
    expect(text("a".repeat(100_000)).length).toBeLessThan(17_000);
    expect(text("[".repeat(5000)).length).toBeLessThan(500);
  });
});
