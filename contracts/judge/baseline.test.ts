import { describe, expect, it } from "vitest";
import { VERDICT } from "../reports/testing/verdict.ts";
import { type BaselineEntry, createBaseline, updatedBaseline } from "./baseline.ts";
import { causesOf } from "./cause.ts";
import { knownOf, withBaseline } from "./known-findings.ts";

const entry = (more: Partial<BaselineEntry> = {}): BaselineEntry => ({
  subject: "a/documented",
  rule: "schema",
  message: "'id' is missing",
  ...more,
});

describe("a baseline", () => {
  it("accepts what it lists, whatever numbers and ids the message holds", () => {
    const baseline = createBaseline([entry({ message: "line 12 has 3" })], "2026-06-01");
    expect(baseline.find(entry({ message: "line 99 has 4" }))).toBeDefined();
    expect(baseline.find(entry({ message: "line 12 has none" }))).toBeUndefined();
    expect(baseline.find(entry({ subject: "b", message: "line 12 has 3" }))).toBeUndefined();
  });

  it("accepts nothing after the day on which an entry expires", () => {
    const on = (day: string) => createBaseline([entry({ expires: "2026-06-01" })], day);
    expect(on("2026-06-01").find(entry())).toBeDefined();
    expect(on("2026-06-02").find(entry())).toBeUndefined();
    expect(on("2026-06-02").expired).toHaveLength(1);
    const expired = on("2026-06-02");
    expired.find(entry());
    expect(expired.gone()).toEqual([]);
  });

  it("tells what no longer occurs, among what was looked at", () => {
    const baseline = createBaseline([entry(), entry({ subject: "other" })], "2026-06-01");
    baseline.find(entry());
    expect(baseline.gone().map(({ subject }) => subject)).toEqual(["other"]);
    expect(baseline.gone(({ subject }) => subject !== "other")).toEqual([]);
  });

  it("keeps reasons and dates when it is updated", () => {
    const old = [entry({ reason: "ticket 7", expires: "2026-12-31" }), entry({ subject: "gone" })];
    expect(updatedBaseline([entry(), entry({ subject: "new" })], old)).toEqual([
      entry({ reason: "ticket 7", expires: "2026-12-31" }),
      entry({ subject: "new" }),
    ]);
  });
});

describe("a verdict with a baseline", () => {
  const found = knownOf(VERDICT);

  it("conforms where all that failed is known, and says so of each check", () => {
    const verdict = withBaseline(VERDICT, createBaseline(updatedBaseline(found, []), "2026-06-01"));
    expect(found.length).toBeGreaterThan(0);
    expect(verdict.outcome).toBe("conforms");
    expect(verdict.results.filter(({ reason }) => reason?.startsWith("known, accepted"))).toHaveLength(
      VERDICT.results.filter(({ outcome }) => outcome === "failed").length,
    );
  });

  it("fails where one finding of a check is new", () => {
    const [, ...rest] = updatedBaseline(found, []);
    expect(withBaseline(VERDICT, createBaseline(rest, "2026-06-01")).outcome).toBe("deviates");
  });

  it("never makes a run that was not finished conform", () => {
    const incomplete = { ...VERDICT, outcome: "incomplete" as const };
    expect(withBaseline(incomplete, createBaseline(updatedBaseline(found, []), "2026-06-01")).outcome).toBe(
      "incomplete",
    );
  });
});

describe("causes", () => {
  it("hold each failed check once, the commonest first", () => {
    const failed = VERDICT.results.filter(({ outcome }) => outcome === "failed");
    const causes = causesOf([...VERDICT.results, ...failed.slice(0, 1)]);
    expect(causes.flatMap(({ results }) => results)).toHaveLength(failed.length + 1);
    expect(causes[0]?.results.length).toBeGreaterThan(1);
  });
});
