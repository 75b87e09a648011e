/** System query options (OData 4.01 URL conventions, section 5.1), with or without their `$`, as Graph takes them. */
import { badRequest, type GraphError } from "../engine/graph-error.ts";
import { type Filter, parseFilter } from "./filter.ts";

export interface Query {
  readonly select: readonly string[] | undefined;
  readonly expand: readonly string[];
  readonly filter: Filter | undefined;
  readonly orderBy: readonly Ordering[];
  readonly top: number | undefined;
  readonly skip: number;
  readonly count: boolean;
  /** Options that were asked for and left aside. */
  readonly ignored: readonly string[];
  readonly parameters: URLSearchParams;
}

export interface Ordering {
  /** `start/date` leads into a property of a property. */
  readonly path: readonly string[];
  readonly descending: boolean;
}

const EMPTY: Query = {
  select: undefined,
  expand: [],
  filter: undefined,
  orderBy: [],
  top: undefined,
  skip: 0,
  count: false,
  ignored: [],
  parameters: new URLSearchParams(),
};

const OPTIONS = new Set([
  "select",
  "expand",
  "filter",
  "orderby",
  "top",
  "skip",
  "count",
  "search",
  "skiptoken",
  "deltatoken",
  "apply",
  "compute",
  "format",
  "levels",
  "index",
]);

export function parseQuery(search: string): Query | { readonly error: GraphError } {
  if (search === "" || search === "?") return EMPTY;
  const parameters = new URLSearchParams(search);
  const given = new Map<string, string>();
  for (const [name, value] of parameters) {
    const key = name.replace(/^\$/, "").toLowerCase();
    if (OPTIONS.has(key)) given.set(key, value);
  }
  const top = wholeNumber(given.get("top"));
  const skip = wholeNumber(given.get("skip"));
  if (top === "invalid") return { error: invalidOption("$top", given.get("top")) };
  if (skip === "invalid") return { error: invalidOption("$skip", given.get("skip")) };
  const filterText = given.get("filter");
  const filter = filterText === undefined ? undefined : parseFilter(filterText);
  if (filter && "syntax" in filter) {
    return {
      error: badRequest(`Invalid filter clause: ${filter.syntax}`, `Unexpected $filter: ${filter.syntax}`),
    };
  }
  const unsupported = filter && "unsupported" in filter;
  const known = new Set([
    "select",
    "expand",
    "orderby",
    "top",
    "skip",
    "count",
    "format",
    ...(unsupported ? [] : ["filter"]),
  ]);
  return {
    select: given.get("select") === undefined ? undefined : names(given.get("select")),
    expand: names(given.get("expand")),
    filter: filter && "test" in filter ? filter : undefined,
    orderBy: names(given.get("orderby")).map(ordering),
    top,
    skip: skip ?? 0,
    count: given.get("count")?.toLowerCase() === "true",
    ignored: [...given.keys()].filter((name) => !known.has(name)).map((name) => `$${name}`),
    parameters,
  };
}

/** What was asked for and not done is said in the answer (RFC 9111 deprecates the field, nothing has taken its place). */
export function warningOf(query: Query): { headers?: Record<string, string> } {
  if (query.ignored.length === 0) return {};
  return { headers: { Warning: `299 - "graph-contracts ignores ${query.ignored.join(", ")}"` } };
}

function invalidOption(name: string, value: string | undefined): GraphError {
  return badRequest(
    `Invalid value '${value}' for ${name} query option found. The ${name} query option requires a non-negative integer value.`,
    `Unexpected ${name}=${value}, expected a non-negative integer`,
  );
}

function wholeNumber(text: string | undefined): number | undefined | "invalid" {
  if (text === undefined) return undefined;
  return /^\d{1,9}$/.test(text.trim()) ? Number(text) : "invalid";
}

/** Splits at commas outside of parentheses and drops what stands in parentheses after a name. */
function names(text: string | undefined): string[] {
  if (text === undefined) return [];
  const found: string[] = [];
  let depth = 0;
  let name = "";
  for (const character of `${text},`) {
    if (character === "(") depth += 1;
    else if (character === ")") depth = Math.max(0, depth - 1);
    else if (depth > 0) continue;
    else if (character === ",") {
      if (name.trim() !== "") found.push(name.trim());
      name = "";
    } else name += character;
  }
  return found;
}

function ordering(text: string): Ordering {
  const [path = "", direction = ""] = text.split(/\s+/);
  return { path: path.split("/"), descending: direction.toLowerCase() === "desc" };
}
