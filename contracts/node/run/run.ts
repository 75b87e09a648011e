import type { PlannedCheck } from "../../checks/plan.ts";
import { withHeader } from "../../http/message.ts";
import { isPreconditionRefusal } from "../../http/precondition.ts";
import { runDredd, type Transaction } from "../dredd/dredd.ts";
import { type Case, casesOf, descriptionForDredd, transactionOf } from "../dredd/transactions.ts";
import type { Exchanged } from "../wire/target.ts";
import { type Breaker, createBreaker } from "./breaker.ts";
import type { Aimed } from "./id-bindings.ts";
import { lanesOf } from "./lanes.ts";
import { createLatency } from "./latency.ts";
import type { VerifyOptions } from "./options.ts";
import type { RunParts } from "./parts.ts";

/** A case on its way, and what its path names. */
interface Sent {
  readonly one: Case;
  readonly aimed: Aimed;
}

/** So many requests tell how fast the target is. */
const FIRST = 4;
/** Chains that run side by side at least: they have nothing to do with one another. */
const CHAINS = 8;

/** The order of a run: what is documented, then what follows from it, and the ids at the end. Cases that need nothing of one another go side by side. */
export class Run {
  #done = 0;
  readonly #options: VerifyOptions;
  readonly #parts: RunParts;
  readonly #checks: readonly PlannedCheck[];
  readonly #cases: readonly Case[];
  readonly #breaker: Breaker;
  readonly #latency = createLatency();
  /** Objects that are being made anew, by their collection. */
  readonly #making = new Map<string, Promise<void>>();

  constructor(options: VerifyOptions, parts: RunParts, checks: readonly PlannedCheck[]) {
    this.#options = options;
    this.#parts = parts;
    this.#checks = checks;
    this.#cases = casesOf(checks.filter(({ stage }) => stage !== "deep"));
    this.#breaker = createBreaker(() => parts.target.probe());
  }

  async all(): Promise<void> {
    const stage = (...names: PlannedCheck["stage"][]): Case[] =>
      this.#cases.filter(({ planned }) => names.includes(planned.stage));
    const documented = stage("documented");
    const deletes = documented.filter(({ request }) => request.method === "DELETE");
    const creates = documented.filter(isCreate);
    const others = documented.filter((one) => !isCreate(one) && !deletes.includes(one));
    // What lies nearer to the root is created first: its id is part of the others' paths.
    for (const level of byDepth(creates)) await this.#sideBySide(level);
    await this.#sideBySide(others.toSorted(byEffect));
    await this.#sideBySide(stage("equivalent", "refusal"));
    await this.#deep();
    await this.#parts.chains.collections(this.#options.workers ?? Math.max(CHAINS, this.#latency.workers));
    await this.#sideBySide(stage("identity"));
    // An object that lies within another one goes before it.
    for (const level of byDepth(deletes).toReversed()) await this.#sideBySide(level);
    await this.#parts.chains.singletons();
  }

  async #sideBySide(cases: readonly Case[]): Promise<void> {
    let rest = cases;
    if (this.#options.workers === undefined && this.#latency.ms === undefined && cases.length > FIRST) {
      await this.#lane(cases.slice(0, FIRST));
      rest = cases.slice(FIRST);
    }
    const lanes = lanesOf(rest, this.#workers);
    await Promise.all(lanes.map((lane, index) => this.#lane(lane, `lane ${index}`)));
  }

  get #workers(): number {
    return this.#options.workers ?? this.#latency.workers;
  }

  async #deep(): Promise<void> {
    const checks = this.#checks.filter(({ stage }) => stage === "deep");
    const next = checks.values();
    await Promise.all(
      Array.from({ length: Math.min(this.#workers, checks.length) }, async () => {
        for (const planned of next) await this.#deepCheck(planned);
      }),
    );
  }

  async #deepCheck(planned: PlannedCheck): Promise<void> {
    const { deep } = this.#options;
    const { operations, records, signal } = this.#parts;
    const operation = operations.get(planned.check.operation.operationId);
    if (!deep || !operation) return;
    const reason = records.reasonToSkip(planned, signal.aborted);
    if (reason !== undefined || (await this.#breaker.isDead())) return;
    // With fast-check, which a run without --deep need not wait for.
    const { runDeep } = await import("./deep.ts");
    await runDeep(planned, operation, deep, this.#parts).catch((error: Error) =>
      records.recordBroken(planned, error),
    );
  }

  /** Sends cases one after the other. Where Dredd breaks, the case that it was at is not judged, and the others are sent all the same. */
  async #lane(cases: readonly Case[], name = "lane 0"): Promise<void> {
    let left = cases;
    while (left.length > 0 && !this.#parts.signal.aborted) {
      const settled = await this.#dredd(left, name);
      left = left.filter(({ id }) => !settled.has(id));
    }
  }

  /** One run of Dredd's. Answers with the cases that nothing more can be done about. */
  async #dredd(cases: readonly Case[], lane: string): Promise<ReadonlySet<string>> {
    const { dredd, relay, document, records } = this.#parts;
    const byId = new Map(cases.map((one) => [one.id, one]));
    const sent = new Map<string, Sent>();
    const content = descriptionForDredd(
      document,
      cases.map(({ planned }) => planned),
    );
    const { results, crash } = await runDredd(dredd, {
      endpoint: relay.endpoint,
      description: { location: "documentation pages", content },
      transactions: cases.map((one) => transactionOf(one, relay.endpoint)),
      before: async (transaction) => {
        const one = byId.get(transaction.id);
        const aimed = one && (await this.#prepare(one, transaction, lane));
        if (aimed) sent.set(transaction.id, aimed);
      },
      judge: async (transaction) => {
        const one = sent.get(transaction.id);
        if (one) await this.#judge(one, transaction);
      },
      broken: (transaction, error) => {
        const one = byId.get(transaction.id);
        if (one) records.recordBroken(one.planned, error);
      },
    });
    const settled = new Set(results.map(({ id }) => id));
    for (const result of results) {
      const one = sent.get(result.id)?.one ?? byId.get(result.id);
      if (one) records.settle(one, result);
    }
    if (!crash) return settled;
    const at = byId.get(crash.id ?? "");
    // Without a transaction it is Dredd's own start that breaks, and would break again.
    for (const one of at && !settled.has(at.id) ? [at] : results.length === 0 ? cases : []) {
      records.recordBroken(one.planned, crash.error);
      settled.add(one.id);
    }
    return settled;
  }

  /** Before a request: aims it at what the run created, or says why it is not sent. */
  async #prepare(one: Case, transaction: Transaction, lane: string): Promise<Sent | undefined> {
    const { records, relay, signal } = this.#parts;
    const { planned } = one;
    if (records.reasonToSkip(planned, signal.aborted) !== undefined) {
      transaction.skip = true;
      return undefined;
    }
    if (await this.#breaker.isDead()) {
      transaction.fail = records.recordSilence(one);
      return undefined;
    }
    const aimed = await this.#aim(one);
    if (aimed.deleted.length > 0 && planned.expect.kind === "success") {
      records.recordDeleted(planned);
      transaction.skip = true;
      return undefined;
    }
    const made = { ...one, request: { ...one.request, path: aimed.path } };
    const connection = planned.stage === "identity" ? { connection: lane } : {};
    const awaitsObject = aimed.namesCreated && planned.expect.kind === "success";
    const sending = { ...connection, awaitsObject, meetsPrecondition: !expectsPreconditionRefusal(planned) };
    Object.assign(transaction, transactionOf(made, relay.endpoint, sending));
    return { one: made, aimed };
  }

  /** Looks up the ids in a case's path; what the run has deleted meanwhile is made anew where a documented request makes such objects. */
  async #aim(one: Case): Promise<Aimed> {
    const { bindings } = this.#parts.records.objects;
    const template = one.planned.check.operation.path;
    const aimed = bindings.resolve(template, one.request.path);
    if (aimed.deleted.length === 0) return aimed;
    for (const collection of aimed.deleted) {
      const making = this.#making.get(collection) ?? this.#make(collection);
      this.#making.set(collection, making);
      await making;
      this.#making.delete(collection);
    }
    return bindings.resolve(template, one.request.path);
  }

  async #make(collection: string): Promise<void> {
    const { records, target } = this.#parts;
    for (const one of this.#cases.filter(
      (known) => known.planned.stage === "documented" && isCreate(known),
    )) {
      const { path } = records.objects.bindings.resolve(one.planned.check.operation.path, one.request.path);
      if ((path.split("?")[0] ?? "").toLowerCase() !== collection) continue;
      const made = { ...one, request: { ...one.request, path } };
      return records.objects.note(made, await target.send(made.request, { meetsPrecondition: true }));
    }
  }

  async #judge(sent: Sent, transaction: Transaction): Promise<void> {
    const { relay, records } = this.#parts;
    const exchanged = relay.take(transaction.id);
    if (!exchanged) return;
    const one = asSent(sent.one, exchanged);
    const { faults, durationMs } = exchanged.answer;
    this.#breaker.record(faults.some(({ rule }) => rule === "timeout" || rule === "throttled"));
    this.#latency.record(durationMs);
    const judged = records.record(one, exchanged, sent.aimed);
    if (judged.kind === "failed") transaction.fail = judged.reason;
    else if (judged.kind === "unjudged") transaction.skip = true;
    // Dredd compares with the one status that is documented. Several, or any of a class, it cannot compare with.
    else if (judged.kind === "lenient" && transaction.real)
      transaction.expected = { statusCode: String(transaction.real.statusCode), headers: {} };
    this.#done += 1;
    this.#options.onProgress?.({
      done: this.#done,
      total: this.#cases.length,
      checkId: one.planned.check.id,
    });
  }
}

/** A case whose page shows how a precondition is refused is not helped to meet it. */
function expectsPreconditionRefusal({ expect: { statuses } }: PlannedCheck): boolean {
  return typeof statuses !== "string" && statuses.some(isPreconditionRefusal);
}

/** The case with the header that the target insisted on, so that a finding shows the request that was answered. */
function asSent(one: Case, { ifMatch }: Exchanged): Case {
  if (ifMatch === undefined) return one;
  const { request } = one;
  return { ...one, request: { ...request, headers: withHeader(request.headers, "If-Match", ifMatch) } };
}

function isCreate({ planned }: Case): boolean {
  return planned.keyProperty !== undefined;
}

/** Reading first, then what changes something. A stable sort keeps the pages' order otherwise. */
function byEffect(a: Case, b: Case): number {
  const rank = ({ request: { method } }: Case): number => ["GET", "POST", "PUT", "PATCH"].indexOf(method);
  return rank(a) - rank(b);
}

/** Cases by the number of segments of their paths, the fewest first. */
function byDepth(cases: readonly Case[]): readonly (readonly Case[])[] {
  const levels = new Map<number, Case[]>();
  for (const one of cases) {
    const depth = one.request.path.split("/").length;
    const level = levels.get(depth) ?? [];
    level.push(one);
    levels.set(depth, level);
  }
  return [...levels].toSorted(([a], [b]) => a - b).map(([, level]) => level);
}
