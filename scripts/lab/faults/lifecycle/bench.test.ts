import { describe, expect, it } from "vitest";
import { lifecycleCases, misjudgedCase, sampleCases, verifyCase } from "./bench.ts";

const cases = lifecycleCases();
const sample = sampleCases(cases);
const faulty = sample.filter(({ check }) => check !== undefined);
const conforming = sample.filter(({ check }) => check === undefined);

describe("the lifecycle bench", () => {
  it("is as large as it has to be, and names each server once", () => {
    expect(cases.filter(({ check }) => check !== undefined).length).toBeGreaterThanOrEqual(90);
    expect(cases.filter(({ check }) => check === undefined).length).toBeGreaterThanOrEqual(20);
    expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
  });

  it("is sampled with every conforming server, and with faults of every family", () => {
    expect(conforming).toEqual(cases.filter(({ check }) => check === undefined));
    expect(new Set(faulty.map(({ family }) => family.name))).toEqual(
      new Set(cases.map(({ family }) => family.name)),
    );
  });
});

// `npm run faults` judges all of them.
describe.concurrent("a sample of the lifecycle bench", () => {
  it.each(faulty.map((one) => [one.id, one] as const))(
    "fails %s by the check that names the fault",
    async (_id, one) => {
      expect(misjudgedCase(one, await verifyCase(one, ["chain-*"]))).toEqual([]);
    },
  );

  it.each(conforming.map((one) => [one.id, one] as const))("lets %s alone", async (_id, one) => {
    expect(misjudgedCase(one, await verifyCase(one))).toEqual([]);
  });
});
