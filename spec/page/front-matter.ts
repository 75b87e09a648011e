/** YAML front matter: the scalars of its top level, each with its line. */
import { isMap, isScalar, LineCounter, parseDocument } from "yaml";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { FrontMatter, FrontMatterValue } from "./page.ts";

export interface ReadFrontMatter {
  readonly frontMatter: FrontMatter;
  /** The number of lines that it takes, fences included; 0 where there is none. */
  readonly lines: number;
  readonly diagnostics: readonly Diagnostic[];
}

const NONE: ReadFrontMatter = { frontMatter: { values: {} }, lines: 0, diagnostics: [] };
/** Longer front matter is a page that opens with a rule and never closes it. */
const MOST_LINES = 200;
const LONGEST_LINE = 2000;
const PLAIN_LINE = /^([A-Za-z_][\w.-]*):[ \t]+(?:"([^"\\]*)"|([A-Za-z0-9][\w ./()-]*))[ \t]*$/;

export function readFrontMatter(page: string, text: string): ReadFrontMatter {
  if (!/^---[ \t]*\n/.test(text)) return NONE;
  const lines: string[] = [];
  let start = text.indexOf("\n") + 1;
  while (lines.length < MOST_LINES && start < text.length) {
    const end = text.indexOf("\n", start);
    const line = text.slice(start, end < 0 ? undefined : end);
    if (/^(?:---|\.\.\.)[ \t]*$/.test(line)) return readLines(page, lines);
    lines.push(line);
    if (end < 0) break;
    start = end + 1;
  }
  return NONE;
}

function readLines(page: string, lines: readonly string[]): ReadFrontMatter {
  const values: Record<string, FrontMatterValue> = {};
  const total = lines.length + 2;
  // Nearly every page holds nothing but `key: "value"`; the YAML library is for the rest.
  for (const [index, line] of lines.entries()) {
    const match = PLAIN_LINE.exec(line);
    if (!match) return readYaml(page, lines, total);
    values[match[1] ?? ""] = { line: index + 2, value: (match[2] ?? match[3] ?? "").trim() };
  }
  return { frontMatter: { values }, lines: total, diagnostics: [] };
}

function readYaml(page: string, lines: readonly string[], total: number): ReadFrontMatter {
  const values: Record<string, FrontMatterValue> = {};
  const lineCounter = new LineCounter();
  const long = lines.findIndex((line) => line.length > LONGEST_LINE);
  // The YAML library walks nested text recursively; a line that nests thousands of levels would exhaust the stack.
  if (long >= 0) {
    const diagnostic: Diagnostic = {
      rule: "front-matter-invalid",
      severity: "warning",
      place: { page, line: long + 2 },
      reason: `the front matter has a line of ${lines[long]?.length} characters`,
      action: "the front matter is left out",
    };
    return { frontMatter: { values }, lines: total, diagnostics: [diagnostic] };
  }
  const document = parseDocument(lines.join("\n"), { lineCounter, uniqueKeys: false, logLevel: "silent" });
  if (isMap(document.contents)) {
    for (const { key, value } of document.contents.items) {
      if (!isScalar(key) || !isScalar(value)) continue;
      const offset = key.range?.[0] ?? 0;
      values[String(key.value)] = {
        line: lineCounter.linePos(offset).line + 1,
        value: String(value.value ?? ""),
      };
    }
  }
  const diagnostics = document.errors.slice(0, 1).map((error): Diagnostic => {
    const line = lineCounter.linePos(error.pos[0]).line + 1;
    return {
      rule: "front-matter-invalid",
      severity: "warning",
      place: { page, line },
      reason: `the front matter is not valid YAML: ${error.message.split("\n")[0]?.replace(/ at line.*$/, "")}`,
      action: "its readable keys are used",
    };
  });
  return { frontMatter: { values }, lines: total, diagnostics };
}
