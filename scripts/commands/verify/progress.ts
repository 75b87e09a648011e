import type { Progress } from "../../../contracts/node/index.ts";
import type { Output } from "../../terminal/io.ts";

/** One line that is written over, on a terminal and for a run of over a second only. */
export function createProgress(output: Output): { show(progress: Progress): void; clear(): void } {
  const started = performance.now();
  let shown = false;
  let last = 0;
  return {
    show({ done, total, checkId }) {
      const now = performance.now();
      if (!output.isTTY || now - started < 1000 || now - last < 100) return;
      last = now;
      shown = true;
      output.write(`\r\x1b[K${`${done}/${total} ${checkId}`.slice(0, output.columns - 1)}`);
    },
    clear() {
      if (shown) output.write("\r\x1b[K");
    },
  };
}
