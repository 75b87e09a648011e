import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { main } from "../cli.ts";
import { serve } from "../lab/faults/reference.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "graph-contracts-merge-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(...args: string[]) {
  const said = { out: "", err: "" };
  const keep = (name: "out" | "err") => ({
    write: (text: string) => {
      said[name] += text;
    },
    isTTY: false,
    color: false,
    columns: 80,
  });
  const io = {
    cwd: folder,
    env: {},
    stdout: keep("out"),
    stderr: keep("err"),
    signal: new AbortController().signal,
  };
  return { code: await main(args, io), ...said };
}

describe("shards of a run", () => {
  it("have each check once, and are added up by merge", async () => {
    const server = await serve({});
    try {
      await run("verify", server.url, "--report", "json=whole.json");
      for (const part of ["1/2", "2/2"])
        expect(
          (await run("verify", server.url, "--shard", part, "--report", `json=${part[0]}.json`)).code,
        ).toBe(0);
      expect((await run("verify", server.url, "--shard", "3/3")).err).toContain(
        "there are only 2 operations",
      );
    } finally {
      await server.close();
    }
    const merged = await run("merge", "[12].json", "1.json", "2.json", "--report", "json=sum.json");
    expect(merged.err).toContain("[12].json does not exist");
    const { code, out } = await run(
      "merge",
      "{1,2}.json",
      "--report",
      "json=sum.json",
      "--report",
      "html=sum.html",
    );
    expect([code, out]).toEqual([0, expect.stringContaining("conforms to the pages")]);
    const ids = (file: string): string[] =>
      (
        JSON.parse(readFileSync(join(folder, file), "utf8")) as { results: { check: { id: string } }[] }
      ).results
        .map(({ check }) => check.id)
        .sort();
    expect(ids("sum.json")).toEqual(ids("whole.json"));
  });

  it("are refused where a file is no report", async () => {
    writeFileSync(join(folder, "other.json"), "{}");
    expect(await run("merge", "other.json")).toMatchObject({
      code: 2,
      err: expect.stringContaining("is not a report of verify"),
    });
    expect((await run("merge")).err).toContain("no report is named");
  });
});
