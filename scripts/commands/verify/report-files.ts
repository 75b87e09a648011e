import { resolve } from "node:path";
import type { Verdict } from "../../../contracts/index.ts";
import { writeWhole } from "../../files/whole-file.ts";
import type { Io } from "../../terminal/io.ts";
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

/** Writes each report whole or not at all. */
export async function writeReports(reports: readonly ReportFile[], verdict: Verdict, io: Io): Promise<void> {
  if (reports.length === 0) return;
  const { renderReport } = await import("../../../contracts/reports/index.ts");
  for (const { format, file } of reports)
    await writeWhole(resolve(io.cwd, file), renderReport(format, verdict));
}
