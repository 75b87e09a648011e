import { describe, expect, it } from "vitest";
import { retryAfterMs } from "./retry-after.ts";

describe("retryAfterMs", () => {
  const now = Date.UTC(2026, 0, 1);
  it.each([
    ["3", 3000],
    ["0", 0],
    ["2.128", 2128],
    ["Thu, 01 Jan 2026 00:00:05 GMT", 5000],
    ["Wed, 31 Dec 2025 23:59:00 GMT", 0],
    ["-1", undefined],
    ["soon", undefined],
    [undefined, undefined],
  ])("of %j is %j", (value, expected) => {
    expect(retryAfterMs(value, now)).toBe(expected);
  });
});
