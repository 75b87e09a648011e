import { readFile } from "node:fs/promises";
import { relative, resolve } from "node:path";
import {
  knownOf,
  type RecordedExchange,
  RecordingError,
  readRecording,
  withBaseline,
} from "../../contracts/index.ts";
import { judgeRecorded } from "../../contracts/node/index.ts";
import { BASELINE_OPTIONS, openBaseline } from "../baseline/baseline-file.ts";
import { sourcesOf } from "../configuration/operands.ts";
import { pageCitation } from "../files/page-citation.ts";
import { loadSource } from "../files/source.ts";
import { version } from "../files/version.ts";
import { defineCommand } from "../terminal/command.ts";
import { EXIT, type Io, UsageError } from "../terminal/io.ts";
import { flag, list } from "../terminal/option.ts";
import { tellGitHub } from "./verify/github.ts";
import { reportFile, writeReports } from "./verify/report-files.ts";
import { renderVerdict } from "./verify/terminal.ts";

export const command = defineCommand({
  usage: "judge FILE... [PAGE|FOLDER|openapi.json ...]",
  summary: "check recorded traffic against the documentation pages",
  description: [
    "Reads recorded requests and answers, and reports where an answer is not what the pages say, without a server: are my fixtures still what the API answers?",
    "FILE is a HAR, a cassette of vcrpy or go-vcr, a Pact file (2 to 4) or a mocks file of Microsoft's Dev Proxy. Without pages: the page that the package carries.",
  ].join("\n"),
  options: {
    strict: flag("hints count as failures"),
    ...BASELINE_OPTIONS,
    quiet: flag("print failures and the verdict only"),
    verbose: flag("print every check and every failure in full"),
    report: list(reportFile, "write a report: junit, json, html, sarif or markdown"),
  } as const,
  exitCodes: "0 conforms, 1 does not, 2 could not run.",
  async run({ values, operands, configuration }, io) {
    const { recordings, sources } = await sorted(operands, io);
    const source = await loadSource(sourcesOf({ operands: sources, configuration }), io);
    const known = await openBaseline(values, io);
    const found = await judgeRecorded({
      document: source.document,
      contracts: source.contracts,
      citation: (at) => pageCitation(source, at),
      recordings,
      strict: values.strict,
      version: version(),
    });
    const verdict = known && !known.updates ? withBaseline(found, known.baseline) : found;
    io.stdout.write(renderVerdict(verdict, io.stdout, values));
    await writeReports(values.report, verdict, io);
    await tellGitHub(verdict, io);
    const outdated = await known?.finish(knownOf(found));
    if (known?.updates && verdict.outcome === "deviates") return EXIT.ok;
    if (outdated && verdict.outcome === "conforms") return EXIT.failed;
    if (verdict.outcome === "incomplete") return EXIT.unusable;
    return verdict.outcome === "conforms" ? EXIT.ok : EXIT.failed;
  },
});

interface Recording {
  readonly name: string;
  readonly exchanges: readonly RecordedExchange[];
}

/** Tells recordings from what they are judged by: pages, folders, and descriptions. */
async function sorted(
  operands: readonly string[],
  io: Io,
): Promise<{ readonly recordings: readonly Recording[]; readonly sources: readonly string[] }> {
  const recordings: Recording[] = [];
  const sources: string[] = [];
  for (const operand of operands) {
    const text = /\.(?:har|json|ya?ml)$/i.test(operand) ? await textOf(operand, io) : undefined;
    if (text === undefined || isDescription(text)) sources.push(operand);
    else
      recordings.push({ name: relative(io.cwd, resolve(io.cwd, operand)), exchanges: read(operand, text) });
  }
  if (recordings.length === 0)
    throw new UsageError(
      "name a recording: a HAR, a vcrpy or go-vcr cassette, a Pact file, or Dev Proxy mocks",
    );
  if (recordings.every(({ exchanges }) => exchanges.length === 0))
    throw new UsageError(`${recordings.map(({ name }) => name).join(", ")}: no exchange is recorded there`);
  return { recordings, sources };
}

async function textOf(file: string, io: Io): Promise<string | undefined> {
  try {
    return await readFile(resolve(io.cwd, file), "utf8");
  } catch (error) {
    // A folder may be called anything.
    if ((error as NodeJS.ErrnoException).code === "EISDIR") return undefined;
    throw new UsageError(
      `${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? "unknown error"})`,
    );
  }
}

function isDescription(text: string): boolean {
  return (
    /^\s*\{[^{]*"openapi"\s*:\s*"3/.test(text.slice(0, 2000)) || /^openapi:\s/m.test(text.slice(0, 2000))
  );
}

function read(file: string, text: string): readonly RecordedExchange[] {
  try {
    return readRecording(text);
  } catch (error) {
    if (error instanceof RecordingError) throw new UsageError(`${file} ${error.message}`);
    throw error;
  }
}
