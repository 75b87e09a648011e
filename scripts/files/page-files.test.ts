import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readPageFiles } from "./page-files.ts";

let folder = "";

async function write(path: string, text: string): Promise<void> {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

const INCLUDE = (address: string): string => `[!INCLUDE [permissions-table](${address})]\n`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "graph-contracts-"));
  await write("reference/beta/api/jar-get.md", `# Get jar\n\n${INCLUDE("../includes/permissions/jar.md")}`);
  await write("reference/beta/includes/permissions/jar.md", INCLUDE("deeper.md"));
  await write("reference/beta/includes/permissions/deeper.md", "|a|\n|-|\n");
  await write("reference/beta/api/jar-list.md", INCLUDE("../../../secret/permissions/jar.md"));
  await write("secret/permissions/jar.md", "|a|\n|-|\n");
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe("pages in a folder", () => {
  it("come with what they include, and files below includes are no pages", async () => {
    const { sources } = await readPageFiles(["reference"], folder);
    expect(sources.map(({ name }) => name)).toEqual(["beta/api/jar-get.md", "beta/api/jar-list.md"]);
    expect(sources[0]?.includes).toEqual({
      "../includes/permissions/jar.md": {
        name: "beta/includes/permissions/jar.md",
        text: INCLUDE("deeper.md"),
        includes: { "deeper.md": { name: "beta/includes/permissions/deeper.md", text: "|a|\n|-|\n" } },
      },
    });
  });

  it("include from the folder beside the given one, and from nowhere else", async () => {
    const { sources } = await readPageFiles(["reference/beta/api"], folder);
    expect(Object.keys(sources[0]?.includes ?? {})).toEqual(["../includes/permissions/jar.md"]);
    expect(sources[1]?.includes).toBeUndefined();
  });

  it("have the version of the folder that was given", async () => {
    for (const given of [
      "reference",
      "reference/beta",
      "reference/beta/api",
      "reference/beta/api/jar-get.md",
    ]) {
      const { sources } = await readPageFiles([given], folder);
      expect([given, sources[0]?.version]).toEqual([given, "beta"]);
    }
  });
});
