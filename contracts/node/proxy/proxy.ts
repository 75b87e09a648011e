import { Buffer } from "node:buffer";
import type http from "node:http";
import type { OpenApiDocument } from "../../../spec/index.ts";
import { operationsById } from "../../description.ts";
import type { PactFile } from "../../index.ts";
import type { Answer, TransportFault } from "../../message.ts";
import {
  createRecorder,
  createRoutes,
  type JudgedOperation,
  judgedOperation,
  type SeenRequest,
  wantsBody,
} from "../../traffic/index.ts";
import { decode } from "../content-coding.ts";
import { truncated } from "../exchange.ts";
import { type Beginning, BoundedCopy, readBeginning } from "./copy.ts";
import { ANSWER_FIELD, backwardFields, deviationFields, REQUEST_FIELD, rawFields } from "./fields.ts";
import { sendBack, sendError } from "./send-back.ts";
import { type Summary, Tally } from "./tally.ts";
import { createTrafficJudge, type Judged, type JudgeOptions, secretsOf } from "./traffic-judge.ts";
import { openUpstream, sendOn } from "./upstream.ts";

export interface ProxyOptions extends JudgeOptions {
  /** Scheme, host and port to pass requests on to; its path is the base of the documented paths. */
  readonly upstream: URL;
  /** Answers that deviate are replaced by 502. */
  readonly fail: boolean;
  /** Keeps each kind of exchange for `contract`. */
  readonly record: boolean;
  /** Without an answer's head, or within its body, in milliseconds. */
  readonly timeoutMs: number;
  /** Bodies up to so many bytes are judged; larger ones pass by. */
  readonly judgedBytes: number;
  readonly onEvent: (event: ProxyEvent) => void;
}

export const JUDGED_BYTES = 8 * 1024 * 1024;

export type ProxyEvent =
  | { readonly kind: "exchange"; readonly exchange: ProxiedExchange }
  /** The first of its kind that no page documents. */
  | { readonly kind: "undocumented"; readonly method: string; readonly path: string }
  | { readonly kind: "unanswered"; readonly method: string; readonly path: string; readonly reason: string }
  /** A mistake of ours: the exchange passed, and was not judged. */
  | { readonly kind: "trouble"; readonly method: string; readonly path: string; readonly reason: string };

export interface ProxiedExchange extends Judged {
  readonly method: string;
  /** As the client asked for it, without its query. */
  readonly path: string;
  readonly status: number;
  /** The answer was kept back, and 502 sent in its place. */
  readonly replaced: boolean;
  /** The answer's body was too large to be judged. */
  readonly bodyUnjudged: boolean;
}

export interface ValidatingProxy {
  readonly listener: http.RequestListener;
  /** Loads prism-http. Until it is there, answers wait. */
  load(): Promise<void>;
  summary(): Summary;
  /** What passed, as contracts; without `record` none. */
  contract(): PactFile;
  close(): void;
}

/** A validating proxy: passes traffic between any client and the upstream, and judges each exchange by the description. */
export function createProxy(options: ProxyOptions): ValidatingProxy {
  const operations = operationsById(options.document);
  const findRoute = createRoutes(operations.values());
  const bases = basesOf(options.upstream, options.document);
  const upstream = openUpstream(options.upstream, options.timeoutMs);
  const judge = createTrafficJudge(options);
  const tally = new Tally();
  const recorder = options.record ? createRecorder() : undefined;
  /** A judgement that fails is ours to answer for: the traffic passes all the same. */
  const judgeOrPass = async (
    operation: JudgedOperation | undefined,
    request: SeenRequest,
    answer: Answer,
    whole: boolean,
  ): Promise<Judged> => {
    try {
      return await judge.judge(operation, request, answer, whole);
    } catch (error) {
      const reason = `it was not judged: ${error instanceof Error ? error.message : String(error)}`;
      options.onEvent({ kind: "trouble", method: request.method, path: request.path, reason });
      return NOTHING;
    }
  };
  const listener = (incoming: http.IncomingMessage, outgoing: http.ServerResponse): void => {
    const method = incoming.method ?? "GET";
    const target = originForm(incoming.url ?? "/");
    const path = target.split("?")[0] ?? target;
    pass(incoming, outgoing, method, target, path).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      options.onEvent({ kind: "trouble", method, path, reason });
      if (outgoing.headersSent) outgoing.destroy();
      else sendError(outgoing, incoming, 502, "the answer could not be passed on", []);
    });
  };

  async function pass(
    incoming: http.IncomingMessage,
    outgoing: http.ServerResponse,
    method: string,
    target: string,
    path: string,
  ): Promise<void> {
    const copy = new BoundedCopy(options.judgedBytes);
    incoming.on("data", (chunk: Buffer) => copy.add(chunk));
    const relative = relativePath(path, bases);
    const route = relative === undefined ? undefined : findRoute(method, relative);
    const operation = route && judgedOperation(options.document, route.operation);
    if (operation) tally.seen(operation.operationId);
    else if (!isHttpsOwn(method) && tally.undocumented(method, path)) {
      options.onEvent({ kind: "undocumented", method, path });
    }
    const started = performance.now();
    let gone = false;
    const reached = await sendOn(
      upstream,
      incoming,
      target,
      (request) => {
        outgoing.on("close", () => {
          gone = !outgoing.writableFinished;
          request.destroy();
        });
      },
      (interim) => passInterim(interim, incoming, outgoing),
    );
    if (gone) return;
    const seen = async (): Promise<SeenRequest> => ({
      method,
      path: relative ?? path,
      query: target.split("?").slice(1).join("?"),
      headers: rawFields(incoming.rawHeaders),
      body: await decodedRequest(incoming, copy, options.judgedBytes),
    });
    if ("fault" in reached) {
      const { fault, answered } = reached;
      tally.unanswered();
      const judged = answered
        ? await judgeOrPass(operation, await seen(), unanswered(fault, started), true)
        : NOTHING;
      if (!answered) options.onEvent({ kind: "unanswered", method, path, reason: fault.actual });
      else {
        tally.exchange(judged);
        options.onEvent({
          kind: "exchange",
          exchange: { ...judged, method, path, status: 0, replaced: true, bodyUnjudged: false },
        });
      }
      const fields = [
        ...deviationFields(ANSWER_FIELD, judged.answer),
        ...deviationFields(REQUEST_FIELD, judged.request),
      ];
      sendError(
        outgoing,
        incoming,
        fault.rule === "timeout" ? 504 : 502,
        `the upstream gave no answer: ${fault.actual}`,
        fields,
      );
      return;
    }
    const { response } = reached;
    const status = response.statusCode ?? 0;
    const headers = rawFields(response.rawHeaders);
    const beginning: Beginning =
      bodiless(method, status) || wantsBody(operation, { status, headers })
        ? await readBeginning(response, options.judgedBytes)
        : { bytes: Buffer.alloc(0), state: "more" };
    if (gone) return;
    const answer = await answerOf(response, beginning, options.judgedBytes, performance.now() - started);
    const request = await seen();
    const whole = beginning.state !== "more" && answer.judgeable;
    const judged = await judgeOrPass(operation, request, answer.answer, whole);
    const deviates = judged.answer.some(({ basis }) => basis !== "advisory");
    const replaced = options.fail && deviates;
    tally.exchange(judged);
    options.onEvent({
      kind: "exchange",
      exchange: {
        ...judged,
        method,
        path,
        status,
        replaced,
        bodyUnjudged: !whole && beginning.bytes.length > 0,
      },
    });
    if (beginning.state === "ended") {
      const notes = judged.answer.map((finding) => `${finding.basis}: ${finding.message}`);
      recorder?.add({ route, request, answer: answer.answer, secrets: secretsOf(request), notes });
    }
    if (replaced) {
      response.destroy();
      const fields = [
        ...deviationFields(ANSWER_FIELD, judged.answer),
        ...deviationFields(REQUEST_FIELD, judged.request),
      ];
      const first = judged.answer.find(({ basis }) => basis !== "advisory");
      sendError(
        outgoing,
        incoming,
        502,
        `the answer (status ${status}) deviates from the documentation: ${first?.message}`,
        fields,
      );
      return;
    }
    sendBack(outgoing, response, backwardFields(response, judged), beginning);
  }

  return {
    listener,
    load: () => judge.load(),
    summary: () => tally.summary(operations),
    contract: () => (recorder ?? createRecorder()).contract(),
    close: () => upstream.agent.destroy(),
  };
}

const NOTHING: Judged = { request: [], answer: [] };

/** HTTP's own methods: no page documents them, and none need. */
function isHttpsOwn(method: string): boolean {
  return method === "HEAD" || method === "OPTIONS";
}

function bodiless(method: string, status: number): boolean {
  return method === "HEAD" || status === 204 || status === 304;
}

/** The path and query of a request's target, which is a whole URL where the client takes us for a forward proxy (RFC 9112 3.2.2). */
function originForm(target: string): string {
  const path = target.replace(/^https?:\/\/[^/?#]*/i, "");
  return path === "" || path.startsWith("?") ? `/${path}` : path;
}

/** What a path may begin with before its documented part: the upstream's own path, or where it has none those of the described servers. */
function basesOf(upstream: URL, document: OpenApiDocument): readonly string[] {
  const own = upstream.pathname.replace(/\/+$/, "");
  if (own !== "") return [own];
  const described = document.servers.map(({ url }) => {
    const path = url.replace(/^[a-z][a-z+.-]*:\/\/[^/]*/i, "").replace(/\/+$/, "");
    return path.startsWith("/") ? path : "";
  });
  return [...new Set([...described, ""])];
}

function relativePath(path: string, bases: readonly string[]): string | undefined {
  const lower = path.toLowerCase();
  const base = bases.find((one) => lower.startsWith(`${one.toLowerCase()}/`));
  return base === undefined ? undefined : path.slice(base.length);
}

/** Undefined where it is too large, was not sent to its end, or is in a coding that is not known here. */
async function decodedRequest(
  incoming: http.IncomingMessage,
  copy: BoundedCopy,
  limit: number,
): Promise<Uint8Array | undefined> {
  const bytes = incoming.complete ? copy.bytes() : undefined;
  if (!bytes) return undefined;
  const decoded = await decode(bytes, incoming.headers["content-encoding"], limit);
  return decoded.fault ? undefined : decoded.body;
}

/** The answer as it is judged, decoded; not `judgeable` where only its decoded body is too large for that. */
async function answerOf(
  response: http.IncomingMessage,
  beginning: Beginning,
  limit: number,
  durationMs: number,
): Promise<{ answer: Answer; judgeable: boolean }> {
  const head = { status: response.statusCode ?? 0, headers: rawFields(response.rawHeaders), durationMs };
  if (beginning.state === "more")
    return { answer: { ...head, body: new Uint8Array(), faults: [] }, judgeable: false };
  if (beginning.state === "broken") {
    const faults = [truncated(response, beginning.bytes.length)];
    return { answer: { ...head, body: beginning.bytes, faults }, judgeable: true };
  }
  const { body, fault } = await decode(beginning.bytes, response.headers["content-encoding"], limit);
  const tooLarge = fault?.actual.startsWith("more than") === true;
  return { answer: { ...head, body, faults: fault && !tooLarge ? [fault] : [] }, judgeable: !tooLarge };
}

function unanswered(fault: TransportFault, started: number): Answer {
  return { headers: [], body: new Uint8Array(), faults: [fault], durationMs: performance.now() - started };
}

/** 102 and 103 go on to clients that can take them (RFC 9110 15.2); 100 was answered by Node already. */
function passInterim(
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
