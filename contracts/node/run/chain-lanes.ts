import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { basesOf, type OpenApiDocument, originForm, relativePath } from "../../../spec/openapi/index.ts";
import {
  type Chain,
  type ChainProgram,
  ChainStopped,
  ChainWorld,
  Ledger,
  resourceGraph,
  runChain,
  type Seen,
  type Step,
  seen,
  whoAmI,
} from "../../checks/chains/index.ts";
import { curlCommand } from "../../http/curl.ts";
import { type Redactor, redactor } from "../../http/redact.ts";
import type { Check, CheckResult, CreatedObject, ReportedFinding } from "../../judge/verdict.ts";
import { type LoadedDredd, runDredd, type Transaction } from "../dredd/dredd.ts";
import { CASE_HEADER, METHOD_HEADER, type Relay } from "../dredd/relay.ts";
import type { Exchanged } from "../wire/target.ts";
import type { VerifyOptions } from "./options.ts";
import { shownExchange } from "./shown-exchange.ts";

/** Transactions that one run of Dredd is given; those that it turns out not to need are left out. */
const TRANSACTIONS = 120;
/** The first wait before a request is repeated, in milliseconds; each further one is twice as long, up to the last. */
const FIRST_WAIT = 25;
const LAST_WAIT = 500;
/** After so many waits in vain for the same operation the others are short: it does not become consistent. */
const VAIN_WAITS = 2;
const SHORT_WAIT = 100;

export interface ChainParts {
  readonly dredd: LoadedDredd;
  readonly relay: Relay;
  readonly document: OpenApiDocument;
  readonly signal: AbortSignal;
}

/** Runs chains side by side, each request as a transaction of Dredd's, and keeps what they found. */
export class ChainLanes {
  readonly ledger: Ledger;
  readonly world: ChainWorld;
  /** Why a chain broke, where one did. */
  broken: string | undefined;
  readonly #options: VerifyOptions;
  readonly #parts: ChainParts;
  readonly #chains: readonly Chain[];
  readonly #selected: ReadonlySet<string>;
  readonly #vain = new Map<string, number>();
  readonly #redactor: Redactor;
  #count = 0;

  constructor(chains: readonly Chain[], options: VerifyOptions, parts: ChainParts) {
    this.#options = options;
    const { token, secondToken, secrets } = options;
    this.#redactor = redactor(
      [token, ...(secondToken === undefined ? [] : [secondToken]), ...secrets],
      options.headers,
    );
    this.#parts = parts;
    this.#chains = chains;
    const checks = chains.flatMap((chain) => chain.checks);
    this.#selected = new Set(checks.map(({ id }) => id));
    this.ledger = new Ledger(checks, options.citation);
    const bases = basesOf(options.target, parts.document);
    this.world = new ChainWorld({
      document: parts.document,
      nodes: resourceGraph(parts.document),
      parameters: options.parameters,
      guid: randomUUID,
      hasSecondToken: options.secondToken !== undefined,
      relative: (link) => relativePath(originForm(link), bases),
    });
  }

  /** The chains of collections, side by side. */
  async collections(lanes: number): Promise<void> {
    if (this.#chains.length === 0) return;
    await this.#lane([() => whoAmI(this.#chains, this.world, this.ledger)]);
    const collections = this.#chains.filter(({ node }) => node.kind === "collection");
    const byGroup = new Map<string, Chain[]>();
    for (const chain of collections) byGroup.set(chain.group, [...(byGroup.get(chain.group) ?? []), chain]);
    const groups = [...byGroup.values()].toSorted((a, b) => b.length - a.length);
    const queue = groups.map((group) => group.map((chain) => () => this.#program(chain)));
    await Promise.all(Array.from({ length: Math.min(lanes, queue.length) }, () => this.#lane(queue)));
  }

  /** The chains of singletons, after everything else: what is below a singleton goes with it. */
  async singletons(): Promise<void> {
    const singletons = this.#chains.filter(({ node }) => node.kind === "singleton");
    await this.#lane(singletons.map((chain) => () => this.#program(chain)));
    this.ledger.settle(this.world.users.isSame === true);
  }

  #program(chain: Chain): ChainProgram {
    return runChain(chain, this.world, this.ledger, this.#chains.length);
  }

  /** Takes one program, or one group of them, after another from a queue that lanes may share. */
  async #lane(queue: ((() => ChainProgram) | (() => ChainProgram)[])[]): Promise<void> {
    const mine: (() => ChainProgram)[] = [];
    const turn = new Turn(() => {
      if (mine.length === 0) mine.push(...[queue.shift() ?? []].flat());
      return mine.shift()?.();
    });
    while (!this.#parts.signal.aborted && turn.hasMore()) await this.#run(turn);
  }

  async #run(turn: Turn): Promise<void> {
    const { relay, document, signal } = this.#parts;
    const first = turn.step?.operation ?? this.#chains[0]?.node.routes[0]?.operations.create;
    const path = (first?.path ?? "/").replace(/[{}]/g, "").replace(/[^A-Za-z0-9/._-]/g, "_");
    const content = JSON.stringify({
      openapi: "3.0.3",
      info: { title: document.info.title, version: document.info.version },
      paths: {
        [path]: { get: { operationId: "chain", responses: { "200": { description: "The answer." } } } },
      },
    });
    const answered = turn.answered;
    const { crash } = await runDredd(this.#parts.dredd, {
      endpoint: relay.endpoint,
      description: { location: "documentation pages", content },
      transactions: Array.from({ length: TRANSACTIONS }, () => this.#blank()),
      before: async (transaction) => {
        if (turn.waitMs > 0) await sleep(turn.waitMs, undefined, { signal }).catch(() => undefined);
        const { step } = turn;
        if (!step || signal.aborted) transaction.skip = true;
        else fill(transaction, step);
      },
      judge: async (transaction) => {
        const exchanged = relay.take(transaction.id);
        if (!exchanged || !turn.step) return;
        this.#take(turn, turn.step, exchanged);
        const failure = this.ledger.takeFailure();
        if (failure !== undefined) transaction.fail = this.#redactor.text(failure);
        else if (transaction.real)
          transaction.expected = { statusCode: String(transaction.real.statusCode), headers: {} };
      },
      broken: (_transaction, error) => this.#abandon(turn, error),
    });
    // Where Dredd gets nowhere with a request, it would not the next time either.
    if (crash || turn.answered === answered)
      this.#abandon(turn, crash?.error ?? new Error("Dredd made no request"));
  }

  /** Our own trouble is no finding: the chain is not judged any further, and the run is not complete. */
  #abandon(turn: Turn, error: Error): void {
    this.broken ??= `a chain could not be run to its end: ${error.message}`;
    turn.abandon(new ChainStopped(this.broken));
  }

  /** Gives an answer to the program, unless the request is to be repeated first. */
  #take(turn: Turn, step: Step, exchanged: Exchanged): void {
    const url = this.#redactor.text(`${this.#options.target.href.replace(/\/$/, "")}${step.request.path}`);
    const answer = seen(step, exchanged.answer, shownExchange(exchanged, url, this.#redactor));
    if (step.until && !step.until(answer)) {
      const key = `${step.operation.operationId} ${step.request.method}`;
      const vain = this.#vain.get(key) ?? 0;
      const most =
        vain >= VAIN_WAITS ? Math.min(SHORT_WAIT, this.#options.consistencyMs) : this.#options.consistencyMs;
      if (turn.repeat(most)) return;
      this.#vain.set(key, vain + 1);
    }
    turn.answer(answer);
  }

  #blank(): Transaction {
    this.#count += 1;
    const id = `chain#${this.#count}`;
    const { hostname, port, protocol } = new URL(this.#parts.relay.endpoint);
    return {
      name: id,
      id,
      host: hostname,
      port,
      protocol,
      fullPath: "/",
      request: { method: "GET", uri: "/", headers: { [CASE_HEADER]: id } },
      expected: { headers: {} },
      origin: {},
      skip: false,
    };
  }

  /** What the run made: for the report, and for whoever cleans up. */
  created(): readonly CreatedObject[] {
    const base = this.#options.target.href.replace(/\/$/, "");
    return this.world.left().flatMap(({ node, id, lineage }) => {
      const create = node.routes[0]?.operations.create;
      if (!create) return [];
      const parents = node.kind === "collection" ? lineage.slice(0, -1) : lineage;
      const names = create.path.match(/\{[^{}]+\}/g) ?? [];
      let index = parents.length - names.length;
      const path = create.path.replace(/\{([^{}]+)\}/g, (whole, name: string) => {
        const value = index < 0 ? this.#options.parameters[name] : parents[index];
        index += 1;
        return value === undefined ? whole : encodeURIComponent(value);
      });
      const { text } = this.#redactor;
      return [
        {
          method: "POST",
          url: text(`${base}${path}`),
          id: text(id),
          checkId: `${create.operationId}/chain-creates`,
        },
      ];
    });
  }

  results(): readonly CheckResult[] {
    return this.#chains.flatMap(({ checks }) =>
      checks.filter(({ id }) => this.#selected.has(id)).map((check) => this.#result(check)),
    );
  }

  #result(check: Check): CheckResult {
    const entry = this.ledger.entry(check.id);
    const { text } = this.#redactor;
    const findings = (entry?.findings ?? []).map(
      ({ finding, seen: { step } }): ReportedFinding => ({
        rule: finding.rule,
        message: text(finding.message),
        expected: text(finding.expected),
        actual: text(finding.actual),
        basis: finding.basis ?? check.basis,
        citation: finding.citation ?? check.citation,
        curl: text(curlCommand(this.#options.target.href.replace(/\/$/, ""), step.request)),
      }),
    );
    const exchanges = entry?.exchanges ?? [];
    const outcome = entry?.outcome ?? "skipped";
    const reason = outcome === "skipped" ? (entry?.reason ?? "the run ended before it") : undefined;
    return {
      check,
      outcome,
      findings,
      exchanges,
      ...(reason === undefined ? {} : { reason: text(reason) }),
      durationMs: exchanges.reduce((sum, { durationMs }) => sum + durationMs, 0),
    };
  }
}

function fill(transaction: Transaction, { request }: Step): void {
  transaction.fullPath = request.path;
  const isHead = request.method === "HEAD";
  transaction.request = {
    method: isHead ? "GET" : request.method,
    uri: request.path,
    headers: {
      ...Object.fromEntries(request.headers),
      [CASE_HEADER]: transaction.id,
      ...(isHead ? { [METHOD_HEADER]: request.method } : {}),
    },
    ...(request.body === undefined ? {} : { body: request.body }),
  };
}

/** The programs of a lane, one after the other, and the request that is next. */
class Turn {
  step: Step | undefined;
  answered = 0;
  /** Before the next request, in milliseconds. */
  waitMs = 0;
  readonly #next: () => ChainProgram | undefined;
  #program: ChainProgram | undefined;
  #since: number | undefined;

  constructor(next: () => ChainProgram | undefined) {
    this.#next = next;
  }

  /** Whether there is a request to make. */
  hasMore(): boolean {
    if (!this.step) this.#advance();
    return this.step !== undefined;
  }

  answer(answer: Seen): void {
    this.answered += 1;
    this.waitMs = 0;
    this.#since = undefined;
    this.step = undefined;
    const result = this.#program?.next(answer);
    if (result && !result.done) this.step = result.value;
    else this.#advance();
  }

  /** Ends the program that is under way. */
  abandon(reason: ChainStopped): void {
    this.step = undefined;
    this.waitMs = 0;
    this.#since = undefined;
    try {
      this.#program?.throw(reason);
    } catch {
      // It had ended by an error already, which is the reason.
    }
    this.#advance();
  }

  /** Lets the same request be made again, within so many milliseconds of the first; false where they are over. */
  repeat(mostMs: number): boolean {
    const now = performance.now();
    this.#since ??= now;
    const left = mostMs - (now - this.#since);
    if (left <= 0) return false;
    this.waitMs = Math.min(this.waitMs === 0 ? FIRST_WAIT : this.waitMs * 2, LAST_WAIT, left + 1);
    return true;
  }

  #advance(): void {
    for (;;) {
      this.#program = this.#next();
      if (!this.#program) return;
      const result = this.#program.next();
      if (result.done) continue;
      this.step = result.value;
      return;
    }
  }
}
