/** Every report is a pure function of a verdict: no clock, no files. Credentials are taken out once more before anything is rendered. */
import type { Verdict } from "../judge/verdict.ts";
import { renderHtml } from "./html/page.ts";
import { renderJson } from "./json.ts";
import { renderJunit } from "./junit.ts";
import { renderMarkdown } from "./markdown.ts";
import { redacted } from "./redacted.ts";
import { renderSarif } from "./sarif/verdict.ts";

export type { JsonReport } from "./json.ts";
export { REPORT_SCHEMA } from "./json-schema.ts";
export { mergeVerdicts } from "./merge.ts";
export { type DiagnosticsOptions, renderDiagnosticsSarif } from "./sarif/diagnostics.ts";
export { type Summary, setAsidePhrase } from "./summary.ts";

const RENDERERS = {
  junit: renderJunit,
  json: renderJson,
  html: renderHtml,
  sarif: renderSarif,
  markdown: renderMarkdown,
} as const;

export type ReportFormat = keyof typeof RENDERERS;

export const REPORT_FORMATS = Object.keys(RENDERERS) as readonly ReportFormat[];

/** The whole file as text, with a line feed at its end. */
export function renderReport(format: ReportFormat, verdict: Verdict): string {
  return RENDERERS[format](redacted(verdict));
}
