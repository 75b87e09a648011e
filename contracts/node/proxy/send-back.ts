import { Buffer } from "node:buffer";
import { randomUUID } from "node:crypto";
import type http from "node:http";
import type { Header } from "../../http/message.ts";
import { rawFields } from "../wire/fields.ts";
import type { Beginning } from "./copy.ts";

/** Passes an answer back: status, reason and fields as they came, the bytes of the body that were read, and then the rest as it comes in. */
export function sendBack(
  outgoing: http.ServerResponse,
  response: http.IncomingMessage,
  fields: readonly Header[],
  beginning: Beginning,
): void {
  // The upstream's own Date, or none.
  outgoing.sendDate = false;
  outgoing.writeHead(response.statusCode ?? 502, response.statusMessage ?? "", fields.flat());
  const { bytes, state } = beginning;
  // What broke off on its way here breaks off for the client too: a whole message would be a lie.
  if (state === "broken") {
    outgoing.write(bytes, () => outgoing.destroy());
    return;
  }
  if (state === "ended") {
    if (bytes.length > 0) outgoing.write(bytes);
    finish(outgoing, response);
    return;
  }
  // With nothing in it, this sends the head as it is; `flushHeaders` would write its octets anew as UTF-8.
  outgoing.write(bytes);
  response.on("end", () => finish(outgoing, response));
  response.on("close", () => {
    if (!response.complete) outgoing.destroy();
  });
  response.pipe(outgoing, { end: false });
}

function finish(outgoing: http.ServerResponse, response: http.IncomingMessage): void {
  if (response.rawTrailers.length > 0)
    outgoing.addTrailers(rawFields(response.rawTrailers) as [string, string][]);
  outgoing.end();
}

/** An answer of the proxy's own, in Graph's error shape. */
export function sendError(
  outgoing: http.ServerResponse,
  incoming: http.IncomingMessage,
  status: 502 | 504,
  message: string,
  fields: readonly Header[],
): void {
  if (outgoing.destroyed) return;
  const requestId = randomUUID();
  const innerError = {
    date: new Date().toISOString().slice(0, 19),
    "request-id": requestId,
    "client-request-id": String(incoming.headers["client-request-id"] ?? requestId),
  };
  const code = status === 504 ? "GatewayTimeout" : "BadGateway";
  const body = Buffer.from(
    JSON.stringify({ error: { code, message: `graph-contracts: ${message}`, innerError } }),
  );
  outgoing.writeHead(
    status,
    [["Content-Type", "application/json"], ["Content-Length", String(body.length)], ...fields].flat(),
  );
  // What the client still sends is of no use to anyone.
  incoming.unpipe();
  incoming.resume();
  outgoing.end(incoming.method === "HEAD" ? undefined : body);
}

/** 102 and 103 go on to clients that can take them (RFC 9110 15.2); 100 was answered by Node already. */
export function passInterim(
  { statusCode, headers }: http.InformationEvent,
  incoming: http.IncomingMessage,
  outgoing: http.ServerResponse,
): void {
  if (incoming.httpVersion !== "1.1" || outgoing.headersSent || outgoing.destroyed) return;
  if (statusCode === 102) outgoing.writeProcessing();
  if (statusCode !== 103 || headers.link === undefined) return;
  try {
    outgoing.writeEarlyHints({ ...headers, link: headers.link } as Record<string, string | string[]>);
  } catch {
    // A hint that Node will not write is one that the client can do without.
  }
}
