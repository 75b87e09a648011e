/** The request templates of a page, in any spelling, as operations can have them. */
import { encodePath } from "../openapi/routing/escapes.ts";
import { matchTemplate } from "../openapi/routing/router.ts";
import type { HttpBlock } from "./http-block.ts";
import type { Report } from "./report.ts";
import { parseTemplate, splitTarget, type Template, type TemplateProblem } from "./template.ts";

export interface PageTemplate extends Template {
  readonly method: string;
  readonly line: number;
}

export function readTemplates(blocks: readonly HttpBlock[], report: Report): PageTemplate[] {
  const templates: PageTemplate[] = [];
  const documenting = [
    ...blocks.filter(({ role }) => role === "template"),
    ...blocks.filter(({ role, documents }) => role !== "template" && documents),
  ];
  for (const block of documenting) {
    for (const { method, target, line } of requestLinesOf(block)) {
      // An example that a template of the page covers is an example and nothing else.
      if (block.role !== "template" && isCovered(templates, method, target)) continue;
      const template = parseTemplate(target);
      if (typeof template === "string") {
        report(template, "warning", line, REJECTIONS[template], {
          actual: target.slice(0, 200),
          action: "no operation is recorded",
        });
        continue;
      }
      if (template.host !== undefined && !isGraphHost(template.host)) {
        report(
          "foreign-host",
          "warning",
          line,
          `the request template names the host '${template.host}', which is not the API's`,
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

function isCovered(templates: readonly PageTemplate[], method: string, target: string): boolean {
  const path = encodePath(splitTarget(target).path);
  return templates.some((template) => template.method === method && matchTemplate(template.path, path));
}

function requestLinesOf(block: HttpBlock): HttpBlock["requestLines"] {
  if (block.role === "template") return block.requestLines;
  const [first] = block.messages;
  return first?.kind === "request"
    ? [{ method: first.method, target: first.target, line: block.code.line + 1 + first.line }]
    : [];
}

const REJECTIONS = {
  "ellipsis-path": "the path contains '...'; write its segments, since no template can stand for any depth",
  "generator-placeholder": "the request template has text where its path should be",
  "template-too-long": "the path is longer than 8,192 characters",
  "no-path": "the request template has no path",
} as const;

/** The public cloud and the national ones (Microsoft Graph, "National cloud deployments"). */
export function isGraphHost(host: string): boolean {
  return /^(?:graph\.microsoft\.(?:com|us|de)|dod-graph\.microsoft\.us|microsoftgraph\.chinacloudapi\.cn|canary\.graph\.microsoft\.com|\{[^}]*\})$/.test(
    host,
  );
}

/** What is said of a repair or a doubt, and what was done about it. */
const PROBLEMS: Readonly<Record<TemplateProblem, readonly ["warning" | "info", string, string]>> = {
  "brace-missing": [
    "warning",
    "a placeholder in the path lacks one of its braces; write '{name}'",
    "it is taken to span its word",
  ],
  "slash-missing": ["info", "the path does not begin with '/'", "one is added"],
  "slash-trailing": ["info", "the path ends with a slash", "it is dropped"],
  "parameter-repeated": ["info", "two parameters of the path have the same name", "later ones are numbered"],
  "concrete-identifier": [
    "info",
    "the request template contains an id where a placeholder should be",
    "it is kept as it is",
  ],
};

function reportTemplateProblem(
  problem: TemplateProblem,
  template: Template,
  line: number,
  report: Report,
): void {
  const [severity, reason, action] = PROBLEMS[problem];
  const expected = problem === "parameter-repeated" ? { expected: template.path } : {};
  report(problem, severity, line, reason, { actual: template.documented, ...expected, action });
}
