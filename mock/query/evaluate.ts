/** `$filter` as a test of objects: each expression is made a closure once and asked for every object. */
import type { JsonObject, JsonValue } from "../../spec/openapi/index.ts";
import { isObject, member } from "../store/json.ts";
import type { Expression, Operator, PathExpression } from "./expression.ts";
import { canonicalFunction } from "./functions.ts";

/** The object, and what the variables of lambda operators stand for. */
interface Scope {
  readonly item: JsonValue;
  readonly variables: Readonly<Record<string, JsonValue>>;
}

type Evaluate = (scope: Scope) => JsonValue;

export interface Filter {
  test(item: JsonObject): boolean;
}

export function compileFilter(expression: Expression, now: Date): Filter {
  const evaluate = compile(expression, now);
  return { test: (item) => evaluate({ item, variables: {} }) === true };
}

function compile(expression: Expression, now: Date): Evaluate {
  switch (expression.kind) {
    case "literal":
      return () => expression.value;
    case "list": {
      const items = expression.items.map((item) => compileOperand(item, now));
      return (scope) => items.map((item) => item(scope));
    }
    case "path":
      return compilePath(expression, now);
    case "call": {
      const parameters = expression.parameters.map((parameter) => compile(parameter, now));
      const apply = canonicalFunction(expression.name);
      return apply
        ? (scope) => apply(...parameters.map((parameter) => parameter(scope)))
        : () => now.toISOString();
    }
    case "not": {
      const operand = compile(expression.operand, now);
      return (scope) => operand(scope) !== true;
    }
    case "minus": {
      const operand = compile(expression.operand, now);
      return (scope) => {
        const value = operand(scope);
        return typeof value === "number" ? -value : null;
      };
    }
    case "binary": {
      const left = compile(expression.left, now);
      const right = compileOperand(expression.right, now);
      const apply = OPERATIONS[expression.operator];
      return (scope) => apply(left(scope), right(scope));
    }
  }
}

/** Pages write members of enumerations without quotes: a name to compare with that is no property of the object stands for itself. */
function compileOperand(expression: Expression, now: Date): Evaluate {
  const evaluate = compile(expression, now);
  if (expression.kind !== "path" || expression.end || expression.segments.length > 1) return evaluate;
  const [name = ""] = expression.segments;
  return (scope) =>
    (isObject(scope.item) && propertyOf(scope.item, name) !== undefined) ||
    Object.hasOwn(scope.variables, name)
      ? evaluate(scope)
      : name;
}

function compilePath({ segments, end }: PathExpression, now: Date): Evaluate {
  const [first = "", ...rest] = segments;
  const value: Evaluate = ({ item, variables }) => {
    if (Object.hasOwn(variables, first)) return follow(variables[first] ?? null, rest);
    return first === "$it" ? follow(item, rest) : follow(item, segments);
  };
  if (!end) return value;
  if (end.kind === "count") {
    return (scope) => {
      const found = value(scope);
      return Array.isArray(found) ? found.length : 0;
    };
  }
  const condition = end.condition && compile(end.condition, now);
  return (scope) => {
    const found = value(scope);
    const items: readonly JsonValue[] = Array.isArray(found) ? found : [];
    if (!condition) return items.length > 0;
    const test = (one: JsonValue): boolean =>
      condition({ item: scope.item, variables: { ...scope.variables, [end.variable]: one } }) === true;
    return end.kind === "any" ? items.some(test) : items.every(test);
  };
}

type Operation = (a: JsonValue, b: JsonValue) => JsonValue;

const arithmetic =
  (apply: (a: number, b: number) => number): Operation =>
  (a, b) =>
    typeof a === "number" && typeof b === "number" ? apply(a, b) : null;

const OPERATIONS: Readonly<Record<Operator, Operation>> = {
  or: (a, b) => a === true || b === true,
  and: (a, b) => a === true && b === true,
  eq: isEqual,
  ne: (a, b) => !isEqual(a, b),
  gt: (a, b) => order(a, b) > 0,
  ge: (a, b) => order(a, b) >= 0,
  lt: (a, b) => order(a, b) < 0,
  le: (a, b) => order(a, b) <= 0,
  has: (a, b) =>
    typeof a === "string" && typeof b === "string" && flags(b).every((one) => flags(a).includes(one)),
  in: (a, b) => Array.isArray(b) && b.some((one: JsonValue) => isEqual(a, one)),
  add: arithmetic((a, b) => a + b),
  sub: arithmetic((a, b) => a - b),
  mul: arithmetic((a, b) => a * b),
  div: arithmetic((a, b) => (Number.isInteger(a) && Number.isInteger(b) ? Math.trunc(a / b) : a / b)),
  divby: arithmetic((a, b) => a / b),
  mod: arithmetic((a, b) => a % b),
};

function flags(text: string): string[] {
  return text.split(",").map((one) => one.trim().toLowerCase());
}

function isEqual(a: JsonValue, b: JsonValue): boolean {
  return a === b || order(a, b) === 0;
}

const MOMENT = /^-?\d{4,}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d)?)?$/i;

/** Negative, zero or positive; values of different kinds have no order. Text is compared without regard to case, moments by time. */
export function order(a: JsonValue, b: JsonValue): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === "boolean" && typeof b === "boolean") return Number(a) - Number(b);
  if (typeof a !== "string" || typeof b !== "string") return Number.NaN;
  if (a.length !== b.length && MOMENT.test(a) && MOMENT.test(b)) {
    const difference = Date.parse(a) - Date.parse(b);
    if (!Number.isNaN(difference)) return difference;
  }
  const [left, right] = [a.toLowerCase(), b.toLowerCase()];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** `null` where the path leads nowhere. */
export function valueAt(item: JsonObject, path: readonly string[]): JsonValue {
  return follow(item, path);
}

function follow(from: JsonValue, path: readonly string[]): JsonValue {
  let at: JsonValue = from;
  for (const name of path) {
    if (!isObject(at)) return null;
    const value = propertyOf(at, name);
    // A type cast (`microsoft.graph.user/displayName`) leads on from the same object.
    if (value === undefined && name.includes(".")) continue;
    at = value ?? null;
  }
  return at;
}

/** Names of properties are compared without regard to case where none is spelt so, as Graph does. */
function propertyOf(object: JsonObject, name: string): JsonValue | undefined {
  const exact = member(object, name);
  if (exact !== undefined) return exact;
  const lower = name.toLowerCase();
  const other = Object.keys(object).find((key) => key.toLowerCase() === lower);
  return other === undefined ? undefined : object[other];
}
