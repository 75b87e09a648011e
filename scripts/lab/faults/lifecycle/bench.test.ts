import { describe, expect, it } from "vitest";
import { lifecycleCases, misjudgedCase, verifyCase } from "./bench.ts";

const cases = lifecycleCases();
const faulty = cases.filter(({ check }) => check !== undefined);
const conforming = cases.filter(({ check }) => check === undefined);

describe("the lifecycle bench", () => {
  it("is as large as it has to be, and names each server once", () => {
    expect(faulty.length).toBeGreaterThanOrEqual(90);
    expect(conforming.length).toBeGreaterThanOrEqual(20);
    expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
  });

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
