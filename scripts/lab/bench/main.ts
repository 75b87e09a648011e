import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { packageRoot } from "../../files/package-root.ts";
import { type Bench, type Row, unmeasured } from "./bench.ts";
import { coldStart } from "./cold-start.ts";
import { buildCli } from "./compile.ts";
import { embedded } from "./embedded.ts";
import { extract } from "./extract.ts";
import { folderStart, folderVerify } from "./folder.ts";
import { million } from "./million.ts";
import { mockAgainstBare, mockAgainstMockoon, mockAgainstPrism } from "./mock.ts";
import { operations } from "./operations.ts";
import { renderTable } from "./table.ts";
import { verify } from "./verify.ts";
import { whole } from "./whole.ts";

const BENCHES: readonly Bench[] = [
  mockAgainstBare,
  mockAgainstPrism,
  mockAgainstMockoon,
  coldStart,
  million,
  embedded,
  operations,
  folderStart,
  folderVerify,
  verify,
  whole,
  extract,
];

/** `npm run bench`, or `npm run bench -- NAME ...` for some of them. No result fails it: a ratio is for people to judge. */
async function main(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => !BENCHES.some((bench) => bench.name === name));
  if (unknown.length > 0) {
    process.stderr.write(`no bench '${unknown.join("', '")}'; there are:\n`);
    for (const { name, summary } of BENCHES) process.stderr.write(`  ${name.padEnd(14)}${summary}\n`);
    return 2;
  }
  const root = packageRoot();
  const pages = join(root, "../shared/corpus/api-reference");
  const temporary = await mkdtemp(join(tmpdir(), "graph-contracts-bench-"));
  try {
    process.stderr.write("building\n");
    const surroundings = {
      root,
      temporary,
      cli: await buildCli(root),
      pages: existsSync(pages) ? pages : undefined,
      note: (text: string) => void process.stderr.write(`${text}\n`),
    };
    const rows: Row[] = [];
    for (const bench of BENCHES.filter(({ name }) => names.length === 0 || names.includes(name))) {
      process.stderr.write(`${bench.name}: ${bench.summary}\n`);
      try {
        rows.push(...(await bench.run(surroundings)));
      } catch (error) {
        rows.push(unmeasured(bench.name, reasonOf(error)));
      }
    }
    process.stdout.write(`\nNode ${process.version}, ${cpus().length} processors\n\n${renderTable(rows)}`);
    return 0;
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** One line: what a process said is told in full by running it. */
function reasonOf(error: unknown): string {
  const lines = (error instanceof Error ? error.message : String(error)).split("\n");
  return (lines.find((line) => /Error/.test(line)) ?? lines[0] ?? "").trim().slice(0, 160);
}

process.exitCode = await main(process.argv.slice(2));
