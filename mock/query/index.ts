export { applyQuery, expandOnObject, type Page, selectOnObject, showItem } from "./apply.ts";
export { splitOutside } from "./lists.ts";
export type { KnownNames } from "./names.ts";
export { type ParsedQuery, parseQuery, type Query, type QueryContext, warningOf } from "./parse.ts";
