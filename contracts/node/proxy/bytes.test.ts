/** What passes the proxy comes out as it went in, on both sides. */
import { Buffer } from "node:buffer";
import type http from "node:http";
import { brotliCompressSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  CREATE,
  HEADERS,
  listen,
  type Received,
  type Sent,
  type Stage,
  send,
  stage,
  TYPE,
} from "./testing/stage.ts";

const THING = JSON.stringify({ "@odata.type": TYPE, id: "1", name: "\u{1F388} Zoë" });
const JSON_FIELDS = ["Content-Type", "application/json;odata.metadata=minimal"];
const BINARY = Buffer.from(Array.from({ length: 1024 }, (_, index) => (index * 7) % 256));
const LARGE = Buffer.alloc(300 * 1024, "0123456789abcdef");

type Answer = (outgoing: http.ServerResponse) => void;
const answer =
  (status: number, fields: readonly string[], body?: Buffer | string): Answer =>
  (outgoing) => {
    const length = body === undefined ? [] : ["Content-Length", String(Buffer.byteLength(body))];
    outgoing.writeHead(status, [...fields, ...length]);
    outgoing.end(body);
  };

/** By the path's last segment; each is asked for directly and through the proxy. */
const ANSWERS: Readonly<Record<string, Answer>> = {
  json: answer(201, JSON_FIELDS, THING),
  gzip: answer(201, [...JSON_FIELDS, "Content-Encoding", "gzip"], gzipSync(THING)),
  brotli: answer(201, [...JSON_FIELDS, "Content-Encoding", "br"], brotliCompressSync(THING)),
  chunked: (outgoing) => {
    outgoing.writeHead(201, JSON_FIELDS);
    for (const byte of Buffer.from(THING)) outgoing.write(Buffer.from([byte]));
    outgoing.end();
  },
  trailers: (outgoing) => {
    const announced = outgoing.req.method === "HEAD" ? [] : ["Trailer", "X-Sum"];
    outgoing.writeHead(201, [...JSON_FIELDS, ...announced]);
    outgoing.write(THING);
    outgoing.addTrailers({ "X-Sum": "1" });
    outgoing.end();
  },
  binary: answer(200, ["Content-Type", "image/jpeg"], BINARY),
  "binary-as-json": answer(201, JSON_FIELDS, BINARY),
  empty: answer(201, JSON_FIELDS, ""),
  "no-content": answer(204, ["X-Nothing", ""]),
  "not-modified": answer(304, ["ETag", '"1"']),
  "large-json": answer(
    201,
    JSON_FIELDS,
    JSON.stringify({ "@odata.type": TYPE, id: "1", text: LARGE.toString() }),
  ),
  "large-gzip": answer(200, [...JSON_FIELDS, "Content-Encoding", "gzip"], gzipSync(LARGE)),
  "large-binary": answer(200, ["Content-Type", "application/octet-stream"], LARGE),
  error: answer(404, JSON_FIELDS, '{"error":{"code":"x","message":"y"}}'),
  "error-html": answer(500, ["Content-Type", "text/html"], "<h1>No</h1>"),
  redirect: answer(302, ["Location", "http://elsewhere.example/beta/me?a=b#c"], ""),
  fields: (outgoing) => {
    outgoing.sendDate = false;
    outgoing.writeHead(201, "Made By Hand", [
      ...[
        "X-First",
        "1",
        "set-cookie",
        "a=b; Path=/",
        "Set-Cookie",
        "c=d",
        "content-TYPE",
        "application/json",
      ],
      ...[
        "X-Latin",
        "caf\u00e9",
        "Vary",
        "A",
        "Vary",
        "B",
        "Content-Length",
        String(Buffer.byteLength(THING)),
      ],
    ]);
    outgoing.end(Buffer.from(THING));
  },
};

/** Fields without those of the connection, and without what the proxy adds at the end. */
function endToEnd({ rawHeaders }: Received): readonly string[] {
  const own = new Set(["connection", "keep-alive", "transfer-encoding", "date"]);
  return Array.from({ length: rawHeaders.length / 2 }, (_, index) => index * 2)
    .filter((index) => !own.has(rawHeaders[index]?.toLowerCase() ?? ""))
    .filter((index) => !rawHeaders[index]?.startsWith("graph-contracts-"))
    .flatMap((index) => [rawHeaders[index] ?? "", rawHeaders[index + 1] ?? ""]);
}

const visible = (received: Received): unknown => ({
  status: received.status,
  reason: received.reason,
  fields: endToEnd(received),
  body: received.body.toString("base64"),
  trailers: received.rawTrailers,
  complete: received.complete,
});

describe("an answer", () => {
  let on: Stage;
  beforeAll(async () => {
    on = await stage((incoming, outgoing) => {
      incoming.resume();
      const name = /answer=([\w-]+)/.exec(incoming.url ?? "")?.[1] ?? "";
      ANSWERS[name]?.(outgoing);
    });
  });
  afterAll(() => on.close());

  const requests: readonly Sent[] = [
    CREATE,
    { path: "/beta/things", headers: HEADERS },
    { path: "/beta/things/1/photo", headers: HEADERS },
    { path: "/elsewhere" },
    { method: "HEAD", path: "/beta/things", headers: HEADERS },
  ];
  it.each(Object.keys(ANSWERS))("that is '%s' passes unchanged", async (name) => {
    for (const request of requests) {
      const asked = { ...request, path: `${request.path}?answer=${name}` };
      expect(visible(await send(on.proxied, asked))).toEqual(visible(await send(on.direct, asked)));
    }
  });

  it("keeps the upstream's Date, and adds none", async () => {
    const asked = { ...CREATE, path: "/beta/things?answer=fields" };
    expect((await send(on.proxied, asked)).headers.date).toBeUndefined();
  });
});

describe("a request", () => {
  let on: Stage;
  let seen: { head: readonly string[]; method: string; url: string; body: Buffer } | undefined;
  beforeAll(async () => {
    on = await stage((incoming, outgoing) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("end", () => {
        const { rawHeaders, method = "", url = "" } = incoming;
        seen = { head: rawHeaders, method, url, body: Buffer.concat(chunks) };
        outgoing.end();
      });
    });
  });
  afterAll(() => on.close());

  const seenOf = async (origin: string, request: Sent): Promise<unknown> => {
    await send(origin, request);
    const head = seen?.head ?? [];
    const pairs = Array.from(
      { length: head.length / 2 },
      (_, index) => `${head[index * 2]}: ${head[index * 2 + 1]}`,
    );
    const kept = pairs.filter((one) => !/^(?:host|connection|transfer-encoding):/i.test(one));
    return { method: seen?.method, url: seen?.url, body: seen?.body.toString("base64"), kept: kept.sort() };
  };

  it.each<[string, Sent]>([
    ["with a JSON body", CREATE],
    [
      "with a compressed body",
      { ...CREATE, headers: [...HEADERS, "Content-Encoding", "gzip"], body: gzipSync("{}") },
    ],
    ["with a chunked body", { ...CREATE, body: [Buffer.from('{"na'), Buffer.from('me":"a"}')] }],
    ["with a binary body", { method: "PUT", path: "/beta/x", body: BINARY }],
    ["without a body", { path: "/beta/things?$top=1&$filter=name%20eq%20'a'", headers: HEADERS }],
    ["with an empty body", { method: "POST", path: "/beta/things", headers: HEADERS }],
    [
      "with repeated and odd fields",
      { path: "/beta/things", headers: ["X-A", "1", "x-a", "2", "Cookie", "a=b"] },
    ],
    ["with a path that a URL would normalise", { path: "/beta/./a/../things//x?y=%2f" }],
    ["that deletes", { method: "DELETE", path: "/beta/things/1", headers: HEADERS }],
  ])("%s reaches the upstream unchanged", async (_name, request) => {
    expect(await seenOf(on.proxied, request)).toEqual(await seenOf(on.direct, request));
  });

  it("names the upstream as its host, and keeps the fields of its connection to itself", async () => {
    await send(on.proxied, { path: "/beta/things", headers: ["Keep-Alive", "timeout=1", "TE", "trailers"] });
    const names = seen?.head.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
    expect(seen?.head[seen.head.indexOf("Host") + 1]).toBe(new URL(on.direct).host);
    expect(names).not.toContain("keep-alive");
    expect(names).not.toContain("te");
  });
});

describe("any bytes", () => {
  it("come back as they were sent, in whatever pieces", async () => {
    const echo: http.RequestListener = (incoming, outgoing) => {
      outgoing.writeHead(201, [
        "Content-Type",
        incoming.headers["x-type"] === "json" ? "application/json" : "x/y",
      ]);
      incoming.pipe(outgoing);
    };
    const on = await stage(echo, { judgedBytes: 200 });
    try {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.uint8Array({ minLength: 1, maxLength: 150 }), { minLength: 1, maxLength: 5 }),
          fc.constantFrom("json", "other"),
          fc.constantFrom("/beta/things", "/beta/unknown"),
          async (pieces, type, path) => {
            const body = pieces.map((piece) => Buffer.from(piece));
            const received = await send(on.proxied, {
              method: "POST",
              path,
              headers: ["X-Type", type],
              body,
            });
            expect(received.status).toBe(201);
            expect(received.body.equals(Buffer.concat(body))).toBe(true);
          },
        ),
        { numRuns: 60 },
      );
    } finally {
      await on.close();
    }
  });
});

it("passes a stream on while it goes on", async () => {
  let finish = (): void => undefined;
  const on = await stage((_incoming, outgoing) => {
    outgoing.writeHead(200, { "content-type": "text/event-stream" });
    outgoing.write("data: 1\n\n");
    finish = () => void outgoing.end("data: 2\n\n");
  });
  try {
    const response = await fetch(`${on.proxied}/beta/events`);
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    // The second event is sent only once the first has come through.
    expect((await reader?.read())?.value).toBe("data: 1\n\n");
    finish();
    expect((await reader?.read())?.value).toBe("data: 2\n\n");
  } finally {
    await on.close();
  }
});

it("gives a request up with its client", async () => {
  let closed = (): void => undefined;
  const upstreamClosed = new Promise<void>((resolve) => {
    closed = resolve;
  });
  const stop = new AbortController();
  const on = await stage((incoming) => {
    incoming.socket.on("close", closed);
    stop.abort();
  });
  try {
    await expect(fetch(`${on.proxied}/beta/things`, { signal: stop.signal })).rejects.toThrow();
    await upstreamClosed;
    expect(on.events).toEqual([]);
  } finally {
    await on.close();
  }
});

it("takes the form of a request that a client sends to a forward proxy", async () => {
  const paths: (string | undefined)[] = [];
  const on = await stage((incoming, outgoing) => {
    paths.push(incoming.url);
    outgoing.end();
  });
  const other = await listen((_incoming, outgoing) => void outgoing.end("not here"));
  try {
    await send(on.proxied, { path: `${other.origin}/beta/x?y=1` });
    expect(paths).toEqual(["/beta/x?y=1"]);
  } finally {
    await on.close();
    await other.close();
  }
});
