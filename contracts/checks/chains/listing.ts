import { isJsonObject, type JsonObject, type JsonValue } from "../../../spec/openapi/index.ts";
import { type Difference, echoDifferences, objectDifferences } from "./equality.ts";
import { ChainStopped, type Life, type Problem, type Sending } from "./life.ts";
import { type ChainProgram, isSuccess, type Seen } from "./step.ts";
import type { Made } from "./world.ts";

/** A list with all its pages, as far as they were followed. */
export interface Listing {
  readonly items: readonly JsonObject[];
  readonly pages: readonly Seen[];
  /** What is wrong with its pages. */
  readonly problem?: Problem;
  /** Whether the last page was reached. */
  readonly isWhole: boolean;
  readonly last: Seen;
}

const MOST_PAGES = 40;

export function envelopeOf(seen: Seen): readonly JsonObject[] | undefined {
  const value = isJsonObject(seen.json) ? seen.json.value : undefined;
  if (!Array.isArray(value) || !(value as JsonValue[]).every(isJsonObject)) return undefined;
  return value as readonly JsonObject[];
}

/** Asks for a list and follows its links, until `isFresh` or the time for that is over. */
export function* list(
  life: Life,
  parent: readonly string[],
  sending: Sending & { readonly isFresh?: (items: readonly JsonObject[]) => boolean } = {},
): ChainProgram<Listing | undefined> {
  const operation = life.operation("list");
  if (!operation) return undefined;
  const { isFresh = () => true, ...rest } = sending;
  const path = life.path(operation, parent);
  const until = (seen: Seen): boolean => {
    const items = envelopeOf(seen);
    return items === undefined || linkOf(seen) !== undefined || isFresh(items);
  };
  const first = yield* life.send(operation, path, { ...rest, until });
  let listing = yield* follow(life, first, rest);
  // A list of several pages cannot be judged by its first: it is asked for again as a whole, as often as a single page would be.
  for (
    let again = 0;
    again < 4 && listing.pages.length > 1 && !isFresh(listing.items) && !listing.problem;
    again += 1
  ) {
    let patience = again + 1;
    const waiting = yield* life.send(operation, path, { ...rest, until: () => --patience < 0 });
    listing = yield* follow(life, waiting, rest);
  }
  return listing;
}

/** The link to the next page (OData 4.01 JSON Format 4.6.6). */
function linkOf(seen: Seen): JsonValue | undefined {
  return isJsonObject(seen.json) ? seen.json["@odata.nextLink"] : undefined;
}

export function* follow(life: Life, first: Seen, sending: Sending): ChainProgram<Listing> {
  const items = [...(envelopeOf(first) ?? [])];
  const pages = [first];
  const links = new Set<string>();
  const ids = new Set<JsonValue>(items.map((item) => item[life.node.keyProperty] ?? null));
  let last = first;
  const done = (isWhole: boolean, problem?: Problem): Listing => ({
    items,
    pages,
    last,
    isWhole,
    ...(problem ? { problem } : {}),
  });
  for (;;) {
    const link = linkOf(last);
    if (link === undefined || link === null) return done(true, repeatedItem(life, items, last));
    const path = typeof link === "string" ? life.world.relative(link) : undefined;
    if (path === undefined)
      return done(false, {
        message: "the link to the next page is no URL of the API",
        expected: "the URL of the next page",
        actual: life.said(last, link),
      });
    if (links.has(path))
      return done(false, {
        message: "the links between pages go in a circle",
        expected: "a last page without @odata.nextLink",
        actual: life.said(last, link),
      });
    if (pages.length >= MOST_PAGES) return done(false);
    links.add(path);
    const { query: _query, until: _until, ...rest } = sending;
    last = yield* life.send(last.step.operation, path, rest);
    pages.push(last);
    const more = envelopeOf(last);
    if (!isSuccess(last) || !more)
      return done(false, {
        message: "the next page cannot be read",
        expected: "a list in the `value` envelope",
        actual: life.said(last, isSuccess(last) ? last.json : undefined),
      });
    const again = more.find((item) => ids.has(item[life.node.keyProperty] ?? null));
    if (again)
      return done(false, {
        message: "an object is on two pages",
        expected: "each object once",
        actual: `${JSON.stringify(again[life.node.keyProperty] ?? null)} again on page ${pages.length}: ${life.said(last)}`,
      });
    for (const item of more) ids.add(item[life.node.keyProperty] ?? null);
    items.push(...more);
  }
}

function repeatedItem(life: Life, items: readonly JsonObject[], last: Seen): Problem | undefined {
  const ids = items.map((item) => item[life.node.keyProperty]);
  const again = ids.find((id, index) => id !== undefined && ids.indexOf(id) !== index);
  if (again === undefined) return undefined;
  return {
    message: "an object is listed twice",
    expected: "each object once",
    actual: `${JSON.stringify(again)} twice: ${life.said(last)}`,
  };
}

export function idsOf(life: Life, items: readonly JsonObject[]): readonly JsonValue[] {
  return items.map((item) => item[life.node.keyProperty] ?? null);
}

/** The list before anything is created: what is there is there afterwards too. */
export function* listingBefore(life: Life, parent: readonly string[]): ChainProgram<Listing | undefined> {
  const listing = yield* list(life, parent);
  if (!listing) return undefined;
  const [first] = listing.pages;
  if (first && isSuccess(first)) assertEnvelope(life, first);
  if (first?.status === 404 && life.standIns.size > 0)
    throw new ChainStopped(life.advice() ?? "nothing is found");
  return listing;
}

function assertEnvelope(life: Life, seen: Seen): void {
  life.assert(
    "envelope",
    seen,
    envelopeOf(seen)
      ? undefined
      : {
          rule: "schema",
          message: "the list has no `value` array of objects",
          expected: `{"value": […]} (${life.place(seen.step.operation)})`,
          actual: life.said(seen, seen.json ?? null),
        },
  );
}

/** Each new object once, beside what was there before, as it is read, and nothing that belongs elsewhere. */
export function* listing(
  life: Life,
  parent: readonly string[],
  objects: readonly Made[],
  before: Listing | undefined,
): ChainProgram<Listing | undefined> {
  const ids = objects.map(({ id }) => id);
  const isFresh = (items: readonly JsonObject[]): boolean => {
    const listed = idsOf(life, items);
    return ids.every((id) => listed.includes(id));
  };
  const after = yield* list(life, parent, { isFresh });
  const [first] = after?.pages ?? [];
  if (!after || !first) return undefined;
  if (!isSuccess(first)) {
    life.assert("lists", first, {
      rule: "status",
      message: "the list cannot be read",
      expected: "status 200",
      actual: life.said(first),
    });
    return undefined;
  }
  assertEnvelope(life, first);
  life.assert(
    "pages",
    after.last,
    after.problem && /page|link|circle/.test(after.problem.message) ? after.problem : undefined,
  );
  if (!envelopeOf(first)) return undefined;
  assertListed(life, after, objects);
  assertKept(life, after, before);
  assertOwn(life, after);
  for (const made of objects) {
    const item = after.items.find((one) => one[life.node.keyProperty] === made.id);
    if (!item) continue;
    const found = [
      ...echoDifferences(made.sent, item, life.node.schema).filter(({ got }) => got !== undefined),
      ...stubbed(life, made, item),
      ...(made.created
        ? objectDifferences(made.created, item, life.node.schema, Object.keys(made.sent)).filter(
            ({ got }) => got !== undefined,
          )
        : []),
    ];
    const create = life.operation("create") ?? first.step.operation;
    life.assert(
      "lists-as-read",
      after.last,
      life.differing(found, after.last, { sent: "it was created", operation: create }),
    );
  }
  return after;
}

/** A list may leave out what is nested; a plain value that was sent and that the create showed is part of an item. */
function stubbed(life: Life, made: Made, item: JsonObject): readonly Difference[] {
  return echoDifferences(made.sent, item, life.node.schema).filter(({ path: [name], got }) => {
    const key = String(name);
    return got === undefined && typeof made.sent[key] !== "object" && made.created?.[key] !== undefined;
  });
}

function assertListed(life: Life, after: Listing, objects: readonly Made[]): void {
  const ids = idsOf(life, after.items);
  for (const made of objects) {
    const times = ids.filter((id) => id === made.id).length;
    // Not to have reached the end of a long list is no reason to call an object missing.
    if (times === 0 && !after.isWhole && !after.problem) {
      life.notJudged("lists", `the list has more than ${after.pages.length} pages`);
      continue;
    }
    const copies = made.isMarked
      ? after.items.filter((item) => JSON.stringify(item).includes(made.mark)).length
      : times;
    life.assert(
      "lists",
      after.last,
      times === 1 && copies === 1
        ? undefined
        : {
            message: times === 0 ? "a new object is not listed" : "a new object is listed more than once",
            expected: `${JSON.stringify(made.id)} once, as ${life.operation("create")?.method} ${life.operation("create")?.path} created it (${life.place(life.operation("create"))})`,
            actual: `${times === 1 ? copies : times} times among ${after.items.length}: ${life.said(after.last)}`,
          },
    );
  }
}

function assertKept(life: Life, after: Listing, before: Listing | undefined): void {
  if (!before?.isWhole || !after.isWhole || before.problem) return;
  const ids = idsOf(life, after.items);
  const gone = idsOf(life, before.items).find((id) => id !== null && !ids.includes(id));
  life.assert(
    "lists-all",
    after.last,
    gone === undefined
      ? undefined
      : {
          message: "an object that was listed before is no longer listed",
          expected: `${JSON.stringify(gone)}, beside the new objects`,
          actual: `${ids.length} objects without it: ${life.said(after.last)}`,
        },
  );
}

/** Nothing that this run made in another collection, below another parent or for another user. */
export function assertOwn(life: Life, after: Listing, parent?: readonly string[]): void {
  const here = after.items.map((item) => ({ id: item[life.node.keyProperty], text: JSON.stringify(item) }));
  const place = parent?.join("/");
  const foreign = life.world.made.find((made) => {
    const isHere =
      made.node.key === life.node.key &&
      (place === undefined || made.lineage.slice(0, -1).join("/") === place);
    if (isHere) return false;
    return here.some(
      ({ id, text }) =>
        (made.isMarked && text.includes(`${made.mark}"`)) || (made.id.length > 8 && id === made.id),
    );
  });
  life.assert(
    "lists-own",
    after.last,
    foreign
      ? {
          message: "the list holds an object of another collection, parent or user",
          expected: "the objects of this collection",
          actual: `${JSON.stringify(foreign.id)}, which was created in ${foreign.node.key}: ${life.said(after.last)}`,
        }
      : undefined,
  );
}
