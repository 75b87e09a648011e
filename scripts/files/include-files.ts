/** Files that pages include: read once each, and none outside the given folders and the `includes` folders beside them. */
import { readFile } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import { DEEPEST_INCLUDE, type PageSource, tableIncludes } from "../../spec/index.ts";

type Includes = NonNullable<PageSource["includes"]>;

/** What the page at `file` includes, by the address as it writes it; undefined where it includes nothing that is there. */
export type IncludeReader = (file: string, text: string) => Promise<Includes | undefined>;

/** An include is a table; a file beyond this is none. */
const LARGEST_INCLUDE = 256 * 1024;

export function createIncludeReader(roots: readonly string[]): IncludeReader {
  const texts = new Map<string, Promise<string | undefined>>();
  const allowed = roots.flatMap((root) => [root, join(dirname(root), "includes")]);
  const read = (file: string): Promise<string | undefined> => {
    const known = texts.get(file) ?? readText(file);
    texts.set(file, known);
    return known;
  };
  const includesOf = async (file: string, text: string, depth: number): Promise<Includes | undefined> => {
    if (depth >= DEEPEST_INCLUDE) return undefined;
    const found: Record<string, Includes[string]> = {};
    for (const { address } of tableIncludes(text)) {
      const target = resolve(dirname(file), decodePath(address));
      if (!allowed.some((folder) => isWithin(folder, target))) continue;
      const included = await read(target);
      if (included === undefined) continue;
      const own = await includesOf(target, included, depth + 1);
      const root = roots.find((folder) => isWithin(folder, target)) ?? dirname(roots[0] ?? dirname(target));
      const name = relative(root, target).split(sep).join("/");
      found[address] = { name, text: included, ...(own ? { includes: own } : {}) };
    }
    return Object.keys(found).length > 0 ? found : undefined;
  };
  return (file, text) => includesOf(file, text, 0);
}

function isWithin(folder: string, file: string): boolean {
  const path = relative(folder, file);
  return path !== "" && path !== ".." && !path.startsWith(`..${sep}`) && resolve(folder, path) === file;
}

function decodePath(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}

/** Undefined for a file that cannot be read or is too large: the page then says that its table is missing. */
async function readText(file: string): Promise<string | undefined> {
  try {
    const text = await readFile(file, "utf8");
    return text.length > LARGEST_INCLUDE ? undefined : text;
  } catch {
    return undefined;
  }
}
