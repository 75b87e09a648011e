import type { Baseline, Known } from "./baseline.ts";
import type { CheckResult, ReportedFinding, Verdict } from "./verdict.ts";

/** What a run found that can fail it, as a baseline would hold it. */
export function knownOf(verdict: Verdict): readonly Known[] {
  return verdict.results
    .filter(({ outcome }) => outcome === "failed")
    .flatMap((result) => counting(result, verdict.strict).map((finding) => known(result, finding)));
}

/**
 * The verdict without what a baseline accepts: a failed check all of whose findings are accepted is skipped, and says why. Its
 * findings stay in it, so that reports can show them.
 */
export function withBaseline(verdict: Verdict, baseline: Baseline): Verdict {
  const results = verdict.results.map((result) => accepted(result, baseline, verdict.strict));
  const failed = results.some(({ outcome }) => outcome === "failed");
  return {
    ...verdict,
    results,
    outcome: verdict.outcome === "deviates" && !failed ? "conforms" : verdict.outcome,
  };
}

function accepted(result: CheckResult, baseline: Baseline, strict: boolean): CheckResult {
  if (result.outcome !== "failed") return result;
  const findings = counting(result, strict);
  const entries = findings.map((finding) => baseline.find(known(result, finding)));
  if (findings.length === 0 || entries.some((entry) => entry === undefined)) return result;
  const reasons = [...new Set(entries.flatMap((entry) => entry?.reason ?? []))];
  const why = reasons.length > 0 ? `: ${reasons.join("; ")}` : "";
  return { ...result, outcome: "skipped", reason: `known, accepted by the baseline${why}` };
}

function counting({ findings }: CheckResult, strict: boolean): readonly ReportedFinding[] {
  return findings.filter(({ basis }) => strict || basis !== "advisory");
}

function known({ check }: CheckResult, { rule, message }: ReportedFinding): Known {
  return { subject: check.id, rule, message };
}
