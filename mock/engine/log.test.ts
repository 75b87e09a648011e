import { describe, expect, it } from "vitest";
import { createLog, type RawExchange } from "./log.ts";

const exchange = (change: Partial<RawExchange>): RawExchange => ({
  time: new Date(0),
  method: "POST",
  url: "/v1.0/things",
  operationId: "postThings",
  requestHeaders: {},
  requestBody: undefined,
  status: 201,
  responseHeaders: undefined,
  responseBody: undefined,
  duration: 1,
  source: undefined,
  reason: undefined,
  ...change,
});

describe("the log", () => {
  it("keeps the last entries, in their order", () => {
    const log = createLog(3);
    for (let n = 0; n < 5; n += 1) log.add(exchange({ url: `/v1.0/things/${n}` }));
    expect(log.entries().map(({ number }) => number)).toEqual([3, 4, 5]);
  });

  it("keeps bodies up to a bound, and forgets the oldest entries where all are large", () => {
    const log = createLog(2000);
    const large = "x".repeat(40_000);
    for (let n = 0; n < 2000; n += 1) log.add(exchange({ responseBody: large }));
    const entries = log.entries();
    expect(entries.at(-1)?.response.body?.length).toBe(16 * 1024 + 1);
    expect(entries.length).toBeLessThan(600);
    expect(entries.at(-1)?.number).toBe(2000);
    const characters = entries.reduce((sum, { response }) => sum + (response.body?.length ?? 0), 0);
    expect(characters).toBeLessThanOrEqual(8 * 1024 * 1024);
  });

  it.each([
    [{ url: "/v1.0/me?code=canary" }],
    [{ url: "/v1.0/me?x=1&%24skiptoken=canary" }],
    [{ requestHeaders: { "X-Api-Key": "canary" } }],
    [{ requestHeaders: { Authorization: "Bearer canary" } }],
    [{ requestBody: '{"passwordProfile":{"any":["canary"]}}' }],
    [{ responseBody: '{"a":[{"secretText":"canary"}]}' }],
    [
      {
        requestHeaders: { "Content-Type": "application/x-www-form-urlencoded" },
        requestBody: "grant_type=x&client_assertion=canary",
      },
    ],
  ])("shows no secret of %j", (change) => {
    const log = createLog(1);
    log.add(exchange(change));
    expect(JSON.stringify(log.entries())).not.toContain("canary");
    expect(JSON.stringify(log.entries())).toContain("[redacted]");
  });
});
