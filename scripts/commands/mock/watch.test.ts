import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { watchPaths } from "./watch.ts";

let root: string;
let stop: () => void = () => undefined;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "graph-contracts-watch-"));
});
afterEach(async () => {
  stop();
  await rm(root, { recursive: true, force: true });
});

/** Counts the calls, and waits for another one after what is done. */
function watching(path: string): (change: () => Promise<void>) => Promise<void> {
  let calls = 0;
  stop = watchPaths([path], async () => {
    calls += 1;
  });
  return async (change) => {
    const before = calls;
    await change();
    await expect.poll(() => calls, { timeout: 20_000 }).toBeGreaterThan(before);
  };
}

describe("a watched path", () => {
  it("tells of a change in a folder, also after the folder was deleted and made anew", async () => {
    const folder = join(root, "pages");
    await mkdir(folder);
    const seen = watching(folder);
    await seen(() => writeFile(join(folder, "a.md"), "1"));
    await seen(() => rm(folder, { recursive: true }));
    await seen(() => mkdir(folder));
    await seen(() => writeFile(join(folder, "a.md"), "2"));
  });

  it("tells of a folder that another takes the place of", async () => {
    const folder = join(root, "pages");
    await mkdir(folder);
    await mkdir(join(root, "next"));
    const seen = watching(folder);
    await seen(async () => {
      await rename(folder, join(root, "old"));
      await rename(join(root, "next"), folder);
    });
    await new Promise((resolve) => setTimeout(resolve, 500));
    await seen(() => writeFile(join(folder, "b.md"), "1"));
  });

  it("tells of a file that an editor replaces", async () => {
    const file = join(root, "a.md");
    await writeFile(file, "1");
    const seen = watching(file);
    await seen(async () => {
      await writeFile(`${file}.new`, "2");
      await rename(`${file}.new`, file);
    });
    await seen(() => writeFile(file, "3"));
  });
});
