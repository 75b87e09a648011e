import {
  type DescribedOperation,
  flatten,
  isJsonObject,
  responseSchema,
} from "../../../spec/openapi/index.ts";
import type { PlannedCheck } from "../../checks/plan.ts";
import { curlCommand } from "../../http/curl.ts";
import type { PlannedRequest } from "../../http/message.ts";
import { type Redactor, redactor } from "../../http/redact.ts";
import type { Finding } from "../../judge/finding.ts";
import { readJsonText } from "../../judge/json-text.ts";
import { type Judging, judge, type SchemaViolation } from "../../judge/judge.ts";
import type { CheckResult, CreatedObject, Exchange, Outcome, ReportedFinding } from "../../judge/verdict.ts";
import type { DreddResult } from "../dredd/dredd.ts";
import type { Exchanged } from "../dredd/relay.ts";
import type { Case } from "../dredd/transactions.ts";
import type { SchemaJudge } from "../schema/judge.ts";
import { createIdBindings, type IdBindings } from "./id-bindings.ts";
import { createIdentities, repeatDeviation } from "./identities.ts";
import { shownExchange } from "./shown-exchange.ts";
import { isUnknownStandIn } from "./unknown-stand-in.ts";
import type { VerifyOptions } from "./verify.ts";

interface Entry {
  readonly findings: ReportedFinding[];
  readonly exchanges: Exchange[];
  outcome?: Outcome;
  reason?: string;
  durationMs: number;
}

/** What is known of each check while a run goes on, and what becomes of it in the verdict. */
export class CheckRecords {
  readonly created: CreatedObject[] = [];
  /** Ids that later requests need. */
  readonly bindings: IdBindings;
  readonly #entries = new Map<string, Entry>();
  readonly #identities = createIdentities();
  /** Deviations of the documented request, by operation: an equivalent that only repeats them has nothing of its own to say. */
  readonly #documented = new Map<string, ReadonlySet<string>>();
  /** Operations whose documented request is not answered at all as documented, and why nothing follows from that. */
  readonly #barred = new Map<string, string>();
  readonly #options: VerifyOptions;
  readonly #schemas: SchemaJudge;
  readonly #operations: ReadonlyMap<string, DescribedOperation>;
  readonly #redactor: Redactor;

  constructor(
    options: VerifyOptions,
    schemas: SchemaJudge,
    operations: ReadonlyMap<string, DescribedOperation>,
  ) {
    this.#options = options;
    this.#schemas = schemas;
    this.#operations = operations;
    this.bindings = createIdBindings(options.parameters);
    this.#redactor = redactor([options.token, ...options.secrets], options.headers);
  }

  /** Why a request need not be sent; undefined where it should. */
  reasonToSkip(planned: PlannedCheck, stopped: boolean): string | undefined {
    const barred = this.#barred.get(planned.check.operation.operationId);
    const follows = planned.stage !== "documented" && planned.expect.kind === "success";
    const unjudgeable = barred !== undefined && (follows || barred.startsWith(UNKNOWN_VALUE));
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

  /** Judges an answer and keeps what came of it; answers with the reason why the transaction fails. */
  async record(one: Case, exchanged: Exchanged): Promise<string | undefined> {
    const { planned } = one;
    const entry = this.#entry(planned);
    this.#keepExchange(one, exchanged);
    if (exchanged.answer.faults.some(({ rule }) => rule === "stopped")) {
      this.#skip(planned, "the run was stopped");
      return undefined;
    }
    const found = await this.examine(one, exchanged);
    if (planned.stage === "documented" && isUnknownStandIn(planned, exchanged.answer))
      return this.#bar(one, entry);
    if (planned.stage === "documented") this.#noteDocumented(planned.check.operation.operationId, found);
    const isSchemaOnly = found.length > 0 && found.every(({ rule }) => rule === "schema");
    if (isSchemaOnly && (await this.#pageContradicts(planned, found))) {
      entry.outcome ??= "page-fault";
      entry.reason ??= `the documented answer itself does not fit the schema of the pages: ${found[0]?.message}`;
      return undefined;
    }
    return this.#add(one, found);
  }

  /** What is wrong with an answer, as far as the documented request has not shown it already; notes what was created. */
  async examine(one: Case, exchanged: Exchanged): Promise<readonly Finding[]> {
    const { planned } = one;
    const { operationId } = planned.check.operation;
    const operation = this.#operations.get(operationId);
    const faults = operation ? await this.#schemaFaults(planned, operation, exchanged.answer) : [];
    const found = [...judge(planned, one.request, exchanged.answer, this.#judging(faults))];
    this.#noteCreated(one, exchanged);
    if (planned.stage === "identity" && one.isLast) found.push(...this.#repeats(planned));
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
    const { outcome = "passed", findings, exchanges, reason, durationMs } = entry;
    return {
      check: planned.check,
      outcome,
      findings,
      exchanges,
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
      entry = { findings: [], exchanges: [], durationMs: 0 };
      this.#entries.set(id, entry);
    }
    return entry;
  }

  /** What the schema has to say about an answer that has one. */
  async #schemaFaults(
    { expect }: PlannedCheck,
    operation: DescribedOperation,
    { status, body }: Exchanged["answer"],
  ): Promise<readonly SchemaViolation[]> {
    if (expect.kind !== "success" || status === undefined || !expect.statuses.includes(status)) return [];
    const json = readJsonText(body);
    return "value" in json ? this.#schemas.judge(operation, status, "application/json", json.value) : [];
  }

  #judging(faults: readonly SchemaViolation[]): Judging {
    return {
      schema: () => faults,
      property: (operationId, status, name) => {
        const operation = this.#operations.get(operationId)?.operation;
        if (!operation) return undefined;
        return flatten(this.#options.document, responseSchema(operation, status)).properties.get(name);
      },
      citation: this.#options.citation,
      known: (id) => this.#identities.known(id),
    };
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

  /** Why a documented operation could not be judged at all; undefined where each could. */
  get unjudged(): string | undefined {
    return [...this.#barred.values()].find((reason) => reason.startsWith(UNKNOWN_VALUE));
  }

  #bar(one: Case, entry: Entry): undefined {
    const names = one.planned.standIns;
    const options = names.map((name) => `--param ${name}=VALUE`).join(" ");
    const reason = `${UNKNOWN_VALUE} for ${names.map((name) => `{${name}}`).join(", ")}: the target has nothing by the stand-in's name; give ${options}`;
    entry.outcome = "skipped";
    entry.reason = reason;
    this.#barred.set(one.planned.check.operation.operationId, reason);
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

  #noteCreated(one: Case, { answer, request }: Exchanged): void {
    const { status = 0 } = answer;
    if (status < 200 || status > 299 || request.method === "GET") return;
    const json = readJsonText(answer.body);
    const { keyProperty = "id", resource, check } = one.planned;
    const id = "value" in json && isJsonObject(json.value) ? json.value[keyProperty] : undefined;
    if (typeof id !== "string" || id.trim() === "") return;
    if (one.planned.expect.kind === "success" && one.planned.keyProperty !== undefined) {
      this.#identities.record(
        resource,
        id,
        check.operation.operationId,
        `${request.method} ${one.request.path} (${one.id})`,
      );
    }
    if (one.planned.expect.kind === "success") this.bindings.created(one.request.path, id);
    const url = this.#url(one.request);
    if (request.method !== "POST" && status !== 201) return;
    this.created.push({ method: request.method, url, id: this.#redactor.text(id), checkId: check.id });
  }

  #repeats(planned: PlannedCheck): readonly Finding[] {
    const { operationId } = planned.check.operation;
    const repeats = this.#identities.repeats(operationId);
    if (repeats.length === 0) return [];
    const key = planned.keyProperty ?? "id";
    const operation = this.#operations.get(operationId)?.operation;
    const schema = operation && responseSchema(operation, planned.interaction.response.status);
    const source = flatten(this.#options.document, schema).properties.get(key)?.["x-source"];
    const deviation = repeatDeviation(key, repeats);
    return [source ? { ...deviation, citation: this.#options.citation(source) } : deviation];
  }

  /** Whether the recorded answer has the same fault as the target's. */
  async #pageContradicts(planned: PlannedCheck, found: readonly Finding[]): Promise<boolean> {
    const { status, body } = planned.interaction.response;
    const operation = this.#operations.get(planned.check.operation.operationId);
    if (!operation || body?.encoded !== false) return false;
    const own = await this.#schemas.judge(operation, status, "application/json", body.content);
    const places = new Set(own.map(({ path }) => `schema ${path.join("/")}`));
    return found.some(({ key }) => places.has(key));
  }
}

const UNKNOWN_VALUE = "no value is known";
