import { expect, it } from "vitest";
import type { Answer } from "../../http/message.ts";
import { createAdaptiveTimeout } from "./adaptive-timeout.ts";

const answered = (durationMs: number): Answer => ({
  status: 201,
  headers: [],
  body: new Uint8Array(),
  faults: [],
  durationMs,
});
const hung: Answer = {
  headers: [],
  body: new Uint8Array(),
  faults: [{ rule: "timeout", message: "no answer", expected: "one", actual: "none" }],
  durationMs: 10_000,
};

it("waits to the limit while a target answers, however slowly", () => {
  const adaptiveTimeout = createAdaptiveTimeout(10_000);
  for (let count = 0; count < 50; count += 1) adaptiveTimeout.record(answered(9_000));
  adaptiveTimeout.record(hung);
  adaptiveTimeout.record(hung);
  expect(adaptiveTimeout.milliseconds).toBe(10_000);
});

it("waits ten times the slowest answer once three requests hung, a second at least and the limit at most", () => {
  const adaptiveTimeout = createAdaptiveTimeout(10_000);
  for (const answer of [answered(300), hung, hung, hung]) adaptiveTimeout.record(answer);
  expect(adaptiveTimeout.milliseconds).toBe(3_000);
  adaptiveTimeout.record(answered(5_000));
  expect(adaptiveTimeout.milliseconds).toBe(10_000);
  const quick = createAdaptiveTimeout(10_000);
  for (const answer of [answered(5), hung, hung, hung]) quick.record(answer);
  expect(quick.milliseconds).toBe(1_000);
});
