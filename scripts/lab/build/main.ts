/** Builds what is published, into `dist/`: `npm run build`. */
import { cp, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { packageRoot } from "../../files/package-root.ts";
import { runNode } from "../bench/run-process.ts";
import { bundlePackages } from "./bundles.ts";
import { buildRequiredMock } from "./required-mock.ts";

const root = packageRoot();
const dist = join(root, "dist");
await rm(dist, { recursive: true, force: true });
await runNode([join(root, "node_modules/typescript/bin/tsc"), "-p", ".config/tsconfig.build.json"], root);
await mkdir(join(dist, "assets"));
await cp(
  join(root, "node_modules/@scalar/api-reference/dist/browser/standalone.js"),
  join(dist, "assets/api-reference.js"),
);
await cp(join(root, "node_modules/@scalar/types/LICENSE"), join(dist, "assets/api-reference.LICENSE"));
const bundled = await bundlePackages(root, dist);
await buildRequiredMock(root, dist);
process.stdout.write(`dist/ is built; it holds ${bundled} packages in bundles\n`);
