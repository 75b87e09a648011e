import { readFileSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import type { PactFile } from "../../contracts/index.ts";
import type { Diagnostic, OpenApiDocument, Source } from "../../spec/index.ts";
import { type Io, UsageError } from "../terminal/io.ts";
import { cached, type Extracted } from "./extraction-cache.ts";
import { givenPaths } from "./given-paths.ts";
import { packageRoot } from "./package-root.ts";
import { pagesByVersion, underVersion } from "./page-versions.ts";

type Described = Pick<LoadedSource, "document" | "contracts">;

/** Everything that `mock`, `verify` and `proxy` work from, whatever it was given as: pages, a description, or nothing (the embedded page). */
export interface LoadedSource {
  readonly document: OpenApiDocument;
  readonly contracts: readonly PactFile[];
  /** Where versions were asked for apart and the pages are of several: those beside the first. */
  readonly otherVersions?: readonly Described[];
  readonly diagnostics: readonly Diagnostic[];
  /** The text of the line, trimmed; undefined where the page is not at hand. */
  quote(source: Source): string | undefined;
  /** The page's name as a person at this terminal would open it. */
  display(page: string): string;
}

/**
 * Reads pages, folders of pages, extracted folders (`extract --out`), OpenAPI documents and Pact files; without any, the page that the
 * package carries. Throws `UsageError` in one line.
 */
export async function loadSource(
  paths: readonly string[],
  io: Io,
  versions: "together" | "apart" = "together",
): Promise<LoadedSource> {
  if (paths.length === 0) return loadEmbedded(io);
  const json: string[] = [];
  const pages: string[] = [];
  for (const path of await givenPaths(paths, io.cwd, "name a page, a folder of pages or an openapi.json")) {
    const absolute = resolve(io.cwd, path);
    const stats = await stat(absolute);
    const extracted = stats.isDirectory() ? join(absolute, "openapi.json") : undefined;
    if (extracted && (await exists(extracted)))
      json.push(extracted, ...(await jsonFiles(join(absolute, "contracts"))));
    else if (/\.json$/i.test(path)) json.push(absolute);
    else if (/\.ya?ml$/i.test(path)) throw new UsageError(`${path} is YAML; name the openapi.json instead`);
    else pages.push(path);
  }
  if (pages.length === 0) return loadJson(json, io);
  if (json.length > 0) throw new UsageError("pages and JSON files cannot be mixed; name either");
  return loadPages(pages, io, versions);
}

async function loadEmbedded(io: Io): Promise<LoadedSource> {
  const root = packageRoot();
  const contracts = await jsonFiles(join(root, "contracts/recorded"));
  return loadJson([join(root, "spec/openapi.json"), ...contracts], io, join(root, "spec/pages"));
}

async function loadPages(
  paths: readonly string[],
  io: Io,
  versions: "together" | "apart",
): Promise<LoadedSource> {
  // Loaded here alone: a mock of a description must not wait for what only reads pages.
  const [{ readPageFiles }, { extract }, { recordContracts }] = await Promise.all([
    import("./page-files.ts"),
    import("../../spec/index.ts"),
    import("../../contracts/index.ts"),
  ]);
  const pages = await readPageFiles(paths, io.cwd);
  if (pages.sources.length === 0) {
    const [first] = pages.diagnostics;
    throw new UsageError(
      first
        ? `${relative(io.cwd, pages.files.get(first.place.page) ?? "")}: ${first.reason}`
        : `no Markdown page in ${paths.join(", ")}`,
    );
  }
  const folders = pagesByVersion(pages, paths, io.cwd);
  const groups =
    versions === "apart" || folders.length === 1 ? folders : [{ version: undefined, sources: pages.sources }];
  const read: Extracted[] = [];
  for (const { version, sources } of groups) {
    const { document, ...rest } = await cached(sources, io, () => {
      const { model, document, diagnostics } = extract(sources);
      return { document, contracts: recordContracts(model, document), diagnostics };
    });
    read.push({ ...rest, document: version === undefined ? document : underVersion(document, version) });
  }
  const [first, ...otherVersions] = read;
  if (!first) throw new UsageError(`no Markdown page in ${paths.join(", ")}`);
  const texts = new Map(pages.sources.map(({ name, text }) => [name, text]));
  const lines = createLineReader((page) => texts.get(page));
  return {
    document: first.document,
    contracts: first.contracts,
    ...(otherVersions.length > 0 ? { otherVersions } : {}),
    diagnostics: [...pages.diagnostics, ...read.flatMap(({ diagnostics }) => diagnostics)],
    quote: lines,
    display: (page) => relative(io.cwd, pages.files.get(page) ?? page) || page,
  };
}

function loadJson(files: readonly string[], io: Io, pagesFolder?: string): LoadedSource {
  let document: OpenApiDocument | undefined;
  const contracts: PactFile[] = [];
  for (const file of files) {
    const value = readJson(file, io);
    if (typeof value.openapi === "string") {
      if (document) throw new UsageError("more than one OpenAPI document among the files; name one");
      document = checkDocument(value, relative(io.cwd, file));
    } else if (Array.isArray(value.interactions)) contracts.push(value as unknown as PactFile);
    else throw new UsageError(`${relative(io.cwd, file)} is neither an OpenAPI document nor a Pact file`);
  }
  if (!document) throw new UsageError("no OpenAPI document among the files; name an openapi.json");
  const folder = pagesFolder ?? dirname(files[0] ?? "");
  const readPage = (page: string): string | undefined => {
    try {
      return readFileSync(join(folder, page), "utf8");
    } catch {
      return undefined;
    }
  };
  return {
    document,
    contracts,
    diagnostics: [],
    quote: createLineReader(readPage),
    display: (page) => (pagesFolder === undefined ? page : relative(io.cwd, join(pagesFolder, page))),
  };
}

/** At once: hundreds of small files are read several times faster than by promises, and nothing else waits meanwhile. */
function readJson(file: string, io: Io): Record<string, unknown> {
  const name = relative(io.cwd, file);
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(
      `${name} cannot be read (${code}); run 'graph-contracts extract' or name another file`,
    );
  }
  try {
    const value: unknown = JSON.parse(text);
    if (isJsonObject(value)) return value;
  } catch (error) {
    throw new UsageError(`${name} is not JSON: ${(error as Error).message}`);
  }
  throw new UsageError(`${name} is not a JSON object`);
}

function checkDocument(value: Record<string, unknown>, name: string): OpenApiDocument {
  if (!/^3\.0\.\d+$/.test(String(value.openapi)))
    throw new UsageError(`${name} is OpenAPI ${String(value.openapi)}; 3.0 is read`);
  if (!isJsonObject(value.paths)) throw new UsageError(`${name} has no 'paths'; it is no OpenAPI document`);
  const components = isJsonObject(value.components) ? value.components : {};
  // Documents of other tools may leave out what ours always have.
  return {
    servers: [{ url: "/" }],
    security: [],
    ...value,
    components: { schemas: {}, securitySchemes: {}, ...components },
  } as unknown as OpenApiDocument;
}

async function jsonFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => join(folder, name));
}

async function exists(file: string): Promise<boolean> {
  return (await stat(file).catch(() => undefined))?.isFile() === true;
}

function createLineReader(
  read: (page: string) => string | undefined,
): (source: Source) => string | undefined {
  const pages = new Map<string, readonly string[] | undefined>();
  return ({ page, line }) => {
    if (!pages.has(page)) pages.set(page, read(page)?.split(/\r\n?|\n/));
    return pages.get(page)?.[line - 1]?.trim();
  };
}

function isJsonObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
