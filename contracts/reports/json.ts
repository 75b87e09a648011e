import type { CheckResult, Verdict } from "../judge/verdict.ts";
import { type Summary, summarise } from "./summary.ts";

/** What the JSON report holds; `REPORT_SCHEMA` describes it. */
export interface JsonReport extends Omit<Verdict, "results"> {
  readonly summary: Summary;
  readonly results: readonly JsonResult[];
}

export interface JsonResult extends CheckResult {
  /** How many exchanges of a passed check were left out. */
  readonly omittedExchanges?: number;
}

/** A text of more exchanges may not fit into a string; those of passed checks are then left out. */
const MOST_EXCHANGES = 20_000;

/** The verdict and its counts, indented by two spaces. */
export function renderJson(verdict: Verdict): string {
  const { results, created, ...head } = verdict;
  const summary = summarise(verdict);
  const shown = summary.exchanges > MOST_EXCHANGES ? results.map(withoutExchanges) : results;
  const report: JsonReport = { ...head, summary, created, results: shown };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

function withoutExchanges(result: CheckResult): JsonResult {
  if (result.outcome !== "passed" || result.exchanges.length === 0) return result;
  return { ...result, exchanges: [], omittedExchanges: result.exchanges.length };
}
