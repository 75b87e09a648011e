/** System query options (OData 4.01 URL conventions, section 5.1), with or without their `$`, as Graph takes them. */
import { badRequest, type GraphError } from "../engine/graph-error.ts";
import { compileFilter, type Filter } from "./evaluate.ts";
import { parseFilter } from "./filter.ts";
import { listItems, splitOutside } from "./lists.ts";
import { type KnownNames, namesIn, unknownName } from "./names.ts";
import { parseSearch } from "./search.ts";
import { ExpressionFault } from "./tokens.ts";

export interface Query {
  readonly select: readonly string[] | undefined;
  readonly expand: readonly Expansion[];
  readonly filter: Filter | undefined;
  readonly search: Filter | undefined;
  readonly orderBy: readonly Ordering[];
  readonly top: number | undefined;
  readonly skip: number;
  readonly count: boolean;
  /** Options that were asked for and left aside. */
  readonly ignored: readonly string[];
  readonly parameters: URLSearchParams;
}

export interface Expansion {
  readonly name: string;
  /** What is asked of the objects that are put in. */
  readonly query: Query;
}

export interface Ordering {
  /** `start/date` leads into a property of a property. */
  readonly path: readonly string[];
  readonly descending: boolean;
}

/** What a query is read against. */
export interface QueryContext {
  readonly names?: KnownNames | undefined;
  /** What `now()` is. */
  readonly now?: Date;
}

export type ParsedQuery = Query | { readonly error: GraphError };

const EMPTY: Query = {
  select: undefined,
  expand: [],
  filter: undefined,
  search: undefined,
  orderBy: [],
  top: undefined,
  skip: 0,
  count: false,
  ignored: [],
  parameters: new URLSearchParams(),
};

const DONE = ["select", "expand", "filter", "orderby", "top", "skip", "count", "search", "format"];
const LEFT_ASIDE = [
  "skiptoken",
  "deltatoken",
  "apply",
  "compute",
  "levels",
  "index",
  "whatif",
  "schemaversion",
];
const OPTIONS: ReadonlySet<string> = new Set([...DONE, ...LEFT_ASIDE]);

export function parseQuery(search: string, context: QueryContext = {}): ParsedQuery {
  if (search === "" || search === "?") return EMPTY;
  const parameters = new URLSearchParams(search);
  const given = new Map<string, string>();
  for (const [name, value] of parameters) {
    const key = name.replace(/^\$/, "").toLowerCase();
    if (OPTIONS.has(key)) given.set(key, value);
    else if (name.startsWith("$")) return { error: unknownOption(name) };
  }
  try {
    return readOptions(given, parameters, context);
  } catch (error) {
    if (error instanceof Refusal) return { error: error.refusal };
    throw error;
  }
}

/** A part of the query that is refused. */
class Refusal extends Error {
  readonly refusal: GraphError;
  constructor(message: string, why: string) {
    super(message);
    this.refusal = badRequest(message, why);
  }
}

function readOptions(
  given: ReadonlyMap<string, string>,
  parameters: URLSearchParams,
  context: QueryContext,
): Query {
  const select = given.get("select");
  const expand = listItems(given.get("expand") ?? "");
  const orderBy = listItems(given.get("orderby") ?? "").map(({ name }) => ordering(name));
  const selected = select === undefined ? undefined : listItems(select).map(({ name }) => name);
  demandKnown(
    [...(selected ?? []), ...expand.map(({ name }) => name)],
    "Parsing OData Select and Expand failed",
    context,
  );
  demandKnown(
    orderBy.map(({ path }) => path[0] ?? ""),
    "Invalid order by clause",
    context,
  );
  return {
    select: selected,
    expand: expand.map(({ name, options }) => ({ name, query: nestedQuery(options, context) })),
    filter: filterOf(given.get("filter"), context),
    search: searchOf(given.get("search")),
    orderBy,
    top: wholeNumber("$top", given.get("top")),
    skip: wholeNumber("$skip", given.get("skip")) ?? 0,
    count: truth("$count", given.get("count")),
    ignored: [...given.keys()].filter((name) => !DONE.includes(name)).map((name) => `$${name}`),
    parameters,
  };
}

function demandKnown(names: readonly string[], what: string, { names: known }: QueryContext): void {
  const unknown = unknownName(
    names.map((name) => name.split("/")[0] ?? ""),
    known,
  );
  if (unknown === undefined || !known) return;
  throw new Refusal(
    `${what}: Could not find a property named '${unknown}' on type '${known.type}'.`,
    `Unexpected name '${unknown}', expected a property of ${known.type}`,
  );
}

/** Options of `$expand` are parted by semicolons; the names are those of another type, so they are not held against this one. */
function nestedQuery(options: string | undefined, { now }: QueryContext): Query {
  if (options === undefined) return EMPTY;
  const pairs = splitOutside(options, ";").map((pair) => {
    const at = pair.indexOf("=");
    return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()] as const;
  });
  const query = parseQuery(`?${new URLSearchParams(pairs.map((pair) => [...pair]))}`, now ? { now } : {});
  if ("error" in query) throw new Refusal(query.error.message, query.error.why ?? query.error.message);
  return query;
}

function filterOf(text: string | undefined, context: QueryContext): Filter | undefined {
  if (text === undefined) return undefined;
  const expression = understood(() => parseFilter(text), "Invalid filter clause");
  demandKnown(namesIn(expression), "Invalid filter clause", context);
  return compileFilter(expression, context.now ?? new Date(0));
}

function searchOf(text: string | undefined): Filter | undefined {
  return text === undefined ? undefined : understood(() => parseSearch(text), "Invalid search clause");
}

function understood<T>(read: () => T, what: string): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ExpressionFault)) throw error;
    throw new Refusal(`${what}: ${error.message}`, `${what}: ${error.message}`);
  }
}

/** What was asked for and not done is said in the answer (RFC 9111 deprecates the field, nothing has taken its place). */
export function warningOf(query: Query): { headers?: Record<string, string> } {
  if (query.ignored.length === 0) return {};
  return { headers: { Warning: `299 - "graph-contracts ignores ${query.ignored.join(", ")}"` } };
}

function unknownOption(name: string): GraphError {
  return badRequest(
    `The query parameter '${name}' is not supported.`,
    `Unexpected query parameter '${name}', expected a system query option of OData`,
  );
}

function wholeNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/.test(text.trim())) return Number(text);
  throw new Refusal(
    `Invalid value '${text}' for ${name} query option found. The ${name} query option requires a non-negative integer value.`,
    `Unexpected ${name}=${text}, expected a non-negative integer`,
  );
}

function truth(name: string, text: string | undefined): boolean {
  const value = text?.trim().toLowerCase() ?? "false";
  if (value === "true" || value === "false") return value === "true";
  throw new Refusal(
    `Invalid value '${text}' for ${name} query option found. The ${name} query option requires a value of 'true' or 'false'.`,
    `Unexpected ${name}=${text}, expected true or false`,
  );
}

function ordering(text: string): Ordering {
  const [path = "", direction = ""] = text.split(/\s+/);
  return { path: path.split("/"), descending: direction.toLowerCase() === "desc" };
}
