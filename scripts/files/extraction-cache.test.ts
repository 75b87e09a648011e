import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { extract, type PageSource } from "../../spec/index.ts";
import { cached } from "./extraction-cache.ts";

const pages = (count: number, text = ""): PageSource[] =>
  Array.from({ length: count }, (_, index) => ({ name: `${index}.md`, text: `# Page ${index}\n${text}` }));

describe("extractions that are kept", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "extractions-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** Whether the pages had to be read. */
  async function isRead(sources: readonly PageSource[], env: Record<string, string> = {}): Promise<boolean> {
    let read = false;
    const { document, diagnostics } = extract([]);
    const extracted = { document, diagnostics, contracts: [] };
    const found = await cached(sources, { env: { GRAPH_CONTRACTS_CACHE: folder, ...env } }, () => {
      read = true;
      return extracted;
    });
    expect(found).toEqual(JSON.parse(JSON.stringify(extracted)));
    return read;
  }

  it("are used for the same pages, and not for others", async () => {
    expect(await isRead(pages(60))).toBe(true);
    expect(await isRead(pages(60))).toBe(false);
    expect(await isRead(pages(60, "more"))).toBe(true);
    expect(await isRead(pages(61))).toBe(true);
    expect(await isRead(pages(60))).toBe(false);
  });

  it("are made anew where the file is broken", async () => {
    await isRead(pages(60));
    for (const name of await readdir(folder)) await writeFile(join(folder, name), "{");
    expect(await isRead(pages(60))).toBe(true);
    expect(await isRead(pages(60))).toBe(false);
  });

  it("are few", async () => {
    for (let count = 60; count < 70; count += 1) await isRead(pages(count));
    expect(await readdir(folder)).toHaveLength(6);
    expect(await isRead(pages(69))).toBe(false);
  });

  it("are none where there are few pages, no home, or nobody wants any", async () => {
    for (const env of [{ GRAPH_CONTRACTS_CACHE: "off" }, { GRAPH_CONTRACTS_CACHE: "" }])
      for (let time = 0; time < 2; time += 1) expect(await isRead(pages(60), env)).toBe(true);
    for (let time = 0; time < 2; time += 1) expect(await isRead(pages(3))).toBe(true);
    expect(await readdir(folder)).toEqual([]);
  });

  it("are none where the folder cannot be written", async () => {
    await writeFile(join(folder, "file"), "");
    const env = { GRAPH_CONTRACTS_CACHE: join(folder, "file") };
    expect(await isRead(pages(60), env)).toBe(true);
    expect(await isRead(pages(60), env)).toBe(true);
  });
});
