import type { Dirent } from "node:fs";
import { lstat, readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { compareText, type Diagnostic, type PageSource, type RuleId } from "../../spec/index.ts";
import { UsageError } from "../terminal/io.ts";
import { givenPaths } from "./given-paths.ts";
import { createIncludeReader } from "./include-files.ts";

/** Pages as files. Links inside a folder are not followed: what they point to is outside of it, or in it anyway. */
export interface PageFiles {
  readonly sources: readonly PageSource[];
  /** Of files that are no pages: empty, binary, too large, unreadable. */
  readonly diagnostics: readonly Diagnostic[];
  /** Page name to absolute path. */
  readonly files: ReadonlyMap<string, string>;
}

/** No page of any reference comes near; a file beyond is not read. */
const LARGEST_PAGE = 4 * 1024 * 1024;

/** Reads Markdown files and all those below folders. A path that does not exist is a `UsageError`. */
export async function readPageFiles(paths: readonly string[], cwd: string): Promise<PageFiles> {
  const files = new Map<string, string>();
  const roots: string[] = [];
  for (const path of await givenPaths(paths, cwd, "name a Markdown page or a folder of pages")) {
    const absolute = resolve(cwd, path);
    const found = await listPages(absolute, path);
    roots.push((await stat(absolute)).isDirectory() ? absolute : dirname(absolute));
    for (const { name, file } of found) {
      const unique = files.has(name) && files.get(name) !== file ? plainPath(cwd, file) : name;
      files.set(unique, file);
    }
  }
  const names = [...files.keys()].sort(compareText);
  const includes = createIncludeReader(roots);
  const read = await Promise.all(
    names.map(async (name) => {
      const file = files.get(name) ?? "";
      const page = await readPage(name, file);
      if (!("text" in page)) return page;
      const [included, version] = [await includes(file, page.text), versionOf(file)];
      return { ...page, ...(included ? { includes: included } : {}), ...(version ? { version } : {}) };
    }),
  );
  return {
    sources: read.flatMap((page) => ("text" in page ? [page] : [])),
    diagnostics: read.flatMap((page) => ("rule" in page ? [page] : [])),
    files,
  };
}

async function listPages(absolute: string, given: string): Promise<{ name: string; file: string }[]> {
  const stats = await stat(absolute);
  if (stats.isFile()) return [{ name: basename(absolute), file: absolute }];
  if (!stats.isDirectory()) throw new UsageError(`${given} is neither a file nor a folder`);
  const entries = await readdir(absolute, { withFileTypes: true, recursive: true }).catch(
    (error: NodeJS.ErrnoException) => {
      throw new UsageError(`${given} cannot be read (${error.code}); check its permissions`);
    },
  );
  return entries
    .filter(isPage)
    .map((entry) => {
      const file = join(entry.parentPath ?? entry.path, entry.name);
      return { name: relative(absolute, file).split(sep).join("/"), file };
    })
    .filter(({ name }) => !/(?:^|\/)includes\//i.test(name));
}

/** The folder that a page lies in says its version, even where that folder itself, or the page alone, was given. */
function versionOf(file: string): string | undefined {
  return file
    .split(sep)
    .findLast((part) => /^(?:beta|v\d+\.\d+)$/i.test(part))
    ?.toLowerCase();
}

function isPage(entry: Dirent): boolean {
  return (
    entry.isFile() &&
    /\.(?:md|markdown)$/i.test(entry.name) &&
    !entry.name.startsWith(".") &&
    !/[\\/]node_modules(?:[\\/]|$)/.test(entry.parentPath ?? entry.path)
  );
}

function plainPath(cwd: string, file: string): string {
  const path = relative(cwd, file);
  return (isAbsolute(path) ? file : path)
    .split(sep)
    .filter((part) => part !== "..")
    .join("/");
}

async function readPage(name: string, file: string): Promise<PageSource | Diagnostic> {
  const refuse = (rule: RuleId, reason: string): Diagnostic => ({
    rule,
    severity: "error",
    place: { page: name, line: 1 },
    reason,
    action: "the page is left out",
  });
  try {
    const { size } = await lstat(file);
    if (size > LARGEST_PAGE)
      return refuse(
        "page-too-large",
        `the file has ${Math.ceil(size / 1024 / 1024)} MB; a page may have at most ${LARGEST_PAGE / 1024 / 1024} MB`,
      );
    const text = await readFile(file, "utf8");
    if (text.trim() === "") return refuse("page-empty", "the file is empty");
    if (isBinary(text)) return refuse("page-binary", "the file is binary; a page is Markdown text in UTF-8");
    return { name, text };
  } catch (error) {
    return refuse(
      "page-unreadable",
      `the file cannot be read (${(error as NodeJS.ErrnoException).code ?? "unknown error"})`,
    );
  }
}

/** More than one character in fifty that no text holds: control characters, or what is no UTF-8. */
function isBinary(text: string): boolean {
  let odd = 0;
  const length = Math.min(text.length, 65_536);
  for (let index = 0; index < length; index += 1) {
    const code = text.charCodeAt(index);
    if (
      code === 0xfffd ||
      code === 0x7f ||
      (code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d && code !== 0x0c)
    )
      odd += 1;
  }
  return odd * 50 > length;
}
