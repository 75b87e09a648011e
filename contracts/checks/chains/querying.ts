import {
  type DescribedOperation,
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from "../../../spec/openapi/index.ts";
import type { Header } from "../../http/message.ts";
import type { AssertionName } from "./assertions.ts";
import type { Life, Problem } from "./life.ts";
import { envelopeOf, follow, idsOf, type Listing } from "./listing.ts";
import { type ChainProgram, isSuccess, type Seen } from "./step.ts";
import { type Leaf, valueAt } from "./varied-body.ts";
import type { Made } from "./world.ts";

interface Query {
  readonly life: Life;
  readonly operation: DescribedOperation;
  readonly parent: readonly string[];
  readonly objects: readonly Made[];
  readonly whole: Listing;
  /** The free text by which the objects differ, where it is a property of theirs. */
  readonly leaf: Leaf | undefined;
}

/** The documented query options do what they say (OData 4.01 Protocol 11.2.5 and 11.2.6). */
export function* querying(
  life: Life,
  parent: readonly string[],
  objects: readonly Made[],
  whole: Listing,
  leaf: Leaf | undefined,
): ChainProgram {
  const operation = life.operation("list");
  if (!operation || !whole.isWhole || objects.length < 2) return;
  const query = { life, operation, parent, objects, whole, leaf };
  if (life.option(operation, "select")) yield* selecting(query);
  if (life.option(operation, "top")) yield* limiting(query);
  if (life.option(operation, "skip")) yield* skipping(query);
  if (life.option(operation, "orderby")) yield* sorting(query);
  if (life.option(operation, "filter")) yield* filtering(query);
  if (life.option(operation, "count")) yield* counting(query);
}

/** Asks for the list with a query; undefined where the option is refused, which tells nothing of what it does. */
function* ask(
  { life, operation, parent }: Query,
  name: AssertionName,
  query: string,
  isFresh?: (items: readonly JsonObject[]) => boolean,
): ChainProgram<Seen | undefined> {
  const until = (seen: Seen): boolean => {
    const items = envelopeOf(seen);
    return items === undefined || isFresh === undefined || isFresh(items);
  };
  const seen = yield* life.send(operation, life.path(operation, parent), {
    query,
    until,
    headers: eventual(operation),
  });
  const option = life.option(operation, name);
  if (seen.status >= 500) {
    const problem = {
      rule: "status",
      message: `the server broke on $${name}`,
      expected: "a list, or a refusal with 4xx",
      actual: life.said(seen),
    };
    life.assert(name, seen, { ...problem, ...option });
    return undefined;
  }
  if (!isSuccess(seen)) {
    life.notJudged(name, `${query} is refused: ${life.said(seen)}`);
    return undefined;
  }
  if (envelopeOf(seen)) return seen;
  life.assert(name, seen, {
    message: "the list has no `value` array of objects",
    expected: '{"value": […]}',
    actual: life.said(seen, seen.json ?? null),
    ...option,
  });
  return undefined;
}

/** The header that Graph wants for advanced queries, where the page documents it. */
function eventual({ operation }: DescribedOperation): readonly Header[] {
  const documented = operation["x-request-headers"]?.some(
    ({ name }) => name.toLowerCase() === "consistencylevel",
  );
  return documented ? [["ConsistencyLevel", "eventual"]] : [];
}

function judged(
  query: Query,
  name: AssertionName,
  seen: Seen,
  wrong: Omit<Problem, "actual"> | undefined,
  actual?: JsonValue,
): void {
  const option = query.life.option(query.operation, name);
  query.life.assert(
    name,
    seen,
    wrong ? { ...wrong, actual: query.life.said(seen, actual), ...option } : undefined,
  );
}

function* selecting(query: Query): ChainProgram {
  const { life, leaf, objects } = query;
  const key = life.node.keyProperty;
  const top = leaf?.path[0];
  const wanted = top === undefined ? key : `${key},${top}`;
  const isListed = (items: readonly JsonObject[]): boolean =>
    objects.every(({ id }) => idsOf(life, items).includes(id));
  const seen = yield* ask(query, "select", `$select=${wanted}`, isListed);
  const item = seen && ownItem(query, seen);
  if (!seen || !item) return;
  const missing = wanted
    .split(",")
    .find(
      (name) => !Object.hasOwn(item.item, name) && query.whole.items.some((one) => one[name] !== undefined),
    );
  const more = Object.keys(item.made.sent).find(
    (name) =>
      !wanted.split(",").includes(name) &&
      !name.includes("@") &&
      item.item[name] !== undefined &&
      item.item[name] !== null &&
      life.node.schema.properties.has(name),
  );
  judged(
    query,
    "select",
    seen,
    missing !== undefined
      ? { message: `$select leaves out '${missing}', which it names`, expected: wanted }
      : more !== undefined
        ? { message: `$select returns '${more}', which it does not name`, expected: wanted }
        : undefined,
    item.item,
  );
  const only = yield* ask(query, "select", `$select=${key}`, isListed);
  const one = only && ownItem(query, only);
  if (!only || !one || top === undefined) return;
  const shown = one.item[top] !== undefined && one.item[top] !== null;
  judged(
    query,
    "select",
    only,
    shown ? { message: `$select returns '${top}', which it does not name`, expected: key } : undefined,
    one.item,
  );
}

function ownItem({ life, objects }: Query, seen: Seen): { item: JsonObject; made: Made } | undefined {
  for (const made of objects) {
    const item = envelopeOf(seen)?.find((one) => one[life.node.keyProperty] === made.id);
    if (item) return { item, made };
  }
  // Without its key an item cannot be told from another one; any is judged then.
  const [item] = envelopeOf(seen) ?? [];
  const [made] = objects;
  return item && made ? { item, made } : undefined;
}

function* limiting(query: Query): ChainProgram {
  const { life, whole } = query;
  for (const size of [1, 2]) {
    const seen = yield* ask(query, "top", `$top=${size}`, (items) => items.length > 0);
    if (!seen) return;
    const items = envelopeOf(seen) ?? [];
    const wanted = Math.min(size, whole.items.length);
    const hasMore = isJsonObject(seen.json) && seen.json["@odata.nextLink"] !== undefined;
    const isRight = items.length <= size && (items.length === wanted || hasMore);
    judged(
      query,
      "top",
      seen,
      isRight
        ? undefined
        : {
            message: `$top=${size} returns ${items.length} objects`,
            expected: `${wanted} of ${whole.items.length}`,
          },
    );
    // A service may take $top for the size of a page and link to the rest (Graph does).
    if (size !== 1 || !hasMore || whole.items.length > 30) continue;
    const pages = yield* follow(life, seen, {});
    const missing = idsOf(life, whole.items).find((id) => !idsOf(life, pages.items).includes(id));
    const problem: Problem | undefined =
      pages.problem ??
      (pages.isWhole && missing !== undefined
        ? {
            message: "the pages leave out an object",
            expected: `${JSON.stringify(missing)} on one of the pages of $top=1`,
            actual: `${pages.items.length} of ${whole.items.length}: ${life.said(pages.last)}`,
          }
        : undefined);
    life.assert("pages", pages.last, problem);
  }
}

function* skipping(query: Query): ChainProgram {
  const { life, whole } = query;
  if (whole.pages.length > 1) return life.notJudged("skip", "the list has several pages");
  const seen = yield* ask(query, "skip", "$skip=1");
  if (!seen) return;
  const listing = yield* follow(life, seen, {});
  const ids = idsOf(life, listing.items);
  const all = idsOf(life, whole.items);
  const foreign = ids.find((id) => !all.includes(id));
  const isRight = ids.length === all.length - 1 && foreign === undefined;
  judged(
    query,
    "skip",
    seen,
    isRight
      ? undefined
      : { message: `$skip=1 returns ${ids.length} objects`, expected: `${all.length - 1} of ${all.length}` },
  );
}

function* sorting(query: Query): ChainProgram {
  const { life, leaf, objects } = query;
  const [name] = leaf?.path ?? [];
  const marked = objects.filter(({ isMarked }) => isMarked);
  if (name === undefined || leaf?.path.length !== 1 || marked.length < 2)
    return life.notJudged("orderby", "no property of the documented body can be sorted by");
  const sorted = marked
    .map((made) => ({ id: made.id, text: String(valueAt(made.sent, [name])) }))
    .toSorted((a, b) => (a.text < b.text ? -1 : 1));
  const wanted = sorted.map(({ id }) => id);
  for (const [direction, order] of [
    ["asc", wanted],
    ["desc", wanted.toReversed()],
  ] as const) {
    const isListed = (items: readonly JsonObject[]): boolean =>
      order.every((id) => idsOf(life, items).includes(id));
    const seen = yield* ask(query, "orderby", `$orderby=${name}%20${direction}`, isListed);
    if (!seen) return;
    const listing = yield* follow(life, seen, {});
    const got = idsOf(life, listing.items).filter((id) => order.includes(String(id)));
    const isRight = got.length === order.length && got.every((id, index) => id === order[index]);
    if (got.length < order.length && !listing.isWhole) return;
    judged(
      query,
      "orderby",
      seen,
      isRight
        ? undefined
        : { message: `$orderby=${name} ${direction} does not sort`, expected: order.join(", ") },
      got,
    );
  }
}

function* filtering(query: Query): ChainProgram {
  const { life, leaf, objects } = query;
  const [name] = leaf?.path ?? [];
  const made = objects.find(({ isMarked }) => isMarked);
  if (name === undefined || leaf?.path.length !== 1 || !made)
    return life.notJudged("filter", "no property of the documented body can be filtered by");
  const value = String(valueAt(made.sent, [name]));
  const term = encodeURIComponent(`${name} eq '${value.replaceAll("'", "''")}'`);
  const seen = yield* ask(query, "filter", `$filter=${term}`, (items) =>
    idsOf(life, items).includes(made.id),
  );
  if (!seen) return;
  const listing = yield* follow(life, seen, {});
  const stray = listing.items.find(
    (item) => typeof item[name] === "string" && item[name].toLowerCase() !== value.toLowerCase(),
  );
  const isFound = idsOf(life, listing.items).includes(made.id);
  judged(
    query,
    "filter",
    seen,
    stray !== undefined
      ? {
          message: "$filter returns an object that does not fit",
          expected: `only objects whose '${name}' is ${JSON.stringify(value)}`,
        }
      : isFound
        ? undefined
        : {
            message: "$filter leaves out an object that fits",
            expected: `${JSON.stringify(made.id)}, whose '${name}' is ${JSON.stringify(value)}`,
          },
    stray,
  );
  const none = yield* ask(
    query,
    "filter",
    `$filter=${encodeURIComponent(`${name} eq '${life.world.nextMark()} nothing'`)}`,
  );
  const some = none && envelopeOf(none);
  if (none && some)
    judged(
      query,
      "filter",
      none,
      some.length === 0
        ? undefined
        : { message: "$filter returns an object that does not fit", expected: "an empty list" },
      some[0],
    );
}

function* counting(query: Query): ChainProgram {
  const seen = yield* ask(query, "count", "$count=true");
  if (!seen) return;
  const listing = yield* follow(query.life, seen, {});
  const count = isJsonObject(seen.json) ? seen.json["@odata.count"] : undefined;
  if (!listing.isWhole) return;
  judged(
    query,
    "count",
    seen,
    count === listing.items.length
      ? undefined
      : { message: "$count tells another number", expected: `"@odata.count": ${listing.items.length}` },
    count ?? null,
  );
}
