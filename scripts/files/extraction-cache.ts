/**
 * What was extracted from pages, kept between runs: under the hash of the pages and of the code that reads them, so that nothing needs
 * to be told when either changes. A cache that cannot be read or written is none.
 */
import { createHash } from "node:crypto";
import { readdir, readFile, rm, stat, utimes } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import type { PactFile } from "../../contracts/index.ts";
import type { Diagnostic, OpenApiDocument, PageSource } from "../../spec/index.ts";
import type { Io } from "../terminal/io.ts";
import { packageRoot } from "./package-root.ts";
import { writeWhole } from "./whole-file.ts";

export interface Extracted {
  readonly document: OpenApiDocument;
  readonly contracts: readonly PactFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Of a few pages nothing is kept: they are read faster than the cache. */
const FEWEST_PAGES = 50;
/** Extractions that are kept; the ones that were used longest ago go. */
const MOST_KEPT = 6;

/** Answers from the cache, or extracts and keeps. */
export async function cached(
  sources: readonly PageSource[],
  io: Pick<Io, "env">,
  extract: () => Extracted,
): Promise<Extracted> {
  const folder = sources.length < FEWEST_PAGES ? undefined : cacheFolder(io);
  if (folder === undefined) return extract();
  const file = join(folder, `${await keyOf(sources)}.json`);
  const kept = await readKept(file);
  if (kept) return kept;
  const extracted = extract();
  await writeWhole(file, JSON.stringify(extracted)).then(
    () => prune(folder),
    () => undefined,
  );
  return extracted;
}

/** By the XDG base directory specification; undefined where there is no home, or `GRAPH_CONTRACTS_CACHE=off`. */
function cacheFolder({ env }: Pick<Io, "env">): string | undefined {
  const given = env.GRAPH_CONTRACTS_CACHE;
  if (given === "off") return undefined;
  if (given) return given;
  const home = env.HOME ?? env.USERPROFILE;
  const base =
    env.XDG_CACHE_HOME ?? env.LOCALAPPDATA ?? (home === undefined ? undefined : join(homedir(), ".cache"));
  return base === undefined ? undefined : join(base, "graph-contracts");
}

async function keyOf(sources: readonly PageSource[]): Promise<string> {
  const hash = createHash("sha256");
  for (const stamp of await codeStamps()) hash.update(`${stamp}\n`);
  for (const { name, text } of sources) hash.update(`${name}\0${text}\0`);
  return hash.digest("hex");
}

/** Name, size and time of every file that has a part in an extraction. */
async function codeStamps(): Promise<string[]> {
  const root = packageRoot();
  const folders = ["spec", "contracts/pact", "dist/spec", "dist/contracts/pact"].map((name) =>
    join(root, name),
  );
  const names = await Promise.all(
    folders.map(async (folder) => {
      const entries = await readdir(folder, { recursive: true }).catch(() => []);
      return entries.filter((name) => /(?<!\.test)\.[jt]s$/.test(name)).map((name) => join(folder, name));
    }),
  );
  const stamps = names.flat().map(async (name) => {
    const { size, mtimeMs } = await stat(name);
    return `${name} ${size} ${mtimeMs}`;
  });
  return (await Promise.all(stamps)).sort();
}

async function readKept(file: string): Promise<Extracted | undefined> {
  try {
    const kept = JSON.parse(await readFile(file, "utf8")) as Extracted;
    const now = new Date();
    await utimes(file, now, now);
    return kept;
  } catch {
    // Nothing is kept yet, or what is kept is broken: it is extracted again.
    return undefined;
  }
}

async function prune(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => /^[0-9a-f]{64}\.json$/.test(name));
  const aged = await Promise.all(
    names.map(async (name) => ({ name, used: (await stat(join(folder, name))).mtimeMs })),
  );
  const old = aged.sort((a, b) => b.used - a.used).slice(MOST_KEPT);
  await Promise.all(old.map(({ name }) => rm(join(folder, name), { force: true })));
}
