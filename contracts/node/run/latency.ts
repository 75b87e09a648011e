/** How long the target takes for an answer, and how many requests at a time make up for it. */
export interface Latency {
  /** Of a usual answer so far, in milliseconds; undefined before the first. */
  readonly ms: number | undefined;
  readonly workers: number;
  record(durationMs: number): void;
}

/** One worker more for every so many milliseconds: a local server is asked one thing at a time. */
const MS_A_WORKER = 10;
const MOST_WORKERS = 16;
/** So many of the latest answers count. */
const KEPT = 50;

export function createLatency(): Latency {
  const latest: number[] = [];
  const median = (): number | undefined => latest.toSorted((a, b) => a - b)[latest.length >> 1];
  return {
    get ms() {
      return median();
    },
    get workers() {
      return Math.max(1, Math.min(MOST_WORKERS, Math.floor((median() ?? 0) / MS_A_WORKER)));
    },
    record(durationMs) {
      latest.push(durationMs);
      if (latest.length > KEPT) latest.shift();
    },
  };
}
