/**
 * Line by line repair of what would make a Markdown parser swallow the rest of a page: fences and comments that are never closed.
 * Also takes the indent off fenced blocks, so that one in a list item, or simply indented, reads like any other.
 */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { RuleId } from "../diagnostics/rules/index.ts";
import { isDelimiterRow } from "./table.ts";

export interface RepairedText {
  readonly text: string;
  /** Line of the repaired text (from 0) to line of the page (from 0); undefined where both are the same. */
  readonly lineMap?: readonly number[];
  readonly diagnostics: readonly Diagnostic[];
}

const FENCE = /^([ \t]*)(`{3,}|~{3,})[ \t]*([^`]*)$/;

type State =
  | { readonly in: "text" }
  | { readonly in: "fence"; readonly indent: number; readonly mark: string; readonly line: number }
  /** `end` is the line of its `-->`; undefined where the comment is taken to be unclosed. */
  | { readonly in: "comment"; readonly line: number; readonly end: number | undefined };

export function repairText(page: string, source: string): RepairedText {
  const lines = source.split("\n");
  const output: string[] = [];
  const lineMap: number[] = [];
  const diagnostics: Diagnostic[] = [];
  const endOfComment = commentEnds(lines);
  let state: State = { in: "text" };

  const keep = (text: string, line: number): void => {
    output.push(text);
    lineMap.push(line);
  };
  const report = (rule: RuleId, line: number, reason: string, action: string): void => {
    diagnostics.push({ rule, severity: "error", place: { page, line: line + 1 }, reason, action });
  };

  for (const [index, line] of lines.entries()) {
    const fence = line.includes("```") || line.includes("~~~") ? FENCE.exec(line) : null;
    const mark = fence?.[2] ?? "";
    const info = fence?.[3]?.trim() ?? "";

    if (state.in === "fence") {
      const reopens = info !== "" && mark === state.mark;
      if (!reopens) {
        keep(dedent(line, state.indent), index);
        if (info === "" && mark !== "" && mark.startsWith(state.mark)) state = { in: "text" };
        continue;
      }
      report("fence-unclosed", state.line, UNCLOSED_FENCE, "the block ends before the next one");
      closeFence(output, lineMap, state);
      state = { in: "text" };
    }
    if (state.in === "comment") {
      const goesOn: boolean = state.end === undefined ? !fence && !line.includes("<!--") : index <= state.end;
      if (goesOn) {
        keep(line, index);
        if (index === state.end) state = { in: "text" };
        continue;
      }
      report("comment-unclosed", state.line, UNCLOSED_COMMENT, "the comment ends before the next block");
      keep("-->", index - 1);
      state = { in: "text" };
    }
    if (fence) {
      const indent = fence[1]?.length ?? 0;
      // HTML other than a comment goes on to the next blank line and would swallow the block.
      if (/^\s*<(?!!--)/.test(output.at(-1) ?? "")) keep("", index - 1);
      keep(dedent(line, indent), index);
      state = { in: "fence", indent, mark, line: index };
      continue;
    }
    if (isTooWide(line)) {
      report(
        "table-too-wide",
        index,
        `the table has more than ${MOST_COLUMNS} columns`,
        "it was parsed as text",
      );
      keep(`\\${line}`, index);
      continue;
    }
    // Four spaces would make an indented code block of a comment; a list item's annotation is indented all the same.
    keep(line.trimStart().startsWith("<!--") ? line.trimStart() : line, index);
    if (opensComment(line)) state = { in: "comment", line: index, end: endOfComment(index) };
  }
  if (state.in === "fence")
    report("fence-unclosed", state.line, UNCLOSED_FENCE, "the block ends with the page");
  if (state.in === "comment")
    report("comment-unclosed", state.line, UNCLOSED_COMMENT, "the comment ends with the page");
  const changed = output.length !== lines.length;
  return { text: output.join("\n"), diagnostics, ...(changed ? { lineMap } : {}) };
}

/** Ends a fence that was never closed: before the heading or the comment that leads to the next one, or right here. */
function closeFence(output: string[], lineMap: number[], fence: { mark: string; line: number }): void {
  const start = lineMap.lastIndexOf(fence.line) + 1;
  let at = start;
  while (at < output.length && !/^(?:#{1,6}\s|<!--)/.test(output[at] ?? "")) at += 1;
  output.splice(at, 0, fence.mark);
  lineMap.splice(at, 0, Math.max(0, (lineMap[at] ?? (lineMap.at(-1) ?? 0) + 1) - 1));
}

const UNCLOSED_FENCE = "the code block is never closed: its closing fence is missing";
const UNCLOSED_COMMENT = "the comment is never closed: its '-->' is missing";

/** Markdown fills every row up to the header's width: a few thousand columns and rows would make millions of cells. */
const MOST_COLUMNS = 200;

function isTooWide(line: string): boolean {
  return line.length > MOST_COLUMNS && isDelimiterRow(line) && line.split("|").length > MOST_COLUMNS + 2;
}

function opensComment(line: string): boolean {
  const start = line.lastIndexOf("<!--");
  return start >= 0 && line.indexOf("-->", start) < 0;
}

/**
 * Where the comment opened on a line ends. One that meets another opening before its `-->`, or meets none, is unclosed; one that
 * is closed may hold fences: content that its author took out.
 */
function commentEnds(lines: readonly string[]): (line: number) => number | undefined {
  const opens: number[] = [];
  const closes: number[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.includes("<!--")) opens.push(index);
    if (line.includes("-->")) closes.push(index);
  }
  const closesFirst = (index: number): boolean => {
    const line = lines[index] ?? "";
    return line.indexOf("-->") < line.indexOf("<!--");
  };
  let open = 0;
  let close = 0;
  // Asked for in rising order, so that two cursors are enough.
  return (line) => {
    while ((opens[open] ?? Number.POSITIVE_INFINITY) <= line) open += 1;
    while ((closes[close] ?? Number.POSITIVE_INFINITY) <= line) close += 1;
    const end = closes[close];
    const next = opens[open] ?? Number.POSITIVE_INFINITY;
    if (end === undefined || end > next) return undefined;
    return end < next || closesFirst(end) ? end : undefined;
  };
}

function dedent(line: string, indent: number): string {
  let removed = 0;
  while (removed < indent && (line[removed] === " " || line[removed] === "\t")) removed += 1;
  return removed === 0 ? line : line.slice(removed);
}
