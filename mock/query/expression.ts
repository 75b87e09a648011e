/** What `$filter` says, as a tree (OData 4.01 URL conventions, section 5.1.1). */
import type { JsonValue } from "../../spec/openapi/index.ts";

export type Expression =
  | { readonly kind: "literal"; readonly value: JsonValue }
  | { readonly kind: "list"; readonly items: readonly Expression[] }
  | PathExpression
  | { readonly kind: "call"; readonly name: string; readonly parameters: readonly Expression[] }
  | { readonly kind: "not" | "minus"; readonly operand: Expression }
  | {
      readonly kind: "binary";
      readonly operator: Operator;
      readonly left: Expression;
      readonly right: Expression;
    };

/** A way to a value, with what is asked of the collection at its end. */
export interface PathExpression {
  readonly kind: "path";
  readonly segments: readonly string[];
  readonly end?:
    | { readonly kind: "count" }
    | {
        readonly kind: "any" | "all";
        readonly variable: string;
        /** Absent: `any()` asks for nothing but a member. */
        readonly condition?: Expression;
      };
}

export type Operator = (typeof OPERATORS)[number];
export const OPERATORS = [
  "or",
  "and",
  "eq",
  "ne",
  "gt",
  "ge",
  "lt",
  "le",
  "has",
  "in",
  "add",
  "sub",
  "mul",
  "div",
  "divby",
  "mod",
] as const;
