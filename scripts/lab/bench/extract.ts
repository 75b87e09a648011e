import { rm } from "node:fs/promises";
import { join } from "node:path";
import { atMost, type Bench, type Row, type Surroundings, unmeasured } from "./bench.ts";
import { compile } from "./compile.ts";
import { copyPages } from "./page-copies.ts";
import { compare, median } from "./rounds.ts";
import { type MeasuredRun, measureNode } from "./run-process.ts";

const COPIES = [1, 4, 16] as const;
const ROUNDS = 3;

/** Whole processes, from start to end: `extract` with all its files written, against the parser alone. */
export const extract: Bench = {
  name: "extract",
  summary: "extract of 1, 4 and 16 copies of real pages against markdown-it alone; linear; memory per page",
  async run(surroundings) {
    const { pages, temporary } = surroundings;
    if (!pages) return [unmeasured("extract", "there are no pages beside this package")];
    const parser = await compile("markdown-it-alone.ts", surroundings);
    const rows: Row[] = [];
    const sizes: Size[] = [];
    for (const copies of COPIES) {
      const sample = await copyPages(pages, temporary, copies);
      surroundings.note(`extract: ${sample.pages} pages`);
      const ours: MeasuredRun[] = [];
      const alone: MeasuredRun[] = [];
      const { first, second, ratio } = await compare(
        ROUNDS,
        () => keep(ours, extractOnce(sample.folder, surroundings)),
        () => keep(alone, measureNode([parser, sample.folder], temporary)),
      );
      const processor = processorMs(ours) / processorMs(alone);
      rows.push(
        atMost(
          `extract of ${sample.pages} pages : markdown-it alone`,
          ratio,
          3,
          `${first.toFixed(0)} ms : ${second.toFixed(0)} ms; processor time ${processor.toFixed(2)}`,
        ),
      );
      sizes.push({
        pages: sample.pages,
        processorMs: processorMs(ours),
        peakBytes: median(ours.map(({ peakBytes }) => peakBytes)),
      });
    }
    return [...rows, ...growth(sizes)];
  },
};

async function keep(runs: MeasuredRun[], running: Promise<MeasuredRun>): Promise<number> {
  const run = await running;
  runs.push(run);
  return run.milliseconds;
}

function processorMs(runs: readonly MeasuredRun[]): number {
  return median(runs.map((run) => run.processorMs));
}

interface Size {
  readonly pages: number;
  readonly processorMs: number;
  readonly peakBytes: number;
}

/** What each further page costs, so that the start of the process drops out. */
function growth([one, few, many]: readonly Size[]): Row[] {
  if (!one || !few || !many) return [];
  const early = (few.processorMs - one.processorMs) / (few.pages - one.pages);
  const late = (many.processorMs - few.processorMs) / (many.pages - few.pages);
  const bytes = (many.peakBytes - few.peakBytes) / (many.pages - few.pages);
  return [
    atMost(
      "extract: processor time per further page, late : early",
      late / early,
      1.25,
      `${late.toFixed(2)} ms : ${early.toFixed(2)} ms`,
    ),
    {
      what: "extract: memory per page",
      measured: `${(bytes / 1024).toFixed(0)} KiB (${(many.peakBytes / 1024 / 1024).toFixed(0)} MiB for ${many.pages} pages)`,
      goal: "printed",
    },
  ];
}

async function extractOnce(folder: string, { cli, temporary }: Surroundings): Promise<MeasuredRun> {
  const out = join(temporary, "extracted");
  await rm(out, { recursive: true, force: true });
  // Real pages have errors, of which the exit code 1 tells.
  return measureNode([cli, "extract", folder, "--out", out], temporary, [0, 1]);
}
