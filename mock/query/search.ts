/** `$search` (OData 4.01 URL conventions, section 5.1.8): words and phrases, also of one property as Graph has them (`"name:word"`). */
import type { JsonObject, JsonValue } from "../../spec/openapi/index.ts";
import { isObject } from "../store/json.ts";
import type { Filter } from "./evaluate.ts";
import { ExpressionFault } from "./tokens.ts";

type Test = Filter["test"];

/** Throws an `ExpressionFault` for what is not understood. */
export function parseSearch(text: string): Filter {
  const tokens: readonly string[] = text.match(/"(?:[^"\\]|\\.)*"|[()]|[^\s()"]+|"/g) ?? [];
  if (tokens.length === 0 || tokens.includes('"'))
    throw new ExpressionFault(`Syntax error in the search clause '${text}'.`);
  const reader = { tokens, index: 0, text };
  const test = readOr(reader, 0);
  if (reader.index < tokens.length) fail(reader);
  return { test };
}

interface Reader {
  readonly tokens: readonly string[];
  readonly text: string;
  index: number;
}

const DEEPEST = 50;

function fail({ text }: Reader): never {
  throw new ExpressionFault(`Syntax error in the search clause '${text}'.`);
}

function accept(reader: Reader, word: string): boolean {
  if (reader.tokens[reader.index] !== word) return false;
  reader.index += 1;
  return true;
}

function readOr(reader: Reader, depth: number): Test {
  if (depth > DEEPEST) fail(reader);
  let left = readAnd(reader, depth);
  while (accept(reader, "OR")) {
    const [first, second] = [left, readAnd(reader, depth)];
    left = (item) => first(item) || second(item);
  }
  return left;
}

/** Terms beside each other are all wanted. */
function readAnd(reader: Reader, depth: number): Test {
  let left = readTerm(reader, depth);
  for (;;) {
    const next = reader.tokens[reader.index];
    if (next === undefined || next === ")" || next === "OR") return left;
    accept(reader, "AND");
    const [first, second] = [left, readTerm(reader, depth)];
    left = (item) => first(item) && second(item);
  }
}

function readTerm(reader: Reader, depth: number): Test {
  if (accept(reader, "NOT")) {
    const inner = readTerm(reader, depth + 1);
    return (item) => !inner(item);
  }
  if (accept(reader, "(")) {
    const inner = readOr(reader, depth + 1);
    if (!accept(reader, ")")) fail(reader);
    return inner;
  }
  const token = reader.tokens[reader.index];
  if (token === undefined || token === ")" || token === "AND" || token === "OR") fail(reader);
  reader.index += 1;
  return termTest(token.replace(/^"(.*)"$/s, "$1").replace(/\\(.)/g, "$1"));
}

function termTest(term: string): Test {
  const [, property, rest] = /^([A-Za-z_]\w*):(?!\/\/)(.*)$/s.exec(term) ?? [];
  if (property !== undefined && rest !== undefined) {
    const [words, name] = [wordsOf(rest), property.toLowerCase()];
    return (item) =>
      Object.entries(item).some(
        ([key, value]) => key.toLowerCase() === name && holds(textsOf(value), words),
      ) ||
      // Mail knows names that are no properties, such as `from:` and `has:`: they are looked for as words.
      (!Object.keys(item).some((key) => key.toLowerCase() === name) && holds(textsOf(item), words));
  }
  const words = wordsOf(term);
  return (item) => holds(textsOf(item), words);
}

/** Whether every word begins one of the words of the texts. */
function holds(texts: readonly string[], words: readonly string[]): boolean {
  const known = texts.flatMap(wordsOf);
  return words.every((word) => known.some((one) => one.startsWith(word)));
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

function textsOf(value: JsonValue | JsonObject): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, one]) =>
    name.includes("@") ? [] : textsOf(one as JsonValue),
  );
}
