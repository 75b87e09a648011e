import { createHash } from "node:crypto";
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { stringify as stringifyYaml } from "yaml";
import { contractFileName, recordContracts } from "../../contracts/index.ts";
import { type Extraction, isJsonObject, stringifyJson } from "../../spec/index.ts";
import { writeWhole } from "./whole-file.ts";

/** The generated files of an extraction, by path relative to the output folder. */
export interface Artefacts {
  readonly files: ReadonlyMap<string, string>;
  /** The folder of the contracts, relative to the output folder: other files there that this tool has written are stale. */
  readonly contractsFolder: string;
}

export interface Layout {
  readonly document: string;
  readonly yaml: string;
  readonly contracts: string;
  /** TypeScript types of the description. */
  readonly types: string;
  /** What an import of the description is to the compiler; the package has its own. */
  readonly declaration?: string;
}

/** Where the project keeps its own artefacts, and where `--out` puts them. */
export const PROJECT_LAYOUT: Layout = {
  document: "spec/openapi.json",
  yaml: "spec/openapi.yaml",
  contracts: "contracts/recorded",
  types: "spec/openapi.d.ts",
};
export const OUT_LAYOUT: Layout = {
  document: "openapi.json",
  yaml: "openapi.yaml",
  contracts: "contracts",
  types: "openapi.d.ts",
  declaration: "openapi.d.json.ts",
};

/** The compiler would take every text of the JSON for any text (TypeScript, `allowArbitraryExtensions`). */
const DECLARATION = `/** What \`openapi.json\` is to the compiler: \`import document from "./openapi.json" with { type: "json" }\`. */
import type { OpenApiDocument } from "graph-contracts";

declare const document: OpenApiDocument;
export default document;
`;

/** Beyond this size of the JSON text no YAML and no types are written: writing them takes longer than everything else. */
export const LARGEST_YAML = 1024 * 1024;

export async function renderArtefacts({ model, document }: Extraction, layout: Layout): Promise<Artefacts> {
  const files = new Map<string, string>();
  const json = stringifyJson(document);
  files.set(layout.document, `${json}\n`);
  if (json.length <= LARGEST_YAML)
    files.set(layout.yaml, stringifyYaml(JSON.parse(json), { lineWidth: 0, aliasDuplicateObjects: false }));
  const types = json.length <= LARGEST_YAML ? await renderTypes(json) : undefined;
  if (types !== undefined) files.set(layout.types, types);
  if (layout.declaration !== undefined) files.set(layout.declaration, DECLARATION);
  const taken = new Set<string>();
  for (const contract of recordContracts(model, document)) {
    const page = contract.metadata["graph-contracts"]?.page ?? "page";
    files.set(
      `${layout.contracts}/${uniqueName(contractFileName(page), taken)}`,
      `${stringifyJson(contract)}\n`,
    );
  }
  return { files, contractsFolder: layout.contracts };
}

/** Needs openapi-typescript, which whoever wants the types installs; undefined where it is not there. */
async function renderTypes(json: string): Promise<string | undefined> {
  const generator = await import("openapi-typescript").catch(() => undefined);
  if (!generator) return undefined;
  const tree = await generator.default(json, { silent: true, alphabetize: false });
  return `/** Generated from the documentation pages by \`graph-contracts extract\`. */\n${generator.astToString(tree)}`;
}

/** Characters of a file's name, well below what file systems take (255 bytes), with room for a temporary ending. */
const LONGEST_NAME = 160;

/**
 * Two pages may come to one name where their paths differ in punctuation only, or in letter case, which some file systems do not tell apart. Of a
 * name that is too long the end is replaced by a digest of the whole.
 */
function uniqueName(name: string, taken: Set<string>): string {
  const stem = name.replace(/\.json$/, "");
  const digest = createHash("sha256").update(stem).digest("hex").slice(0, 12);
  const short = stem.length > LONGEST_NAME ? `${stem.slice(0, LONGEST_NAME - 13)}-${digest}` : stem;
  let unique = short;
  for (let count = 2; taken.has(unique.toLowerCase()); count += 1) unique = `${short}-${count}`;
  taken.add(unique.toLowerCase());
  return `${unique}.json`;
}

export async function writeArtefacts(artefacts: Artefacts, folder: string): Promise<void> {
  const batch = 64;
  const entries = [...artefacts.files];
  for (let start = 0; start < entries.length; start += batch) {
    await Promise.all(
      entries.slice(start, start + batch).map(([path, text]) => writeWhole(join(folder, path), text)),
    );
  }
  for (const path of await leftovers(artefacts, folder)) await rm(join(folder, path), { force: true });
}

/** Files in the way that this tool has not written: to replace them would lose somebody's work. */
export async function foreignFiles({ files, contractsFolder }: Artefacts, folder: string): Promise<string[]> {
  const foreign: string[] = [];
  for (const path of files.keys()) {
    const text = await readFile(join(folder, path), "utf8").catch((error: NodeJS.ErrnoException) =>
      ["ENOENT", "ENOTDIR"].includes(error.code ?? "") ? undefined : "",
    );
    if (text === undefined) continue;
    const isOurs = path.startsWith(`${contractsFolder}/`) ? isRecorded(text) : text.includes(MARK);
    if (!isOurs) foreign.push(path);
  }
  return foreign;
}

/** Stands in the description and in what is made from it. */
const MARK = "graph-contracts";

/** Paths whose content on disk is not what the pages say; missing files and left-over ones are among them. */
export async function staleArtefacts(artefacts: Artefacts, folder: string): Promise<string[]> {
  const stale: string[] = [];
  for (const [path, text] of artefacts.files) {
    const present = await readFile(join(folder, path), "utf8").catch(() => undefined);
    if (present !== text) stale.push(path);
  }
  return [...stale, ...(await leftovers(artefacts, folder))];
}

/** Contracts recorded from pages that are no longer there. Only files that say they come from a page are ours to judge. */
async function leftovers({ files, contractsFolder }: Artefacts, folder: string): Promise<string[]> {
  const names = await readdir(join(folder, contractsFolder)).catch(() => []);
  const unknown = names.filter((name) => name.endsWith(".json") && !files.has(`${contractsFolder}/${name}`));
  const ours: string[] = [];
  for (const name of unknown) {
    const text = await readFile(join(folder, contractsFolder, name), "utf8").catch(() => "");
    if (text.includes('"graph-contracts"') && isRecorded(text)) ours.push(`${contractsFolder}/${name}`);
  }
  return ours;
}

function isRecorded(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return (
      isJsonObject(value) && isJsonObject(value.metadata) && isJsonObject(value.metadata["graph-contracts"])
    );
  } catch {
    return false;
  }
}
