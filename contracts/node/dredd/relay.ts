import { Buffer } from "node:buffer";
import http from "node:http";
import https from "node:https";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { type Answer, type Header, headerValue, TOKEN, type TransportFailure } from "../../http/message.ts";
import { retryAfterMs } from "../../http/retry-after.ts";
import { type ExchangeLimits, exchange, type WireRequest } from "../wire/exchange.ts";
import { createAdaptiveTimeout } from "./adaptive-timeout.ts";
import { createSendQueue } from "./send-queue.ts";

/** Names the case that a request of Dredd's belongs to; it goes no further than the relay. */
export const CASE_HEADER = "x-graph-contracts-case";

export interface RelayOptions {
  /** The base that the user gave, without a slash at its end. */
  readonly target: URL;
  readonly token: string;
  /** Sent with every request, in the place of a planned one of the same name. */
  readonly headers: readonly Header[];
  readonly limits: ExchangeLimits;
  /** How long a throttled request may wait altogether, in milliseconds, and how often it is repeated. */
  readonly throttle: { readonly totalMs: number; readonly retries: number };
  readonly signal: AbortSignal;
}

/** Asks for one connection to the target for all such requests, as clients keep one; it goes no further than the relay either. */
export const KEEP_HEADER = "x-graph-contracts-keep";

/** What went over the wire for one case: the request as the target got it and the last answer. */
export interface Exchanged {
  readonly request: WireRequest;
  readonly answer: Answer;
  readonly waitedMs: number;
}

export interface Relay {
  readonly endpoint: string;
  /** Takes what was recorded for a case. */
  take(id: string): Exchanged | undefined;
  /** Repeats the request that was last answered: whether the target still answers. False where none ever was. */
  probe(): Promise<boolean>;
  close(): Promise<void>;
}

/**
 * Listens on a free loopback port, passes each of Dredd's requests on to the target byte for byte and records the exchange. Dredd's own
 * client has no timeout, follows no Retry-After and stops at a broken connection; behind the relay each of these is an answer to it.
 */
export async function openRelay(options: RelayOptions): Promise<Relay> {
  const recorded = new Map<string, Exchanged>();
  const send = createSender(options);
  const kept = new (options.target.protocol === "https:" ? https : http).Agent({
    keepAlive: true,
    maxSockets: 1,
  });
  let lastAnswered: WireRequest | undefined;
  const server = http.createServer({ maxHeaderSize: 256 * 1024, keepAlive: true }, (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => void chunks.push(chunk));
    incoming.on("end", () => {
      const request = wireRequest(incoming, Buffer.concat(chunks), options, kept);
      void throttled(request, options, send)
        .catch(unsent(request))
        .then((exchanged) => {
          if (isAnswered(exchanged.answer)) lastAnswered = request;
          recorded.set(String(incoming.headers[CASE_HEADER]), exchanged);
          reply(outgoing, exchanged.answer);
        });
    });
  });
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
    async probe() {
      if (!lastAnswered) return false;
      return isAnswered(await exchange(lastAnswered, options.limits, options.signal));
    },
    close: () =>
      new Promise((resolve) => {
        kept.destroy();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A request that Node refuses to send, for a character that no message can hold. */
function unsent(request: WireRequest): (error: Error) => Exchanged {
  return ({ message }) => {
    const fault = {
      rule: "refused",
      message: "the request cannot be sent",
      expected: "a request that HTTP can express",
      actual: message,
    } as const;
    return {
      request,
      answer: { headers: [], body: new Uint8Array(), faults: [fault], durationMs: 0 },
      waitedMs: 0,
    };
  };
}

function isAnswered({ status, faults }: Answer): boolean {
  return status !== undefined && !faults.some(({ rule }) => rule === "timeout" || rule === "throttled");
}

/** Fields that belong to the connection with Dredd, or that are made anew for the one with the target. */
const OWN_FIELDS = new Set(["host", "connection", "content-length", CASE_HEADER, KEEP_HEADER]);
const BODY_METHODS = new Set(["POST", "PUT", "PATCH"]);

function wireRequest(
  incoming: http.IncomingMessage,
  body: Buffer,
  options: RelayOptions,
  kept: http.Agent,
): WireRequest {
  const method = incoming.method ?? "GET";
  let fields: Header[] = [];
  for (let index = 0; index + 1 < incoming.rawHeaders.length; index += 2) {
    fields.push([incoming.rawHeaders[index] ?? "", incoming.rawHeaders[index + 1] ?? ""]);
  }
  fields = fields.filter(([name]) => !OWN_FIELDS.has(name.toLowerCase()));
  fields = fields.map(([name, value]) => [name, value.replaceAll(TOKEN, options.token)]);
  for (const [name, value] of options.headers) {
    fields = fields.filter(([other]) => other.toLowerCase() !== name.toLowerCase());
    fields.push([name, value]);
  }
  // Where a case writes its names in capitals, those that we add are no exception.
  const capitals = fields.length > 0 && fields.every(([name]) => name === name.toUpperCase());
  const spell = (name: string): string => (capitals ? name.toUpperCase() : name);
  const added: Header[] = [[spell("Host"), options.target.host]];
  const agent = incoming.headers[KEEP_HEADER] === undefined ? undefined : kept;
  const ends: Header[] = [[spell("Connection"), agent ? "keep-alive" : "close"]];
  if (body.length > 0 || BODY_METHODS.has(method)) ends.push([spell("Content-Length"), String(body.length)]);
  const base = options.target.pathname.replace(/\/$/, "");
  const url = new URL(options.target.origin);
  // The URL class would normalise the path; what Dredd asked for goes out as it is.
  return {
    method,
    url,
    path: base + (incoming.url ?? "/"),
    headers: [...added, ...fields, ...ends],
    body,
    ...(agent ? { agent } : {}),
  };
}

/** Repeats a throttled request as the target asks (RFC 9110 10.2.3), within the bounds. */
async function throttled(
  request: WireRequest,
  options: RelayOptions,
  send: (request: WireRequest) => Promise<Answer>,
): Promise<Exchanged> {
  let waitedMs = 0;
  for (let attempt = 0; ; attempt += 1) {
    const answer = await send(request);
    const wait = waitFor(answer, attempt);
    if (wait === undefined) return { request, answer, waitedMs };
    if (
      attempt >= options.throttle.retries ||
      waitedMs + wait > options.throttle.totalMs ||
      options.signal.aborted
    ) {
      return {
        request,
        answer: { ...answer, faults: [...answer.faults, endless(answer, attempt, waitedMs, wait)] },
        waitedMs,
      };
    }
    waitedMs += wait;
    await sleep(wait, undefined, { signal: options.signal }).catch(() => undefined);
  }
}

/**
 * One exchange. A slow target is asked several things at a time, and one that answers them in turn may be late for that alone: what timed out in
 * company is repeated by itself before it counts, and where that helps, the target is asked one thing at a time from then on.
 */
function createSender(options: RelayOptions): (request: WireRequest) => Promise<Answer> {
  const sendQueue = createSendQueue();
  const adaptiveTimeout = createAdaptiveTimeout(options.limits.timeoutMs);
  let oneAtATime = false;
  return async (request) => {
    const send = async (): Promise<Answer> => {
      const limits = { ...options.limits, timeoutMs: adaptiveTimeout.milliseconds };
      const answer = await onKept(request, { ...options, limits });
      adaptiveTimeout.record(answer);
      return answer;
    };
    if (oneAtATime) return sendQueue.alone(send);
    const { value: answer, wasAlone } = await sendQueue.together(send);
    if (wasAlone || !timedOut(answer)) return answer;
    const again = await sendQueue.alone(send);
    if (!timedOut(again)) oneAtATime = true;
    return again;
  };
}

/** A target may close a kept connection while a request is on its way (RFC 9112 9.3.1): that one is repeated over a connection of its own. */
async function onKept(request: WireRequest, options: RelayOptions): Promise<Answer> {
  const answer = await exchange(request, options.limits, options.signal);
  const isLost = answer.isReused && answer.faults.some(({ rule }) => rule === "reset");
  if (!isLost) return answer;
  const { agent: _agent, ...own } = request;
  return exchange(own, options.limits, options.signal);
}

function timedOut({ faults }: Answer): boolean {
  return faults.some(({ rule }) => rule === "timeout");
}

/** How long to wait before the request is repeated; undefined where the answer is not a throttling one. */
function waitFor(answer: Answer, attempt: number): number | undefined {
  const asked = headerValue(answer.headers, "retry-after");
  const backOff = Math.min(250 * 2 ** attempt, 4000);
  // 503 without Retry-After is a server that does not work; 429 says by itself that a later attempt may succeed (RFC 6585 4).
  if (answer.status !== 429 && !(answer.status === 503 && asked !== undefined)) return undefined;
  const wait = retryAfterMs(asked, Date.now());
  return wait === undefined ? backOff : Math.max(wait, 20);
}

function endless(answer: Answer, retries: number, waitedMs: number, wait: number): TransportFailure {
  return {
    rule: "throttled",
    message: "the throttling did not end",
    expected: "an answer other than 429 or 503 after waiting as Retry-After asks",
    actual: `status ${answer.status} after ${retries} repetitions and ${Math.round(waitedMs / 1000)} s; it asks for ${Math.ceil(wait / 1000)} s more`,
  };
}

/** Answers Dredd: with the target's answer where there is one, or else with the gateway's statuses for a target that failed. */
function reply(outgoing: http.ServerResponse, answer: Answer): void {
  const fault = answer.faults[0];
  const status = fault ? (fault.rule === "timeout" ? 504 : 502) : (answer.status ?? 502);
  const type = headerValue(answer.headers, "content-type");
  const headers: Record<string, string> = { "content-length": String(answer.body.length) };
  if (type !== undefined && /^[\x20-\x7e]*$/.test(type)) headers["content-type"] = type;
  if (status < 200 || status === 204 || status === 304) {
    delete headers["content-length"];
    outgoing.writeHead(Math.max(status, 200), headers).end();
    return;
  }
  outgoing.writeHead(Math.min(status, 999), headers).end(answer.body);
}
