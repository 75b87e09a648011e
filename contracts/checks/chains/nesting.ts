import { isJsonObject, type JsonObject } from "../../../spec/openapi/index.ts";
import { create, createParents } from "./creating.ts";
import { now } from "./current.ts";
import { elsewhere, remove } from "./deleting.ts";
import { type Life, objectOf } from "./life.ts";
import { assertOwn, envelopeOf, idsOf, list } from "./listing.ts";
import { type ChainProgram, isSuccess } from "./step.ts";
import type { Made } from "./world.ts";

/** A second parent beside the first: what was made below one is not below the other. */
export function* besideAnotherParent(life: Life, made: Made): ChainProgram<readonly string[]> {
  const other = yield* createParents(life);
  yield* elsewhere(life, made, other);
  const listing = yield* list(life, other);
  if (listing?.pages.every(isSuccess)) assertOwn(life, listing, other);
  return other;
}

/** A list of another user, or of one that there is not, shows nothing of the signed-in one. */
export function* besideAnotherUser(life: Life, made: Made): ChainProgram {
  const operation = life.twin?.operations.list;
  if (!operation || life.node.parent) return;
  const seen = yield* life.send(operation, life.path(operation, [], life.world.guid()));
  const items = envelopeOf(seen);
  if (!isSuccess(seen) || !items) return;
  const found = items.find((item) =>
    made.isMarked
      ? JSON.stringify(item).includes(made.mark)
      : made.id.length > 8 && item[life.node.keyProperty] === made.id,
  );
  life.assert(
    "lists-own",
    seen,
    found
      ? {
          message: "the list of a user that there is not shows what the signed-in user made",
          expected: "status 404, or an empty list",
          actual: life.said(seen, found),
        }
      : undefined,
    life.operation("list"),
  );
}

/** The parent with `$expand` shows what nests below it, where a page documents the option. */
export function* expanding(life: Life, made: Made, parent: readonly string[]): ChainProgram {
  const above = life.node.parent && life.of(life.node.parent);
  const operation = above?.operation("read");
  const name = life.route.path.split("/").at(-1) ?? "";
  const option = above?.option(operation, "expand");
  if (!above || !operation || !option) return;
  const isShown = (object: JsonObject | undefined): boolean => {
    const items = object?.[name];
    return (
      Array.isArray(items) &&
      (items as unknown[]).some((item) => isJsonObject(item) && item[life.node.keyProperty] === made.id)
    );
  };
  const seen = yield* above.send(operation, above.path(operation, parent), {
    query: `$expand=${name}`,
    until: (one) => isShown(objectOf(one)),
  });
  if (seen.status >= 400 && seen.status < 500)
    return above.notJudged("expand", `$expand=${name} is refused: ${above.said(seen)}`);
  above.assert(
    "expand",
    seen,
    isShown(objectOf(seen))
      ? undefined
      : {
          message: `$expand=${name} does not show what nests below`,
          expected: `"${name}" with ${JSON.stringify(made.id)}`,
          actual: above.said(seen, seen.json ?? null),
          ...option,
        },
  );
}

/** With its parent an object goes, and with no other. */
export function* deletingParent(
  life: Life,
  parent: readonly string[],
  other: readonly string[],
): ChainProgram {
  const above = life.node.parent && life.of(life.node.parent);
  const operation = above?.operation("remove");
  const reading = life.operation("read");
  if (!above || !operation) return;
  const own = yield* create(life, parent);
  const kept = yield* create(life, other);
  if (!own || !kept) return;
  const made = life.world.made.find(
    ({ node, lineage }) => node.key === above.node.key && lineage.join("/") === parent.join("/"),
  );
  const removed = made && (yield* remove(above, made));
  if (!removed || !isSuccess(removed)) return;
  for (const one of life.world.made)
    if (one.lineage.length > parent.length && parent.every((id, index) => one.lineage[index] === id))
      life.world.removed(one);
  if (reading) {
    const seen = yield* life.send(reading, life.path(reading, own.lineage), {
      until: ({ status }) => status === 404,
    });
    above.assert(
      "delete-nested",
      seen,
      isSuccess(seen)
        ? {
            message: "what nested below a deleted object can still be read",
            expected: "status 404",
            actual: above.said(seen, seen.json ?? null),
          }
        : undefined,
    );
  }
  const listing = yield* list(life, parent, { isFresh: (items) => items.length === 0 });
  if (listing && isSuccess(listing.last) && idsOf(life, listing.items).includes(own.id))
    above.assert("delete-nested", listing.last, {
      message: "what nested below a deleted object is still listed",
      expected: "status 404",
      actual: above.said(listing.last),
    });
  if (!reading) return;
  const still = yield* now(life, kept);
  const last = still?.seen;
  if (last) above.assert("delete-nested", last, undefined);
  else {
    const seen = yield* life.send(reading, life.path(reading, kept.lineage));
    above.assert("delete-nested", seen, {
      message: "what nests below another object is gone too",
      expected: JSON.stringify(kept.id),
      actual: above.said(seen),
    });
  }
}
