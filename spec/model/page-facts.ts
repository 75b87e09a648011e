/** Everything that one page says, read without knowledge of any other page. */
import type { Diagnostic } from "../diagnostic.ts";
import type { Page, Table } from "../page/index.ts";
import { type PageExchange, pairExchanges } from "./exchange.ts";
import { type HttpBlock, readHttpBlocks } from "./http-block.ts";
import type { HeaderRow, Permissions, Property } from "./model.ts";
import { isPermissionTable, mergePermissions, readPermissions } from "./permission.ts";
import { isPlaceholder } from "./placeholder.ts";
import { isHeaderTable, readHeaders, readProperties } from "./property-table.ts";
import { createReport, type Report } from "./report.ts";
import {
  type EnumerationTable,
  type ResourceBlock,
  readEnumerations,
  readResourceBlock,
} from "./resource.ts";
import { isLocalised, type PlacedBlock, placeBlocks } from "./section.ts";
import { parseTemplate, type Template } from "./template.ts";

export interface PageFacts {
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
  readonly permissions?: Permissions;
  readonly headers: readonly HeaderRow[];
  readonly queryProperties: readonly Property[];
  /** Rows of the tables of the request body section. */
  readonly requestProperties: readonly RequestProperty[];
  readonly requestBodyLine?: number;
  readonly requestBodyText: string;
  /** What the section's first link names, where it says "a JSON representation of …". */
  readonly requestBodyType?: string;
  readonly responses: readonly StatusSentence[];
  readonly resources: readonly ResourceBlock[];
  readonly enumerations: readonly EnumerationTable[];
  /** Rows of the tables of a resource page, with the headings they stand under, innermost first. */
  readonly propertyRows: readonly {
    readonly headings: readonly string[];
    readonly properties: readonly Property[];
  }[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface PageTemplate extends Template {
  readonly method: string;
  readonly line: number;
}

export interface RequestProperty extends Property {
  /** The table's lead or row says that the client must send it. */
  readonly required: boolean;
}

/** "this method returns a `201 Created` response code …" */
export interface StatusSentence {
  readonly status: number;
  readonly text: string;
  readonly line: number;
}

export function readPageFacts(page: Page): PageFacts {
  const diagnostics: Diagnostic[] = [...page.diagnostics];
  const report = createReport(page.name, diagnostics);
  const placed = placeBlocks(page);
  reportFrontMatter(page, report);
  const httpBlocks = readHttpBlocks(page, placed, report);
  const templates = readTemplates(httpBlocks, report);
  const exchanges = pairExchanges(page, httpBlocks, report);
  const title = titleOf(page);
  const namespace = namespaceOf(page);
  const tables = readTables(page, placed, report);
  const version = versionOf(page, templates, exchanges);
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
    ...requestBodyOf(page, placed),
    responses: readStatuses(page, placed),
    resources,
    enumerations: readEnumerations(page, placed, namespace, title),
    diagnostics,
  };
}

function reportFrontMatter(page: Page, report: Report): void {
  for (const [key, { value, line }] of Object.entries(page.frontMatter.values)) {
    if (!isPlaceholder(value)) continue;
    report("placeholder", "warning", line, `Unexpected placeholder for '${key}', expected its value`, {
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

function readTemplates(blocks: readonly HttpBlock[], report: Report): PageTemplate[] {
  const templates: PageTemplate[] = [];
  for (const block of blocks.filter(({ role, documents }) => role === "template" || documents)) {
    for (const { method, target, line } of requestLinesOf(block)) {
      const template = parseTemplate(target);
      if (typeof template === "string") {
        report(template, "warning", line, REJECTIONS[template], {
          actual: target,
          action: "no operation is recorded",
        });
        continue;
      }
      if (template.host !== undefined && !isGraphHost(template.host)) {
        report(
          "foreign-host",
          "warning",
          line,
          `Unexpected host '${template.host}', expected a path of the API`,
          { action: "no operation is recorded" },
        );
        continue;
      }
      for (const problem of template.problems) reportTemplateProblem(problem, template, line, report);
      templates.push({ ...template, method, line });
    }
  }
  return templates;
}

function requestLinesOf(block: HttpBlock): HttpBlock["requestLines"] {
  if (block.role === "template") return block.requestLines;
  const [first] = block.messages;
  return first?.kind === "request"
    ? [{ method: first.method, target: first.target, line: block.code.line + 1 + first.line }]
    : [];
}

const REJECTIONS = {
  "ellipsis-path": "Unexpected '...' in a path, expected its segments: no template can say 'any depth'",
  "generator-placeholder": "Unexpected text in place of a path, expected a request template",
  "no-path": "Unexpected empty path, expected a request template",
} as const;

/** The public cloud and the national ones (Microsoft Graph, "National cloud deployments"). */
export function isGraphHost(host: string): boolean {
  return /^(?:graph\.microsoft\.(?:com|us|de)|dod-graph\.microsoft\.us|microsoftgraph\.chinacloudapi\.cn|canary\.graph\.microsoft\.com|\{[^}]*\})$/.test(
    host,
  );
}

function reportTemplateProblem(
  problem: Template["problems"][number],
  template: Template,
  line: number,
  report: Report,
): void {
  const actual = template.documented;
  switch (problem) {
    case "brace-missing":
      report(
        problem,
        "warning",
        line,
        "Unexpected placeholder without one of its braces, expected '{name}'",
        {
          actual,
          action: "it is taken to span its word",
        },
      );
      break;
    case "slash-missing":
      report(problem, "info", line, "Unexpected path without a leading slash, expected '/'", {
        actual,
        action: "one is added",
      });
      break;
    case "slash-trailing":
      report(problem, "info", line, "Unexpected slash at the end of the path, expected none", {
        actual,
        action: "it is dropped",
      });
      break;
    case "parameter-repeated":
      report(problem, "info", line, "Unexpected second parameter of the same name, expected unique names", {
        actual,
        expected: template.path,
        action: "later ones are numbered",
      });
      break;
    case "concrete-identifier":
      report(problem, "info", line, "Unexpected identifier in a template, expected a placeholder", {
        actual,
        action: "it is kept as it is",
      });
      break;
  }
}

function versionOf(
  page: Page,
  templates: readonly PageTemplate[],
  exchanges: readonly PageExchange[],
): string | undefined {
  const folder = page.name.split("/").findLast((part) => /^(?:beta|v\d+\.\d+)$/i.test(part));
  return (
    folder?.toLowerCase() ??
    exchanges.find(({ target }) => target.version)?.target.version ??
    templates.find(({ version }) => version)?.version
  );
}

type Tables = Pick<PageFacts, "headers" | "queryProperties" | "requestProperties" | "propertyRows"> & {
  permissions?: Permissions;
};

function readTables(page: Page, placed: readonly PlacedBlock[], report: Report): Tables {
  const headers: HeaderRow[] = [];
  const queryProperties: Property[] = [];
  const requestProperties: RequestProperty[] = [];
  const propertyRows: { headings: readonly string[]; properties: Property[] }[] = [];
  let permissions: Permissions | undefined;
  let permissionTables = 0;
  for (const [index, { block, section, headings }] of placed.entries()) {
    if (block.kind !== "table") continue;
    if (isPermissionTable(block)) {
      permissionTables += 1;
      if (permissionTables === 2)
        report("permission-tables", "info", block.line, "Unexpected second permission table, expected one", {
          action: "the union of both counts",
        });
      permissions = mergePermissions(permissions, readPermissions(page, block, report));
    } else if (section === "headers" || (section !== "properties" && isHeaderTable(block)))
      headers.push(...readHeaders(page, block));
    else if (section === "query" || isQueryTable(block))
      queryProperties.push(...readProperties(page, block, false, report));
    else if (section === "parameters")
      queryProperties.push(
        ...readProperties(page, block, false, report).filter(({ name }) => name.startsWith("$")),
      );
    else if (section === "body")
      requestProperties.push(...requestRows(page, block, placed[index - 1], report));
    else if ((section === "properties" || section === "relationships") && !isValueTable(page, block)) {
      propertyRows.push({
        headings,
        properties: readProperties(page, block, section === "relationships", report),
      });
    }
  }
  return {
    headers,
    queryProperties,
    requestProperties,
    propertyRows,
    ...(permissions ? { permissions } : {}),
  };
}

/** Tables of values or members stand among the properties that they belong to. */
function isValueTable(page: Page, table: Table): boolean {
  return /^(?:values?|members?|valor|membro|mode|option)s?$/i.test(page.inline(table.header[0] ?? "").text);
}

function isQueryTable(table: Table): boolean {
  return table.rows.length > 0 && table.rows.every((row) => /^[\s*`]*\$[a-z]+/i.test(row.cells[0] ?? ""));
}

/** "the properties that are required when you create" makes every row of the table required; a row can say so for itself. */
function requestRows(
  page: Page,
  table: Table,
  before: PlacedBlock | undefined,
  report: Report,
): RequestProperty[] {
  const lead = before?.block.kind === "paragraph" ? before.block.raw : "";
  const all = /properties that are required|following properties are required|required properties/i.test(
    lead,
  );
  const requiredColumn = table.header.findIndex((cell) => /^required/i.test(cell));
  const marked = new Set(
    table.rows
      .filter((row) => /^(?:y|yes|true|required)\b/i.test(row.cells[requiredColumn] ?? ""))
      .map(({ line }) => line),
  );
  return readProperties(page, table, false, report).map((property) => ({
    ...property,
    required:
      all ||
      marked.has(property.place.line) ||
      /(?:^|[.\s(*])required\b(?! (?:for|if|when|only))/i.test(property.description),
  }));
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
