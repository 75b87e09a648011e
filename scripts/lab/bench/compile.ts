import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Surroundings } from "./bench.ts";
import { runNode } from "./run-process.ts";

/** Not `dist/`, which a build for other ends may empty while a bench runs; below the root, so that packages are found. */
const FOLDER = ".bench";

/**
 * A file of `processes/` as plain JavaScript that Node runs without a loader: a loader's start would count as the start of what is measured.
 * Packages are left to Node, so the result lies where it finds them.
 */
export async function compile(file: string, { root }: Pick<Surroundings, "root">): Promise<string> {
  const outfile = join(root, FOLDER, "processes", basename(file).replace(/\.ts$/, ".mjs"));
  await build({
    entryPoints: [fileURLToPath(new URL(`./processes/${file}`, import.meta.url))],
    absWorkingDir: root,
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20",
    outfile,
    logLevel: "silent",
  });
  return outfile;
}

/** Builds the command line as it is published; its types are for the tests to check. Returns its path. */
export async function buildCli(root: string): Promise<string> {
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  await runNode([tsc, "-p", ".config/tsconfig.build.json", "--noCheck", "--outDir", FOLDER], root);
  return join(root, FOLDER, "scripts/cli.js");
}
