/** Markdown to `Page`. This folder is the only one that knows the Markdown parser. */
import MarkdownIt, { type Token } from "markdown-it";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { RuleId } from "../diagnostics/rules/index.ts";
import { commentsIn, readAnnotation } from "./annotation.ts";
import { readFrontMatter } from "./front-matter.ts";
import { DEEPEST_INCLUDE, type IncludeSource, tableIncludes } from "./include.ts";
import { createInlineReader } from "./inline.ts";
import type { Annotation, Block, CodeBlock, Page, Table } from "./page.ts";
import { repairText } from "./repair.ts";
import { readBrokenTable, readTable } from "./table.ts";

export type PageReader = (name: string, text: string, includes?: IncludeSource["includes"]) => Page;

/** A reader keeps one Markdown parser for all its pages. */
export function createPageReader(): PageReader {
  const markdown = new MarkdownIt("default", { html: true });
  // Only the block structure is wanted; `inline` texts are read one by one where somebody asks for them.
  markdown.core.ruler.enableOnly(["normalize", "block"]);
  // With it, what stands after four spaces would be code, in particular annotations and tables of list items.
  markdown.block.ruler.disable(["code"]);
  const inlineParser = new MarkdownIt("default", { html: true });

  const read = (name: string, source: string, includes: IncludeSource["includes"], depth: number): Page => {
    const text = wellFormed(source.replace(/^\uFEFF/, "")).replace(/\r\n?/g, "\n");
    const { frontMatter, lines: skipped, diagnostics } = readFrontMatter(name, text);
    const body = skipped === 0 ? text : afterLines(text, skipped);
    const repaired = repairText(name, body);
    const lineOf = (index: number): number =>
      (repaired.lineMap ? (repaired.lineMap[index] ?? 0) : index) + skipped + 1;
    const include = (address: string): IncludedTables | undefined => {
      const file = includes && Object.hasOwn(includes, address) ? includes[address] : undefined;
      if (!file || depth >= DEEPEST_INCLUDE) return undefined;
      const { blocks, diagnostics } = read(file.name, file.text, file.includes, depth + 1);
      const tables = blocks.filter((block) => block.kind === "table");
      return { tables: tables.map((table) => ({ file: file.name, ...table })), diagnostics };
    };
    const builder = new BlockBuilder(name, repaired.text.split("\n"), lineOf, include);
    const environment: Record<string, unknown> = {};
    builder.read(markdown.parse(repaired.text, environment));
    const shifted = repaired.diagnostics.map((diagnostic) => ({
      ...diagnostic,
      place: { ...diagnostic.place, line: diagnostic.place.line + skipped },
    }));
    return {
      name,
      frontMatter,
      blocks: builder.blocks,
      diagnostics: [...diagnostics, ...shifted, ...builder.diagnostics],
      inline: createInlineReader(inlineParser, environment),
    };
  };
  return (name, text, includes) => read(name, text, includes, 0);
}

/** What an include adds to its page. */
interface IncludedTables {
  readonly tables: readonly Table[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Half a surrogate pair is no character: it can be neither encoded in a URI nor written as UTF-8. */
function wellFormed(text: string): string {
  return /[\ud800-\udfff]/.test(text) ? text.replace(/[\ud800-\udfff]/gu, "\ufffd") : text;
}

function afterLines(text: string, count: number): string {
  let start = 0;
  for (let line = 0; line < count; line += 1) {
    const end = text.indexOf("\n", start);
    if (end < 0) return "";
    start = end + 1;
  }
  return text.slice(start);
}

/** More headings than this between an annotation and a code block, and the two do not belong together. */
const MOST_HEADINGS_BETWEEN = 1;

class BlockBuilder {
  readonly blocks: Block[] = [];
  readonly diagnostics: Diagnostic[] = [];
  private readonly page: string;
  private readonly lines: readonly string[];
  private readonly lineOf: (index: number) => number;
  private readonly include: (address: string) => IncludedTables | undefined;
  private pending: { readonly annotation: Annotation; headings: number; prose: boolean } | undefined;

  constructor(
    page: string,
    lines: readonly string[],
    lineOf: (index: number) => number,
    include: (address: string) => IncludedTables | undefined,
  ) {
    this.page = page;
    this.lines = lines;
    this.lineOf = lineOf;
    this.include = include;
  }

  read(tokens: readonly Token[]): void {
    for (let index = 0; index < tokens.length; index += 1) {
      const token = tokens[index];
      if (!token) break;
      const line = this.lineOf(token.map?.[0] ?? 0);
      switch (token.type) {
        case "fence":
          this.code(token, line);
          break;
        case "html_block":
          this.comments(token.content, line);
          break;
        case "heading_open":
          this.heading(Number(token.tag.slice(1)), tokens[index + 1]?.content ?? "", line);
          break;
        case "paragraph_open":
          this.paragraph(tokens[index + 1]?.content ?? "", line);
          break;
        case "table_open":
          this.table(
            readTable(token.map ?? [0, 0], this.lines, this.lineOf, (diagnostic) => this.report(diagnostic)),
          );
          break;
      }
    }
    this.drop();
  }

  /** An annotation of a permission table belongs to the next table, and to no code block. */
  private table(table: Table): void {
    const annotation = this.pending?.annotation;
    if (!annotation || !isOfTable(annotation)) {
      this.blocks.push(table);
      return;
    }
    this.pending = undefined;
    this.blocks.push({ ...table, annotation });
  }

  private includes(raw: string, line: number): void {
    for (const { address, line: offset, isPermissions } of tableIncludes(raw)) {
      const included = this.include(address);
      for (const table of included?.tables ?? []) this.table(table);
      this.diagnostics.push(...(included?.diagnostics ?? []));
      if (included || !isPermissions) continue;
      this.warn(
        "include-missing",
        line + offset,
        `the permission table is in ${address}, which is not among the pages or in an includes folder beside them`,
        "no scopes are recorded",
      );
    }
  }

  private code(token: Token, line: number): void {
    if (this.pending && isOfTable(this.pending.annotation)) this.drop();
    const pending = this.pending;
    this.pending = undefined;
    const language = token.info.trim().split(/\s/)[0]?.toLowerCase() ?? "";
    const block: CodeBlock = { kind: "code", line, language, text: token.content };
    this.blocks.push(pending ? { ...block, annotation: pending.annotation } : block);
    if (pending && (pending.headings > 0 || pending.prose)) {
      this.warn(
        "annotation-detached",
        pending.annotation.line,
        `a ${pending.headings > 0 ? "heading" : "text"} stands between an annotation and its code block`,
        "they are treated as belonging together",
      );
    }
  }

  private comments(html: string, line: number): void {
    for (const comment of commentsIn(html, line)) {
      const annotation = readAnnotation(this.page, comment, (diagnostic) =>
        this.diagnostics.push(diagnostic),
      );
      if (!annotation) continue;
      if (annotation.value.type === "#page.annotation") continue;
      this.drop();
      this.pending = { annotation, headings: 0, prose: false };
    }
    this.anchor(html, line);
  }

  /** `<a name="slug"></a>` on a line of its own names the heading after it. */
  private anchor(html: string, line: number): void {
    const name = anchorOf(html);
    if (name) this.blocks.push({ kind: "heading", line, level: 7, text: "", anchor: name });
  }

  private heading(level: number, raw: string, line: number): void {
    const tab = /\]\(#tab\/([^)\s]+)\)/.exec(raw)?.[1];
    const anchor = anchorOf(raw);
    const text = raw
      // Marks that open anew end these, or many of them would take quadratic time.
      .replace(/<a\s[^<>]*>(?:<\/a>)?/gi, "")
      .replace(/\[([^[\]]*)\]\([^()]*\)/g, "$1")
      .replace(/[`*]/g, "")
      .trim();
    this.blocks.push({
      kind: "heading",
      line,
      level,
      text,
      ...(anchor ? { anchor } : {}),
      ...(tab ? { tab } : {}),
    });
    if (!this.pending || tab) return;
    this.pending.headings += 1;
    if (this.pending.headings > MOST_HEADINGS_BETWEEN) this.drop();
  }

  private paragraph(raw: string, line: number): void {
    if (raw.includes("<!--")) this.comments(raw, line);
    const heading = /^(#{1,6})([^\s#].*)/.exec(raw);
    if (heading) {
      this.warn(
        "heading-space-missing",
        line,
        "the heading has no space after '#'",
        "it was still parsed as a heading",
      );
      this.heading(heading[1]?.length ?? 1, heading[2]?.split("\n")[0] ?? "", line);
      return;
    }
    const table = raw.includes("|")
      ? readBrokenTable(raw, line, this.page, (diagnostic) => this.diagnostics.push(diagnostic))
      : undefined;
    if (table) {
      this.table(table);
      return;
    }
    this.blocks.push({ kind: "paragraph", line, raw });
    this.includes(raw, line);
    if (this.pending && !/^(?:\[!|<|>)/.test(raw) && !raw.startsWith("<!--")) this.pending.prose = true;
  }

  /** An annotation that no code block follows. */
  private drop(): void {
    const pending = this.pending;
    this.pending = undefined;
    if (!pending) return;
    this.blocks.push({ kind: "directive", line: pending.annotation.line, value: pending.annotation.value });
    // Where a permission table is missing, its include has a diagnostic of its own.
    if (pending.annotation.value.blockType === undefined || isOfTable(pending.annotation)) return;
    this.warn(
      "annotation-without-block",
      pending.annotation.line,
      "no code block follows the annotation",
      "the annotation is left out",
    );
  }

  private warn(rule: RuleId, line: number, reason: string, action: string): void {
    this.report({ rule, severity: "warning", line, reason, action });
  }

  private report(diagnostic: Omit<Diagnostic, "place"> & { readonly line: number }): void {
    const { line, ...rest } = diagnostic;
    this.diagnostics.push({ ...rest, place: { page: this.page, line } });
  }
}

function isOfTable({ value }: Annotation): boolean {
  return typeof value.blockType === "string" && value.blockType.toLowerCase() === "permissions";
}

function anchorOf(html: string): string | undefined {
  return /<a\s(?:[^<>]*\s)?name\s*=\s*["']?([^"'\s<>]+)/i.exec(html)?.[1];
}
