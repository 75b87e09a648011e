import { describe, expect, it } from "vitest";
import { mergeVerdicts } from "./merge.ts";
import { RESULTS, VERDICT, verdictOf } from "./testing/verdict.ts";

describe("merged verdicts", () => {
  it("hold every check once, as its worse outcome", () => {
    const failed = RESULTS.filter(({ outcome }) => outcome === "failed");
    const passed = failed.map((result) => ({ ...result, outcome: "passed" as const, findings: [] }));
    const conforming = { ...verdictOf(passed), outcome: "conforms" as const };
    const merged = mergeVerdicts([conforming, VERDICT]);
    expect(merged.results).toHaveLength(VERDICT.results.length);
    expect(merged.results.filter(({ outcome }) => outcome === "failed")).toHaveLength(failed.length);
    expect(merged.outcome).toBe("deviates");
  });

  it("are not finished where one was not", () => {
    const stopped = { ...VERDICT, outcome: "incomplete" as const, reason: "stopped" };
    expect(mergeVerdicts([VERDICT, stopped])).toMatchObject({ outcome: "incomplete", reason: "stopped" });
  });
});
