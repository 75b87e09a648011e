/** The mock for `require()`: tests in CommonJS load it on every supported Node. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { build } from "esbuild";

const ENTRIES = ["mock/index", "mock/msw"];

export async function buildRequiredMock(root: string, dist: string): Promise<void> {
  await build({
    entryPoints: ENTRIES.map((entry) => join(root, `${entry}.ts`)),
    outdir: dist,
    outbase: root,
    outExtension: { ".js": ".cjs" },
    absWorkingDir: root,
    bundle: true,
    // Packages stay what they are: a user's own copy of hono is the one that counts.
    packages: "external",
    platform: "neutral",
    mainFields: ["module", "main"],
    format: "cjs",
    target: "node20",
    logLevel: "error",
  });
  const written = new Set<string>();
  for (const entry of ENTRIES) await copyTypes(dist, `${entry}.d.ts`, written);
}

/** Declarations for CommonJS are those for modules under another ending, all the way down. */
async function copyTypes(dist: string, file: string, written: Set<string>): Promise<void> {
  if (written.has(file)) return;
  written.add(file);
  const text = await readFile(join(dist, file), "utf8");
  const below: string[] = [];
  const rewritten = text.replace(/(["'])(\.{1,2}\/[^"']+)\.(js|ts)\1/g, (_, quote: string, path: string) => {
    below.push(relative(dist, join(dist, dirname(file), `${path}.d.ts`)));
    return `${quote}${path}.cjs${quote}`;
  });
  const target = join(dist, file.replace(/\.d\.ts$/, ".d.cts"));
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, rewritten);
  for (const next of below) await copyTypes(dist, next, written);
}
