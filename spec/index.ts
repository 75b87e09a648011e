export type { Diagnostic, Place, Severity } from "./diagnostic.ts";
export type { JsonObject, JsonValue } from "./json.ts";
export { isJsonObject } from "./json.ts";
export type * from "./openapi/document.ts";
export { METHODS } from "./openapi/document.ts";
