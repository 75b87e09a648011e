/** The second door: what an OpenAPI document is and how to read it. Loads no Markdown, so that a mock starts without the extractor. */
export type { JsonObject, JsonValue } from "../json.ts";
export { hasBigInteger, isJsonObject, stringifyJson } from "../json.ts";
export { isPublicField, isSecretName, REDACTED, redactJson, redactQuery, redactUrl } from "../secrets.ts";
export { fitsWildcard } from "../wildcard.ts";
export { basesOf, originForm, relativePath } from "./base.ts";
export type * from "./document.ts";
export { METHODS } from "./document.ts";
export { essence, isJsonType } from "./media-type.ts";
export { type OperationReference, operationIndex } from "./operation-index.ts";
export {
  type DescribedOperation,
  type FlatSchema,
  flatten,
  operationRouter,
  operationsById,
  requestSchema,
  resolveSchema,
  responseSchema,
  responseSource,
} from "./operations.ts";
export { decodeText, encodePath } from "./routing/escapes.ts";
export { createRouter, type Match, matchTemplate, type Router } from "./routing/router.ts";
export { parameterNames, pathKey, segmentsOf } from "./routing/template.ts";
export { fillTemplate, type PathValue, valuesByName, withValues } from "./routing/values.ts";
