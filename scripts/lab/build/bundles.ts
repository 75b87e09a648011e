/** The heavy packages below `contracts/node/packages/`, each as one file with all that it needs. */
import { existsSync, readdirSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build, type Metafile } from "esbuild";

const FOLDER = "contracts/node/packages";

/** A package that went into a bundle, as its own package.json names it. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  /** Its folder, relative to the root: `node_modules/a/node_modules/b`. */
  readonly folder: string;
}

/** Replaces the compiled loaders by bundles and writes the notice of licences; answers with the number of packages. */
export async function bundlePackages(root: string, dist: string): Promise<number> {
  const found = new Map<string, BundledPackage>();
  for (const file of readdirSync(join(root, FOLDER)).filter((name) => name.endsWith(".cts"))) {
    const { metafile } = await build({
      entryPoints: [join(root, FOLDER, file)],
      outfile: join(dist, FOLDER, file.replace(/\.cts$/, ".cjs")),
      absWorkingDir: root,
      bundle: true,
      platform: "node",
      format: "cjs",
      target: "node20",
      // Names stay: Dredd and ajv put some of them into messages.
      minifyWhitespace: true,
      minifySyntax: true,
      legalComments: "none",
      logLevel: "error",
      metafile: true,
      alias: {
        // Its CommonJS build loads its parts in a way that no bundler follows.
        "jsonc-parser": join(root, "node_modules/jsonc-parser/lib/esm/main.js"),
        proxyquire: join(root, "scripts/lab/build/hook-loader.cjs"),
        // Reads API Blueprint, seven megabytes of it; what Dredd is given here is OpenAPI.
        "drafter.js": join(root, "scripts/lab/build/no-api-blueprint.cjs"),
      },
    });
    for (const one of await packagesOf(root, metafile)) found.set(one.folder, one);
  }
  const packages = [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  await writeFile(join(dist, "THIRD-PARTY-NOTICES.txt"), await notices(root, packages));
  await writeFile(join(dist, "bundled.json"), `${JSON.stringify(packages, undefined, 2)}\n`);
  return packages.length;
}

async function packagesOf(root: string, metafile: Metafile): Promise<readonly BundledPackage[]> {
  const [output] = Object.values(metafile.outputs);
  const folders = new Set(
    Object.keys(output?.inputs ?? {}).flatMap(
      (path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? [],
    ),
  );
  return Promise.all(
    [...folders].map(async (folder) => {
      const manifest: unknown = JSON.parse(await readFile(join(root, folder, "package.json"), "utf8"));
      const { name, version, license } = manifest as { name: string; version: string; license?: unknown };
      return { name, version, license: licenseName(license), folder };
    }),
  );
}

function licenseName(license: unknown): string {
  if (typeof license === "string") return license;
  const type = (license as { type?: unknown } | undefined)?.type;
  return typeof type === "string" ? type : "see its licence text";
}

const LICENSE_FILE = /^(?:licen[cs]e|copying|notice)(?:[.-].*)?$/i;

async function notices(root: string, packages: readonly BundledPackage[]): Promise<string> {
  const parts = ["Some files below contracts/node/packages contain these packages.\n"];
  for (const { name, version, license, folder } of packages) {
    parts.push(`\n${"=".repeat(80)}\n${name} ${version} (${license})\n`);
    const own = existsSync(join(root, folder)) ? readdirSync(join(root, folder)) : [];
    for (const file of own.filter((entry) => LICENSE_FILE.test(entry) && !/\.[cm]?js$/.test(entry))) {
      parts.push(`\n${(await readFile(join(root, folder, file), "utf8")).trim()}\n`);
    }
  }
  return parts.join("");
}
