/** A verdict counted and grouped: what all reports say in the same words. */
import type { Basis, CheckResult, Citation, Outcome, SetAside, Verdict } from "../judge/verdict.ts";

export const OUTCOMES: readonly Outcome[] = ["failed", "page-fault", "skipped", "passed"];
export const BASES: readonly Basis[] = ["documented", "policy", "advisory"];

export type Counts = Readonly<Record<Outcome, number>>;

export interface Summary {
  readonly checks: number;
  readonly outcomes: Counts;
  /** The same by the basis of the check. */
  readonly bases: Readonly<Record<Basis, Counts>>;
  /** Hints, whether or not their check passed. */
  readonly advisories: number;
  /** Requests that were made and recorded. */
  readonly exchanges: number;
}

/** Counts a verdict's results. */
export function summarise({ results }: Verdict): Summary {
  const bases = {
    documented: countOutcomes(results.filter(({ check }) => check.basis === "documented")),
    policy: countOutcomes(results.filter(({ check }) => check.basis === "policy")),
    advisory: countOutcomes(results.filter(({ check }) => check.basis === "advisory")),
  };
  return {
    checks: results.length,
    outcomes: countOutcomes(results),
    bases,
    advisories: results.reduce((sum, { findings }) => sum + findings.filter(isAdvisory).length, 0),
    exchanges: results.reduce((sum, { exchanges }) => sum + exchanges.length, 0),
  };
}

function isAdvisory({ basis }: { readonly basis: Basis }): boolean {
  return basis === "advisory";
}

export function countOutcomes(results: readonly CheckResult[]): Counts {
  const counts = { passed: 0, failed: 0, skipped: 0, "page-fault": 0 };
  for (const { outcome } of results) counts[outcome] += 1;
  return counts;
}

/** The verdict as the end of a sentence that begins with the target. */
export function verdictPhrase({ outcome, reason }: Verdict): string {
  if (outcome === "conforms") return "conforms to the pages";
  if (outcome === "deviates") return "does not conform to the pages";
  return `was not fully judged: ${reason ?? "the run was stopped"}`;
}

/** "3 failed, 1 not judged, 40 passed"; nought is left out. */
export function countsPhrase(counts: Counts): string {
  const parts = OUTCOMES.filter((outcome) => counts[outcome] > 0).map(
    (outcome) => `${counts[outcome].toLocaleString("en-US")} ${OUTCOME_WORD[outcome]}`,
  );
  return parts.length > 0 ? parts.join(", ") : "no checks";
}

/** How an outcome is called in front of people. */
export const OUTCOME_WORD: Readonly<Record<Outcome, string>> = {
  failed: "failed",
  "page-fault": "not judged",
  skipped: "skipped",
  passed: "passed",
};

export interface OperationGroup {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly results: readonly CheckResult[];
}

/** Results by operation, in the order in which the operations first appear. */
export function byOperation(results: readonly CheckResult[]): readonly OperationGroup[] {
  const groups = new Map<string, CheckResult[]>();
  for (const result of results) {
    const group = groups.get(result.check.operation.operationId);
    if (group) group.push(result);
    else groups.set(result.check.operation.operationId, [result]);
  }
  return [...groups.values()].map((group) => ({
    ...(group[0] as CheckResult).check.operation,
    results: group,
  }));
}

/** Where a demand comes from, without the quotation: `spec/pages/create-profile.md:47`, or a rule's title. */
export function groundName(citation: Citation): string {
  return citation.kind === "page" ? citation.display : citation.title;
}

/** "2 properties set aside": what of a check's answers was not judged, since the page contradicts itself there. */
export function setAsidePhrase({ setAside = [] }: CheckResult): string | undefined {
  if (setAside.length === 0) return undefined;
  return `${setAside.length} ${setAside.length === 1 ? "property" : "properties"} set aside`;
}

/** "'size' must be integer, and the documented answer is not (things.md:20, things.md:33)". */
export function setAsideText({ path, message, citations }: SetAside): string {
  const lines = citations.map(groundName).join(", ");
  return `'${path}' ${message}, and the documented answer breaks that too (${lines})`;
}

/** "0.8 s", "12 ms", "2 min 5 s". */
export function durationPhrase(durationMs: number): string {
  if (durationMs < 1000) return `${Math.round(durationMs)} ms`;
  if (durationMs < 60_000) return `${(durationMs / 1000).toFixed(1)} s`;
  const seconds = Math.round(durationMs / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
