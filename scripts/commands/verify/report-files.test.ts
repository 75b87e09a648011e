import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { VERDICTS } from "../../../contracts/reports/testing/verdict.ts";
import type { Io } from "../../terminal/io.ts";
import { checkReportFiles, writeReports } from "./report-files.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "graph-contracts-reports-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const io = (): Io => ({ cwd: folder }) as Io;

describe("report files", () => {
  it("are refused before a run where they are folders, or one is named twice", async () => {
    await mkdir(join(folder, "taken"));
    const taken = checkReportFiles([{ format: "json", file: "taken" }], io());
    await expect(taken).rejects.toThrow("--report: taken is a folder; name a file in it");
    const twice = ["json", "html"].map((format) => ({ format: format as "json", file: "one" }));
    await expect(checkReportFiles(twice, io())).rejects.toThrow("two reports go to one");
  });

  it("are all written but for the one that cannot be, which is named", async () => {
    await mkdir(join(folder, "b"));
    const [verdict] = Object.values(VERDICTS);
    if (!verdict) throw new Error("no verdict to write");
    const reports = [
      { format: "json" as const, file: "b" },
      { format: "junit" as const, file: "sub/c.xml" },
    ];
    await expect(writeReports(reports, verdict, io())).rejects.toThrow(/cannot write .*b \(/);
    expect(existsSync(join(folder, "sub/c.xml"))).toBe(true);
  });
});
