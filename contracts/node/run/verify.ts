import { randomUUID } from "node:crypto";
import {
  type DescribedOperation,
  type OpenApiDocument,
  operationsById,
  type Source,
} from "../../../spec/openapi/index.ts";
import { type PlannedCheck, plan } from "../../checks/plan.ts";
import { fits } from "../../checks/select.ts";
import type { Header } from "../../http/message.ts";
import { redactor } from "../../http/redact.ts";
import type { CheckResult, Citation, Verdict } from "../../judge/verdict.ts";
import type { PactFile } from "../../pact/pact.ts";
import { type LoadedDredd, loadDredd, runDredd, type Transaction } from "../dredd/dredd.ts";
import { openRelay, type Relay, type RelayOptions } from "../dredd/relay.ts";
import { type Case, casesOf, descriptionForDredd, transactionOf } from "../dredd/transactions.ts";
import { openSchemaJudge } from "../schema/judge.ts";
import { LIMITS } from "../wire/exchange.ts";
import { type Breaker, createBreaker } from "./breaker.ts";
import { CheckRecords } from "./check-records.ts";
import { type DeepOptions, deepChecks } from "./deep-checks.ts";

export interface VerifyOptions {
  /** The base that documented paths are appended to. */
  readonly target: URL;
  readonly document: OpenApiDocument;
  readonly contracts: readonly PactFile[];
  /** Values of path parameters by name. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly token: string;
  /** Sent with every request. */
  readonly headers: readonly Header[];
  /** Texts besides the token that no report may hold. */
  readonly secrets: readonly string[];
  /** For one request, and for the whole run, in milliseconds. */
  readonly timeoutMs: number;
  readonly overallMs: number;
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly strict: boolean;
  readonly deep?: DeepOptions;
  readonly citation: (source: Source) => Citation;
  readonly signal: AbortSignal;
  readonly version: string;
  readonly onProgress?: (progress: Progress) => void;
}

export interface Progress {
  /** Requests made and planned. */
  readonly done: number;
  readonly total: number;
  readonly checkId: string;
}

/** The checks that a run with these options would make. */
export function plannedChecks(options: VerifyOptions): readonly PlannedCheck[] {
  const { document, contracts, parameters, citation } = options;
  const documented = plan({ document, contracts, parameters, citation, guid: randomUUID });
  const all = options.deep ? [...documented, ...deepChecks(documented)] : documented;
  return all.filter(({ check: { id } }) => {
    return (options.only.length === 0 || fits(id, options.only)) && !fits(id, options.skip);
  });
}

/**
 * Verifies a target: Dredd makes each request (through the relay), prism-http and the rules of `judge` look at each answer, and Dredd's result is
 * the verdict. Never throws for what a target does.
 */
export async function verify(options: VerifyOptions): Promise<Verdict> {
  const startedAt = new Date();
  const started = performance.now();
  const dredd = loadDredd();
  const schemas = await openSchemaJudge(options.document);
  const checks = plannedChecks(options);
  const overall = AbortSignal.any([options.signal, AbortSignal.timeout(options.overallMs)]);
  const relay = await openRelay(relayOptions(options, overall));
  const operations = operationsById(options.document);
  const records = new CheckRecords(options, schemas, operations);
  const parts = { dredd, relay, records, operations, document: options.document, signal: overall };
  try {
    await new Run(options, parts, checks).all();
  } finally {
    await relay.close();
  }
  const results = checks.map((planned) => records.result(planned));
  const reason = options.signal.aborted
    ? "stopped before all checks were made"
    : overall.aborted
      ? `not all checks were made within ${options.overallMs / 1000} s`
      : (records.unjudged ?? unmade(checks, records));
  return {
    version: 1,
    tool: { name: "graph-contracts", version: options.version },
    target: redactor([options.token]).text(options.target.href),
    startedAt: startedAt.toISOString(),
    durationMs: performance.now() - started,
    outcome: outcome(results, reason, options),
    ...(reason === undefined ? {} : { reason }),
    strict: options.strict,
    results,
    created: records.created,
    ...(options.deep === undefined ? {} : { deep: options.deep }),
  };
}

/** A run in which a check was neither made nor skipped for a reason has told nothing about that check, whatever Dredd says. */
function unmade(checks: readonly PlannedCheck[], records: CheckRecords): string | undefined {
  const missing = checks.filter(({ check }) => !records.has(check.id)).length;
  return missing === 0 ? undefined : `${missing} of ${checks.length} checks were not made`;
}

function outcome(
  results: readonly CheckResult[],
  reason: string | undefined,
  options: VerifyOptions,
): Verdict["outcome"] {
  if (options.signal.aborted) return "incomplete";
  if (results.some((result) => result.outcome === "failed")) return "deviates";
  return reason === undefined ? "conforms" : "incomplete";
}

function relayOptions(options: VerifyOptions, signal: AbortSignal): RelayOptions {
  return {
    target: options.target,
    token: options.token,
    headers: options.headers,
    limits: { ...LIMITS, timeoutMs: options.timeoutMs },
    throttle: { totalMs: 45_000, retries: 8 },
    signal,
  };
}

/** A slow target is asked several things at a time, so that the whole run takes about so many milliseconds. */
const WANTED_MS = 15_000;
const MOST_LANES = 6;

/** Creating comes first, since what was created is what is read; then changing. A stable sort keeps the pages' order otherwise. */
function byEffect(a: Case, b: Case): number {
  const rank = ({ planned, request: { method, path } }: Case): number => {
    // What lies nearer to the root is created first: its id is part of the others' paths.
    if (planned.keyProperty !== undefined) return path.split("/").length - 1000;
    return ["GET", "POST", "PUT", "PATCH"].indexOf(method);
  };
  return rank(a) - rank(b);
}

/** An object that lies within another one goes before it. */
function deepestFirst(a: Case, b: Case): number {
  return b.request.path.split("/").length - a.request.path.split("/").length;
}

/** What a run works with. */
export interface RunParts {
  readonly dredd: LoadedDredd;
  readonly relay: Relay;
  readonly records: CheckRecords;
  readonly document: OpenApiDocument;
  readonly operations: ReadonlyMap<string, DescribedOperation>;
  readonly signal: AbortSignal;
}

/** The order of a run: what is documented, then what follows from it, and the ids at the end. */
class Run {
  #done = 0;
  readonly #options: VerifyOptions;
  readonly #parts: RunParts;
  readonly #checks: readonly PlannedCheck[];
  readonly #cases: readonly Case[];
  readonly #breaker: Breaker;

  constructor(options: VerifyOptions, parts: RunParts, checks: readonly PlannedCheck[]) {
    this.#options = options;
    this.#parts = parts;
    this.#checks = checks;
    this.#cases = casesOf(checks.filter(({ stage }) => stage !== "deep"));
    this.#breaker = createBreaker(() => parts.relay.probe());
  }

  async all(): Promise<void> {
    const stage = (...names: PlannedCheck["stage"][]): Case[] =>
      this.#cases.filter(({ planned }) => names.includes(planned.stage));
    const isDelete = ({ request }: Case): boolean => request.method === "DELETE";
    const documented = stage("documented")
      .filter((one) => !isDelete(one))
      .toSorted(byEffect);
    const began = performance.now();
    await this.#lane(documented);
    const each = documented.length > 0 ? (performance.now() - began) / documented.length : 0;
    const between = stage("equivalent", "refusal");
    const lanes = Math.max(1, Math.min(MOST_LANES, Math.ceil((each * between.length) / WANTED_MS)));
    await Promise.all(
      Array.from({ length: lanes }, (_, lane) =>
        this.#lane(between.filter((_one, index) => index % lanes === lane)),
      ),
    );
    for (const planned of this.#checks.filter(({ stage }) => stage === "deep")) await this.#deep(planned);
    await this.#lane(stage("identity"));
    await this.#lane(stage("documented").filter(isDelete).toSorted(deepestFirst));
  }

  /** Aims a request at what the run created, where it names an object by its id. */
  #aimed(one: Case, transaction: Transaction): Case {
    const path = this.#parts.records.bindings.resolve(one.planned.check.operation.path, one.request.path);
    if (path === one.request.path) return one;
    transaction.fullPath = path;
    transaction.request.uri = path;
    return { ...one, request: { ...one.request, path } };
  }

  async #deep(planned: PlannedCheck): Promise<void> {
    const { deep } = this.#options;
    const operation = this.#parts.operations.get(planned.check.operation.operationId);
    if (!deep || !operation) return;
    const reason = this.#parts.records.reasonToSkip(planned, this.#parts.signal.aborted);
    if (reason !== undefined || (await this.#breaker.isDead())) return;
    // With fast-check, which a run without --deep need not wait for.
    const { runDeep } = await import("./deep.ts");
    await runDeep(planned, operation, deep, this.#parts);
  }

  async #lane(cases: readonly Case[]): Promise<void> {
    if (cases.length === 0 || this.#parts.signal.aborted) return;
    const byId = new Map(cases.map((one) => [one.id, one]));
    const results = await runDredd(this.#parts.dredd, {
      endpoint: this.#parts.relay.endpoint,
      description: {
        location: "documentation pages",
        content: descriptionForDredd(
          this.#parts.document,
          cases.map(({ planned }) => planned),
        ),
      },
      transactions: cases.map((one) => transactionOf(one, this.#parts.relay.endpoint)),
      before: async (transaction) => {
        const one = byId.get(transaction.id);
        if (!one) return;
        const reason = this.#parts.records.reasonToSkip(one.planned, this.#parts.signal.aborted);
        if (reason !== undefined) transaction.skip = true;
        else if (await this.#breaker.isDead()) transaction.fail = this.#parts.records.recordSilence(one);
        else byId.set(one.id, this.#aimed(one, transaction));
      },
      judge: async (transaction) => {
        const one = byId.get(transaction.id);
        const exchanged = this.#parts.relay.take(transaction.id);
        if (!one || !exchanged) return;
        this.#breaker.record(
          exchanged.answer.faults.some(({ rule }) => rule === "timeout" || rule === "throttled"),
        );
        const reason = await this.#parts.records.record(one, exchanged);
        if (reason !== undefined) transaction.fail = reason;
        else if (transaction.real)
          transaction.expected = { statusCode: String(transaction.real.statusCode), headers: {} };
        this.#done += 1;
        this.#options.onProgress?.({
          done: this.#done,
          total: this.#cases.length,
          checkId: one.planned.check.id,
        });
      },
    });
    for (const result of results) {
      const one = byId.get(result.id);
      if (one) this.#parts.records.settle(one, result);
    }
  }
}
