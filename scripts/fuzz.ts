/** Storms the mock with random requests: `npm run fuzz -- [PAGE|FOLDER|openapi.json ...] [--count N] [--seed N] [--at-once N]`. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import process from "node:process";
import { parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createMock } from "../mock/index.ts";
import { plural } from "../spec/index.ts";
import { storm } from "./fuzz/storm.ts";
import type { Io } from "./io.ts";
import { packageRoot } from "./package-root.ts";
import { loadSource } from "./source.ts";

/** Few, so that the bound is reached early and anything beyond it shows. */
const MOST_OBJECTS = 500;
/** Bytes that the heap may grow by once the bound is reached: what is kept differs in size from moment to moment. */
const MOST_GROWTH = 32 * 1024 * 1024;
const MOST_SHOWN = 20;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: "string", default: "100000" },
    seed: { type: "string", default: "1" },
    "at-once": { type: "string", default: "64" },
  },
});
const [count, seed, atOnce] = [Number(values.count), Number(values.seed), Number(values["at-once"])];
if (![count, seed, atOnce].every((number) => Number.isSafeInteger(number) && number >= 0) || atOnce === 0) {
  process.stderr.write("fuzz: --count, --seed and --at-once want whole numbers\n");
  process.exit(2);
}

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;
const heap = (): number => {
  collectGarbage();
  return process.memoryUsage().heapUsed;
};

const root = packageRoot();
// The embedded page has one kind of operation only; the pages for the extractor's tests have most.
const pages = join(root, "spec/testing/pages");
const runs = positionals.length > 0 ? [positionals] : [[], ...(existsSync(pages) ? [[pages]] : [])];
let faulty = 0;
for (const paths of runs) {
  const { document, contracts } = await loadSource(paths, { cwd: process.cwd() } as Io);
  const mock = createMock({ document, contracts, maxObjects: MOST_OBJECTS, seed });
  const heaps: number[] = [];
  const step = Math.ceil(count / 10);
  let nextStep = step;
  const started = performance.now();
  const { statuses, unsendable, faults } = await storm(mock, {
    seed,
    count,
    atOnce,
    onProgress: (done) => {
      if (done < nextStep) return;
      nextStep += step;
      heaps.push(heap());
      if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${count}`);
    },
  });
  heaps.push(heap());
  if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
  const seconds = (performance.now() - started) / 1000;
  // By the middle the bound has been reached many times over.
  const early = Math.max(...heaps.slice(0, Math.ceil(heaps.length / 2)));
  const growth = Math.max(...heaps) - early;
  const problems = faults.map(({ number, what }) => `request ${number} of seed ${seed}: ${what}`);
  if (mock.state.size > MOST_OBJECTS)
    problems.push(`${mock.state.size} objects are kept, ${MOST_OBJECTS} are allowed`);
  if (growth > MOST_GROWTH) problems.push(`the heap grew by ${megabytes(growth)} after the middle`);
  faulty += problems.length;
  for (const problem of problems.slice(0, MOST_SHOWN)) process.stdout.write(`${problem}\n`);
  const shares = [...statuses].map(([status, times]) => `${status}: ${times}`).join(", ");
  process.stdout.write(
    `${plural(mock.api.operations, "operation")}, ${plural(count, "request")}, ${atOnce} at once, in ${seconds.toFixed(0)} s: ${plural(problems.length, "fault")}\n` +
      `  statuses ${shares}; ${unsendable} not sendable\n` +
      `  ${plural(mock.state.size, "object")} kept of at most ${MOST_OBJECTS}; heap ${heaps.map(megabytes).join(", ")}\n`,
  );
}
process.exitCode = faulty === 0 ? 0 : 1;

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
