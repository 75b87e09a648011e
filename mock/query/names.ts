/** Property names that a query may use: Graph refuses one that the type does not have. */
import type { Expression } from "./expression.ts";

export interface KnownNames {
  /** `microsoft.graph.user`, for the refusal. */
  readonly type: string;
  has(name: string): boolean;
}

/** The first name of the paths that the expression asks for. What stands to the right of a comparison may be a member of an enumeration. */
export function namesIn(expression: Expression, variables: ReadonlySet<string> = new Set()): string[] {
  switch (expression.kind) {
    case "literal":
      return [];
    case "list":
      return expression.items.flatMap((item) => operandNames(item, variables));
    case "call":
      return expression.parameters.flatMap((parameter) => namesIn(parameter, variables));
    case "not":
    case "minus":
      return namesIn(expression.operand, variables);
    case "binary": {
      const { operator, left, right } = expression;
      const isWhole = operator === "and" || operator === "or";
      return [
        ...namesIn(left, variables),
        ...(isWhole ? namesIn(right, variables) : operandNames(right, variables)),
      ];
    }
    case "path": {
      const [first = ""] = expression.segments;
      const own = variables.has(first) || first === "$it" ? [] : [first];
      const { end } = expression;
      if (!end || end.kind === "count" || !end.condition) return own;
      return [...own, ...namesIn(end.condition, new Set([...variables, end.variable]))];
    }
  }
}

function operandNames(expression: Expression, variables: ReadonlySet<string>): string[] {
  return expression.kind === "path" && expression.segments.length === 1 && !expression.end
    ? []
    : namesIn(expression, variables);
}

/** The first of the names that the type does not have. Casts and annotations are no properties. */
export function unknownName(names: readonly string[], known: KnownNames | undefined): string | undefined {
  if (!known) return undefined;
  return names.find((name) => !/[.@*$]/.test(name) && !known.has(name));
}
