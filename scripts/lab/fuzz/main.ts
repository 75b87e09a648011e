/** Storms the mock with random requests: `npm run fuzz -- [PAGE|FOLDER|openapi.json ...] [--count N] [--seed N] [--at-once N]`. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import process from "node:process";
import { parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createMock } from "../../../mock/index.ts";
import { plural } from "../../../spec/index.ts";
import { packageRoot } from "../../files/package-root.ts";
import { loadSource } from "../../files/source.ts";
import { type Io, UsageError } from "../../terminal/io.ts";
import { storm } from "./storm.ts";

/** Few, so that the bound is reached early and anything beyond it shows. */
const MOST_OBJECTS = 500;
/** Bytes that the heap may grow by once the bound is reached: what is kept differs in size from moment to moment. */
const MOST_GROWTH = 32 * 1024 * 1024;
const MOST_SHOWN = 20;

interface Options {
  readonly count: number;
  readonly seed: number;
  readonly atOnce: number;
}

async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      count: { type: "string", default: "100000" },
      seed: { type: "string", default: "1" },
      "at-once": { type: "string", default: "64" },
    },
  });
  const options = {
    count: whole("--count", values.count, 1),
    seed: whole("--seed", values.seed, 0),
    atOnce: whole("--at-once", values["at-once"], 1),
  };
  // The embedded page has one kind of operation only; the pages for the extractor's tests have most.
  const pages = join(packageRoot(), "spec/testing/pages");
  const sources = positionals.length > 0 ? [positionals] : [[], ...(existsSync(pages) ? [[pages]] : [])];
  let problems = 0;
  for (const paths of sources) problems += await run(paths, options);
  return problems === 0 ? 0 : 1;
}

function whole(name: string, text: string, least: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && Number.isSafeInteger(value)) return value;
  throw new UsageError(`${name} is '${text}'; expected a whole number from ${least}`);
}

/** The number of problems, which are told. */
async function run(paths: readonly string[], { seed, count, atOnce }: Options): Promise<number> {
  const { document, contracts } = await loadSource(paths, { cwd: process.cwd(), env: process.env } as Io);
  const mock = createMock({ document, contracts, maxObjects: MOST_OBJECTS, seed });
  const heap = heapMeter();
  const heaps: number[] = [];
  const started = performance.now();
  const { statuses, unsendable, faults } = await storm(mock, {
    seed,
    count,
    atOnce,
    onProgress: (done) => {
      if (done < (heaps.length + 1) * Math.ceil(count / 10)) return;
      heaps.push(heap());
      if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${count}`);
    },
  });
  heaps.push(heap());
  if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
  const seconds = (performance.now() - started) / 1000;
  const problems = faults.map(({ number, what }) => `request ${number} of seed ${seed}: ${what}`);
  if (mock.state.size > MOST_OBJECTS)
    problems.push(`${mock.state.size} objects are kept, ${MOST_OBJECTS} are allowed`);
  const growth = growthOf(heaps);
  if (growth > MOST_GROWTH) problems.push(`the heap grew by ${megabytes(growth)} after the middle`);
  for (const problem of problems.slice(0, MOST_SHOWN)) process.stdout.write(`${problem}\n`);
  const shares = [...statuses].map(([status, times]) => `${status}: ${times}`).join(", ");
  process.stdout.write(
    `${plural(mock.api.operations, "operation")}, ${plural(count, "request")}, ${atOnce} at once, in ${seconds.toFixed(0)} s: ${plural(problems.length, "fault")}\n` +
      `  statuses ${shares}; ${unsendable} not sendable\n` +
      `  ${plural(mock.state.size, "object")} kept of at most ${MOST_OBJECTS}; heap ${heaps.map(megabytes).join(", ")}\n`,
  );
  return problems.length;
}

/** Tells the bytes of what is still in use. */
function heapMeter(): () => number {
  setFlagsFromString("--expose-gc");
  const collectGarbage = runInNewContext("gc") as () => void;
  return () => {
    collectGarbage();
    return process.memoryUsage().heapUsed;
  };
}

/** Bytes from the highest of the first half to the highest of all: by the middle the bound has long been reached. */
function growthOf(heaps: readonly number[]): number {
  return Math.max(...heaps) - Math.max(...heaps.slice(0, Math.ceil(heaps.length / 2)));
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`fuzz: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
