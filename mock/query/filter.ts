/**
 * `$filter` (OData 4.01 URL conventions, section 5.1.1): comparisons, `and`, `or`, `not`, `in`, parentheses, and the text
 * functions `startswith`, `endswith`, `contains`. Lambda operators and other functions are known to be missing.
 */
import type { JsonObject, JsonValue } from "../../spec/openapi/index.ts";
import { isObject, member } from "../store/json.ts";

export interface Filter {
  test(item: JsonObject): boolean;
}

type Test = Filter["test"];
export type ParsedFilter = Filter | { readonly syntax: string } | { readonly unsupported: string };

type Token = {
  readonly kind: "name" | "text" | "number" | "punctuation";
  readonly text: string;
  readonly at: number;
};

const TOKEN = /\s*(?:('(?:[^']|'')*')|([A-Za-z_@$][\w@./:-]*)|(-?\d[\w.:+-]*)|([(),]))/y;
const DEEPEST = 50;

class SyntaxFault extends Error {}
class Unsupported extends Error {}

export function parseFilter(text: string): ParsedFilter {
  try {
    const reader = createReader(tokenize(text), text);
    const test = readOr(reader, 0);
    reader.end();
    return { test };
  } catch (error) {
    if (error instanceof Unsupported) return { unsupported: error.message };
    if (error instanceof SyntaxFault) return { syntax: error.message };
    throw error;
  }
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  const end = text.trimEnd().length;
  let at = 0;
  while (at < end) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (!match) throw new SyntaxFault(`Syntax error at position ${at} in '${text}'.`);
    const kind =
      match[1] !== undefined
        ? "text"
        : match[2] !== undefined
          ? "name"
          : match[3] !== undefined
            ? "number"
            : "punctuation";
    tokens.push({ kind, text: match[1] ?? match[2] ?? match[3] ?? match[4] ?? "", at });
    at = TOKEN.lastIndex;
  }
  return tokens;
}

interface Reader {
  peek(): Token | undefined;
  next(): Token;
  /** Takes the token if it is this word or mark. */
  accept(text: string): boolean;
  expect(text: string): void;
  end(): void;
}

function createReader(tokens: readonly Token[], text: string): Reader {
  let index = 0;
  const fail = (): never => {
    throw new SyntaxFault(`Syntax error at position ${tokens[index]?.at ?? text.length} in '${text}'.`);
  };
  const accept = (wanted: string): boolean => {
    const token = tokens[index];
    if (!token || token.kind === "text" || token.text.toLowerCase() !== wanted) return false;
    index += 1;
    return true;
  };
  return {
    peek: () => tokens[index],
    next: () => {
      const token = tokens[index] ?? fail();
      index += 1;
      return token;
    },
    accept,
    expect: (wanted) => void (accept(wanted) || fail()),
    end: () => void (index < tokens.length && fail()),
  };
}

function readOr(reader: Reader, depth: number): Test {
  let left = readAnd(reader, depth);
  while (reader.accept("or")) {
    const [first, second] = [left, readAnd(reader, depth)];
    left = (item) => first(item) || second(item);
  }
  return left;
}

function readAnd(reader: Reader, depth: number): Test {
  let left = readNot(reader, depth);
  while (reader.accept("and")) {
    const [first, second] = [left, readNot(reader, depth)];
    left = (item) => first(item) && second(item);
  }
  return left;
}

function readNot(reader: Reader, depth: number): Test {
  if (depth > DEEPEST) throw new Unsupported("deep nesting");
  if (reader.accept("not")) {
    const inner = readNot(reader, depth + 1);
    return (item) => !inner(item);
  }
  if (reader.accept("(")) {
    const inner = readOr(reader, depth + 1);
    reader.expect(")");
    return inner;
  }
  return readComparison(reader);
}

const TEXT_FUNCTIONS: Readonly<Record<string, (text: string, part: string) => boolean>> = {
  startswith: (text, part) => text.startsWith(part),
  endswith: (text, part) => text.endsWith(part),
  contains: (text, part) => text.includes(part),
};

function readComparison(reader: Reader): Test {
  const token = reader.next();
  if (token.kind !== "name") throw new SyntaxFault(`A property was expected at position ${token.at}.`);
  if (reader.accept("(")) return readFunction(token.text.toLowerCase(), reader);
  const path = token.text.split("/");
  const operator = reader.next().text.toLowerCase();
  if (operator === "in") return readIn(path, reader);
  const compare = COMPARISONS[operator];
  if (!compare) throw new SyntaxFault(`Unknown operator '${operator}' after '${token.text}'.`);
  const value = readLiteral(reader);
  return (item) => compare(valueAt(item, path), value);
}

function readFunction(name: string, reader: Reader): Test {
  const test = Object.hasOwn(TEXT_FUNCTIONS, name) ? TEXT_FUNCTIONS[name] : undefined;
  if (!test) throw new Unsupported(name);
  const path = reader.next().text.split("/");
  reader.expect(",");
  const part = String(readLiteral(reader)).toLowerCase();
  reader.expect(")");
  return (item) => {
    const value = valueAt(item, path);
    return typeof value === "string" && test(value.toLowerCase(), part);
  };
}

function readIn(path: readonly string[], reader: Reader): Test {
  reader.expect("(");
  const values = [readLiteral(reader)];
  while (reader.accept(",")) values.push(readLiteral(reader));
  reader.expect(")");
  return (item) => values.some((value) => isEqual(valueAt(item, path), value));
}

function readLiteral(reader: Reader): JsonValue {
  const token = reader.next();
  if (token.kind === "text") return token.text.slice(1, -1).replaceAll("''", "'");
  if (token.kind === "number") return /^-?\d+(?:\.\d+)?$/.test(token.text) ? Number(token.text) : token.text;
  if (token.text === "null") return null;
  if (token.text === "true" || token.text === "false") return token.text === "true";
  // An enumeration member or a GUID that begins with a letter.
  if (token.kind === "name") return token.text;
  throw new SyntaxFault(`A value was expected at position ${token.at}.`);
}

const COMPARISONS: Readonly<Record<string, (a: JsonValue, b: JsonValue) => boolean>> = Object.assign(
  Object.create(null),
  {
    eq: isEqual,
    ne: (a: JsonValue, b: JsonValue) => !isEqual(a, b),
    gt: (a: JsonValue, b: JsonValue) => order(a, b) > 0,
    ge: (a: JsonValue, b: JsonValue) => order(a, b) >= 0,
    lt: (a: JsonValue, b: JsonValue) => order(a, b) < 0,
    le: (a: JsonValue, b: JsonValue) => order(a, b) <= 0,
  },
);

/** Text is compared without regard to case, as Graph does. */
function isEqual(a: JsonValue, b: JsonValue): boolean {
  if (typeof a === "string" && typeof b === "string") return a.toLowerCase() === b.toLowerCase();
  return a === b;
}

/** Negative, zero or positive; values of different kinds have no order. */
export function order(a: JsonValue, b: JsonValue): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === "boolean" && typeof b === "boolean") return Number(a) - Number(b);
  if (typeof a !== "string" || typeof b !== "string") return Number.NaN;
  const [left, right] = [a.toLowerCase(), b.toLowerCase()];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** `null` where the path leads nowhere. */
export function valueAt(item: JsonObject, path: readonly string[]): JsonValue {
  let at: JsonValue = item;
  for (const name of path) {
    if (!isObject(at)) return null;
    at = member(at, name) ?? null;
  }
  return at;
}
