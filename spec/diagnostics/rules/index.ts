/** The catalogue of everything that can be said about a page. A diagnostic names one of these rules; the types see to it. */
import { EXAMPLE_RULES } from "./example-rules.ts";
import { JSON_RULES } from "./json-rules.ts";
import { MESSAGE_RULES } from "./message-rules.ts";
import { OPERATION_RULES } from "./operation-rules.ts";
import { PAGE_RULES } from "./page-rules.ts";
import { RESOURCE_RULES } from "./resource-rules.ts";
import type { Rule } from "./rule.ts";

export const RULES = {
  ...PAGE_RULES,
  ...JSON_RULES,
  ...MESSAGE_RULES,
  ...EXAMPLE_RULES,
  ...OPERATION_RULES,
  ...RESOURCE_RULES,
} as const;

export type RuleId = keyof typeof RULES;
/** What can be wrong with a text that should be JSON: `trailing-comma`. */
export type JsonDefect = DefectOf<RuleId>;
type DefectOf<Id extends string> = Id extends `json-${infer Defect}` ? Defect : never;

export function isRuleId(id: string): id is RuleId {
  return Object.hasOwn(RULES, id);
}

export function ruleOf(id: RuleId): Rule {
  return RULES[id];
}
