/** How the model's readers report: the page is known, a line and a sentence are enough. */
import type { Diagnostic, Severity } from "../diagnostics/diagnostic.ts";
import type { RuleId } from "../diagnostics/rules/index.ts";

export type Report = (
  rule: RuleId,
  severity: Severity,
  line: number,
  reason: string,
  more?: Pick<Diagnostic, "actual" | "expected" | "action">,
) => void;

/** The same, of lines in a file that the page includes. */
export type ReportOf = (file: string | undefined) => Report;

export function createReport(page: string, diagnostics: Diagnostic[]): Report {
  return (rule, severity, line, reason, more = {}) => {
    diagnostics.push({ rule, severity, place: { page, line }, reason, ...more });
  };
}
