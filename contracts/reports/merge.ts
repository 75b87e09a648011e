import type { Verdict } from "../judge/verdict.ts";

/**
 * One verdict of several: of the shards of a run, or of runs over several services. A check that two of them have counts once, as the
 * worse of the two; what was not finished in one is not finished in the whole.
 */
export function mergeVerdicts(verdicts: readonly [Verdict, ...Verdict[]]): Verdict {
  const [first] = verdicts;
  const results = new Map<string, Verdict["results"][number]>();
  for (const result of verdicts.flatMap((verdict) => verdict.results)) {
    const before = results.get(result.check.id);
    if (!before || WORST.indexOf(result.outcome) < WORST.indexOf(before.outcome))
      results.set(result.check.id, result);
  }
  const incomplete = verdicts.find(({ outcome }) => outcome === "incomplete");
  const deviates = verdicts.some(({ outcome }) => outcome === "deviates");
  return {
    ...first,
    target: [...new Set(verdicts.map(({ target }) => target))].join(", "),
    startedAt: verdicts.map(({ startedAt }) => startedAt).sort()[0] ?? first.startedAt,
    durationMs: Math.max(...verdicts.map(({ durationMs }) => durationMs)),
    strict: verdicts.some(({ strict }) => strict),
    outcome: incomplete ? "incomplete" : deviates ? "deviates" : "conforms",
    ...(incomplete?.reason === undefined ? {} : { reason: incomplete.reason }),
    results: [...results.values()],
    created: verdicts.flatMap(({ created }) => created),
  };
}

const WORST: readonly Verdict["results"][number]["outcome"][] = ["failed", "page-fault", "skipped", "passed"];
