export { applyQuery, expandOnObject, type Page, selectOnObject } from "./apply.ts";
export { parseQuery, type Query, warningOf } from "./parse.ts";
