import http from "node:http";
import type { AddressInfo } from "node:net";
import {
  isJsonObject,
  type JsonValue,
  type OpenApiDocument,
  type Operation,
  type Schema,
} from "../../../../spec/openapi/index.ts";
import type { Verdict } from "../../../judge/verdict.ts";
import type { Interaction, PactFile } from "../../../pact/pact.ts";
import type { VerifyOptions } from "../options.ts";
import { verify } from "../verify.ts";

const SOURCE = { page: "things.md", line: 1 };
/** An API of things, which can be made, read, changed and deleted. */
export const EXAMPLE = { id: "documented-id", name: "A", size: 1 };

const thing: Schema = {
  type: "object",
  properties: {
    id: { type: "string", readOnly: true, minLength: 1 },
    name: { type: "string" },
    size: { type: "integer" },
    // Leads round in a circle, as relationships do.
    parent: { $ref: "#/components/schemas/thing" },
    parts: { type: "array", items: { $ref: "#/components/schemas/thing" } },
  },
  required: ["id"],
  "x-key-property": "id",
};

function operation(operationId: string, status: string, withBody: boolean): Operation {
  const content = { "application/json": { schema: { $ref: "#/components/schemas/thing" } } };
  return {
    operationId,
    ...(withBody ? { requestBody: { content } } : {}),
    responses: { [status]: { description: "", ...(status === "204" ? {} : { content }) } },
    "x-source": SOURCE,
  };
}

export const document: OpenApiDocument = {
  openapi: "3.0.3",
  info: { title: "Things", version: "1" },
  servers: [],
  security: [],
  paths: {
    "/things/{thingId}": {
      delete: operation("deleteThing", "204", false),
      get: operation("getThing", "200", false),
      patch: operation("updateThing", "200", true),
    },
    "/things": { post: operation("postThings", "201", true) },
  },
  components: { schemas: { thing }, securitySchemes: {} },
};

interface Exchanged {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly body?: JsonValue;
  readonly answer?: JsonValue;
}

export function interaction({ operationId, method, path, status, body, answer }: Exchanged): Interaction {
  const json = (content: JsonValue) => ({
    body: { contentType: "application/json", encoded: false, content } as const,
  });
  return {
    type: "Synchronous/HTTP",
    key: `thing-${operationId}`,
    description: operationId,
    pending: false,
    comments: {
      text: [],
      references: {
        documentation: { page: "things.md", line: 10, responseLine: 20 },
        openapi: { operationId, method, path: path.replace("documented-id", "{thingId}") },
      },
      "graph-contracts": { tier: "documented" },
    },
    request: { method, path, ...(body === undefined ? {} : json(body)) },
    response: { status, ...(answer === undefined ? {} : json(answer)) },
  };
}

/** Deleting and reading stand before creating, as pages come in any order. */
export const family = (answer: JsonValue = EXAMPLE): PactFile => ({
  consumer: { name: "documentation" },
  provider: { name: "things" },
  interactions: [
    interaction({ operationId: "deleteThing", method: "DELETE", path: "/things/documented-id", status: 204 }),
    interaction({
      operationId: "getThing",
      method: "GET",
      path: "/things/documented-id",
      status: 200,
      answer,
    }),
    interaction({
      operationId: "updateThing",
      method: "PATCH",
      path: "/things/documented-id",
      status: 200,
      body: { name: "B" },
      answer,
    }),
    interaction({
      operationId: "postThings",
      method: "POST",
      path: "/things",
      status: 201,
      body: { name: "A" },
      answer,
    }),
  ],
  metadata: { pactSpecification: { version: "4.0" } },
});

/** A server that knows no documented object, only what was created. */
export async function serve(
  shown: (thing: { [name: string]: JsonValue }) => JsonValue = (one) => one,
  options: { readonly lagMs?: number; readonly open?: readonly string[] } = {},
): Promise<{ url: URL; log: string[]; close: () => void }> {
  const things = new Map<string, { [name: string]: JsonValue }>();
  /** When each thing can be read for the first time: a store with replicas takes a moment. */
  const readable = new Map<string, number>();
  const log: string[] = [];
  const server = http.createServer((incoming, outgoing) => {
    let text = "";
    incoming.on("data", (chunk: Buffer) => {
      text += chunk.toString();
    });
    incoming.on("end", () => {
      const { method = "", url = "" } = incoming;
      const id = /^\/things\/([^/]+)$/.exec(url)?.[1];
      const isReadable = id !== undefined && Date.now() >= (readable.get(id) ?? 0);
      const known = isReadable ? things.get(id) : undefined;
      const answer = (status: number, value?: JsonValue): void => {
        log.push(`${method} ${url} ${status}`);
        outgoing.writeHead(status, value === undefined ? {} : { "content-type": "application/json" });
        outgoing.end(value === undefined ? undefined : JSON.stringify(value));
      };
      const refuse = (status: number): void => answer(status, { error: { code: "no", message: "No." } });
      const isOpen = options.open?.includes(method) === true;
      if (!isOpen && !/^Bearer \S/.test(incoming.headers.authorization ?? "")) return refuse(401);
      if (url !== "/things" && !known) return refuse(404);
      if (known && method === "DELETE") {
        things.delete(String(id));
        return answer(204);
      }
      if (known && method === "GET") return answer(200, shown(known));
      if (method !== "POST" && !(known && method === "PATCH")) return refuse(405);
      if (!/^application\/json/.test(incoming.headers["content-type"] ?? "")) return refuse(415);
      let body: JsonValue;
      try {
        body = JSON.parse(text) as JsonValue;
      } catch {
        return refuse(400);
      }
      if (!isJsonObject(body)) return refuse(400);
      const { name } = body;
      if (name !== undefined && typeof name !== "string") return refuse(400);
      const own = name === undefined ? {} : { name };
      if (known) return answer(200, shown(Object.assign(known, own)));
      const made = { size: 1, ...own, id: `t${things.size + log.length}` };
      things.set(made.id, made);
      readable.set(made.id, Date.now() + (options.lagMs ?? 0));
      answer(201, shown(made));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`), log, close };
}

export const run = (
  target: URL,
  contracts: readonly PactFile[],
  only: readonly string[] = [],
  options: Partial<VerifyOptions> = {},
): Promise<Verdict> =>
  verify({
    target,
    document,
    contracts,
    parameters: {},
    token: "token",
    headers: [],
    secrets: [],
    timeoutMs: 5000,
    overallMs: 60_000,
    consistencyMs: 2000,
    only,
    skip: [],
    strict: false,
    citation: (source) => ({ kind: "page", source, display: `${source.page}:${source.line}` }),
    signal: new AbortController().signal,
    version: "0",
    ...options,
  });
