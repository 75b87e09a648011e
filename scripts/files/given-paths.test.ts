import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { givenPaths } from "./given-paths.ts";
import { globExpression } from "./glob.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "graph-contracts-paths-"));
  for (const path of [
    "docs/api/a.md",
    "docs/api/b.md",
    "docs/api/.c.md",
    "docs/d.md",
    "docs/e.txt",
    "docs/[f].md",
  ]) {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), "# Page");
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const given = (...paths: string[]): Promise<string[]> => givenPaths(paths, folder, "name a page");

describe("paths on the command line", () => {
  it("may be patterns that the shell handed on", async () => {
    expect(await given("docs/*.md")).toEqual(["docs/[f].md", "docs/d.md"]);
    expect(await given("docs/**/*.md")).toEqual([
      "docs/[f].md",
      "docs/api/a.md",
      "docs/api/b.md",
      "docs/d.md",
    ]);
    expect(await given("docs/api/{a,x}.md", "docs/?.txt")).toEqual(["docs/api/a.md", "docs/e.txt"]);
    expect(await given("*")).toEqual(["docs"]);
    expect(await given(join(folder, "docs/d*"))).toEqual([join(folder, "docs/d.md")]);
  });

  it("are taken as they are where they exist", async () => {
    expect(await given("docs/[f].md", "docs")).toEqual(["docs/[f].md", "docs"]);
  });

  it.each([
    ["docs/*.markdown", "no file matches docs/*.markdown; name a page"],
    ["doc", "doc does not exist (did you mean 'docs'?)"],
    ["docs/d.mb", "docs/d.mb does not exist (did you mean 'docs/d.md'?)"],
    ["docz/d.md", "docz/d.md does not exist (did you mean 'docs'?)"],
    ["quite/another", "quite/another does not exist; name a page"],
  ])("that do not exist are refused: %s", async (path, reason) => {
    await expect(given(path)).rejects.toThrow(reason);
  });

  it("stand for themselves but for the signs of a pattern", () => {
    expect(globExpression("a.(b)+{c}$").test("a.(b)+{c}$")).toBe(true);
    expect(globExpression("a.b").test("axb")).toBe(false);
    expect(globExpression("*.md").test(".x.md")).toBe(false);
    expect(globExpression("**/*.md").test("a/.b/c.md")).toBe(false);
  });
});
