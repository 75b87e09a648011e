/** The versions of one API: each answers below its own prefixes, from its own pages. */
import type { Artefacts } from "../options.ts";
import { type Api, compileApi } from "./api.ts";

/** The first is the one that answers for what belongs to none. */
export type Versions = readonly [Api, ...Api[]];

export function compileVersions({ document, contracts, otherVersions = [] }: Artefacts): Versions {
  return [
    compileApi(document, contracts ?? []),
    ...otherVersions.map((other) => compileApi(other.document, other.contracts ?? [])),
  ];
}

/** The version that a path belongs to. */
export function versionOf(versions: Versions, path: string): Api {
  return versions.length === 1 ? versions[0] : (versions.find((api) => api.strip(path)) ?? versions[0]);
}

/** What all versions have together; the description is that of the first. */
export function summaryOf(versions: Versions): Pick<Api, "document" | "prefixes" | "operations"> {
  return {
    document: versions[0].document,
    prefixes: [...new Set(versions.flatMap(({ prefixes }) => prefixes))],
    operations: versions.reduce((sum, { operations }) => sum + operations, 0),
  };
}
