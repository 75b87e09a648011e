import { Buffer } from "node:buffer";
import type http from "node:http";
import {
  type DescribedOperation,
  essence,
  isJsonType,
  type Match,
  operationRouter,
  operationsById,
  type Router,
} from "../../../spec/openapi/index.ts";
import { type Answer, type Header, headerValue, type TransportFailure } from "../../http/message.ts";
import type { PactFile } from "../../index.ts";
import {
  basesOf,
  createRecorder,
  createTrafficJudge,
  type Judged,
  type JudgedOperation,
  judgedOperation,
  originForm,
  type Recorder,
  relativePath,
  type SeenRequest,
  secretsOf,
  type TrafficJudge,
  type TrafficJudgeOptions,
  wantsBody,
} from "../../judge/index.ts";
import { rawFields } from "../wire/fields.ts";
import { type Beginning, BoundedCopy, readBeginning } from "./copy.ts";
import { backwardFields, deviationFields } from "./fields.ts";
import { readAnswer, requestBody } from "./messages.ts";
import { passInterim, sendBack, sendError } from "./send-back.ts";
import { type Summary, Tally } from "./tally.ts";
import { openUpstream, sendOn, type Upstream } from "./upstream.ts";

export interface ProxyOptions extends TrafficJudgeOptions {
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
  | { readonly kind: "undocumented"; readonly method: string; readonly path: string; readonly status: number }
  /** The upstream is away. */
  | { readonly kind: "unanswered"; readonly method: string; readonly path: string; readonly reason: string }
  /** A mistake of ours: the exchange was not judged, or not passed on. */
  | { readonly kind: "trouble"; readonly method: string; readonly path: string; readonly reason: string };

export interface ProxiedExchange extends Judged {
  readonly method: string;
  /** As the client asked for it, without its query. */
  readonly path: string;
  /** Absent where the upstream gave no answer. */
  readonly status?: number;
  /** The answer was kept back, and 502 sent in its place. */
  readonly replaced: boolean;
  /** The answer's body was too large to be judged. */
  readonly bodyUnjudged: boolean;
}

export interface ValidatingProxy {
  readonly listener: http.RequestListener;
  summary(): Summary;
  /** What passed, as contracts; without `record` none. */
  contract(): PactFile;
  close(): void;
}

/** A validating proxy: passes traffic between any client and the upstream, and judges each exchange by the description. */
export function createProxy(options: ProxyOptions): ValidatingProxy {
  const operations = operationsById(options.document);
  const parts: Parts = {
    options,
    router: operationRouter(operations.values()),
    bases: basesOf(options.upstream, options.document),
    upstream: openUpstream(options.upstream, options.timeoutMs),
    judge: createTrafficJudge(options),
    tally: new Tally(),
    recorder: options.record ? createRecorder() : undefined,
  };
  return {
    listener(incoming, outgoing) {
      const passage = new Passage(parts, incoming, outgoing);
      passage.run().catch((error: unknown) => passage.giveUp(error));
    },
    summary: () => parts.tally.summary(operations),
    contract: () => (parts.recorder ?? createRecorder()).contract(),
    close: () => parts.upstream.agent.destroy(),
  };
}

interface Parts {
  readonly options: ProxyOptions;
  readonly router: Router<DescribedOperation>;
  readonly bases: readonly string[];
  readonly upstream: Upstream;
  readonly judge: TrafficJudge;
  readonly tally: Tally;
  readonly recorder: Recorder | undefined;
}

const NOTHING: Judged = { request: [], answer: [], setAside: [] };

/** One request on its way to the upstream, and the answer on its way back. */
class Passage {
  readonly #parts: Parts;
  readonly #incoming: http.IncomingMessage;
  readonly #outgoing: http.ServerResponse;
  readonly #started = performance.now();
  readonly #copy: BoundedCopy;
  readonly #method: string;
  /** Path and query, and the path alone, as the client sent them. */
  readonly #target: string;
  readonly #path: string;
  readonly #relative: string | undefined;
  readonly #route: Match<DescribedOperation> | undefined;
  readonly #operation: JudgedOperation | undefined;
  /** The client went away: what comes back is for nobody. */
  #gone = false;

  constructor(parts: Parts, incoming: http.IncomingMessage, outgoing: http.ServerResponse) {
    const { options, bases, router } = parts;
    this.#parts = parts;
    this.#incoming = incoming;
    this.#outgoing = outgoing;
    this.#copy = new BoundedCopy(options.judgedBytes);
    this.#method = incoming.method ?? "GET";
    this.#target = originForm(incoming.url ?? "/");
    this.#path = this.#target.split("?")[0] ?? this.#target;
    this.#relative = relativePath(this.#path, bases);
    this.#route = this.#relative === undefined ? undefined : router.find(this.#method, this.#relative);
    this.#operation = this.#route && judgedOperation(options.document, this.#route.target);
  }

  async run(): Promise<void> {
    const { tally, upstream, options } = this.#parts;
    if (this.#operation) tally.seen(this.#operation.operationId);
    this.#incoming.on("data", (chunk: Buffer) => this.#copy.add(chunk));
    const reached = await sendOn(
      upstream,
      this.#incoming,
      this.#target,
      (request) => {
        this.#outgoing.on("close", () => {
          this.#gone = !this.#outgoing.writableFinished;
          request.destroy();
        });
      },
      (interim) => passInterim(interim, this.#incoming, this.#outgoing),
    );
    if (this.#gone) return;
    if ("fault" in reached) return this.#answerFor(reached.fault, reached.answered);
    const { response, trailing } = reached;
    const beginning = await this.#beginning(response);
    if (this.#gone) return;
    const durationMs = performance.now() - this.#started;
    const { answer, whole } = await readAnswer(
      response,
      beginning,
      trailing(),
      options.judgedBytes,
      durationMs,
    );
    const request = await this.#request();
    const judged = this.#judge(request, answer, whole);
    const wrong = judged.answer.find(({ basis }) => basis !== "advisory");
    const replaced = options.fail && wrong !== undefined;
    this.#tell(judged, answer.status ?? 0, replaced, !whole && beginning.bytes.length > 0);
    if (beginning.state === "ended") this.#record(request, answer, judged);
    if (!replaced) return sendBack(this.#outgoing, response, this.#fields(response, judged), beginning);
    response.destroy();
    const message = `the answer (status ${answer.status}) deviates from the documentation: ${wrong.message}`;
    sendError(this.#outgoing, this.#incoming, 502, message, deviationFields(judged));
  }

  /** A mistake of ours must not end the process, nor leave the client waiting. */
  giveUp(error: unknown): void {
    const reason = `the answer could not be passed on: ${error instanceof Error ? error.message : String(error)}`;
    this.#event({ kind: "trouble", method: this.#method, path: this.#path, reason });
    if (this.#outgoing.headersSent) this.#outgoing.destroy();
    else sendError(this.#outgoing, this.#incoming, 502, reason, []);
  }

  /** Bodies that are judged are held back up to the bound, since the header fields that tell of deviations go first; others stream. */
  #beginning(response: http.IncomingMessage): Promise<Beginning> | Beginning {
    const { options } = this.#parts;
    const status = response.statusCode ?? 0;
    const headers = rawFields(response.rawHeaders);
    const bodiless = this.#method === "HEAD" || status === 204 || status === 304;
    const recorded = options.record && isJsonType(essence(headerValue(headers, "content-type")));
    if (bodiless || recorded || wantsBody(this.#operation, { status, headers }))
      return readBeginning(response, options.judgedBytes);
    return { bytes: Buffer.alloc(0), state: "more" };
  }

  #fields(response: http.IncomingMessage, judged: Judged): readonly Header[] {
    const chunked =
      this.#method !== "HEAD" &&
      this.#incoming.httpVersion === "1.1" &&
      response.headers["transfer-encoding"] !== undefined;
    return backwardFields(response, judged, chunked);
  }

  async #request(): Promise<SeenRequest> {
    return {
      method: this.#method,
      path: this.#relative ?? this.#path,
      query: this.#target.split("?").slice(1).join("?"),
      headers: rawFields(this.#incoming.rawHeaders),
      body: await requestBody(this.#incoming, this.#copy, this.#parts.options.judgedBytes),
    };
  }

  /** A judgement that fails is ours to answer for: the traffic passes all the same. */
  #judge(request: SeenRequest, answer: Answer, whole: boolean): Judged {
    try {
      const judged = this.#parts.judge.judge(this.#operation, request, answer, whole);
      if (judged.unjudged !== undefined) this.#notJudged(judged.unjudged);
      return judged;
    } catch (error) {
      const unjudged = error instanceof Error ? error.message : String(error);
      this.#notJudged(unjudged);
      return { ...NOTHING, unjudged };
    }
  }

  #notJudged(why: string): void {
    const reason = `not judged: ${why}`;
    this.#event({ kind: "trouble", method: this.#method, path: this.#path, reason });
  }

  /** The upstream gave no answer. Where it was reached and then failed, that is a deviation; where it is away, it is not. */
  async #answerFor(fault: TransportFailure, answered: boolean): Promise<void> {
    const { tally } = this.#parts;
    tally.unanswered();
    const durationMs = performance.now() - this.#started;
    const nothing: Answer = { headers: [], body: Buffer.alloc(0), faults: [fault], durationMs };
    const judged = answered ? this.#judge(await this.#request(), nothing, true) : NOTHING;
    if (answered) this.#tell(judged, undefined, true, false);
    else this.#event({ kind: "unanswered", method: this.#method, path: this.#path, reason: fault.actual });
    const status = fault.rule === "timeout" ? 504 : 502;
    const message = `the upstream gave no answer: ${fault.actual}`;
    sendError(this.#outgoing, this.#incoming, status, message, deviationFields(judged));
  }

  #tell(judged: Judged, status: number | undefined, replaced: boolean, bodyUnjudged: boolean): void {
    const { tally } = this.#parts;
    const [method, path] = [this.#method, this.#path];
    tally.exchange(judged);
    // HEAD and OPTIONS are HTTP's own: no page documents them, and none need.
    const documented = this.#operation !== undefined || method === "HEAD" || method === "OPTIONS";
    if (!documented && status !== undefined && tally.undocumented(method, path))
      this.#event({ kind: "undocumented", method, path, status });
    const shown = { ...judged, method, path, ...(status === undefined ? {} : { status }) };
    this.#event({ kind: "exchange", exchange: { ...shown, replaced, bodyUnjudged } });
  }

  #record(request: SeenRequest, answer: Answer, judged: Judged): void {
    const notes = judged.answer.map(({ basis, message }) => `${basis}: ${message}`);
    this.#parts.recorder?.add({ route: this.#route, request, answer, secrets: secretsOf(request), notes });
  }

  #event(event: ProxyEvent): void {
    this.#parts.options.onEvent(event);
  }
}
