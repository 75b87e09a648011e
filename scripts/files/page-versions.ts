/** The version of the API that pages are about, as their folders say it. */
import { basename, dirname, relative, resolve, sep } from "node:path";
import type { OpenApiDocument, PageSource } from "../../spec/index.ts";
import type { PageFiles } from "./page-files.ts";

export interface VersionPages {
  /** `v1.0`; undefined where no folder is named so. */
  readonly version: string | undefined;
  readonly sources: readonly PageSource[];
}

const VERSION = /^(?:v\d+(?:\.\d+)*|beta)$/i;

/** Pages by version, in the order in which they come; those of no version belong to each. */
export function pagesByVersion(
  { sources, files }: PageFiles,
  paths: readonly string[],
  cwd: string,
): readonly VersionPages[] {
  const given = paths.map((path) => resolve(cwd, path));
  const groups = new Map<string | undefined, PageSource[]>();
  for (const source of sources) {
    const version = versionOf(files.get(source.name) ?? "", given);
    groups.set(version, [...(groups.get(version) ?? []), source]);
  }
  const common = groups.get(undefined) ?? [];
  if (groups.size === 1) return [...groups].map(([version, own]) => ({ version, sources: own }));
  groups.delete(undefined);
  const order = [...groups.keys()].sort((a, b) => firstMention(a, given) - firstMention(b, given));
  return order.map((version) => ({ version, sources: [...(groups.get(version) ?? []), ...common] }));
}

/** The innermost folder of that kind, from the path that was given on: what lies above it tells nothing. */
function versionOf(file: string, given: readonly string[]): string | undefined {
  const root = given.find((path) => file === path || file.startsWith(path + sep));
  const folders = relative(dirname(root ?? file), dirname(file)).split(sep);
  return folders.findLast((folder) => VERSION.test(folder))?.toLowerCase();
}

function firstMention(version: string | undefined, given: readonly string[]): number {
  const index = given.findIndex((path) => basename(path).toLowerCase() === version);
  return index < 0 ? given.length : index;
}

/** The description as one of that version alone, whatever other versions the pages' examples mention. */
export function underVersion(document: OpenApiDocument, version: string): OpenApiDocument {
  const [first] = document.servers;
  const url = (first?.url ?? "/").replace(/\/+$/, "").replace(/\/[^/]*$/, `/${version}`);
  const paths = Object.entries(document.paths).map(
    ([path, { servers: _, ...item }]) => [path, item] as const,
  );
  return {
    ...document,
    info: { ...document.info, version },
    servers: [{ url }],
    paths: Object.fromEntries(paths),
  };
}
