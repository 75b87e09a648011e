/** The end of a run: when its time is up, or when it is stopped from outside, whichever comes first. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Lets go of the timer and of the outer signal. */
  close(): void;
}

/**
 * Holds its timer itself. `AbortSignal.any` holds its sources weakly: on Node 20 an `AbortSignal.timeout` that nothing else refers to is
 * collected before it fires, and the run never ends.
 */
export function openDeadline(outer: AbortSignal, milliseconds: number): Deadline {
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  const timer = setTimeout(stop, milliseconds);
  outer.addEventListener("abort", stop, { once: true });
  if (outer.aborted) stop();
  return {
    signal: controller.signal,
    close() {
      clearTimeout(timer);
      outer.removeEventListener("abort", stop);
    },
  };
}
