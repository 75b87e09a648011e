import { isJsonObject, type JsonObject, type JsonValue } from "../../../spec/openapi/index.ts";
import { create } from "./creating.ts";
import { now } from "./current.ts";
import { remove } from "./deleting.ts";
import { echoDifferences } from "./equality.ts";
import type { Life, Problem } from "./life.ts";
import { envelopeOf } from "./listing.ts";
import { type ChainProgram, isSuccess, type Seen } from "./step.ts";
import { anotherValue, type Leaf, withLeaf } from "./varied-body.ts";
import type { Made } from "./world.ts";

interface Round {
  readonly items: readonly JsonObject[];
  readonly next?: string;
  readonly last: Seen;
  readonly problem?: Problem;
}

const MOST_PAGES = 40;

/** Each change is in the next round of a delta query, and what did not change is not. */
export function* delta(
  life: Life,
  made: Made,
  parent: readonly string[],
  leaf: Leaf | undefined,
): ChainProgram {
  const operation = life.operation("delta");
  if (!operation) return;
  const first = yield* round(
    life,
    yield* life.send(operation, life.path(operation, parent), {
      until: (seen) =>
        (envelopeOf(seen) ?? []).some((item) => isOf(life, item, made.id)) ||
        linkOf(seen, "next") !== undefined,
    }),
  );
  if (!judged(life, first, "delta query")) return;
  if (!first.items.some((item) => isOf(life, item, made.id)))
    return fail(
      life,
      first.last,
      "the first round leaves out an object",
      `${JSON.stringify(made.id)}, which was created before`,
    );
  const added = yield* create(life, parent);
  if (!added) return;
  const second = yield* next(life, first, (items) =>
    items.some((item) => isOf(life, item, added.id) && item["@removed"] === undefined),
  );
  if (!judged(life, second, "round after a create")) return;
  if (!second.items.some((item) => isOf(life, item, added.id)))
    return fail(
      life,
      second.last,
      "the round after a create leaves it out",
      `${JSON.stringify(added.id)}, which was created since the last round`,
    );
  const third = yield* changedRound(life, second, added, leaf);
  if (!third) return;
  const quiet = yield* next(life, third, (items) => items.length === 0);
  if (!judged(life, quiet, "round without a change")) return;
  const stray = quiet.items.find((item) => isOf(life, item, made.id) || isOf(life, item, added.id));
  life.assert(
    "delta",
    quiet.last,
    stray
      ? {
          message: "a round without any change shows an object",
          expected: "an empty list",
          actual: life.said(quiet.last, stray),
        }
      : undefined,
  );
  const removed = yield* remove(life, added);
  if (!removed || !isSuccess(removed)) return;
  const last = yield* next(life, quiet, (items) => items.some((item) => isOf(life, item, added.id)));
  if (!judged(life, last, "round after a delete")) return;
  const item = last.items.find((one) => isOf(life, one, added.id));
  life.assert(
    "delta",
    last.last,
    item && isJsonObject(item["@removed"])
      ? undefined
      : {
          message: "the round after a delete does not tell of it",
          expected: `{"id": ${JSON.stringify(added.id)}, "@removed": {…}}`,
          actual: life.said(last.last, item ?? [...last.items]),
        },
  );
}

function* changedRound(
  life: Life,
  before: Round,
  made: Made,
  leaf: Leaf | undefined,
): ChainProgram<Round | undefined> {
  const operation = life.operation("change");
  if (!operation || !leaf || leaf.path.length > 1) return before;
  const current = yield* now(life, made);
  const body = withLeaf({}, leaf.path, anotherValue(leaf, life.world.nextMark(), 8));
  const seen = yield* life.write(operation, life.path(operation, made.lineage), current?.etag, { body });
  if (!isSuccess(seen)) return before;
  const shows = (item: JsonObject): boolean =>
    isOf(life, item, made.id) && echoDifferences(body, item, life.node.schema).length === 0;
  const after = yield* next(life, before, (items) => items.some(shows));
  if (!judged(life, after, "round after a change")) return undefined;
  const item = after.items.find((one) => isOf(life, one, made.id));
  if (item && shows(item)) return after;
  fail(
    life,
    after.last,
    "the round after a change does not show it",
    JSON.stringify({ [life.node.keyProperty]: made.id, ...body }),
    item ?? [...after.items],
  );
  return undefined;
}

function isOf(life: Life, item: JsonObject, id: string): boolean {
  return item[life.node.keyProperty] === id;
}

function linkOf(seen: Seen, kind: "next" | "delta"): JsonValue | undefined {
  return isJsonObject(seen.json) ? seen.json[`@odata.${kind}Link`] : undefined;
}

function judged(life: Life, found: Round, what: string): boolean {
  if (found.problem) {
    life.assert("delta", found.last, { ...found.problem, message: `${found.problem.message} (${what})` });
    return false;
  }
  life.assert("delta", found.last, undefined);
  return true;
}

function fail(life: Life, seen: Seen, message: string, expected: string, actual?: JsonValue): void {
  life.assert("delta", seen, {
    message,
    expected,
    actual: life.said(seen, actual ?? envelopeOf(seen)?.slice(0, 3) ?? null),
  });
}

/** The next round, asked for again until `isFresh`: each time by the newest link, since a round that showed nothing has its own. */
function* next(
  life: Life,
  before: Round,
  isFresh: (items: readonly JsonObject[]) => boolean,
): ChainProgram<Round> {
  const path = before.next;
  const operation = life.operation("delta");
  if (path === undefined || !operation) return before;
  const until = (seen: Seen): boolean =>
    isFresh(envelopeOf(seen) ?? []) || linkOf(seen, "next") !== undefined;
  const seen = yield* life.send(operation, path, { until });
  let found = yield* round(life, seen);
  // A round is used up by being asked for: what came late is behind its own link.
  for (
    let again = 0;
    again < 3 && !found.problem && !isFresh(found.items) && found.next !== undefined;
    again += 1
  ) {
    let patience = again + 1;
    const later = yield* round(
      life,
      yield* life.send(operation, found.next, { until: () => --patience < 0 }),
    );
    if (later.items.length > 0 || later.problem || isFresh(later.items)) found = later;
    else found = { ...found, ...(later.next === undefined ? {} : { next: later.next }) };
  }
  return found;
}

function* round(life: Life, first: Seen): ChainProgram<Round> {
  const items: JsonObject[] = [];
  let last = first;
  for (let page = 1; ; page += 1) {
    const found = envelopeOf(last);
    if (!isSuccess(last) || !found)
      return {
        items,
        last,
        problem: {
          rule: "status",
          message: "a round cannot be read",
          expected: "a list in the `value` envelope",
          actual: life.said(last, isSuccess(last) ? last.json : undefined),
        },
      };
    items.push(...found);
    const more = linkOf(last, "next");
    if (more === undefined || more === null) break;
    const path = typeof more === "string" ? life.world.relative(more) : undefined;
    if (path === undefined || page >= MOST_PAGES)
      return {
        items,
        last,
        problem: {
          message: "the pages of a round do not end",
          expected: "a last page with @odata.deltaLink",
          actual: life.said(last, more),
        },
      };
    last = yield* life.send(last.step.operation, path);
  }
  const link = linkOf(last, "delta");
  const path = typeof link === "string" ? life.world.relative(link) : undefined;
  if (path === undefined)
    return {
      items,
      last,
      problem: {
        message: "a round ends without a link to the next",
        expected: '"@odata.deltaLink": a URL of the API',
        actual: life.said(last, link ?? last.json),
      },
    };
  return { items, last, next: path };
}
