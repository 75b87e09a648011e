import type { Result } from "sarif";
import { compareDiagnostics, type Diagnostic, isRuleId, ruleOf, type Severity } from "../../../spec/index.ts";
import { oneLine } from "../printable.ts";
import { physicalLocation, type RuleText, renderLog } from "./log.ts";

export interface DiagnosticsOptions {
  readonly toolVersion: string;
  /** The page's file as a person would open it, from the root of the sources where it lies below it. */
  readonly display: (page: string) => string;
}

const LEVEL: Readonly<Record<Severity, "error" | "warning" | "note">> = {
  error: "error",
  warning: "warning",
  info: "note",
};

/** What the extractor has to say about pages, as a SARIF 2.1.0 log: a code host annotates the lines with it. */
export function renderDiagnosticsSarif(
  diagnostics: readonly Diagnostic[],
  { toolVersion, display }: DiagnosticsOptions,
): string {
  const results = [...diagnostics]
    .sort(compareDiagnostics)
    .map(({ rule, severity, place, ...said }): Result => {
      const column = place.column === undefined ? {} : { column: place.column };
      return {
        ruleId: rule,
        level: LEVEL[severity],
        message: { text: sentences(said) },
        locations: [{ physicalLocation: physicalLocation(display(place.page), place.line, column) }],
        partialFingerprints: { "diagnostic/v1": `${place.page}:${rule}:${said.reason}` },
      };
    });
  return renderLog({ toolVersion, describe, results });
}

function describe(id: string): RuleText | undefined {
  if (!isRuleId(id)) return undefined;
  const rule = ruleOf(id);
  const { wrong, right } = rule;
  return { ...rule, level: LEVEL[rule.severity], ...(wrong === "" ? {} : { wrong, right }) };
}

function sentences({
  reason,
  actual,
  expected,
  action,
}: Pick<Diagnostic, "reason" | "actual" | "expected" | "action">) {
  const parts = [reason, ...(action === undefined ? [] : [action])];
  const values = [
    ...(actual === undefined ? [] : [`found ${actual}`]),
    ...(expected === undefined ? [] : [`expected ${expected}`]),
  ].filter((value) => !reason.includes(value.slice(value.indexOf(" ") + 1)));
  return oneLine([...parts, ...values].join("; "));
}
