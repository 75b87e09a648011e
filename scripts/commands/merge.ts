import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Verdict } from "../../contracts/index.ts";
import { isJsonObject } from "../../spec/index.ts";
import { givenPaths } from "../files/given-paths.ts";
import { defineCommand } from "../terminal/command.ts";
import { EXIT, type Io, UsageError } from "../terminal/io.ts";
import { flag, list } from "../terminal/option.ts";
import { tellGitHub } from "./verify/github.ts";
import { reportFile, writeReports } from "./verify/report-files.ts";
import { renderVerdict } from "./verify/terminal.ts";

export const command = defineCommand({
  usage: "merge REPORT.json ...",
  summary: "make one report of the JSON reports of several runs",
  description:
    "Reads reports that verify wrote with --report json=FILE, for example one of each --shard, and prints and writes their sum. A check that several of them have counts once, as its worst outcome.",
  options: {
    quiet: flag("print failures and the verdict only"),
    verbose: flag("print every check and every failure in full"),
    report: list(reportFile, "write a report: junit, json, html, sarif or markdown"),
  },
  exitCodes: "0 all conform, 1 one does not, 2 one could not run or cannot be read.",
  async run({ values, operands }, io) {
    const files = await givenPaths(operands, io.cwd, "name the JSON reports of the runs");
    const [first, ...others] = await Promise.all(files.map((file) => readReport(file, io)));
    if (!first) throw new UsageError("no report is named; name the JSON reports of the runs");
    const { mergeVerdicts } = await import("../../contracts/reports/index.ts");
    const verdict = mergeVerdicts([first, ...others]);
    io.stdout.write(renderVerdict(verdict, io.stdout, values));
    await writeReports(values.report, verdict, io);
    await tellGitHub(verdict, io);
    if (verdict.outcome === "incomplete") return EXIT.unusable;
    return verdict.outcome === "conforms" ? EXIT.ok : EXIT.failed;
  },
});

async function readReport(file: string, io: Io): Promise<Verdict> {
  let report: unknown;
  try {
    report = JSON.parse(await readFile(resolve(io.cwd, file), "utf8"));
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${(error as Error).message}`);
  }
  if (!isJsonObject(report) || report.version !== 1 || !Array.isArray(report.results))
    throw new UsageError(`${file} is not a report of verify; --report json=FILE writes one`);
  const { summary: _, ...verdict } = report;
  return verdict as unknown as Verdict;
}
