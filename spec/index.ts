export type { Diagnostic, Place, Severity } from "./diagnostics/diagnostic.ts";
export { compareDiagnostics, compareText } from "./diagnostics/diagnostic.ts";
export {
  countRules,
  plural,
  type RenderOptions,
  type RuleCount,
  renderDiagnostics,
  summarise,
} from "./diagnostics/report.ts";
export { isRuleId, RULES, type RuleId, ruleOf } from "./diagnostics/rules/index.ts";
export type { Rule } from "./diagnostics/rules/rule.ts";
export { type Decisions, type Settled, settle } from "./diagnostics/settle.ts";
export { suppressor } from "./diagnostics/suppressions.ts";
export { type Extraction, extract, type PageSource } from "./extract.ts";
export type { JsonObject, JsonValue } from "./json.ts";
export { hasBigInteger, isJsonObject, stringifyJson } from "./json.ts";
export type { Body, DocumentedExchange, Model, Statistics } from "./model/index.ts";
export { isValue, withoutSkeletons } from "./model/index.ts";
export type * from "./openapi/document.ts";
export { METHODS } from "./openapi/document.ts";
export { type OperationReference, operationIndex } from "./openapi/operation-index.ts";
export { DEEPEST_INCLUDE, tableIncludes } from "./page/index.ts";
