/** The heavy packages, each loaded when it is first wanted: `mock` and `extract` start without any of them. */
import { createRequire } from "node:module";
import type { generate } from "@stoplight/prism-http/dist/mocker/generator/JSONSchema.js";
import type { getHttpOperationsFromSpec } from "@stoplight/prism-http/dist/utils/operations.js";
import type Dredd from "dredd";
import type { Configuration } from "dredd";

interface Packages {
  readonly dredd: {
    readonly Dredd: new (configuration: Configuration) => Dredd;
    readonly loggers: readonly { transports: { console: { silent: boolean } } }[];
  };
  readonly "prism-generator": {
    readonly generate: typeof generate;
  };
  readonly "prism-reader": {
    readonly getHttpOperationsFromSpec: typeof getHttpOperationsFromSpec;
  };
}

/** By `require`, since loaders disagree on what the default export of such a module is when it is imported. Compiled, the files are bundles. */
export function loadPackage<Name extends keyof Packages>(name: Name): Packages[Name] {
  // Loaders may add a query of their own to the address.
  const extension = new URL(import.meta.url).pathname.endsWith(".ts") ? "cts" : "cjs";
  return createRequire(import.meta.url)(`./${name}.${extension}`);
}
