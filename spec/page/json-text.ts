/** JSON as pages write it: read strictly where it is strict, otherwise tolerantly, with what was wrong and whether the value is beyond doubt. */
import { type ParseError, parseTree, printParseErrorCode, type Node as TreeNode } from "jsonc-parser";
import type { JsonDefect } from "../diagnostics/rules/index.ts";
import { bigInteger, type JsonValue } from "../json.ts";

export interface JsonText {
  /** Undefined where nothing can be made of the text. */
  readonly value: JsonValue | undefined;
  readonly problems: readonly JsonProblem[];
  /** Whether the value is what the author meant beyond doubt: only trailing commas, comments or odd white space were in the way. */
  readonly certain: boolean;
}

export interface JsonProblem {
  readonly defect: JsonDefect;
  /** Line within the text, from 0. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

/** Nobody reads more, and a page of rubbish would yield one a character. */
const MOST_PROBLEMS = 20;

/** Beyond these, the author's meaning is a guess. */
const HARMLESS: ReadonlySet<JsonDefect> = new Set<JsonDefect>([
  "trailing-comma",
  "comment",
  "odd-white-space",
  "entity",
  "duplicate-key",
]);

/** The white space that is none in JSON (RFC 8259, section 2): no-break and other Unicode spaces, zero width characters, byte order marks. */
const ODD_SPACE = /[\u00a0\u1680\u2000-\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff]/;
const ODD_SPACES = new RegExp(ODD_SPACE.source, "g");

/** Far beyond any documented body; deeper text would only exhaust the stack of whoever walks it. */
const DEEPEST = 256;

export function readJsonText(text: string): JsonText {
  const tooDeep = offsetTooDeep(text);
  if (tooDeep !== undefined)
    return {
      value: undefined,
      problems: [{ defect: "deep-nesting", ...position(text, tooDeep) }],
      certain: false,
    };
  if (!/\d{16}/.test(text)) {
    try {
      const value = JSON.parse(text) as JsonValue;
      return { value, problems: duplicateKeys(text, value), certain: true };
    } catch {
      // Read tolerantly below.
    }
  }
  return readTolerantly(text);
}

/** Where brackets nest deeper than is read; those in strings count, because broken JSON does not say where strings end. */
function offsetTooDeep(text: string): number | undefined {
  if (text.length <= DEEPEST) return undefined;
  let depth = 0;
  for (let offset = 0; offset < text.length; offset += 1) {
    const character = text.charCodeAt(offset);
    if (character === OPENING_BRACE || character === OPENING_BRACKET) depth += 1;
    else if (character === CLOSING_BRACE || character === CLOSING_BRACKET) depth = Math.max(0, depth - 1);
    if (depth > DEEPEST) return offset;
  }
  return undefined;
}

const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;
const OPENING_BRACKET = 0x5b;
const CLOSING_BRACKET = 0x5d;

function readTolerantly(original: string): JsonText {
  const problems: JsonProblem[] = [];
  const text = undamage(original, problems);
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: false, disallowComments: true });
  for (const error of errors.slice(0, MOST_PROBLEMS))
    problems.push({ defect: defectOf(error, text), ...position(text, error.offset) });
  const value = tree ? toValue(tree, text) : undefined;
  const known = problems.filter((_, index) => !isEcho(problems, index));
  return {
    value,
    problems: known,
    certain: value !== undefined && known.every((problem) => HARMLESS.has(problem.defect)),
  };
}

/** One defect often makes the parser complain twice at one place. */
function isEcho(problems: readonly JsonProblem[], index: number): boolean {
  const problem = problems[index];
  const before = problems[index - 1];
  return (
    before !== undefined &&
    problem !== undefined &&
    before.line === problem.line &&
    before.column === problem.column
  );
}

/** Takes away translation damage and odd white space outside strings, keeping every offset's line. */
function undamage(text: string, problems: JsonProblem[]): string {
  let result = text;
  if (result.includes("&quot;")) {
    problems.push({ defect: "entity", ...position(result, result.indexOf("&quot;")) });
    result = result.replaceAll("&quot;", '"');
  }
  if (!ODD_SPACE.test(result)) return result;
  let inString = false;
  return result.replace(/"|\\.|[^"\\]+/gs, (part) => {
    if (part === '"') inString = !inString;
    if (inString || !ODD_SPACE.test(part)) return part;
    problems.push({
      defect: "odd-white-space",
      ...position(result, result.indexOf(part) + part.search(ODD_SPACE)),
    });
    return part.replace(ODD_SPACES, " ");
  });
}

function defectOf(error: ParseError, text: string): JsonDefect {
  const code = printParseErrorCode(error.error);
  if (/^(?:PropertyName|Value)Expected$/.test(code) && isTrailingComma(text, error.offset))
    return "trailing-comma";
  return DEFECTS[code] ?? "bare-word";
}

/** By the parser's own names for its errors. */
const DEFECTS: Readonly<Record<string, JsonDefect>> = {
  InvalidCommentToken: "comment",
  UnexpectedEndOfComment: "comment",
  CommaExpected: "missing-comma",
  PropertyNameExpected: "property-name",
  ValueExpected: "missing-value",
  UnexpectedEndOfString: "unterminated-string",
  InvalidCharacter: "control-character",
  InvalidEscapeCharacter: "escape-sequence",
  InvalidUnicode: "escape-sequence",
  CloseBraceExpected: "missing-bracket",
  CloseBracketExpected: "missing-bracket",
  EndOfFileExpected: "text-after-json",
};

function isTrailingComma(text: string, offset: number): boolean {
  if (text[offset] !== "}" && text[offset] !== "]") return false;
  return /,(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*$/.test(text.slice(Math.max(0, offset - 2000), offset));
}

/** Keeps integers that a double cannot hold as their digits. A repeated key counts by its last value, as in JSON.parse. */
function toValue(node: TreeNode, text: string): JsonValue {
  switch (node.type) {
    case "object": {
      const object: Record<string, JsonValue> = {};
      for (const property of node.children ?? []) {
        const [key, value] = property.children ?? [];
        if (key && value) define(object, String(key.value), toValue(value, text));
      }
      return object;
    }
    case "array":
      return (node.children ?? []).map((child) => toValue(child, text));
    case "number":
      return numberOf(text.slice(node.offset, node.offset + node.length));
    default:
      return node.value as JsonValue;
  }
}

function numberOf(digits: string): JsonValue {
  const value = Number(digits);
  return /^-?\d+$/.test(digits) && !Number.isSafeInteger(value) ? bigInteger(digits) : value;
}

/** An own property even for `__proto__`. */
function define(object: Record<string, JsonValue>, key: string, value: JsonValue): void {
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

/**
 * JSON.parse silently drops the first of two equal keys. Comparing the number of `"…":` in the text with the number of members read
 * says cheaply whether a closer look is worth it.
 */
function duplicateKeys(text: string, value: JsonValue): readonly JsonProblem[] {
  const written = text.match(/"\s*:/g)?.length ?? 0;
  if (written === memberCount(value)) return [];
  const problems: JsonProblem[] = [];
  const visit = (node: TreeNode): void => {
    const seen = new Set<unknown>();
    for (const child of node.children ?? []) {
      const key = node.type === "object" ? child.children?.[0] : undefined;
      if (key && seen.has(key.value))
        problems.push({ defect: "duplicate-key", ...position(text, key.offset) });
      if (key) seen.add(key.value);
      visit(child);
    }
  };
  const tree = parseTree(text);
  if (tree) visit(tree);
  return problems;
}

function memberCount(value: JsonValue): number {
  if (typeof value !== "object" || value === null) return 0;
  const members = Object.values(value) as JsonValue[];
  let count = Array.isArray(value) ? 0 : members.length;
  for (const member of members) count += memberCount(member);
  return count;
}

function position(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const line = before.split("\n").length - 1;
  return { line, column: offset - before.lastIndexOf("\n") };
}

/** The line (from 0) on which each member of the outermost object stands, by name. */
export function memberLines(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  if (offsetTooDeep(text) !== undefined) return lines;
  const plain = text.replaceAll("&quot;", '"');
  const tree = parseTree(plain, [], { allowTrailingComma: true });
  let offset = 0;
  let line = 0;
  for (const property of tree?.children ?? []) {
    const key = property.children?.[0];
    if (property.type !== "property" || !key) continue;
    for (; offset < property.offset; offset += 1) if (plain.charCodeAt(offset) === 10) line += 1;
    lines.set(String(key.value), line);
  }
  return lines;
}
