import { create } from "./creating.ts";
import { now } from "./current.ts";
import { objectDifferences } from "./equality.ts";
import { type Life, objectOf, type Problem } from "./life.ts";
import { idsOf, list } from "./listing.ts";
import { read } from "./reading.ts";
import { type ChainProgram, isSuccess, type Seen } from "./step.ts";
import { unknownId } from "./unknown-id.ts";
import type { Made } from "./world.ts";

/** Deletes an object and looks for it everywhere; what is beside it lives on. */
export function* deleting(
  life: Life,
  made: Made,
  siblings: readonly Made[],
  parent: readonly string[],
): ChainProgram {
  const operation = life.operation("remove");
  if (!operation) return;
  const before = siblings[0] ? yield* now(life, siblings[0]) : undefined;
  const current = yield* now(life, made);
  const lost = current ? undefined : yield* read(life, made);
  if (lost) {
    life.assert("delete-only", lost, {
      message: "an object is gone that was not deleted",
      expected: `${JSON.stringify(made.id)}, as before other objects were deleted`,
      actual: life.said(lost),
    });
    return;
  }
  const path = life.path(operation, made.lineage);
  const seen = yield* life.write(operation, path, current?.etag, {});
  if (!isSuccess(seen)) {
    life.assert("deletes", seen, {
      rule: "status",
      message: "the object cannot be deleted",
      expected: "status 204",
      actual: life.said(seen),
    });
    return;
  }
  life.world.removed(made);
  yield* gone(life, made, seen);
  yield* unlisted(life, made, siblings, parent);
  yield* again(life, made);
  if (before) {
    const after = yield* now(life, before.made);
    const still = after ?? (yield* read(life, before.made));
    if (still)
      life.assert(
        "delete-only",
        "seen" in still ? still.seen : still,
        after
          ? life.differing(objectDifferences(before.object, after.object, life.node.schema), after.seen, {
              sent: "it was before another object was deleted",
              operation,
            })
          : {
              message: "another object is gone too",
              expected: `${JSON.stringify(before.made.id)}, which was not deleted`,
              actual: life.said(still as Seen),
            },
      );
  }
  if (life.node.kind === "collection" && life.operation("create")) {
    const fresh = yield* create(life, parent);
    if (fresh) yield* remove(life, fresh);
  }
}

function* gone(life: Life, made: Made, seen: Seen): ChainProgram {
  const operation = life.operation("read");
  if (!operation) {
    life.assert("deletes", seen, undefined);
    return;
  }
  const after = yield* life.send(operation, life.path(operation, made.lineage), {
    until: ({ status }) => status === 404,
  });
  life.assert(
    "deletes",
    after,
    isSuccess(after) ? stillThere(life, after, made) : life.notFound(after, "a deleted object"),
  );
  const twin = life.twin?.operations.read;
  if (!twin || !life.world.users.isSame) return;
  const other = yield* life.send(twin, life.path(twin, made.lineage), {
    until: ({ status }) => status === 404,
  });
  life.assert("deletes", other, isSuccess(other) ? stillThere(life, other, made) : undefined);
}

function stillThere(life: Life, seen: Seen, { id }: Made): Problem {
  return {
    message: "a deleted object can still be read",
    expected: `status 404 for ${JSON.stringify(id)} (${life.place(life.operation("remove"))})`,
    actual: life.said(seen, seen.json ?? null),
  };
}

function* unlisted(
  life: Life,
  made: Made,
  siblings: readonly Made[],
  parent: readonly string[],
): ChainProgram {
  if (life.node.kind === "singleton") return;
  const listing = yield* list(life, parent, { isFresh: (items) => !idsOf(life, items).includes(made.id) });
  if (!listing) return;
  const ids = idsOf(life, listing.items);
  life.assert(
    "delete-list",
    listing.last,
    ids.includes(made.id)
      ? {
          message: "a deleted object is still listed",
          expected: `a list without ${JSON.stringify(made.id)}`,
          actual: life.said(listing.last),
        }
      : undefined,
  );
  if (!listing.isWhole) return;
  const missing = siblings.find(({ id }) => !ids.includes(id));
  life.assert(
    "delete-only",
    listing.last,
    missing
      ? {
          message: "another object is no longer listed",
          expected: `${JSON.stringify(missing.id)}, which was not deleted`,
          actual: `${ids.length} objects without it: ${life.said(listing.last)}`,
        }
      : undefined,
  );
}

/** A second delete, and a change of what is gone, are requests for nothing. */
function* again(life: Life, made: Made): ChainProgram {
  const operation = life.operation("remove");
  if (!operation) return;
  const seen = yield* life.send(operation, life.path(operation, made.lineage), {
    until: ({ status }) => status === 404 || status === 412 || status === 428,
  });
  const second =
    seen.status === 412 || seen.status === 428
      ? yield* life.send(operation, life.path(operation, made.lineage), { headers: [["If-Match", "*"]] })
      : seen;
  life.assert(
    "delete-again",
    second,
    second.status === 412 ? undefined : life.notFound(second, "a second delete"),
  );
  const change = life.operation("change");
  if (!change || life.node.kind === "singleton") return;
  const late = yield* life.write(change, life.path(change, made.lineage), undefined, { body: {} });
  if (!isSuccess(late)) return;
  const back = yield* read(life, made, () => false);
  if (back && objectOf(back)) life.assert("deletes", back, stillThere(life, back, made));
  else
    life.assert("change-unknown", late, {
      rule: "status",
      message: "a change of a deleted object is accepted",
      expected: "status 404",
      actual: life.said(late),
    });
}

/** Deletes without asserting anything: what a chain needs no more. */
export function* remove(life: Life, made: Made): ChainProgram<Seen | undefined> {
  const operation = life.operation("remove");
  if (!operation) return undefined;
  const seen = yield* life.write(operation, life.path(operation, made.lineage), undefined, {});
  if (isSuccess(seen)) life.world.removed(made);
  return seen;
}

/** Requests for an id that no object has. */
export function* unknown(life: Life, made: Made): ChainProgram {
  if (life.node.kind === "singleton") return;
  const id = unknownId(
    made.id,
    (other) => life.world.isKnown(`${life.node.key} ${made.lineage.slice(0, -1).join("/")}`, other),
    life.world.guid,
  );
  const lineage = [...made.lineage.slice(0, -1), id];
  for (const [role, name, body] of [
    ["read", "read-unknown", undefined],
    ["change", "change-unknown", made.isMarked ? made.sent : {}],
    ["remove", "delete-unknown", undefined],
  ] as const) {
    const operation = life.operation(role);
    if (!operation) continue;
    const path = life.path(operation, lineage);
    const sending = body === undefined ? {} : { body };
    const seen =
      role === "read"
        ? yield* life.send(operation, path, sending)
        : yield* life.write(operation, path, undefined, sending);
    life.assert(
      name,
      seen,
      seen.status === 412
        ? undefined
        : life.notFound(seen, `a ${role === "remove" ? "delete" : role} of an unknown id`),
    );
  }
}

/** An object has no address below another parent. */
export function* elsewhere(life: Life, made: Made, otherParent: readonly string[]): ChainProgram {
  const operation = life.operation("read");
  if (!operation) return;
  const seen = yield* life.send(operation, life.path(operation, [...otherParent, made.id]));
  const found = objectOf(seen);
  // An id that counts within its parent names another object there.
  const isIt = found !== undefined && made.isMarked && JSON.stringify(found).includes(made.mark);
  life.assert(
    "read-elsewhere",
    seen,
    isIt
      ? {
          message: "an object is found below a parent that it does not belong to",
          expected: "status 404",
          actual: life.said(seen, found),
        }
      : undefined,
  );
}
