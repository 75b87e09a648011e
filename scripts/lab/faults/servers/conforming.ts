import { Buffer } from "node:buffer";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { type Behaviour, graphError, json, PROFILE, type Reply } from "../reference.ts";
import { type BenchServer, isCreate, onBody, onCreate, onRefusal, parsed } from "./server.ts";

const GRAPH_TYPE =
  "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8";

/** Compresses each answer where the client says that it takes that coding. */
function compressed(coding: string, compress: (body: Buffer) => Buffer): () => Behaviour {
  return () => ({
    decide: (request, next) => {
      const reply = next();
      if (!String(request.headers["accept-encoding"] ?? "").includes(coding)) return reply;
      const body = compress(Buffer.from(reply.body));
      return {
        ...reply,
        headers: { ...reply.headers, "content-encoding": coding, vary: "Accept-Encoding" },
        body,
      };
    },
  });
}

/** Throttles some requests, and then answers them. */
function throttled(every: number, status: number, retryAfter: () => string | undefined): () => Behaviour {
  return () => {
    let requests = 0;
    return {
      decide: (_request, next) => {
        requests += 1;
        if (requests % every !== 0) return next();
        const after = retryAfter();
        return graphError(
          status,
          "TooManyRequests",
          "Please retry again later.",
          after === undefined ? {} : { "retry-after": after },
        );
      },
    };
  };
}

function sends(write: (reply: Reply) => { head: readonly string[]; body: string }): () => Behaviour {
  return () => ({
    send(response, reply) {
      const { head, body } = write(reply);
      response.socket?.end(`${head.join("\r\n")}\r\n\r\n${body}`);
    },
  });
}

/** Servers that are right, each in a way of its own. */
export const CONFORMING: readonly BenchServer[] = [
  { id: "reference", does: "does what the page says", behaviour: () => ({}) },
  {
    id: "counters-per-collection",
    does: "counts ids for /me and for users apart",
    behaviour: () => {
      const counters = new Map<string, number>();
      return onBody((b, { path }) => {
        const root = path.split("/")[2] ?? "";
        counters.set(root, (counters.get(root) ?? 0) + 1);
        return { ...b, id: String(counters.get(root)) };
      })();
    },
  },
  {
    id: "graph-type",
    does: "adds the media type's parameters that Graph sends",
    behaviour: onCreate((r) => ({ ...r, headers: { "content-type": GRAPH_TYPE } })),
  },
  {
    id: "type-spelling",
    does: "writes the media type with capitals and parameters",
    behaviour: onCreate((r) => ({
      ...r,
      headers: { "Content-Type": "Application/JSON; Charset=UTF-8; odata.metadata=minimal" },
    })),
  },
  {
    id: "more-properties",
    does: "answers undocumented properties",
    behaviour: onBody((b) => ({
      "@odata.context": "https://graph.microsoft.com/beta/$metadata#users('1')/profile/$entity",
      ...b,
      displayName: null,
      emails: [],
      nested: { deep: [1, 2, { id: 3 }] },
      createdDateTime: "2026-01-01T00:00:00Z",
    })),
  },
  {
    id: "other-order",
    does: "answers id first, pretty-printed",
    behaviour: onCreate((r) => {
      const { id } = JSON.parse(String(r.body)) as { id: string };
      return { ...r, body: `${JSON.stringify({ id, "@odata.type": PROFILE }, undefined, 4)}\r\n` };
    }),
  },
  {
    id: "escaped",
    does: "escapes what need not be escaped",
    behaviour: onCreate((r) => ({
      ...r,
      body: String(r.body).replace("#microsoft", "\\u0023microsoft").replaceAll("-", "\\u002d"),
    })),
  },
  {
    id: "number-ids",
    does: "counts its ids",
    behaviour: onBody((b, { created }) => ({ ...b, id: String(created + 1) })),
  },
  {
    id: "opaque-ids",
    does: "has long opaque ids",
    behaviour: onBody((b, { created }) => ({
      ...b,
      id: `AAMkAG${Buffer.from(`profile ${created}`).toString("base64")}=`,
    })),
  },
  {
    id: "client-id",
    does: "takes the id that a client names",
    behaviour: onBody((b, request) => ({ ...b, ...(parsed(request) as object) })),
  },
  { id: "gzip", does: "compresses with gzip", behaviour: compressed("gzip", gzipSync) },
  { id: "brotli", does: "compresses with Brotli", behaviour: compressed("br", brotliCompressSync) },
  { id: "deflate", does: "compresses with deflate", behaviour: compressed("deflate", deflateSync) },
  {
    id: "raw-deflate",
    does: "compresses with deflate, without its frame",
    behaviour: compressed("deflate", deflateRawSync),
  },
  {
    id: "chunked",
    does: "sends chunks, one byte each",
    behaviour: () => ({
      send(response, reply) {
        response.writeHead(reply.status, reply.headers);
        for (const byte of Buffer.from(reply.body)) response.write(Buffer.from([byte]));
        response.end();
      },
    }),
  },
  {
    id: "chunked-with-trailer",
    does: "sends chunks with an extension and a trailer",
    behaviour: sends((reply) => ({
      head: [
        `HTTP/1.1 ${reply.status} X`,
        `content-type: ${reply.headers["content-type"]}`,
        "transfer-encoding: chunked",
        "trailer: x-sum",
      ],
      body: `${reply.body.length.toString(16)};note=1\r\n${reply.body}\r\n0\r\nx-sum: 1\r\n\r\n`,
    })),
  },
  {
    id: "until-close",
    does: "ends its body by closing, as HTTP/1.0 did",
    behaviour: sends((reply) => ({
      head: [`HTTP/1.0 ${reply.status} X`, `Content-Type: ${reply.headers["content-type"]}`],
      body: String(reply.body),
    })),
  },
  {
    id: "closes-silently",
    does: "closes each connection after its answer without saying so",
    behaviour: () => ({
      send(response, _reply, _request, next) {
        const { socket } = response;
        next();
        setTimeout(() => socket?.destroy(), 1);
      },
    }),
  },
  {
    id: "interim-answers",
    does: "sends 102 and 103 before its answer",
    behaviour: sends((reply) => ({
      head: [
        "HTTP/1.1 102 Processing",
        "",
        "HTTP/1.1 103 Early Hints",
        "link: </>; rel=preload",
        "",
        `HTTP/1.1 ${reply.status} X`,
        `content-type: ${reply.headers["content-type"]}`,
        `content-length: ${Buffer.byteLength(reply.body)}`,
      ],
      body: String(reply.body),
    })),
  },
  {
    id: "more-headers",
    does: "sends many headers of its own",
    behaviour: () => ({
      decide: (request, next) => {
        const reply = next();
        const own = Object.fromEntries(
          Array.from({ length: 60 }, (_, index) => [`x-own-${index}`, `"${index}"; a=b`]),
        );
        return {
          ...reply,
          headers: {
            ...reply.headers,
            ...own,
            location: `http://h/beta${request.path}/1`,
            etag: 'W/"1"',
            "set-cookie": "a=b",
          },
        };
      },
    }),
  },
  {
    id: "slow",
    does: "takes a while for each answer",
    behaviour: () => ({ send: (_response, _reply, _request, next) => void setTimeout(next, 40) }),
  },
  {
    id: "slow-body",
    does: "sends its body in two halves",
    behaviour: () => ({
      send(response, reply) {
        response.writeHead(reply.status, { ...reply.headers, "content-length": String(reply.body.length) });
        response.write(reply.body.slice(0, 10));
        setTimeout(() => response.end(reply.body.slice(10)), 15);
      },
    }),
  },
  {
    id: "throttled-seconds",
    does: "throttles each fifth request for a while",
    behaviour: throttled(5, 429, () => "0"),
  },
  {
    id: "throttled-decimal",
    does: "throttles with decimal seconds",
    behaviour: throttled(7, 429, () => "0.128"),
  },
  {
    id: "throttled-date",
    does: "is unavailable until a date",
    behaviour: throttled(9, 503, () => new Date(Date.now() + 400).toUTCString()),
  },
  {
    id: "throttled-silently",
    does: "throttles without Retry-After",
    behaviour: throttled(11, 429, () => undefined),
  },
  {
    id: "inner-error",
    does: "spells innererror in lower case and adds members",
    behaviour: onRefusal((r) => {
      const { error } = JSON.parse(String(r.body)) as {
        error: { code: string; message: string; innerError: object };
      };
      const { code, message, innerError } = error;
      const body = JSON.stringify({
        error: { code, message, target: null, details: [], innererror: innerError },
        correlationId: "1",
      });
      return { ...r, headers: { ...r.headers, "content-type": "application/json" }, body };
    }),
  },
  {
    id: "short-error",
    does: "answers errors of code and message alone",
    behaviour: onRefusal((r) => {
      const { error } = JSON.parse(String(r.body)) as { error: { code: string; message: string } };
      return { ...r, body: JSON.stringify({ error: { message: error.message, code: error.code } }) };
    }),
  },
  {
    id: "other-refusals",
    does: "answers 400 to media types and paths, 404 to methods",
    behaviour: onRefusal((r) => {
      const other = { 415: 400, 404: 400, 405: 404 }[r.status];
      return other === undefined ? r : { ...r, status: other };
    }),
  },
  {
    id: "no-challenge",
    does: "answers 401 without WWW-Authenticate",
    behaviour: onRefusal((r) => ({ ...r, headers: { "content-type": "application/json" } })),
  },
  {
    id: "reads-back",
    does: "answers GET with what was created",
    behaviour: () => {
      const last = new Map<string, Reply>();
      return {
        decide: (request, next) => {
          const known = last.get(request.path);
          const reply = next();
          if (request.method === "GET" && reply.status === 405 && known) return { ...known, status: 200 };
          if (isCreate(request) && reply.status === 201) last.set(request.path, reply);
          return reply;
        },
      };
    },
  },
  {
    id: "known-users-only",
    does: "knows the signed-in user only",
    behaviour: () => ({
      decide: (request, next) => {
        const user = /^\/beta\/users\/([^/]+)\/profile$/.exec(request.path)?.[1];
        if (user === undefined || next().status === 401) return next();
        const message = `Resource '${user}' does not exist or one of its queried reference-property objects are not present.`;
        return graphError(404, "Request_ResourceNotFound", message);
      },
    }),
  },
  {
    id: "no-date",
    does: "sends nothing but what it must",
    behaviour: sends((reply) => ({
      head: [
        `HTTP/1.1 ${reply.status} `,
        `content-type:application/json`,
        `content-length:${Buffer.byteLength(reply.body)}`,
      ],
      body: String(reply.body),
    })),
  },
  {
    id: "unicode",
    does: "answers names in many scripts",
    behaviour: onBody((b) => ({
      ...b,
      displayName: "Zoë 雪 🎈 \u2028",
      proto: { __proto__: null, constructor: "x" },
    })),
  },
  {
    id: "method-403",
    does: "answers another method with 403",
    behaviour: () => ({
      decide: (_request, next) => {
        const reply = next();
        return reply.status === 405 ? json(403, JSON.parse(String(reply.body))) : reply;
      },
    }),
  },
];
