import { describe, expect, it } from "vitest";
import { createMock, type Mock } from "../../../mock/index.ts";
import { DESCRIPTION } from "../../../mock/testing/description.ts";
import { fuzzRequests } from "./requests.ts";
import { storm } from "./storm.ts";

const MOST_OBJECTS = 100;

describe("storm", () => {
  it("leaves the mock standing, within its bounds", async () => {
    const mock = createMock({ document: DESCRIPTION, maxObjects: MOST_OBJECTS, seed: 1 });
    const { statuses, faults, unsendable } = await storm(mock, { seed: 1, count: 3000, atOnce: 64 });
    expect(faults).toEqual([]);
    expect(mock.state.size).toBe(MOST_OBJECTS);
    expect(mock.state.full).toBe(true);
    // It would be of no use if it were all refused at the door.
    expect([...statuses.keys()]).toEqual(
      expect.arrayContaining([200, 201, 204, 400, 401, 404, 405, 413, 415]),
    );
    expect(statuses.get(201)).toBeGreaterThan(100);
    expect(unsendable).toBeLessThan(100);
  });

  it("tells what no server may do", async () => {
    const broken = (answer: () => Promise<Response>): Mock =>
      Object.create(createMock({ document: DESCRIPTION }), { fetch: { value: answer } });
    const faultsOf = async (answer: () => Promise<Response>): Promise<string[]> => {
      const { faults } = await storm(broken(answer), { seed: 1, count: 3, atOnce: 1 });
      return faults.map(({ what }) => what);
    };
    const json = { headers: { "content-type": "application/json" } };
    const thrown = await faultsOf(() => Promise.reject(new Error("out of order")));
    expect(thrown).toEqual(Array.from({ length: 3 }, () => expect.stringContaining("out of order")));
    expect(await faultsOf(async () => new Response("x", { status: 500 }))).toHaveLength(3);
    expect(await faultsOf(async () => new Response("{", { ...json, status: 400 }))).toHaveLength(3);
    expect(await faultsOf(async () => new Response("{}", { ...json, status: 404 }))).toHaveLength(3);
    expect(await faultsOf(async () => new Response("{}", json))).toEqual([]);
  });
});

describe("fuzzRequests", () => {
  it("gives the same requests for the same seed, and others for another", () => {
    const some = (seed: number): string => {
      const request = fuzzRequests(DESCRIPTION, seed);
      return JSON.stringify(Array.from({ length: 50 }, (_, number) => request(number, ["id"])));
    };
    expect(some(5)).toBe(some(5));
    expect(some(5)).not.toBe(some(6));
  });
});
