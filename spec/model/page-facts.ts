/** Everything that one page says, read without knowledge of any other page. */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Page } from "../page/index.ts";
import { type PageExchange, pairExchanges } from "./exchange.ts";
import { type HttpBlock, readHttpBlocks } from "./http-block.ts";
import { readTables, type TableFacts } from "./page-tables.ts";
import { type PageTemplate, readTemplates } from "./page-templates.ts";
import { scopesIn } from "./permission.ts";
import { isPlaceholder } from "./placeholder.ts";
import { createReport, type Report } from "./report.ts";
import {
  type EnumerationTable,
  type ResourceBlock,
  readEnumerations,
  readResourceBlock,
} from "./resource.ts";
import { isLocalised, type PlacedBlock, placeBlocks } from "./section.ts";

export interface PageFacts extends TableFacts {
  readonly page: string;
  readonly title: string;
  readonly description: string;
  /** `microsoft.graph` where the page names none. */
  readonly namespace: string;
  /** From the folder or the examples: `beta`, `v1.0`. */
  readonly version?: string;
  readonly localised: boolean;
  readonly templates: readonly PageTemplate[];
  readonly exchanges: readonly PageExchange[];
  /** Of the annotations of requests: what a page without a permission table still says of scopes. */
  readonly scopes: readonly string[];
  readonly requestBodyLine?: number;
  readonly requestBodyText: string;
  /** What the section's first link names, where it says "a JSON representation of …". */
  readonly requestBodyType?: string;
  readonly responses: readonly StatusSentence[];
  readonly resources: readonly ResourceBlock[];
  readonly enumerations: readonly EnumerationTable[];
  readonly diagnostics: readonly Diagnostic[];
}

/** "this method returns a `201 Created` response code …" */
export interface StatusSentence {
  readonly status: number;
  readonly text: string;
  readonly line: number;
}

/** `given` is the version of the folder that the page was given in. */
export function readPageFacts(page: Page, given?: string): PageFacts {
  const diagnostics: Diagnostic[] = [...page.diagnostics];
  const report = createReport(page.name, diagnostics);
  const placed = placeBlocks(page);
  reportFrontMatter(page, report);
  const httpBlocks = readHttpBlocks(page, placed, report);
  const templates = readTemplates(httpBlocks, report);
  const exchanges = pairExchanges(page, httpBlocks, report);
  const title = titleOf(page);
  const namespace = namespaceOf(page);
  const tables = readTables(page, placed, report, (file) => createReport(file ?? page.name, diagnostics));
  const version = versionOf(page, given, templates, exchanges);
  const resources = readResources(page, placed, report);
  return {
    page: page.name,
    title,
    description: descriptionOf(page),
    namespace,
    ...(version ? { version } : {}),
    localised: isLocalised(page),
    templates,
    exchanges,
    ...tables,
    scopes: scopesOf(httpBlocks),
    ...requestBodyOf(page, placed),
    responses: readStatuses(page, placed),
    resources,
    enumerations: readEnumerations(page, placed, namespace, title),
    diagnostics,
  };
}

function scopesOf(blocks: readonly HttpBlock[]): string[] {
  const said = blocks.flatMap(({ code }) => code.annotation?.value.scopes ?? []);
  return [...new Set(said.filter((text) => typeof text === "string").flatMap(scopesIn))];
}

function reportFrontMatter(page: Page, report: Report): void {
  for (const [key, { value, line }] of Object.entries(page.frontMatter.values)) {
    if (!isPlaceholder(value)) continue;
    report("placeholder", "warning", line, `the value of '${key}' is still a placeholder`, {
      actual: value,
      action: "it is left out",
    });
  }
}

function titleOf(page: Page): string {
  const heading = page.blocks.find(
    (block) => block.kind === "heading" && block.tab === undefined && block.text !== "",
  );
  const title = page.frontMatter.values.title?.value;
  const text = heading?.kind === "heading" ? heading.text : (title ?? page.name);
  return isPlaceholder(text) ? page.name : text;
}

function descriptionOf(page: Page): string {
  const described = page.frontMatter.values.description?.value ?? "";
  return isPlaceholder(described) ? "" : described;
}

function namespaceOf(page: Page): string {
  for (const block of page.blocks.slice(0, 8)) {
    if (block.kind !== "paragraph") continue;
    const match = /^(?:Namespace|Espaço para nome)\s*:\s*\*{0,2}([A-Za-z][\w.]*)/i.exec(block.raw);
    if (match?.[1]) return match[1];
  }
  return "microsoft.graph";
}

/** The folder decides, whatever versions the page's examples mention. */
function versionOf(
  page: Page,
  given: string | undefined,
  templates: readonly PageTemplate[],
  exchanges: readonly PageExchange[],
): string | undefined {
  const folder = page.name.split("/").findLast((part) => /^(?:beta|v\d+\.\d+)$/i.test(part));
  return (
    folder?.toLowerCase() ??
    given ??
    exchanges.find(({ target }) => target.version)?.target.version ??
    templates.find(({ version }) => version)?.version
  );
}

function requestBodyOf(
  page: Page,
  placed: readonly PlacedBlock[],
): Pick<PageFacts, "requestBodyLine" | "requestBodyText" | "requestBodyType"> {
  const block = placed.find(({ block, section }) => section === "body" && block.kind === "paragraph")?.block;
  if (block?.kind !== "paragraph") return { requestBodyText: "" };
  const { text, links } = page.inline(block.raw);
  const link = /representa/i.test(text) ? links.find(({ href }) => /\.md/i.test(href)) : undefined;
  return {
    requestBodyLine: block.line,
    requestBodyText: text,
    ...(link && /^[A-Za-z]\w*$/.test(link.text) ? { requestBodyType: link.text } : {}),
  };
}

function readStatuses(page: Page, placed: readonly PlacedBlock[]): StatusSentence[] {
  const sentences: StatusSentence[] = [];
  for (const { block, section } of placed) {
    if (section !== "response" || block.kind !== "paragraph") continue;
    for (const [index, line] of block.raw.split("\n").entries()) {
      for (const match of line.matchAll(/[`*]\s*(?:HTTP\/\d\.\d\s+)?([1-5]\d\d)\b[^`*]*[`*]/g)) {
        const status = Number(match[1]);
        if (sentences.some((sentence) => sentence.status === status)) continue;
        sentences.push({ status, text: page.inline(block.raw).text, line: block.line + index });
      }
    }
  }
  return sentences;
}

function readResources(page: Page, placed: readonly PlacedBlock[], report: Report): ResourceBlock[] {
  const resources: ResourceBlock[] = [];
  for (const { block } of placed) {
    if (block.kind !== "code" || !block.annotation) continue;
    const blockType = String(block.annotation.value.blockType ?? "").toLowerCase();
    const typed =
      blockType === "" &&
      block.language === "json" &&
      typeof block.annotation.value["@odata.type"] === "string";
    if (blockType !== "resource" && !typed) continue;
    const resource = readResourceBlock(page, block, report);
    if (resource) resources.push(resource);
  }
  return resources;
}
