import { Buffer } from "node:buffer";
import type http from "node:http";
import type { Behaviour, Reply, Request } from "../reference.ts";
import { type BenchServer, isCreate, parsed } from "./server.ts";

/** Writes bytes of its own in place of an answer to a create. */
function raw(
  write: (reply: Reply, request: Request) => string | Buffer,
  then: "end" | "keep" | "reset" = "end",
): () => Behaviour {
  return () => ({
    send(response, reply, request, next) {
      if (reply.status !== 201) return next();
      const { socket } = response;
      socket?.write(write(reply, request));
      if (then === "end") socket?.end();
      if (then === "reset") setTimeout(() => socket?.resetAndDestroy(), 5);
    },
  });
}

function head(reply: Reply, fields: readonly string[]): string {
  return [
    `HTTP/1.1 ${reply.status} Created`,
    `Content-Type: ${reply.headers["content-type"]}`,
    ...fields,
    "",
    "",
  ].join("\r\n");
}

/** Never answers some requests. */
function hangs(when: (reply: Reply, request: Request) => boolean): () => Behaviour {
  return () => ({
    send(_response, reply, request, next) {
      if (!when(reply, request)) next();
    },
  });
}

function breaks(
  when: (reply: Reply, request: Request) => boolean,
  how: (response: http.ServerResponse) => void,
): () => Behaviour {
  return () => ({
    send(response, reply, request, next) {
      if (when(reply, request)) how(response);
      else next();
    },
  });
}

const isMalformed = (request: Request): boolean =>
  isCreate(request) && request.body.length > 0 && parsed(request) === undefined;

/** Servers that fail below the meaning of HTTP. */
export const FAULTY_WIRE: readonly BenchServer[] = [
  {
    id: "truncated-transfer",
    does: "promises more bytes than it sends",
    behaviour: raw((reply) => `${head(reply, ["Content-Length: 500"])}${reply.body}`),
    fails: ["documented"],
  },
  {
    id: "trailing-bytes",
    does: "sends more bytes than it promised",
    behaviour: raw((reply) => `${head(reply, [`Content-Length: ${reply.body.length}`])}${reply.body}garbage`),
    fails: ["documented"],
  },
  {
    id: "late-trailing-bytes",
    does: "sends something more a moment after its answer",
    behaviour: () => ({
      send(response, reply, _request, next) {
        const { socket } = response;
        next();
        if (reply.status === 201) setTimeout(() => socket?.write("\r\nlate"), 2);
      },
    }),
    fails: ["new-id"],
  },
  {
    id: "hang-on-kept-connection",
    does: "answers the first request of a connection only",
    behaviour: () => {
      const used = new WeakSet<object>();
      return {
        send(response, _reply, _request, next) {
          const { socket } = response;
          if (socket && used.has(socket)) return;
          if (socket) used.add(socket);
          next();
        },
      };
    },
    fails: ["new-id"],
  },
  {
    id: "short-length",
    does: "promises fewer bytes than its JSON has",
    behaviour: raw((reply) => `${head(reply, ["Content-Length: 20"])}${reply.body}`),
    fails: ["documented"],
  },
  {
    id: "unfinished-chunks",
    does: "never ends its chunks",
    behaviour: raw(
      (reply) =>
        `${head(reply, ["Transfer-Encoding: chunked"])}${reply.body.length.toString(16)}\r\n${reply.body}\r\n`,
    ),
    fails: ["documented"],
  },
  {
    id: "invalid-chunks",
    does: "sends chunks of the wrong size",
    behaviour: raw(
      (reply) => `${head(reply, ["Transfer-Encoding: chunked"])}5\r\n${reply.body}\r\n0\r\n\r\n`,
    ),
    fails: ["documented"],
  },
  {
    id: "not-http",
    does: "answers something other than HTTP",
    behaviour: raw(() => "220 mail.example ESMTP\r\n"),
    fails: ["documented"],
  },
  {
    id: "reset-on-create",
    does: "resets the connection on a create",
    behaviour: breaks(
      (reply) => reply.status === 201,
      (response) => void response.socket?.resetAndDestroy(),
    ),
    fails: ["documented"],
  },
  {
    id: "reset-in-body",
    does: "resets the connection within the body",
    behaviour: raw((reply) => `${head(reply, ["Content-Length: 500"])}{"@odata`, "reset"),
    fails: ["documented"],
  },
  {
    id: "close-on-malformed",
    does: "closes the connection on a malformed body",
    behaviour: breaks(
      (_reply, request) => isMalformed(request),
      (response) => void response.socket?.destroy(),
    ),
    fails: ["refuse-malformed-body", "refuse-truncated-body"],
  },
  {
    id: "hang-on-malformed",
    does: "never answers a malformed body",
    behaviour: hangs((_reply, request) => isMalformed(request)),
    fails: ["refuse-malformed-body", "refuse-truncated-body"],
  },
  {
    id: "hang-on-create",
    does: "never answers a create",
    behaviour: hangs((reply) => reply.status === 201),
    fails: ["documented"],
  },
  {
    id: "hang-on-everything",
    does: "never answers",
    behaviour: hangs(() => true),
    fails: ["documented", "refuse-no-token"],
    mayFail: ["*"],
  },
  {
    id: "hang-in-body",
    does: "stops within the body",
    behaviour: raw((reply) => `${head(reply, ["Content-Length: 500"])}{"@odata`, "keep"),
    fails: ["documented"],
  },
  {
    id: "throttles-without-end",
    does: "throttles every create",
    behaviour: () => ({
      decide: (request, next) =>
        isCreate(request) && next().status === 201
          ? { ...next(), status: 429, headers: { "content-type": "application/json", "retry-after": "0.02" } }
          : next(),
    }),
    fails: ["documented"],
    mayFail: ["refuse-*"],
  },
  {
    id: "header-flood",
    does: "sends a megabyte of headers",
    behaviour: raw((reply) =>
      head(
        reply,
        Array.from({ length: 1000 }, (_, index) => `X-${index}: ${"x".repeat(1000)}`),
      ),
    ),
    fails: ["documented"],
  },
  {
    id: "body-flood",
    does: "sends a hundred megabytes",
    behaviour: () => ({
      send(response, reply, _request, next) {
        if (reply.status !== 201) return next();
        response.writeHead(201, { "content-type": "application/json" });
        const chunk = Buffer.alloc(1024 * 1024, " ");
        let left = 100;
        const more = (): void => {
          while (left > 0) {
            left -= 1;
            if (!response.write(chunk)) return void response.once("drain", more);
          }
          response.end(reply.body);
        };
        more();
      },
    }),
    fails: ["documented"],
  },
];
