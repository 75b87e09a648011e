import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { main } from "../cli.ts";
import { packageRoot } from "../files/package-root.ts";

async function explain(...args: string[]): Promise<{ code: number; out: string; err: string }> {
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
    cwd: "/",
    env: {},
    stdout: keep("out"),
    stderr: keep("err"),
    signal: new AbortController().signal,
  };
  return { code: await main(["explain", ...args], io), ...said };
}

describe("explain", () => {
  it("tells what a rule of a page means, and how it looks wrong and right", async () => {
    const { code, out } = await explain("property-required-absent");
    expect(code).toBe(0);
    expect(out).toMatch(/^property-required-absent: Required property that the example omits \(warning\)\n/);
    expect(out).toContain("  wrong    |id|String|Required.| and {}\n");
  });

  it("tells what a finding about a server means", async () => {
    expect((await explain("trailing-bytes")).out).toContain("it counts bytes, not characters");
  });

  it("lists all rules, and names the nearest for an unknown one", async () => {
    expect((await explain()).out).toContain("  media-type                  Unexpected media type\n");
    expect(await explain("json-coment")).toEqual({
      code: 2,
      out: "",
      err: "graph-contracts explain: unknown rule 'json-coment' (did you mean 'json-comment'?); 'graph-contracts explain' lists all\n",
    });
  });

  it("writes the page of rules that is committed", async () => {
    const page = readFileSync(join(packageRoot(), ".github/docs/rules.md"), "utf8");
    expect((await explain("--markdown")).out).toBe(page);
  });
});
