import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import type { PactFile } from "../contracts/pact.ts";
import type { Diagnostic, OpenApiDocument, Source } from "../spec/index.ts";
import { type Io, UsageError } from "./io.ts";
import { packageRoot } from "./package-root.ts";

/** Everything that `mock`, `verify` and `proxy` work from, whatever it was given as: pages, a description, or nothing (the embedded page). */
export interface LoadedSource {
  readonly document: OpenApiDocument;
  readonly contracts: readonly PactFile[];
  readonly diagnostics: readonly Diagnostic[];
  /** The text of the line, trimmed; undefined where the page is not at hand. */
  quote(source: Source): string | undefined;
  /** The page's name as a person at this terminal would open it. */
  display(page: string): string;
}

/** Reads pages, folders of pages, an OpenAPI document or Pact files; without any, the page that the package carries. */
export async function loadSource(paths: readonly string[], io: Io): Promise<LoadedSource> {
  const root = packageRoot();
  const files =
    paths.length > 0
      ? paths
      : [join(root, "spec/openapi.json"), join(root, "contracts/recorded/create-profile.json")];
  let document: OpenApiDocument | undefined;
  const contracts: PactFile[] = [];
  for (const file of files) {
    const value = JSON.parse(await readFile(file, "utf8")) as { openapi?: string };
    if (value.openapi) document = value as OpenApiDocument;
    else contracts.push(value as unknown as PactFile);
  }
  if (!document) throw new UsageError("no OpenAPI description among the files");
  return {
    document,
    contracts,
    diagnostics: [],
    quote: () => undefined,
    display: (page) => relative(io.cwd, join(root, "spec/pages", page)),
  };
}
