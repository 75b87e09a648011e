import { expect, it } from "vitest";
import type { Answer } from "../../http/message.ts";
import { createPatience } from "./patience.ts";

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
  const patience = createPatience(10_000);
  for (let count = 0; count < 50; count += 1) patience.record(answered(9_000));
  patience.record(hung);
  patience.record(hung);
  expect(patience.milliseconds).toBe(10_000);
});

it("waits ten times the slowest answer once three requests hung, a second at least and the limit at most", () => {
  const patience = createPatience(10_000);
  for (const answer of [answered(300), hung, hung, hung]) patience.record(answer);
  expect(patience.milliseconds).toBe(3_000);
  patience.record(answered(5_000));
  expect(patience.milliseconds).toBe(10_000);
  const quick = createPatience(10_000);
  for (const answer of [answered(5), hung, hung, hung]) quick.record(answer);
  expect(quick.milliseconds).toBe(1_000);
});
