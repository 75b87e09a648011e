import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Asset, REFERENCE_ASSET } from "../../../mock/index.ts";
import { packageRoot } from "../../files/package-root.ts";

/** Where the build puts it, and where it comes from while the package is developed. */
const PLACES = [
  `dist/assets/${REFERENCE_ASSET}`,
  "node_modules/@scalar/api-reference/dist/browser/standalone.js",
];

/** The files of the mock's page; undefined for a name that is none, or where the build left it out. */
export async function pageAssets(name: string): Promise<Asset | undefined> {
  if (name !== REFERENCE_ASSET) return undefined;
  const file = PLACES.map((place) => join(packageRoot(), place)).find((path) => existsSync(path));
  return file === undefined
    ? undefined
    : { type: "text/javascript; charset=utf-8", body: new Uint8Array(await readFile(file)) };
}
