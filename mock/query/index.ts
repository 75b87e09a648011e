export { applyQuery, expandOnObject, type Page, selectOnObject, showItem } from "./apply.ts";
export { parseQuery, type Query, warningOf } from "./parse.ts";
