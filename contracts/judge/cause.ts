import type { CheckResult } from "./verdict.ts";

/** Failed checks that most likely have one cause: the same kinds of findings, said in the same words. */
export interface Cause {
  /** The first finding's message. */
  readonly title: string;
  readonly results: readonly CheckResult[];
}

/** Groups failed checks by cause: the largest group first, then in the order of the run. */
export function causesOf(results: readonly CheckResult[]): readonly Cause[] {
  const groups = new Map<string, CheckResult[]>();
  for (const result of results) {
    if (result.outcome !== "failed") continue;
    const key = signature(result);
    const group = groups.get(key);
    if (group) group.push(result);
    else groups.set(key, [result]);
  }
  return [...groups.values()]
    .map((group) => ({ title: titleOf(group[0] as CheckResult), results: group }))
    .sort((a, b) => b.results.length - a.results.length);
}

function counted({ findings }: CheckResult): CheckResult["findings"] {
  const firm = findings.filter(({ basis }) => basis !== "advisory");
  return firm.length > 0 ? firm : findings;
}

/** What was expected tells a missing 401 from a missing 404; ids and what came do not matter. */
function signature(result: CheckResult): string {
  const said = counted(result).map(({ rule, message, expected }) => `${rule} ${message} ${expected}`);
  return [...new Set(said)].sort().join("\n") || (result.reason ?? "");
}

function titleOf(result: CheckResult): string {
  return counted(result)[0]?.message ?? result.reason ?? result.check.title;
}
