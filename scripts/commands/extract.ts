import { existsSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import {
  countRules,
  type Diagnostic,
  type Extraction,
  extract,
  plural,
  type RenderOptions,
  renderDiagnostics,
  type Settled,
  stringifyJson,
  summarise,
} from "../../spec/index.ts";
import { BASELINE_OPTIONS, openBaseline } from "../baseline/baseline-file.ts";
import { sourcesOf } from "../configuration/operands.ts";
import {
  type Artefacts,
  foreignFiles,
  OUT_LAYOUT,
  PROJECT_LAYOUT,
  renderArtefacts,
  staleArtefacts,
  writeArtefacts,
} from "../files/artefacts.ts";
import { type PageFiles, readPageFiles } from "../files/page-files.ts";
import { colours } from "../terminal/colours.ts";
import { defineCommand } from "../terminal/command.ts";
import { annotate } from "../terminal/github.ts";
import { EXIT, type Io, UsageError } from "../terminal/io.ts";
import { flag, optional, value } from "../terminal/option.ts";
import { createProgress } from "../terminal/progress.ts";
import { choice, path, whole } from "../terminal/value-types.ts";
import { annotation, knownDiagnostic, leftOut, settleDiagnostics } from "./extract/diagnostics.ts";

/** Of more pages than this, a person wants the errors and a summary. */
const MOST_PAGES_IN_FULL = 20;
const MOST_LINES = 200;
const MOST_RULES = 10;

export const command = defineCommand({
  usage: "extract [PAGE|FOLDER ...]",
  summary: "derive an OpenAPI description and contracts from documentation pages",
  description: [
    "Reads documentation pages and derives an OpenAPI description and recorded contracts from them.",
    "Without an argument: the pages in spec/pages, into spec/openapi.json, spec/openapi.yaml and contracts/recorded/. With pages and no --out, only the diagnostics are printed and nothing is written.",
  ].join("\n"),
  options: {
    out: optional(
      path("DIR"),
      "write DIR/openapi.json, DIR/openapi.yaml (up to 1 MB), DIR/contracts/*.json and declarations for TypeScript",
    ),
    force: flag("replace files in DIR even where this tool did not write them"),
    check: flag("write nothing; fail where a file is missing or is not what the pages say"),
    format: value(
      choice("FORMAT", ["pretty", "json", "sarif"]),
      "how the diagnostics are printed: pretty, json or sarif",
      "pretty",
    ),
    all: flag("print every diagnostic of a large folder, not only its errors"),
    verbose: flag("print notes of quiet rules, too"),
    "max-warnings": optional(whole("N", 0, 1_000_000), "fail where there are more warnings"),
    ...BASELINE_OPTIONS,
  },
  exitCodes: "0 done (warnings allowed), 1 errors in the pages or stale files, 2 wrong usage.",
  async run(line, io) {
    const { values } = line;
    const operands = sourcesOf(line);
    const paths = operands.length > 0 ? operands : ["spec/pages"];
    if (operands.length === 0 && !existsSync(resolve(io.cwd, "spec/pages"))) {
      throw new UsageError("there is no folder spec/pages here; name a page or a folder of pages");
    }
    const pages = await readPageFiles(paths, io.cwd);
    if (pages.files.size === 0)
      throw new UsageError(`no Markdown page in ${paths.join(", ")}; name a page or a folder of pages`);
    const extraction = readPages(pages, io);
    const settled = settleDiagnostics([...pages.diagnostics, ...extraction.diagnostics], pages, line, io);
    const known = await openBaseline(values, io);
    const found = settled.shown.filter(({ severity }) => severity !== "info").map(knownDiagnostic);
    const diagnostics =
      known && !known.updates
        ? settled.shown.filter((diagnostic) => !known.baseline.find(knownDiagnostic(diagnostic)))
        : settled.shown;
    await print(diagnostics, extraction, pages, { format: values.format, all: values.all, settled }, io);
    annotate(
      diagnostics.flatMap((diagnostic) => annotation(diagnostic, pages, io)),
      io,
    );
    const outdated = await known?.finish(found);

    const { operations, schemas } = extraction.model.statistics;
    if (pages.sources.length > 0 && operations + schemas === 0) {
      io.stderr.write(
        `Nothing in ${paths.join(", ")} describes an API: no request template, no annotated example, no resource\n`,
      );
    }
    const warnings = diagnostics.filter(({ severity }) => severity === "warning").length;
    const most = values["max-warnings"];
    const tooMany = most !== undefined && warnings > most;
    if (tooMany) io.stderr.write(`${plural(warnings, "warning")}; --max-warnings allows ${most}\n`);
    const hasErrors =
      (!known?.updates && diagnostics.some(({ severity }) => severity === "error")) ||
      tooMany ||
      outdated === true;
    if (pages.sources.length === 0) return EXIT.failed;
    const target =
      values.out === undefined
        ? operands.length === 0
          ? { folder: io.cwd, layout: PROJECT_LAYOUT }
          : undefined
        : { folder: resolve(io.cwd, values.out), layout: OUT_LAYOUT };
    if (!target) {
      if (values.check)
        throw new UsageError("--check with pages needs --out DIR: the folder whose files to compare");
      return hasErrors ? EXIT.failed : EXIT.ok;
    }
    const artefacts = await renderArtefacts(extraction, target.layout);
    if (values.check)
      return (await check(artefacts, target.folder, io)) && !hasErrors ? EXIT.ok : EXIT.failed;
    const foreign = values.force ? [] : await foreignFiles(artefacts, target.folder);
    if (foreign.length > 0) {
      throw new UsageError(
        `${relative(io.cwd, join(target.folder, foreign[0] ?? ""))} was not written by this tool${foreign.length > 1 ? `, nor were ${foreign.length - 1} others` : ""}; name another folder with --out, or replace them with --force`,
      );
    }
    await writeArtefacts(artefacts, target.folder);
    io.stderr.write(`Wrote ${describeFiles(artefacts, relative(io.cwd, target.folder))}\n`);
    return hasErrors ? EXIT.failed : EXIT.ok;
  },
});

function readPages(pages: PageFiles, io: Io): Extraction {
  const progress = createProgress(io.stderr);
  const extraction = extract(pages.sources, (done) =>
    progress.show(done, pages.sources.length, "pages read"),
  );
  progress.clear();
  return extraction;
}

function describeFiles({ files, contractsFolder }: Artefacts, folder: string): string {
  const contracts = [...files.keys()].filter((path) => path.startsWith(`${contractsFolder}/`)).length;
  const others = [...files.keys()]
    .filter((path) => !path.startsWith(`${contractsFolder}/`))
    .map((path) => join(folder, path));
  return `${others.join(", ")} and ${plural(contracts, "contract file")} in ${join(folder, contractsFolder)}`;
}

async function check(artefacts: Artefacts, folder: string, io: Io): Promise<boolean> {
  const stale = await staleArtefacts(artefacts, folder);
  for (const path of stale.slice(0, MOST_LINES)) {
    io.stderr.write(
      `${relative(io.cwd, join(folder, path))} is stale: it is not what the pages say; run 'graph-contracts extract' again\n`,
    );
  }
  if (stale.length === 0) io.stderr.write("All generated files are current.\n");
  return stale.length === 0;
}

async function print(
  diagnostics: readonly Diagnostic[],
  extraction: Extraction,
  pages: PageFiles,
  { format, all, settled }: { format: string; all: boolean; settled: Settled },
  io: Io,
): Promise<void> {
  const display = (page: string): string => relative(io.cwd, pages.files.get(page) ?? page) || page;
  if (format === "json") {
    const shown = diagnostics.map((diagnostic) => ({ ...diagnostic, file: display(diagnostic.place.page) }));
    io.stdout.write(
      `${stringifyJson({ version: 1, statistics: extraction.model.statistics, rules: countRules(diagnostics), diagnostics: shown })}\n`,
    );
    return;
  }
  if (format === "sarif") {
    const { renderDiagnosticsSarif } = await import("../../contracts/reports/index.ts");
    const { version } = await import("../files/version.ts");
    io.stdout.write(`${renderDiagnosticsSarif(diagnostics, { toolVersion: version(), display })}\n`);
    return;
  }
  const inFull = all || pages.files.size <= MOST_PAGES_IN_FULL;
  const chosen = inFull ? diagnostics : diagnostics.filter(({ severity }) => severity === "error");
  const shown = all ? chosen : chosen.slice(0, MOST_LINES);
  io.stdout.write(renderDiagnostics(shown, { paint: diagnosticColours(io), display }));
  if (shown.length < chosen.length)
    io.stdout.write(`… and ${chosen.length - shown.length} more; --all or --format json shows them\n`);
  io.stdout.write(`${summary(diagnostics, extraction, inFull)}${leftOut(settled)}\n`);
}

function diagnosticColours(io: Io): RenderOptions["paint"] {
  const { bad, mild, note, faint } = colours(io.stdout);
  return { error: bad, warning: mild, info: note, aside: faint };
}

function summary(diagnostics: readonly Diagnostic[], { model }: Extraction, inFull: boolean): string {
  const { pages, operations, exchanges, schemas, properties } = model.statistics;
  const lines: string[] = [];
  if (!inFull) {
    lines.push("Most frequent diagnostics:");
    for (const { rule, severity, count } of countRules(diagnostics).slice(0, MOST_RULES))
      lines.push(`  ${String(count).padStart(6)}  ${severity.padEnd(7)}  ${rule}`);
  }
  const tiers =
    exchanges.inferred > 0 ? ` (${exchanges.documented} documented, ${exchanges.inferred} inferred)` : "";
  lines.push(
    `${plural(pages, "page")}: ${plural(operations, "operation")}, ${plural(exchanges.documented + exchanges.inferred, "exchange")}${tiers}, ${plural(schemas, "schema")}, ${plural(properties, "property")}; ${summarise(diagnostics)}`,
  );
  return lines.join("\n");
}
