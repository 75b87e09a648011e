import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { UsageError } from "../terminal/io.ts";
import { didYouMean, similar } from "../terminal/similar.ts";
import { expandGlob, isGlob } from "./glob.ts";

/** The paths that a person typed: patterns become the files they name, and each must exist. */
export async function givenPaths(paths: readonly string[], cwd: string, wanted: string): Promise<string[]> {
  const found = await Promise.all(paths.map((path) => givenPath(path, cwd, wanted)));
  return found.flat();
}

async function givenPath(path: string, cwd: string, wanted: string): Promise<string[]> {
  if (await stat(resolve(cwd, path)).catch(() => undefined)) return [path];
  if (isGlob(path)) {
    const files = await expandGlob(path, cwd);
    if (files.length > 0) return files;
    throw new UsageError(`no file matches ${path}; ${wanted}`);
  }
  throw new UsageError(`${path} does not exist${(await suggestion(path, cwd)) || `; ${wanted}`}`);
}

/** A name in the same folder, or the folder itself spelt otherwise. */
async function suggestion(path: string, cwd: string): Promise<string> {
  const folder = dirname(path);
  const siblings = await readdir(resolve(cwd, folder)).catch(() => undefined);
  if (siblings) {
    const name = similar(basename(path), siblings);
    return name === undefined ? "" : ` (did you mean '${join(folder, name)}'?)`;
  }
  const folders = await readdir(resolve(cwd, dirname(folder))).catch(() => []);
  return didYouMean(basename(folder), folders);
}
