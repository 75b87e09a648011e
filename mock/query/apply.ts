import type { JsonObject, JsonValue } from "../../spec/openapi/index.ts";
import { isObject, member } from "../store/json.ts";
import { order, valueAt } from "./evaluate.ts";
import type { Query } from "./parse.ts";

export interface Page {
  readonly items: readonly JsonObject[];
  /** Items that fit the filter, on all pages. */
  readonly total: number;
  /** What comes after them, in the same order and as it is kept; empty where the client asked for none at all. */
  readonly rest: readonly JsonObject[];
}

/** Finds the objects of a collection below an object. */
export type Nested = (item: JsonObject, name: string) => readonly JsonObject[] | undefined;

/** In the order that OData gives (4.01, section 11.2.1): search, filter, count, order, skip, top, then expand and select. */
export function applyQuery(
  all: readonly JsonObject[],
  query: Query,
  nested: Nested,
  size: number | undefined = query.top,
): Page {
  const { filter, search, orderBy, skip } = query;
  const found = search ? all.filter((item) => search.test(item)) : all;
  const fitting = filter ? found.filter((item) => filter.test(item)) : found;
  const ordered = orderBy.length > 0 ? sorted(fitting, query) : fitting;
  const end = size === undefined ? ordered.length : skip + size;
  const page = skip > 0 || end < ordered.length ? ordered.slice(skip, end) : ordered;
  const items = page.map((item) => showItem(item, query, (name) => nested(item, name)));
  const more = size !== undefined && size > 0 && end < ordered.length;
  return { items, total: fitting.length, rest: more ? ordered.slice(end) : [] };
}

/** One object of a list as the query wants to see it. */
export function showItem(
  item: JsonObject,
  query: Query,
  nested: (name: string) => readonly JsonObject[] | undefined,
): JsonObject {
  return selectOnObject(expandOnObject(item, query, nested), query);
}

function sorted(items: readonly JsonObject[], { orderBy }: Query): readonly JsonObject[] {
  return items.toSorted((a, b) => {
    for (const { path, descending } of orderBy) {
      const [left, right] = [valueAt(a, path), valueAt(b, path)];
      // Nulls come first (OData 4.01, section 11.2.6.2).
      const found =
        left === null || right === null ? Number(right === null) - Number(left === null) : order(left, right);
      if (found) return descending ? -found : found;
    }
    return 0;
  });
}

/** The key and control information stay, so that a client still knows what it holds. */
export function selectOnObject(item: JsonObject, { select, expand }: Query): JsonObject {
  if (!select || select.includes("*")) return item;
  const wanted = new Set(
    [...select, ...expand.map(({ name }) => name)].flatMap((name) => firstProperty(name)),
  );
  return Object.fromEntries(
    Object.entries(item).filter(([name]) => name.startsWith("@odata.") || wanted.has(name.toLowerCase())),
  );
}

/** `microsoft.graph.user/displayName` selects a property of a type. */
function firstProperty(path: string): string {
  const segments = path.split("/");
  return (segments.find((segment) => !segment.includes(".")) ?? path).toLowerCase();
}

/** What is kept below the object, or stands in it already, with what `$expand` asks of it. */
export function expandOnObject(
  item: JsonObject,
  { expand }: Query,
  nested: (name: string) => readonly JsonObject[] | undefined,
): JsonObject {
  const found: [string, JsonValue][] = [];
  for (const { name, query } of expand) {
    const present = member(item, name);
    const items = nested(name) ?? (Array.isArray(present) ? present.filter(isObject) : undefined);
    if (items) found.push([name, [...applyQuery(items, query, () => undefined).items]]);
    else if (isObject(present)) found.push([name, selectOnObject(present, query)]);
  }
  return found.length === 0 ? item : { ...item, ...Object.fromEntries(found) };
}
