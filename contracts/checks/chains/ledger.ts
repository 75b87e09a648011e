import type { Source } from "../../../spec/openapi/index.ts";
import type { Finding } from "../../judge/finding.ts";
import type { Check, Citation, Exchange, Outcome } from "../../judge/verdict.ts";
import type { Seen } from "./step.ts";

/** What is known of one check of a chain. */
export interface LedgerEntry {
  readonly findings: { readonly finding: Finding; readonly seen: Seen }[];
  readonly exchanges: Exchange[];
  outcome?: Outcome;
  reason?: string;
}

/** Exchanges kept of a check that passes. */
const SHOWN_EXCHANGES = 6;

/** What the chains of a run found, by check. A check of which nothing was said is not judged. */
export class Ledger {
  readonly #entries = new Map<string, LedgerEntry>();
  readonly #checks: ReadonlyMap<string, Check>;
  readonly #citation: (source: Source) => Citation;
  readonly #suspicions: { readonly id: string; readonly assert: () => void; readonly reason: string }[] = [];
  /** Findings since the last call of `takeFailure`. */
  #failure: string | undefined;

  constructor(checks: readonly Check[], citation: (source: Source) => Citation) {
    this.#checks = new Map(checks.map((check) => [check.id, check]));
    this.#citation = citation;
  }

  has(id: string): boolean {
    return this.#checks.has(id);
  }

  /** A line of a page as text: `page.md:77`. */
  place(source: Source | undefined): string {
    if (source === undefined) return "no page";
    const citation = this.#citation(source);
    return citation.kind === "page" ? citation.display : citation.title;
  }

  passed(id: string, seen: Seen): void {
    const entry = this.#entry(id);
    entry.outcome ??= "passed";
    if (entry.exchanges.length < SHOWN_EXCHANGES && !entry.exchanges.includes(seen.exchange))
      entry.exchanges.push(seen.exchange);
  }

  failed(id: string, finding: Finding, seen: Seen, source?: Source): void {
    if (!this.#checks.has(id)) return;
    const entry = this.#entry(id);
    entry.outcome = "failed";
    if (!entry.exchanges.includes(seen.exchange)) entry.exchanges.push(seen.exchange);
    if (entry.findings.some((one) => one.finding.key === finding.key)) return;
    const cited = source ? { ...finding, citation: finding.citation ?? this.#citation(source) } : finding;
    entry.findings.push({ finding: cited, seen });
    this.#failure ??= `${finding.message}: expected ${finding.expected}, got ${finding.actual}`;
  }

  notJudged(id: string, reason: string): void {
    const entry = this.#entry(id);
    if (entry.outcome !== undefined) return;
    entry.reason ??= reason;
  }

  /** Keeps an assertion until the end of the run. */
  suspect(id: string, assert: () => void, reason: string): void {
    this.#suspicions.push({ id, assert, reason });
  }

  /** The end of the run: what was only suspected is asserted, or told as not judged. */
  settle(isProven: boolean): void {
    for (const { id, assert, reason } of this.#suspicions.splice(0)) {
      if (isProven) assert();
      else this.notJudged(id, reason);
    }
    this.#failure = undefined;
  }

  /** What the last answer fails for, once. */
  takeFailure(): string | undefined {
    const failure = this.#failure;
    this.#failure = undefined;
    return failure;
  }

  entry(id: string): LedgerEntry | undefined {
    return this.#entries.get(id);
  }

  #entry(id: string): LedgerEntry {
    let entry = this.#entries.get(id);
    if (!entry) {
      entry = { findings: [], exchanges: [] };
      this.#entries.set(id, entry);
    }
    return entry;
  }
}
