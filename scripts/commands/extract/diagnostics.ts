import { relative } from "node:path";
import type { Known } from "../../../contracts/index.ts";
import { type Diagnostic, type Settled, settle, suppressor } from "../../../spec/index.ts";
import type { Configuration } from "../../configuration/configuration.ts";
import { globExpression } from "../../files/glob.ts";
import type { PageFiles } from "../../files/page-files.ts";
import type { Annotation } from "../../terminal/github.ts";
import type { Io } from "../../terminal/io.ts";

interface Line {
  readonly values: { readonly verbose: boolean; readonly format: string };
  readonly configuration: Configuration;
}

/** The diagnostics as the configuration, the comments on the pages and the command line want them. */
export function settleDiagnostics(
  diagnostics: readonly Diagnostic[],
  pages: PageFiles,
  { values, configuration }: Line,
  io: Io,
): Settled {
  const texts = new Map(pages.sources.map(({ name, text }) => [name, text]));
  const isTakenBack = suppressor((page) => texts.get(page));
  const ignored = configuration.ignore.map(({ rule, path }) => ({ rule, pattern: globExpression(path) }));
  return settle(diagnostics, {
    severities: configuration.severities,
    // Whoever reads JSON chooses for themselves.
    verbose: values.verbose || values.format === "json",
    isSuppressed: (diagnostic) =>
      isTakenBack(diagnostic) ||
      ignored.some(
        ({ rule, pattern }) =>
          (rule === undefined || rule === diagnostic.rule) &&
          [diagnostic.place.page, fileOf(diagnostic, pages, io)].some((path) => pattern.test(path)),
      ),
  });
}

/** "; 3 notes not shown (--verbose shows them), 1 suppressed", or nothing. */
export function leftOut({ quiet, suppressed }: Settled): string {
  const notes = quiet === 0 ? "" : `; ${quiet} ${quiet === 1 ? "note" : "notes"} not shown (--verbose)`;
  return `${notes}${suppressed === 0 ? "" : `; ${suppressed} suppressed`}`;
}

export function knownDiagnostic({ place, rule, reason }: Diagnostic): Known {
  return { subject: place.page, rule, message: reason };
}

export function annotation(diagnostic: Diagnostic, pages: PageFiles, io: Io): readonly Annotation[] {
  const { severity, rule, reason, place } = diagnostic;
  if (severity === "info") return [];
  return [
    { level: severity, file: fileOf(diagnostic, pages, io), line: place.line, title: rule, message: reason },
  ];
}

function fileOf({ place: { page } }: Diagnostic, pages: PageFiles, io: Io): string {
  return relative(io.cwd, pages.files.get(page) ?? page).replaceAll("\\", "/") || page;
}
