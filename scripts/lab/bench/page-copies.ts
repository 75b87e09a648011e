import { cp, readdir } from "node:fs/promises";
import { join } from "node:path";

/** A folder below `target` with so many copies of the pages, each in a folder of its own. Returns it and the number of pages. */
export async function copyPages(
  source: string,
  target: string,
  copies: number,
): Promise<{ folder: string; pages: number }> {
  const folder = join(target, `pages-${copies}`);
  for (let copy = 1; copy <= copies; copy += 1) {
    await cp(source, join(folder, `copy-${copy}`), { recursive: true });
  }
  const names = await readdir(folder, { recursive: true });
  return { folder, pages: names.filter((name) => name.endsWith(".md")).length };
}
