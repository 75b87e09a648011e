import { Buffer } from "node:buffer";
import http from "node:http";
import type { AddressInfo } from "node:net";
import type { OpenApiDocument } from "../../../../spec/openapi/index.ts";
import { createProxy, type ProxyEvent, type ProxyOptions, type ValidatingProxy } from "../index.ts";

/** What a client got: everything as it came over the connection. */
export interface Received {
  readonly status: number;
  readonly reason: string;
  readonly rawHeaders: readonly string[];
  readonly headers: http.IncomingHttpHeaders;
  readonly rawTrailers: readonly string[];
  readonly body: Buffer;
  /** Whether it arrived to its end. */
  readonly complete: boolean;
}

export interface Sent {
  readonly method?: string;
  readonly path: string;
  /** Names and values in turn. */
  readonly headers?: readonly string[];
  readonly body?: Buffer | string | readonly Buffer[];
}

/** Sends one request over a connection of its own; a list as the body goes in chunks. */
export function send(origin: string, { method = "GET", path, headers = [], body }: Sent): Promise<Received> {
  return new Promise((resolve, reject) => {
    const { hostname, port, host } = new URL(origin);
    const fields = ["Host", host, ...headers, "Connection", "close"];
    if (typeof body === "string" || Buffer.isBuffer(body))
      fields.push("Content-Length", String(Buffer.byteLength(body)));
    else if (body) fields.push("Transfer-Encoding", "chunked");
    else if (method === "POST") fields.push("Content-Length", "0");
    const options = { hostname, port, method, path, agent: false, headers: fields as never };
    const request = http.request(options, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", () => undefined);
      response.on("close", () =>
        resolve({
          status: response.statusCode ?? 0,
          reason: response.statusMessage ?? "",
          rawHeaders: response.rawHeaders,
          headers: response.headers,
          rawTrailers: response.rawTrailers,
          body: Buffer.concat(chunks),
          complete: response.complete,
        }),
      );
    });
    request.on("error", reject);
    for (const chunk of Array.isArray(body) ? (body as readonly Buffer[]) : []) request.write(chunk);
    request.end(typeof body === "string" || Buffer.isBuffer(body) ? body : undefined);
  });
}

export interface Listening {
  readonly origin: string;
  close(): Promise<void>;
}

export async function listen(listener: http.RequestListener): Promise<Listening> {
  const server = http.createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export interface Stage {
  /** The upstream itself, and the proxy in front of it. */
  readonly direct: string;
  readonly proxied: string;
  readonly events: ProxyEvent[];
  readonly proxy: ValidatingProxy;
  close(): Promise<void>;
}

/** An upstream with the proxy in front of it, both on free ports. */
export async function stage(
  listener: http.RequestListener,
  changes: Partial<ProxyOptions> = {},
): Promise<Stage> {
  const upstream = await listen(listener);
  const events: ProxyEvent[] = [];
  const proxy = createProxy({
    upstream: new URL(`${upstream.origin}/beta`),
    document: DOCUMENT,
    citation: (source) => ({ kind: "page", source, display: `pages/${source.page}:${source.line}` }),
    fail: false,
    record: false,
    timeoutMs: 10_000,
    judgedBytes: 64 * 1024,
    onEvent: (event) => void events.push(event),
    ...changes,
  });
  const front = await listen(proxy.listener);
  return {
    direct: upstream.origin,
    proxied: front.origin,
    events,
    proxy,
    async close() {
      await front.close();
      proxy.close();
      await upstream.close();
    },
  };
}

const at = (line: number): { page: string; line: number } => ({ page: "things.md", line });

/** Things that can be made, listed and read, and a photo of each. */
export const DOCUMENT: OpenApiDocument = {
  openapi: "3.0.3",
  info: { title: "Things", version: "beta" },
  servers: [{ url: "https://graph.example.com/beta" }],
  security: [{ bearer: [] }],
  paths: {
    "/things": {
      post: {
        operationId: "postThings",
        requestBody: {
          required: true,
          content: { "application/json": { schema: { $ref: "#/components/schemas/thing" } } },
          "x-source": at(20),
        },
        responses: {
          "201": {
            description: "Created.",
            content: {
              "application/json": {
                schema: {
                  allOf: [
                    { $ref: "#/components/schemas/thing" },
                    { type: "object", required: ["@odata.type", "id"] },
                  ],
                },
              },
            },
            "x-source": at(30),
          },
        },
        "x-source": at(10),
      },
      get: {
        operationId: "getThings",
        parameters: [{ name: "$top", in: "query", schema: { type: "integer" }, "x-source": at(12) }],
        responses: {
          "200": {
            description: "OK.",
            content: {
              "application/json": {
                schema: {
                  type: "object",
                  properties: { value: { type: "array", items: { $ref: "#/components/schemas/thing" } } },
                  required: ["value"],
                },
              },
            },
            "x-source": at(40),
          },
        },
        "x-source": at(11),
      },
    },
    "/things/{thingId}/photo": {
      get: {
        operationId: "getPhoto",
        parameters: [
          { name: "thingId", in: "path", required: true, schema: { type: "string" } },
          { name: "If-Match", in: "header", required: true, schema: { type: "string" }, "x-source": at(51) },
        ],
        responses: {
          "200": { description: "OK.", content: { "image/jpeg": {} }, "x-source": at(60) },
          "302": { description: "Found.", "x-source": at(61) },
        },
        "x-source": at(50),
      },
    },
  },
  components: {
    schemas: {
      thing: {
        type: "object",
        properties: {
          "@odata.type": { type: "string", enum: ["#microsoft.graph.thing"], "x-source": at(31) },
          id: { type: "string", minLength: 1, readOnly: true, "x-source": at(32) },
          name: { type: "string", "x-source": at(33) },
        },
        required: ["id"],
        additionalProperties: true,
        "x-key-property": "id",
        "x-source": at(30),
      },
    },
    securitySchemes: { bearer: { type: "http", scheme: "bearer" } },
  },
};

export const TYPE = "#microsoft.graph.thing";
export const HEADERS: readonly string[] = [
  "Authorization",
  "Bearer a-secret-token",
  "Content-Type",
  "application/json",
];
/** A create that fits the document. */
export const CREATE: Sent = { method: "POST", path: "/beta/things", headers: HEADERS, body: '{"name":"a"}' };
