import { setTimeout as sleep } from "node:timers/promises";
import { type Answer, headerValue, type TransportFailure } from "../../http/message.ts";
import { retryAfterMs } from "../../http/retry-after.ts";

/** How long a throttled request may wait altogether, in milliseconds, and how often it is repeated. */
export interface ThrottleLimits {
  readonly totalMs: number;
  readonly retries: number;
}

/** Repeats a throttled request as the target asks (RFC 9110 10.2.3), within the limits. */
export async function throttled(
  send: () => Promise<Answer>,
  { totalMs, retries }: ThrottleLimits,
  signal: AbortSignal,
): Promise<{ readonly answer: Answer; readonly waitedMs: number }> {
  let waitedMs = 0;
  for (let attempt = 0; ; attempt += 1) {
    const answer = await send();
    const wait = waitFor(answer, attempt);
    if (wait === undefined) return { answer, waitedMs };
    if (attempt >= retries || waitedMs + wait > totalMs || signal.aborted) {
      const faults = [...answer.faults, endless(answer, attempt, waitedMs, wait)];
      return { answer: { ...answer, faults }, waitedMs };
    }
    waitedMs += wait;
    await sleep(wait, undefined, { signal }).catch(() => undefined);
  }
}

/** How long to wait before the request is repeated; undefined where the answer is not a throttling one. */
function waitFor(answer: Answer, attempt: number): number | undefined {
  const asked = headerValue(answer.headers, "retry-after");
  const backOff = Math.min(250 * 2 ** attempt, 4000);
  // 503 without Retry-After is a server that does not work; 429 says by itself that a later attempt may succeed (RFC 6585 4).
  if (answer.status !== 429 && !(answer.status === 503 && asked !== undefined)) return undefined;
  const wait = retryAfterMs(asked, Date.now());
  return wait === undefined ? backOff : Math.max(wait, 20);
}

function endless(answer: Answer, retries: number, waitedMs: number, wait: number): TransportFailure {
  return {
    rule: "throttled",
    message: "the throttling did not end",
    expected: "an answer other than 429 or 503 after waiting as Retry-After asks",
    actual: `status ${answer.status} after ${retries} repetitions and ${Math.round(waitedMs / 1000)} s; it asks for ${Math.ceil(wait / 1000)} s more`,
  };
}
