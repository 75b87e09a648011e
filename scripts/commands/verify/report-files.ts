import { resolve } from "node:path";
import type { Verdict } from "../../../contracts/index.ts";
import { writeWhole } from "../../files/whole-file.ts";
import { type Io, UsageError } from "../../terminal/io.ts";

const FORMATS = ["junit", "json", "html", "sarif", "markdown"] as const;
type Format = (typeof FORMATS)[number];

export interface ReportFile {
  readonly format: Format;
  readonly file: string;
}

/** Reads `FORMAT=FILE` arguments. */
export function parseReports(values: readonly string[]): readonly ReportFile[] {
  return values.map((value) => {
    const at = value.indexOf("=");
    const format = FORMATS.find((known) => known === value.slice(0, Math.max(at, 0)));
    const file = value.slice(at + 1);
    if (!format || file === "") {
      throw new UsageError(`--report wants FORMAT=FILE with one of ${FORMATS.join(", ")}, not '${value}'`);
    }
    return { format, file };
  });
}

/** Writes each report whole or not at all. */
export async function writeReports(reports: readonly ReportFile[], verdict: Verdict, io: Io): Promise<void> {
  if (reports.length === 0) return;
  const { renderReport } = await import("../../../contracts/reports/index.ts");
  for (const { format, file } of reports)
    await writeWhole(resolve(io.cwd, file), renderReport(format, verdict));
}
