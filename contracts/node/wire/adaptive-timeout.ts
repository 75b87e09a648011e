import type { Answer } from "../../http/message.ts";

/** How long the next answer is waited for. */
export interface AdaptiveTimeout {
  readonly milliseconds: number;
  /** Told of each answer, timed out or not. */
  record(answer: Answer): void;
}

/** Requests waited for in vain before adaptiveTimeout ends: by then the run has failed, and the rest need only be told apart. */
const VAIN = 3;
/** How much longer than the slowest answer so far, and how long at least, an answer may then take. */
const FACTOR = 10;
const LEAST_MS = 1000;

/**
 * Waits to the end of the time limit at first. A target that has let three requests hang has earned less: ten times the slowest of its own
 * answers, so that one which hangs on every refusal costs seconds a check and not the whole limit. Nobody else is hurried.
 */
export function createAdaptiveTimeout(timeoutMs: number): AdaptiveTimeout {
  let vain = 0;
  let slowestMs = 0;
  return {
    get milliseconds() {
      return vain < VAIN ? timeoutMs : Math.min(timeoutMs, Math.max(LEAST_MS, FACTOR * slowestMs));
    },
    record({ faults, durationMs }) {
      if (faults.some(({ rule }) => rule === "timeout")) vain += 1;
      else slowestMs = Math.max(slowestMs, durationMs);
    },
  };
}
