/**
 * Comments by which a page's author takes diagnostics back:
 * `<!-- graph-contracts-disable-next-line RULE ... -->` for the next line, or the table or code block that begins there, and
 * `<!-- graph-contracts-disable-page RULE ... -->` for the whole page. Without a rule they are for all.
 */
import type { Diagnostic } from "./diagnostic.ts";

interface Suppression {
  readonly first: number;
  readonly last: number;
  readonly rules: ReadonlySet<string>;
}

const COMMENT = /<!--\s*graph-contracts-disable-(next-line|page)((?:[\s,]+[a-z\d-]+)*?)\s*-->/;

/** Whether a comment on its page takes a diagnostic back. `textOf` is the page's text. */
export function suppressor(
  textOf: (page: string) => string | undefined,
): (diagnostic: Diagnostic) => boolean {
  const pages = new Map<string, readonly Suppression[]>();
  return ({ rule, place: { page, line } }) => {
    let found = pages.get(page);
    if (!found) {
      found = suppressionsIn(textOf(page) ?? "");
      pages.set(page, found);
    }
    return found.some(
      ({ first, last, rules }) => first <= line && line <= last && (rules.size === 0 || rules.has(rule)),
    );
  };
}

function suppressionsIn(text: string): Suppression[] {
  if (!text.includes("graph-contracts-disable-")) return [];
  const lines = text.split(/\r\n?|\n/);
  return lines.flatMap((line, index) => {
    const match = COMMENT.exec(line);
    if (!match) return [];
    const rules = new Set((match[2] ?? "").split(/[\s,]+/).filter((rule) => rule !== ""));
    if (match[1] === "page") return [{ first: 1, last: Number.POSITIVE_INFINITY, rules }];
    return [{ ...blockAfter(lines, index), rules }];
  });
}

/** Lines, counted from 1, from the next one that is not empty to the end of its paragraph, table or code block. */
function blockAfter(lines: readonly string[], index: number): { first: number; last: number } {
  let start = index + 1;
  while (start < lines.length && lines[start]?.trim() === "") start += 1;
  let inFence = false;
  let end = start;
  while (end < lines.length) {
    const line = lines[end] ?? "";
    if (/^\s*(?:```|~~~)/.test(line)) inFence = !inFence;
    else if (!inFence && line.trim() === "") break;
    end += 1;
  }
  return { first: start + 1, last: end };
}
