/** API Doctor annotations: HTML comments that hold a JSON object and stand before the code block that they describe. */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { isJsonObject, type JsonObject } from "../json.ts";
import { type JsonText, readJsonText } from "./json-text.ts";
import type { Annotation } from "./page.ts";

export interface Comment {
  /** Line of `<!--`, from 1. */
  readonly line: number;
  /** Between `<!--` and `-->`. */
  readonly text: string;
}

/** The comments in a piece of HTML that starts on `line`. */
export function commentsIn(html: string, line: number): Comment[] {
  const comments: Comment[] = [];
  let from = 0;
  for (;;) {
    const start = html.indexOf("<!--", from);
    if (start < 0) return comments;
    const end = html.indexOf("-->", start + 4);
    const text = html.slice(start + 4, end < 0 ? undefined : end);
    comments.push({ line: line + lineFeeds(html, start), text });
    if (end < 0) return comments;
    from = end + 3;
  }
}

function lineFeeds(text: string, end: number): number {
  let count = 0;
  for (let index = text.indexOf("\n"); index >= 0 && index < end; index = text.indexOf("\n", index + 1))
    count += 1;
  return count;
}

/** Reads a comment as an annotation; undefined where it is an ordinary comment. */
export function readAnnotation(
  page: string,
  comment: Comment,
  report: (diagnostic: Diagnostic) => void,
): Annotation | undefined {
  const text = comment.text.trim();
  const braced = text.startsWith("{");
  if (!braced && !/^"?(?:blockType|@odata\.type)"?\s*:/.test(text)) return undefined;
  const json = braced ? text : `{${text}}`;
  const lead = lineFeeds(comment.text, comment.text.indexOf(text));
  const read = readWithKeysQuoted(json);
  const recovered = isJsonObject(read.value) ? read.value : {};
  if (recovered.type === "#page.annotation" || /"type"\s*:\s*"#page\.annotation"/.test(json)) {
    return { line: comment.line, value: { ...recovered, type: "#page.annotation" } };
  }
  const value = withPatterns(recovered, json);
  for (const problem of read.problems.slice(0, 1)) {
    const place = { page, line: comment.line + lead + problem.line, column: problem.column };
    if (value === recovered && isJsonObject(read.value)) {
      report({
        rule: "annotation-json",
        severity: "warning",
        place,
        reason: `the annotation is not valid JSON: ${words(problem.defect)}`,
        action: "it was still parsed",
      });
    } else {
      report({
        rule: "annotation-unreadable",
        severity: "error",
        place,
        reason: `the annotation is not valid JSON: ${words(problem.defect)}`,
        action: "only the members found by their names are used",
      });
    }
  }
  return { line: comment.line, value };
}

/** A key without quotes is what a reader of JavaScript would write; nothing else can be meant. */
function readWithKeysQuoted(json: string): JsonText {
  const read = readJsonText(json);
  const [first] = read.problems;
  if (!first || !read.problems.some(({ defect }) => defect === "property-name")) return read;
  const quoted = readJsonText(json.replace(/([{,]\s*)([A-Za-z_@][\w.@]*)(?=\s*:)/g, '$1"$2"'));
  return quoted.certain ? { ...quoted, problems: [{ ...first, defect: "unquoted-key" }] } : read;
}

/** `missing-comma` reads "missing comma" in a sentence. */
export function words(name: string): string {
  return name.replaceAll("-", " ");
}

/** Members that decide what a block is, found by their names where broken JSON hides them. */
function withPatterns(value: JsonObject, json: string): JsonObject {
  const found: Record<string, string> = {};
  for (const name of ["blockType", "@odata.type", "name"]) {
    if (Object.hasOwn(value, name)) continue;
    const match = new RegExp(
      `["']?(?<![\\w.])${name.replace(".", "\\.")}["']?\\s*:\\s*["']?([\\w.#()]+)`,
    ).exec(json);
    if (match?.[1]) found[name] = match[1];
  }
  return Object.keys(found).length === 0 ? value : { ...value, ...found };
}
