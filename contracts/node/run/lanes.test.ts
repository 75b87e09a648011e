import { describe, expect, it } from "vitest";
import type { PlannedCheck } from "../../checks/plan.ts";
import type { Case } from "../dredd/transactions.ts";
import { lanesOf } from "./lanes.ts";
import { createLatency } from "./latency.ts";

/** Only what lanes are made by. */
function made(operationId: string, template: string, path: string, chain?: string): Case {
  const check = { operation: { operationId, method: "GET", path: template } };
  const planned = { check, ...(chain === undefined ? {} : { chain }) } as unknown as PlannedCheck;
  return {
    id: `${operationId} ${path}`,
    planned,
    request: { method: "GET", path, headers: [] },
    isLast: true,
  };
}

const cases = [
  made("getA", "/a/{id}", "/a/1"),
  made("getB", "/b", "/b"),
  made("patchA", "/a/{id}", "/A/1?x=1"),
  made("getC", "/c", "/c"),
  made("getB", "/b", "/b"),
  made("undoC", "/d", "/d", "one"),
  made("redoC", "/e", "/e", "one"),
];

describe("lanes", () => {
  const ids = (most: number): string[][] => lanesOf(cases, most).map((lane) => lane.map(({ id }) => id));

  it("keep what is of one operation, on one object or of one chain together, in its order", () => {
    const lanes = ids(10);
    expect(lanes).toHaveLength(4);
    expect(lanes).toContainEqual(["getA /a/1", "patchA /A/1?x=1"]);
    expect(lanes).toContainEqual(["getB /b", "getB /b"]);
    expect(lanes).toContainEqual(["undoC /d", "redoC /e"]);
    expect(lanes).toContainEqual(["getC /c"]);
  });

  it("are no more than asked for, hold every case, and share the work", () => {
    expect(ids(1)).toEqual([cases.map(({ id }) => id)]);
    expect(ids(2).flat().toSorted()).toEqual(cases.map(({ id }) => id).toSorted());
    expect(
      ids(2)
        .map(({ length }) => length)
        .toSorted(),
    ).toEqual([3, 4]);
    expect(lanesOf([], 4)).toEqual([]);
  });
});

describe("the target's latency", () => {
  const workers = (...durations: readonly number[]): number => {
    const latency = createLatency();
    for (const one of durations) latency.record(one);
    return latency.workers;
  };
  it("asks for one worker where the target is near, and for more where it is slow", () => {
    expect(workers()).toBe(1);
    expect(workers(2, 3, 2)).toBe(1);
    expect(workers(40, 41, 5000)).toBe(4);
    expect(workers(200, 210, 190)).toBe(16);
  });
});
