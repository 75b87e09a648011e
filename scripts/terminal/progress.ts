import type { Output } from "./io.ts";

/** A line that counts up, on a terminal only, and only once the work has taken a second. */
export interface Progress {
  readonly update: (done: number) => void;
  readonly end: () => void;
}

const PATIENCE_MS = 1000;
const INTERVAL_MS = 100;

export function createProgress(output: Output, label: string, total: number): Progress {
  const start = Date.now();
  let shownAt = 0;
  return {
    update(done) {
      const now = Date.now();
      if (!output.isTTY || now - start < PATIENCE_MS || now - shownAt < INTERVAL_MS) return;
      shownAt = now;
      const width = Math.max(10, Math.min(30, output.columns - label.length - 30));
      const filled = Math.round((done / Math.max(1, total)) * width);
      output.write(`\r${label} [${"#".repeat(filled)}${".".repeat(width - filled)}] ${done}/${total}`);
    },
    end() {
      if (shownAt > 0) output.write("\r\u001b[K");
    },
  };
}
