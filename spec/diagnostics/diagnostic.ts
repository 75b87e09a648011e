/**
 * What the extractor has to say about a page, as a value. It is made where the matter is noticed and never printed there;
 * `renderDiagnostics` in `spec/diagnostics/report.ts` turns a list of them into text.
 */

import type { RuleId } from "./rules/index.ts";
import type { Severity } from "./severity.ts";

export type { Severity };

/** A place on a page. `page` is the page's name (see `PageSource.name`); `line` and `column` count from 1. */
export interface Place {
  readonly page: string;
  readonly line: number;
  readonly column?: number;
}

export interface Diagnostic {
  readonly rule: RuleId;
  readonly severity: Severity;
  readonly place: Place;
  /** What is wrong, then why: one sentence without a full stop. */
  readonly reason: string;
  /** What was found, where it can be quoted shortly. */
  readonly actual?: string;
  /** What would have been right, where that can be said shortly. */
  readonly expected?: string;
  /** What was done about it: "no scope is recorded". */
  readonly action?: string;
}

/** Orders diagnostics by page, line, column, rule and reason, so that output never depends on the order of discovery. */
export function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
  return (
    compareText(a.place.page, b.place.page) ||
    a.place.line - b.place.line ||
    (a.place.column ?? 1) - (b.place.column ?? 1) ||
    compareText(a.rule, b.rule) ||
    compareText(a.reason, b.reason)
  );
}

/** Compares by code unit: the same on every machine, whatever its locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
