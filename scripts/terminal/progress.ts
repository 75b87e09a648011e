import type { Output } from "./io.ts";

/** A line that counts up and is written over, on a terminal only, and only once the work has taken a second. */
export interface Progress {
  readonly show: (done: number, total: number, what: string) => void;
  readonly clear: () => void;
}

const SHOWN_AFTER_MS = 1000;
const INTERVAL_MS = 100;

export function createProgress(output: Output): Progress {
  const start = performance.now();
  let shownAt = 0;
  return {
    show(done, total, what) {
      const now = performance.now();
      if (!output.isTTY || now - start < SHOWN_AFTER_MS || now - shownAt < INTERVAL_MS) return;
      shownAt = now;
      output.write(`\r\u001b[K${`${done}/${total} ${what}`.slice(0, output.columns - 1)}`);
    },
    clear() {
      if (shownAt > 0) output.write("\r\u001b[K");
    },
  };
}
