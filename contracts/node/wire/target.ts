import { Buffer } from "node:buffer";
import { setTimeout as sleep } from "node:timers/promises";
import { type Answer, type Header, type PlannedRequest, SECOND_TOKEN, TOKEN } from "../../http/message.ts";
import { createAdaptiveTimeout } from "./adaptive-timeout.ts";
import { type ExchangeLimits, exchange, type WireRequest } from "./exchange.ts";
import { KeptConnection } from "./kept-connection.ts";
import { withPrecondition } from "./precondition.ts";
import { createPropagation, type Propagation } from "./propagation.ts";
import { createSendQueue } from "./send-queue.ts";
import { type ThrottleLimits, throttled } from "./throttling.ts";

export interface TargetOptions {
  /** The base that the user gave. */
  readonly target: URL;
  readonly token: string;
  /** That of another user, where there is one. */
  readonly secondToken?: string;
  /** Sent with every request, in the place of a planned one of the same name. */
  readonly headers: readonly Header[];
  readonly limits: ExchangeLimits;
  readonly throttle: ThrottleLimits;
  readonly signal: AbortSignal;
}

/** How one request is to be sent. */
export interface Sending {
  /** One connection for all requests that name the same one, as clients keep one; without a name, a connection of its own. */
  readonly connection?: string;
  /** The request needs an object that the run has just created: a 404 may mean that the target has not got round to it. */
  readonly awaitsObject?: boolean;
  /** A target that insists on If-Match is given it: the refusal for want of it is not what the request is about. */
  readonly meetsPrecondition?: boolean;
}

/** What went over the wire: the request as the target got it, the last answer, and how long was waited before that one. */
export interface Exchanged {
  readonly request: WireRequest;
  readonly answer: Answer;
  readonly waitedMs: number;
  /** What was sent as If-Match in a repeated request, because the target insists on it. */
  readonly ifMatch?: string;
}

/** The server under test, as everything that sends it requests knows it. */
export interface Target {
  /** Never rejects for what the target does. */
  send(request: PlannedRequest, sending?: Sending): Promise<Exchanged>;
  /** Repeats the request that was last answered: whether the target still answers. False where none ever was. */
  probe(): Promise<boolean>;
  close(): void;
}

export function openTarget(options: TargetOptions): Target {
  const send = createSender(options);
  const propagation = createPropagation();
  const connections = new Map<string, KeptConnection>();
  let lastAnswered: WireRequest | undefined;
  const keep = (name: string): KeptConnection => {
    const kept = connections.get(name) ?? new KeptConnection(options.target.protocol);
    connections.set(name, kept);
    return kept;
  };
  const deliver = async (
    planned: PlannedRequest,
    { connection, awaitsObject = false }: Sending,
  ): Promise<Exchanged> => {
    const kept = connection === undefined ? undefined : keep(connection);
    const request = wireRequest(planned, options, kept);
    const once = (): Promise<Exchanged> =>
      throttled(() => send(request), options.throttle, options.signal)
        .then((answered) => ({ request, ...answered }))
        .catch(unsent(request));
    const exchanged = awaitsObject ? await untilThere(once, propagation, options) : await once();
    if (isAnswered(exchanged.answer)) lastAnswered = request;
    return exchanged;
  };
  return {
    async send(planned, sending = {}) {
      const exchanged = await deliver(planned, sending);
      if (sending.meetsPrecondition !== true) return exchanged;
      return withPrecondition(planned, exchanged, (request) => deliver(request, sending));
    },
    async probe() {
      if (!lastAnswered) return false;
      return isAnswered(await exchange(lastAnswered, options.limits, options.signal));
    },
    close() {
      for (const kept of connections.values()) kept.close();
    },
  };
}

/** Repeats a request that is answered with 404 for as long as the target may still be making its object known. */
async function untilThere(
  once: () => Promise<Exchanged>,
  propagation: Propagation,
  { signal }: TargetOptions,
): Promise<Exchanged> {
  let waitedMs = 0;
  for (const pause of propagation.pauses()) {
    const exchanged = await once();
    if (exchanged.answer.status !== 404 || signal.aborted) {
      if (waitedMs > 0) propagation.helped();
      return { ...exchanged, waitedMs: exchanged.waitedMs + waitedMs };
    }
    await sleep(pause, undefined, { signal }).catch(() => undefined);
    waitedMs += pause;
  }
  const exchanged = await once();
  if (waitedMs > 0 && exchanged.answer.status === 404) propagation.inVain();
  return { ...exchanged, waitedMs: exchanged.waitedMs + waitedMs };
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
    const answer = { headers: [], body: new Uint8Array(), faults: [fault], durationMs: 0 };
    return { request, answer, waitedMs: 0 };
  };
}

function isAnswered({ status, faults }: Answer): boolean {
  return status !== undefined && !faults.some(({ rule }) => rule === "timeout" || rule === "throttled");
}

const BODY_METHODS = new Set(["POST", "PUT", "PATCH"]);

/** The request as it goes out: complete, in order, with the token and what the user adds to every one. */
function wireRequest(
  { method, path, headers, body: text = "", bodyEncoding }: PlannedRequest,
  options: TargetOptions,
  kept: KeptConnection | undefined,
): WireRequest {
  const body = Buffer.from(text, bodyEncoding ?? "utf8");
  const { token, secondToken = token } = options;
  let fields: Header[] = headers.map(([name, value]) => [
    name,
    value.replaceAll(TOKEN, token).replaceAll(SECOND_TOKEN, secondToken),
  ]);
  for (const [name, value] of options.headers) {
    fields = fields.filter(([other]) => other.toLowerCase() !== name.toLowerCase());
    fields.push([name, value]);
  }
  // Where a case writes its names in capitals, those that we add are no exception.
  const capitals = fields.length > 0 && fields.every(([name]) => name === name.toUpperCase());
  const spell = (name: string): string => (capitals ? name.toUpperCase() : name);
  const ends: Header[] = [[spell("Connection"), kept ? "keep-alive" : "close"]];
  if (body.length > 0 || BODY_METHODS.has(method)) ends.push([spell("Content-Length"), String(body.length)]);
  return {
    method,
    url: new URL(options.target.origin),
    // The URL class would normalise the path; what was planned goes out as it is.
    path: options.target.pathname.replace(/\/$/, "") + path,
    headers: [[spell("Host"), options.target.host], ...fields, ...ends],
    body,
    ...(kept ? { kept } : {}),
  };
}

/**
 * One exchange. A slow target is asked several things at a time, and one that answers them in turn may be late for that alone: what timed out in
 * company is repeated by itself before it counts, and where that helps, the target is asked one thing at a time from then on.
 */
function createSender(options: TargetOptions): (request: WireRequest) => Promise<Answer> {
  const sendQueue = createSendQueue();
  const adaptiveTimeout = createAdaptiveTimeout(options.limits.timeoutMs);
  let oneAtATime = false;
  return async (request) => {
    const send = async (): Promise<Answer> => {
      const limits = { ...options.limits, timeoutMs: adaptiveTimeout.milliseconds };
      const answer = await onKept(request, limits, options.signal);
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
async function onKept(request: WireRequest, limits: ExchangeLimits, signal: AbortSignal): Promise<Answer> {
  const answer = await exchange(request, limits, signal);
  const isLost = answer.isReused && answer.faults.some(({ rule }) => rule === "reset");
  if (!isLost) return answer;
  const { kept: _kept, ...own } = request;
  return exchange(own, limits, signal);
}

function timedOut({ faults }: Answer): boolean {
  return faults.some(({ rule }) => rule === "timeout");
}
