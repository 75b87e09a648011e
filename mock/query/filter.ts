/**
 * Reads `$filter` by recursive descent, one function for each level of precedence (OData 4.01 URL conventions, section 5.1.1.15).
 * Of the parsers that npm has, one has not been kept for years (odata-v4-parser), one brings a metadata library (@odata/parser), and none
 * knows lambda operators, `in` and enumeration literals together.
 */
import type { JsonValue } from "../../spec/openapi/index.ts";
import type { Expression, Operator, PathExpression } from "./expression.ts";
import { ARITIES } from "./functions.ts";
import { createTokenReader, ExpressionFault, type Token, type TokenReader } from "./tokens.ts";

const DEEPEST = 50;

/** Throws an `ExpressionFault` for what is not understood. */
export function parseFilter(text: string): Expression {
  const reader = createTokenReader(text);
  const expression = readLevel(reader, 0, 0);
  if (reader.peek().kind !== "end") reader.fail();
  return expression;
}

/** From the loosest to the tightest. */
const LEVELS: readonly (readonly Operator[])[] = [
  ["or"],
  ["and"],
  ["eq", "ne"],
  ["gt", "ge", "lt", "le", "has", "in"],
  ["add", "sub"],
  ["mul", "div", "divby", "mod"],
];

function readLevel(reader: TokenReader, level: number, depth: number): Expression {
  if (depth > DEEPEST) throw new ExpressionFault("The expression is nested too deeply.");
  const operators = LEVELS[level];
  if (!operators) return readUnary(reader, depth);
  let left = readLevel(reader, level + 1, depth);
  for (;;) {
    const operator = operators.find((one) => reader.accept(one));
    if (operator === undefined) return left;
    const right = operator === "in" ? readList(reader, depth) : readLevel(reader, level + 1, depth);
    left = { kind: "binary", operator, left, right };
  }
}

/** `not startswith(a,'b')` and `not (a eq 1)`; `not a eq 1` is read as Graph reads it, of the whole comparison. */
function readUnary(reader: TokenReader, depth: number): Expression {
  if (reader.accept("not")) return { kind: "not", operand: readLevel(reader, 2, depth + 1) };
  if (reader.accept("(")) {
    const inner = readLevel(reader, 0, depth + 1);
    reader.expect(")");
    return inner;
  }
  const token = reader.next();
  if (token.kind === "name") return readNamed(token, reader, depth);
  return { kind: "literal", value: literalOf(token, reader) };
}

function readList(reader: TokenReader, depth: number): Expression {
  reader.expect("(");
  const items = [readLevel(reader, 0, depth + 1)];
  while (reader.accept(",")) items.push(readLevel(reader, 0, depth + 1));
  reader.expect(")");
  return { kind: "list", items };
}

function literalOf({ kind, text }: Token, reader: TokenReader): JsonValue {
  if (kind === "text") return text.slice(text.indexOf("'") + 1, -1).replaceAll("''", "'");
  if (kind === "number") return Number(text.replace(/[dfml]$/i, ""));
  return kind === "literal" ? text : reader.fail();
}

const CONSTANTS: ReadonlyMap<string, JsonValue> = new Map<string, JsonValue>([
  ["null", null],
  ["true", true],
  ["false", false],
]);

function readNamed(token: Token, reader: TokenReader, depth: number): Expression {
  const constant = CONSTANTS.get(token.text.toLowerCase());
  if (constant !== undefined) return { kind: "literal", value: constant };
  if (reader.accept("(")) return readCall(token.text, reader, depth);
  return readPath(token.text, reader, depth);
}

function readCall(name: string, reader: TokenReader, depth: number): Expression {
  const arity = ARITIES.get(name.toLowerCase());
  if (!arity) {
    throw new ExpressionFault(
      `An unknown function with name '${name}' was found. This may also be a function import or a key lookup on a navigation property, which is not allowed.`,
    );
  }
  const parameters: Expression[] = [];
  if (!reader.accept(")")) {
    parameters.push(readLevel(reader, 0, depth + 1));
    while (reader.accept(",")) parameters.push(readLevel(reader, 0, depth + 1));
    reader.expect(")");
  }
  if (!arity.includes(parameters.length)) {
    throw new ExpressionFault(
      `No function signature for the function with name '${name}' matches the specified arguments.`,
    );
  }
  return { kind: "call", name: name.toLowerCase(), parameters };
}

function readPath(first: string, reader: TokenReader, depth: number): PathExpression {
  const segments = [first];
  while (reader.accept("/")) {
    const { kind, text } = reader.next();
    if (kind !== "name") reader.fail();
    const word = text.toLowerCase();
    if (word === "$count") return { kind: "path", segments, end: { kind: "count" } };
    if ((word === "any" || word === "all") && reader.accept("("))
      return { kind: "path", segments, end: readLambda(word, reader, depth) };
    segments.push(text);
  }
  return { kind: "path", segments };
}

function readLambda(
  kind: "any" | "all",
  reader: TokenReader,
  depth: number,
): NonNullable<PathExpression["end"]> {
  if (kind === "any" && reader.accept(")")) return { kind, variable: "" };
  const variable = reader.next();
  if (variable.kind !== "name") reader.fail();
  reader.expect(":");
  const condition = readLevel(reader, 0, depth + 1);
  reader.expect(")");
  return { kind, variable: variable.text, condition };
}
