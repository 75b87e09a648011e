/** Artefacts of a size that no folder at hand has: what there is, repeated under other paths. */
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { PactFile } from "../../../contracts/index.ts";
import { METHODS, type OpenApiDocument } from "../../../spec/index.ts";

export interface ArtefactFolder {
  readonly folder: string;
  readonly document: OpenApiDocument;
  readonly contracts: readonly PactFile[];
}

/** Reads what `extract --out` has written. */
export async function readArtefacts(description: string, contractsFolder: string): Promise<ArtefactFolder> {
  const names = (await readdir(contractsFolder)).filter((name) => name.endsWith(".json")).sort();
  return {
    folder: contractsFolder,
    document: (await readJson(description)) as OpenApiDocument,
    contracts: await Promise.all(
      names.map(async (name) => (await readJson(join(contractsFolder, name))) as PactFile),
    ),
  };
}

/** Writes the artefacts `copies` times into one folder: the paths as they are, and below `/copy2`, `/copy3` and so on. */
export async function multiply(
  { document, contracts }: Pick<ArtefactFolder, "document" | "contracts">,
  copies: number,
  folder: string,
): Promise<ArtefactFolder> {
  const numbers = Array.from({ length: copies }, (_, index) => index + 1);
  const prefix = (copy: number): string => (copy === 1 ? "" : `/copy${copy}`);
  const many: OpenApiDocument = {
    ...document,
    paths: Object.fromEntries(
      numbers.flatMap((copy) =>
        Object.entries(document.paths).map(([path, item]) => [prefix(copy) + path, renamed(item, copy)]),
      ),
    ),
  };
  const manyContracts = numbers.flatMap((copy) =>
    contracts.map((contract) => ({
      ...contract,
      interactions: contract.interactions.map((interaction) => ({
        ...interaction,
        request: { ...interaction.request, path: prefix(copy) + interaction.request.path },
      })),
    })),
  );
  await mkdir(join(folder, "contracts"), { recursive: true });
  await writeFile(join(folder, "openapi.json"), JSON.stringify(many));
  for (const [index, contract] of manyContracts.entries()) {
    await writeFile(join(folder, "contracts", `contract-${index}.json`), JSON.stringify(contract));
  }
  return { folder, document: many, contracts: manyContracts };
}

/** Operation ids must be unique (OpenAPI 3.0.3, Operation Object). */
function renamed<Item extends OpenApiDocument["paths"][string]>(item: Item, copy: number): Item {
  if (copy === 1) return item;
  const operations = METHODS.flatMap((method) => {
    const operation = item[method];
    return operation ? [[method, { ...operation, operationId: `${operation.operationId}Copy${copy}` }]] : [];
  });
  return { ...item, ...Object.fromEntries(operations) };
}

export function countOperations({ paths }: OpenApiDocument): number {
  return Object.values(paths).reduce(
    (count, item) => count + METHODS.filter((method) => item[method] !== undefined).length,
    0,
  );
}

async function readJson(file: string): Promise<unknown> {
  return JSON.parse(await readFile(file, "utf8"));
}
