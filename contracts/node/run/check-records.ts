import type { DescribedOperation } from "../../../spec/openapi/index.ts";
import { parameterOptions } from "../../checks/parameters.ts";
import type { PlannedCheck } from "../../checks/plan.ts";
import { curlCommand } from "../../http/curl.ts";
import type { PlannedRequest } from "../../http/message.ts";
import { type Redactor, redactor } from "../../http/redact.ts";
import { expectedOf } from "../../judge/expected.ts";
import type { Finding } from "../../judge/finding.ts";
import { judge } from "../../judge/judge.ts";
import { createJudging, type Judging } from "../../judge/judging.ts";
import type { CheckResult, Exchange, Outcome, ReportedFinding, SetAside } from "../../judge/verdict.ts";
import type { DreddResult } from "../dredd/dredd.ts";
import type { Case } from "../dredd/transactions.ts";
import type { Exchanged } from "../wire/target.ts";
import { CreatedObjects } from "./created-objects.ts";
import type { Aimed } from "./id-bindings.ts";
import type { VerifyOptions } from "./options.ts";
import { shownExchange } from "./shown-exchange.ts";
import { isUnknownObject } from "./unknown-object.ts";

interface Entry {
  readonly findings: ReportedFinding[];
  readonly exchanges: Exchange[];
  readonly setAside: Map<string, SetAside>;
  outcome?: Outcome;
  reason?: string;
  durationMs: number;
}

/** What came of one answer. `lenient`: it passes, though its status need not be the one that the page shows. */
export type Judged =
  | { readonly kind: "passed" | "lenient" | "unjudged" }
  | { readonly kind: "failed"; readonly reason: string };

/** What is known of each check while a run goes on, and what becomes of it in the verdict. */
export class CheckRecords {
  readonly objects: CreatedObjects;
  readonly #entries = new Map<string, Entry>();
  /** Deviations of the documented request, by operation: an equivalent that only repeats them has nothing of its own to say. */
  readonly #documented = new Map<string, ReadonlySet<string>>();
  /** Operations whose documented request is not answered at all as documented, and why nothing follows from that. */
  readonly #barred = new Map<string, string>();
  readonly #options: VerifyOptions;
  readonly #judging: Judging;
  readonly #operations: ReadonlyMap<string, DescribedOperation>;
  readonly #redactor: Redactor;
  /** The first thing that broke below us. */
  #broken: string | undefined;

  constructor(options: VerifyOptions, operations: ReadonlyMap<string, DescribedOperation>) {
    this.#options = options;
    this.#operations = operations;
    this.#judging = createJudging(options.document, options.citation, (id) => this.objects.known(id));
    this.#redactor = redactor([options.token, ...options.secrets], options.headers);
    this.objects = new CreatedObjects(options, operations, this.#redactor);
  }

  /** Why a request need not be sent; undefined where it should. */
  reasonToSkip(planned: PlannedCheck, stopped: boolean): string | undefined {
    const barred = this.#barred.get(planned.check.operation.operationId);
    const follows = planned.stage !== "documented" && planned.expect.kind === "success";
    const unjudgeable =
      barred !== undefined && (follows || (barred.startsWith(UNKNOWN_VALUE) && !isAuthorization(planned)));
    // A target that hangs on one request of a check would hang on the others, each for the whole time limit.
    const hung = this.#entries.get(planned.check.id)?.findings.some(({ rule }) => rule === "timeout");
    const rest = hung ? "its other requests were not made" : undefined;
    const reason = stopped ? "the run was stopped" : unjudgeable ? barred : rest;
    if (reason === undefined) return undefined;
    this.#skip(planned, reason);
    return reason;
  }

  /** The target has stopped answering: the request is not sent and fails. */
  recordSilence(one: Case): string {
    const message = "the target no longer answers";
    const deviation = {
      rule: "unreachable",
      key: message,
      message,
      expected: "an answer",
      actual: "not sent: the requests before it were not answered",
    };
    this.#add(one, [deviation]);
    return message;
  }

  /** The object that a check needs was deleted by another check, and nothing makes it anew. */
  recordDeleted(planned: PlannedCheck): void {
    this.#skip(
      planned,
      "not judged: another check deleted the object, and no documented request makes it anew",
    );
  }

  /** Something below us broke, or our own judgement did: nothing is known about the target. */
  recordBroken(planned: PlannedCheck, error: Error): void {
    const reason = `not judged: ${this.#redactor.text(error.message.split("\n")[0] ?? "the check broke")}`;
    this.#broken ??= `${planned.check.id} could not be judged: ${reason.slice("not judged: ".length)}`;
    const entry = this.#entry(planned);
    entry.reason ??= reason;
    if (entry.outcome !== "failed") entry.outcome = "skipped";
  }

  /** Judges an answer and keeps what came of it. */
  record(one: Case, exchanged: Exchanged, aimed: Aimed): Judged {
    const { planned } = one;
    const entry = this.#entry(planned);
    this.#keepExchange(one, exchanged);
    if (exchanged.answer.faults.some(({ rule }) => rule === "stopped")) {
      this.#skip(planned, "the run was stopped");
      return { kind: "unjudged" };
    }
    if (isUnknownObject(planned, one.request.path, exchanged.answer, aimed.unknown))
      return this.#bar(one, entry, aimed.unknown);
    const found = this.examine(one, exchanged);
    if (planned.stage === "documented") this.#noteDocumented(planned.check.operation.operationId, found);
    const reason = this.#add(one, found);
    if (reason !== undefined) return { kind: "failed", reason };
    if (entry.outcome === "skipped") return { kind: "unjudged" };
    const { statuses } = planned.expect;
    const isOne =
      typeof statuses !== "string" && statuses.length === 1 && statuses[0] === exchanged.answer.status;
    // What the documented check has failed for already, an equivalent is not failed for again.
    const isKnown = (this.#documented.get(planned.check.operation.operationId)?.size ?? 0) > 0;
    return { kind: isOne && found.length === 0 && !isKnown ? "passed" : "lenient" };
  }

  /** What is wrong with an answer, as far as the documented request has not shown it already; notes what was created. */
  examine(one: Case, exchanged: Exchanged): readonly Finding[] {
    const { planned } = one;
    const { operationId } = planned.check.operation;
    const found = [...this.#judge(one, exchanged)];
    this.objects.note(one, exchanged);
    if (planned.stage === "identity" && one.isLast) found.push(...this.objects.repeats(planned));
    const known = planned.stage === "documented" ? undefined : this.#documented.get(operationId);
    if (!known) return found;
    if (planned.expect.kind === "success") return found.filter(({ key }) => !known.has(key));
    // Whatever is asked is answered with the same error: nothing can be told of the refusals, and the documented check has failed for it.
    const { status = 0 } = exchanged.answer;
    const isSame =
      status >= 400 && known.has(`status ${status}`) && found.some(({ rule }) => rule === "status");
    if (isSame)
      this.#skip(planned, this.#barred.get(operationId) ?? "the documented request fails in the same way");
    return isSame ? [] : found;
  }

  #skip(planned: PlannedCheck, reason: string): void {
    const entry = this.#entry(planned);
    entry.reason ??= reason;
    entry.outcome ??= "skipped";
  }

  /** Notes that a check is being made: it has passed unless something is found. */
  begin(planned: PlannedCheck): void {
    this.#entry(planned);
  }

  /** Keeps one exchange and what was found in it: what is left of many that were only looked at. */
  keep(one: Case, exchanged: Exchanged, found: readonly Finding[]): void {
    this.#keepExchange(one, exchanged);
    this.#add(one, found);
  }

  #keepExchange(one: Case, exchanged: Exchanged): void {
    const entry = this.#entry(one.planned);
    entry.durationMs += exchanged.answer.durationMs + exchanged.waitedMs;
    entry.exchanges.push(shownExchange(exchanged, this.#url(one.request), this.#redactor));
  }

  /** Takes Dredd's own result for one request. */
  settle(one: Case, result: DreddResult): void {
    const entry = this.#entry(one.planned);
    if (result.outcome === "skip") {
      entry.outcome ??= "skipped";
      return;
    }
    if (result.outcome === "pass") return;
    if (result.outcome === "error") {
      this.recordBroken(one.planned, new Error(`Dredd could not make the request: ${result.message}`));
      return;
    }
    if (entry.findings.length === 0) {
      const { message } = result;
      this.#add(one, [
        {
          rule: "dredd",
          key: message,
          message: "Dredd fails the transaction",
          expected: "a pass",
          actual: message,
        },
      ]);
    }
    if (entry.outcome === undefined || entry.outcome === "skipped") entry.outcome = "failed";
  }

  /** Whether anything is known of the check. */
  has(id: string): boolean {
    return this.#entries.has(id);
  }

  result(planned: PlannedCheck): CheckResult {
    const entry = this.#entries.get(planned.check.id);
    if (!entry) {
      const reason = "the run ended before it";
      return { check: planned.check, outcome: "skipped", findings: [], exchanges: [], reason, durationMs: 0 };
    }
    const { outcome = "passed", findings, exchanges, setAside, reason, durationMs } = entry;
    return {
      check: planned.check,
      outcome,
      findings,
      exchanges,
      ...(setAside.size > 0 ? { setAside: [...setAside.values()] } : {}),
      ...(reason === undefined ? {} : { reason }),
      durationMs,
    };
  }

  #url({ path }: PlannedRequest): string {
    return this.#redactor.text(`${this.#options.target.href.replace(/\/$/, "")}${path}`);
  }

  #entry(planned: PlannedCheck): Entry {
    const { id } = planned.check;
    let entry = this.#entries.get(id);
    if (!entry) {
      entry = { findings: [], exchanges: [], setAside: new Map(), durationMs: 0 };
      this.#entries.set(id, entry);
    }
    return entry;
  }

  /** What is wrong with an answer; keeps what was set aside, and that something could not be judged. */
  #judge({ planned, request }: Case, exchanged: Exchanged): readonly Finding[] {
    const { expect, interaction, sources, check } = planned;
    const operation = this.#operations.get(check.operation.operationId);
    if (!operation) throw new Error(`the description has no operation ${check.operation.operationId}`);
    const { status, body } = interaction.response;
    const recorded = {
      ...{ status, source: sources.response },
      ...(body ? { body: body.encoded === false ? { json: body.content } : {} } : {}),
    };
    const expected = expectedOf(this.#options.document, operation, expect, recorded);
    const { findings, setAside, unjudged } = judge(expected, request, exchanged.answer, this.#judging);
    const entry = this.#entry(planned);
    const { text } = this.#redactor;
    for (const one of setAside)
      entry.setAside.set(one.path, { ...one, path: text(one.path), message: text(one.message) });
    if (unjudged !== undefined) this.recordBroken(planned, new Error(unjudged));
    return findings;
  }

  /** Keeps deviations as findings of the check; answers with the first that fails it. */
  #add(one: Case, deviations: readonly Finding[]): string | undefined {
    const { check } = one.planned;
    const entry = this.#entry(one.planned);
    const { text } = this.#redactor;
    let reason: string | undefined;
    for (const {
      rule,
      message,
      expected,
      actual,
      basis = check.basis,
      citation = check.citation,
    } of deviations) {
      const isAdvice = check.basis === "advisory" || basis === "advisory";
      const fails = !isAdvice || this.#options.strict;
      if (fails) reason ??= `${message}: expected ${expected}, got ${actual}`;
      entry.findings.push({
        rule,
        message: text(message),
        expected: text(expected),
        actual: text(actual),
        basis: isAdvice ? "advisory" : basis,
        citation,
        curl: text(curlCommand(this.#options.target.href.replace(/\/$/, ""), this.#withHeaders(one.request))),
      });
      if (fails) entry.outcome = "failed";
    }
    return reason === undefined ? undefined : text(reason);
  }

  /** The request with the headers that the user added to every one. */
  #withHeaders(request: PlannedRequest): PlannedRequest {
    return { ...request, headers: [...request.headers, ...this.#redactor.headers(this.#options.headers)] };
  }

  /** Why the target could not be judged in full; undefined where it could. */
  get unjudged(): string | undefined {
    return this.#broken ?? [...this.#barred.values()].find((reason) => reason.startsWith(UNKNOWN_VALUE));
  }

  #bar({ planned }: Case, entry: Entry, names: readonly string[]): Judged {
    const { operationId, path } = planned.check.operation;
    const options = parameterOptions(Object.keys(this.#options.document.paths), path, names);
    const shown = names.map((name) => `{${name}}`).join(" and ");
    const reason = `${UNKNOWN_VALUE} for ${shown}: the target has no such object as the page's example names; give ${options}`;
    if (entry.outcome !== "failed") entry.outcome = "skipped";
    entry.reason ??= reason;
    if (planned.stage === "documented") this.#barred.set(operationId, reason);
    return { kind: "unjudged" };
  }

  #noteDocumented(operationId: string, found: readonly Finding[]): void {
    this.#documented.set(operationId, new Set(found.map(({ key }) => key)));
    const barring = found.find(
      ({ rule }) => !["schema", "media-type", "json", "identity", "body", "trailing-bytes"].includes(rule),
    );
    if (barring)
      this.#barred.set(
        operationId,
        `the documented request is not answered as documented: ${barring.actual}`,
      );
  }
}

const UNKNOWN_VALUE = "no value is known";

/** Whether a request lacks a good token: it is to be refused whatever else it names. */
function isAuthorization({ expect }: PlannedCheck): boolean {
  return expect.kind === "refusal" && expect.statuses !== "4xx" && expect.statuses.includes(401);
}
