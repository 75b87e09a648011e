import { Buffer } from "node:buffer";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { type Answer, type Header, headerValue, type PlannedRequest } from "../../http/message.ts";
import { rawFields } from "../wire/fields.ts";
import type { Exchanged, Sending, Target } from "../wire/target.ts";
import { shownBody } from "./shown-body.ts";

/** Name the case that a request of Dredd's belongs to, and how it is to be sent; they go no further than the relay. */
export const CASE_HEADER = "x-graph-contracts-case";
export const CONNECTION_HEADER = "x-graph-contracts-connection";
export const OBJECT_HEADER = "x-graph-contracts-object";
export const PRECONDITION_HEADER = "x-graph-contracts-precondition";
/** The method in the place of Dredd's own, whose client never comes back from a HEAD. */
export const METHOD_HEADER = "x-graph-contracts-method";

export interface Relay {
  readonly endpoint: string;
  /** Takes what was recorded for a case. */
  take(id: string): Exchanged | undefined;
  close(): Promise<void>;
}

/**
 * Listens on a free loopback port, passes each of Dredd's requests on to the target byte for byte and records the exchange. Dredd's own
 * client has no timeout, follows no Retry-After and stops at a broken connection; behind the relay each of these is an answer to it.
 */
export async function openRelay(target: Target): Promise<Relay> {
  const recorded = new Map<string, Exchanged>();
  // Each request has a connection of its own, and nothing expires: a judgement that takes its time must not cost Dredd its next request.
  const server = http.createServer(
    { maxHeaderSize: 256 * 1024, keepAlive: false, requestTimeout: 0, headersTimeout: 0 },
    (incoming, outgoing) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => void chunks.push(chunk));
      incoming.on("end", () => {
        void target.send(planned(incoming, Buffer.concat(chunks)), sending(incoming)).then((exchanged) => {
          recorded.set(String(incoming.headers[CASE_HEADER]), exchanged);
          reply(outgoing, exchanged.answer);
        });
      });
    },
  );
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    take(id) {
      const exchanged = recorded.get(id);
      recorded.delete(id);
      return exchanged;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Fields that belong to the connection with Dredd, or that are made anew for the one with the target. */
const OWN_FIELDS = new Set([
  "host",
  "connection",
  "content-length",
  CASE_HEADER,
  CONNECTION_HEADER,
  OBJECT_HEADER,
  PRECONDITION_HEADER,
  METHOD_HEADER,
]);

/** The request as it was planned, read back from what Dredd sent. */
function planned(incoming: http.IncomingMessage, body: Buffer): PlannedRequest {
  const headers: readonly Header[] = rawFields(incoming.rawHeaders).filter(
    ([name]) => !OWN_FIELDS.has(name.toLowerCase()),
  );
  return {
    method: String(incoming.headers[METHOD_HEADER] ?? incoming.method ?? "GET"),
    path: incoming.url ?? "/",
    headers,
    ...(body.length > 0 ? { body: body.toString("base64"), bodyEncoding: "base64" } : {}),
  };
}

function sending({ headers }: http.IncomingMessage): Sending {
  const connection = headers[CONNECTION_HEADER];
  return {
    ...(typeof connection === "string" ? { connection } : {}),
    awaitsObject: headers[OBJECT_HEADER] !== undefined,
    meetsPrecondition: headers[PRECONDITION_HEADER] !== undefined,
  };
}

/** Answers Dredd: with the target's answer where there is one, or else with the gateway's statuses for a target that failed. */
function reply(outgoing: http.ServerResponse, answer: Answer): void {
  const fault = answer.faults[0];
  const status = fault ? (fault.rule === "timeout" ? 504 : 502) : (answer.status ?? 502);
  const type = headerValue(answer.headers, "content-type");
  const body = shownBody(answer.body);
  const headers: Record<string, string> = { connection: "close", "content-length": String(body.length) };
  if (type !== undefined && /^[\x20-\x7e]*$/.test(type)) headers["content-type"] = type;
  if (status < 200 || status === 204 || status === 304) {
    delete headers["content-length"];
    outgoing.writeHead(Math.max(status, 200), headers).end();
    return;
  }
  outgoing.writeHead(Math.min(status, 999), headers).end(body);
}
