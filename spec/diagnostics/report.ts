/** Diagnostics as text, like a compiler's: `spec/pages/create-profile.md:47:1 warning …`. Pure: whoever prints brings the colours. */
import { compareDiagnostics, compareText, type Diagnostic, type Severity } from "./diagnostic.ts";
import type { RuleId } from "./rules/index.ts";

export interface RenderOptions {
  /** How each severity, and what is said aside, is painted. */
  readonly paint: Readonly<Record<Severity | "aside", (text: string) => string>>;
  /** The page's name as a person at this terminal would open it. */
  readonly display: (page: string) => string;
}

/** One line each, sorted by place; empty for none. */
export function renderDiagnostics(
  diagnostics: readonly Diagnostic[],
  { paint, display }: RenderOptions,
): string {
  return [...diagnostics]
    .sort(compareDiagnostics)
    .map(({ place, severity, reason, action, rule }) => {
      const at = `${printable(display(place.page))}:${place.line}:${place.column ?? 1}`;
      const done = action === undefined ? "" : paint.aside(`; ${action}`);
      return `${at} ${paint[severity](severity)} ${printable(reason)}${done} ${paint.aside(`[${rule}]`)}\n`;
    })
    .join("");
}

/** Text of a page may hold control characters, which a terminal would obey. */
function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, " ");
}

export interface RuleCount {
  readonly rule: RuleId;
  readonly severity: Severity;
  readonly count: number;
}

/** The most frequent rules, most frequent first; equal ones by name. */
export function countRules(diagnostics: readonly Diagnostic[]): RuleCount[] {
  const counts = new Map<string, RuleCount>();
  for (const { rule, severity } of diagnostics) {
    const before = counts.get(`${rule} ${severity}`);
    counts.set(`${rule} ${severity}`, { rule, severity, count: (before?.count ?? 0) + 1 });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count || compareText(a.rule, b.rule));
}

/** "2 errors, 8 warnings, 3 notes"; "no diagnostics" for none. */
export function summarise(diagnostics: readonly Diagnostic[]): string {
  const of = (severity: Severity): number =>
    diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
  const parts = [
    plural(of("error"), "error"),
    plural(of("warning"), "warning"),
    plural(of("info"), "note"),
  ].filter((part) => !part.startsWith("0 "));
  return parts.length > 0 ? parts.join(", ") : "no diagnostics";
}

export function plural(count: number, noun: string): string {
  const word = count === 1 ? noun : noun.endsWith("y") ? `${noun.slice(0, -1)}ies` : `${noun}s`;
  return `${count.toLocaleString("en-US")} ${word}`;
}
