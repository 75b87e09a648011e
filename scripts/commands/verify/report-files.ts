import { constants } from "node:fs";
import { access, mkdir, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { Verdict } from "../../../contracts/index.ts";
import { writeWhole } from "../../files/whole-file.ts";
import { type Io, UsageError } from "../../terminal/io.ts";
import type { ValueType } from "../../terminal/option.ts";
import { orList } from "../../terminal/value-types.ts";

const FORMATS = ["junit", "json", "html", "sarif", "markdown"] as const;
type Format = (typeof FORMATS)[number];

export interface ReportFile {
  readonly format: Format;
  readonly file: string;
}

export const reportFile: ValueType<ReportFile> = {
  label: "FORMAT=FILE",
  expected: `FORMAT=FILE, where FORMAT is ${orList(FORMATS)}`,
  schema: { type: "string", pattern: `^(?:${FORMATS.join("|")})=.` },
  rebase: (given, folder) => given.replace(/=(.*)$/s, (_, file: string) => `=${resolve(folder, file)}`),
  parse(given) {
    const at = given.indexOf("=");
    const format = FORMATS.find((known) => known === given.slice(0, Math.max(at, 0)));
    const file = given.slice(at + 1);
    return format && file !== "" ? { format, file } : undefined;
  },
};

/** Tells before a run of minutes that its report cannot be written: a `UsageError` that names the file. */
export async function checkReportFiles(reports: readonly ReportFile[], io: Io): Promise<void> {
  const seen = new Set<string>();
  for (const { file } of reports) {
    const path = resolve(io.cwd, file);
    if (seen.has(path))
      throw new UsageError(`--report: two reports go to ${file}; give each a file of its own`);
    seen.add(path);
    const found = await stat(path).catch(() => undefined);
    if (found?.isDirectory()) throw new UsageError(`--report: ${file} is a folder; name a file in it`);
    try {
      await mkdir(dirname(path), { recursive: true });
      await access(found ? path : dirname(path), constants.W_OK);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw new UsageError(
        `--report: ${file} cannot be written (${code}); check the folder and its permissions`,
      );
    }
  }
}

/** Writes each report whole or not at all; one that fails does not keep the others from being written. */
export async function writeReports(reports: readonly ReportFile[], verdict: Verdict, io: Io): Promise<void> {
  if (reports.length === 0) return;
  const { renderReport } = await import("../../../contracts/reports/index.ts");
  const written = await Promise.allSettled(
    reports.map(async ({ format, file }) => writeWhole(resolve(io.cwd, file), renderReport(format, verdict))),
  );
  const failure = written.find((result) => result.status === "rejected");
  if (failure) throw failure.reason;
}
