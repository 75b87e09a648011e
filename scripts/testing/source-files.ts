import { readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import ts from "typescript";

/** One TypeScript file of the repository. Paths are relative to its root, with forward slashes. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** What it imports, exports from, or requires: a package, `node:…`, or the path of another file. */
  readonly imports: readonly string[];
}

const FOLDERS = ["spec", "mock", "contracts", "scripts"] as const;

/** All sources of the four folders, tests included. */
export function readSourceFiles(root: string): SourceFile[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(`${root}/${folder}`, { recursive: true, encoding: "utf8" })
      .map((name) => posix.join(folder, name.split("\\").join("/")))
      .filter((path) => /\.[cm]?ts$/.test(path) && !/(?:^|\/)\./.test(path))
      .sort()
      .map((path) => readSourceFile(root, path)),
  );
}

function readSourceFile(root: string, path: string): SourceFile {
  const text = readFileSync(`${root}/${path}`, "utf8");
  const { importedFiles } = ts.preProcessFile(text, true, true);
  const imports = importedFiles.map(({ fileName }) =>
    fileName.startsWith(".") ? posix.join(posix.dirname(path), fileName) : fileName,
  );
  return { path, text, imports: [...new Set(imports)] };
}

/** Tests and what only tests import: they may look behind doors. */
export function isTest(path: string): boolean {
  return /\.test\.ts$/.test(path) || path.split("/").includes("testing");
}

/** Whether the text has the type `any`, wherever it stands. */
export function mentionsAny({ path, text }: SourceFile): boolean {
  if (!/\bany\b/.test(text)) return false;
  const found = (node: ts.Node): boolean =>
    node.kind === ts.SyntaxKind.AnyKeyword || (ts.forEachChild(node, found) ?? false);
  return found(ts.createSourceFile(path, text, ts.ScriptTarget.ES2023));
}

/** The names that a door lets through, types included, sorted; `* from ./x.ts` for a whole file. */
export function exportedNames(file: SourceFile): string[] {
  const source = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.ES2023);
  const names = source.statements.flatMap((statement) => {
    if (!ts.isExportDeclaration(statement)) return [`unexpected: ${statement.getText(source)}`];
    const { exportClause, moduleSpecifier } = statement;
    if (!exportClause) return [`* from ${moduleSpecifier?.getText(source).replace(/"/g, "") ?? ""}`];
    return ts.isNamedExports(exportClause)
      ? exportClause.elements.map(({ name }) => name.text)
      : [exportClause.name.text];
  });
  return names.sort();
}
