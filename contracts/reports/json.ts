import type { Verdict } from "../verdict.ts";
import { type Summary, summarise } from "./summary.ts";

/** What the JSON report holds; `REPORT_SCHEMA` describes it. */
export interface JsonReport extends Verdict {
  readonly summary: Summary;
}

/** The verdict and its counts, indented by two spaces. */
export function renderJson(verdict: Verdict): string {
  const { results, created, ...head } = verdict;
  const report: JsonReport = { ...head, summary: summarise(verdict), created, results };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}
