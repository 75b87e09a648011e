import { rm } from "node:fs/promises";
import { join } from "node:path";
import { atMost, type Bench, type Row, type Surroundings, unmeasured } from "./bench.ts";
import { compile } from "./compile.ts";
import { copyPages } from "./page-copies.ts";
import { compare } from "./rounds.ts";
import { runNode } from "./run-process.ts";

const COPIES = [1, 4, 16] as const;
const ROUNDS = 3;

/** Whole processes, from start to end: `extract` with all its files written, against the parser alone. */
export const extract: Bench = {
  name: "extract",
  summary: "extract of 1, 4 and 16 copies of real pages against markdown-it alone; linear; memory per page",
  async run(surroundings) {
    const { pages, temporary } = surroundings;
    if (!pages) return [unmeasured("extract", "there are no pages beside this package")];
    const baseline = await compile("markdown-it-alone.ts", surroundings);
    const rows: Row[] = [];
    const perPage: { ms: number; bytes: number; pages: number }[] = [];
    for (const copies of COPIES) {
      const sample = await copyPages(pages, temporary, copies);
      surroundings.note(`extract: ${sample.pages} pages`);
      let bytes = 0;
      const ours = async (): Promise<number> => {
        const run = await extractOnce(sample.folder, surroundings);
        bytes = run.bytes;
        return run.milliseconds;
      };
      const alone = async (): Promise<number> =>
        (await runNode([baseline, sample.folder], temporary)).milliseconds;
      const { first, second, ratio } = await compare(ROUNDS, ours, alone);
      rows.push(
        atMost(
          `extract of ${sample.pages} pages : markdown-it alone`,
          ratio,
          3,
          `${first.toFixed(0)} ms : ${second.toFixed(0)} ms`,
        ),
      );
      perPage.push({ ms: first, bytes, pages: sample.pages });
    }
    return [...rows, ...growth(perPage)];
  },
};

/** Time and memory of the pages that the largest run has more than the middle one: what does not depend on the number of pages drops out. */
function growth(runs: readonly { ms: number; bytes: number; pages: number }[]): Row[] {
  const [one, few, many] = runs;
  if (!one || !few || !many) return [];
  const early = (few.ms - one.ms) / (few.pages - one.pages);
  const late = (many.ms - few.ms) / (many.pages - few.pages);
  const bytes = (many.bytes - few.bytes) / (many.pages - few.pages);
  return [
    atMost(
      "extract: time per further page, late : early",
      late / early,
      1.25,
      `${late.toFixed(2)} ms : ${early.toFixed(2)} ms`,
    ),
    {
      what: "extract: memory per page",
      measured: `${(bytes / 1024).toFixed(0)} KiB (${(many.bytes / 1024 / 1024).toFixed(0)} MiB for ${many.pages} pages)`,
      goal: "printed",
    },
  ];
}

/** `--import` of a line that tells the peak of the memory when the process ends. */
const PEAK = `data:text/javascript,${encodeURIComponent(
  'process.on("exit", () => process.stdout.write("\\npeak " + process.resourceUsage().maxRSS))',
)}`;

async function extractOnce(
  folder: string,
  { cli, temporary }: Surroundings,
): Promise<{ milliseconds: number; bytes: number }> {
  const out = join(temporary, "extracted");
  await rm(out, { recursive: true, force: true });
  const { milliseconds, stdout } = await runNode(
    ["--import", PEAK, cli, "extract", folder, "--out", out],
    temporary,
    [0, 1],
  );
  return { milliseconds, bytes: Number(/peak (\d+)/.exec(stdout)?.[1]) * 1024 };
}
