import { isJsonObject, type JsonValue } from "../../../spec/openapi/index.ts";
import { type Life, objectOf, type Problem, type ReferenceNode } from "./life.ts";
import { envelopeOf } from "./listing.ts";
import { candidatesOf, type Member, ODATA_ID } from "./member-candidates.ts";
import { type ChainProgram, isSuccess, type Seen } from "./step.ts";
import type { Made } from "./world.ts";

/** Members are added by reference, listed, and removed without being deleted. */
export function* references(life: Life, owner: Made, other: Made | undefined): ChainProgram {
  for (const reference of life.node.references) yield* referring(life, reference, owner, other);
}

function* referring(
  life: Life,
  reference: ReferenceNode,
  owner: Made,
  other: Made | undefined,
): ChainProgram {
  const { add, remove, list } = reference;
  const path = life.path(add, owner.lineage);
  const candidates = yield* candidatesOf(life, reference);
  let member: Member | undefined;
  let refused: Seen | undefined;
  for (const candidate of candidates) {
    const seen = yield* life.send(add, path, { body: candidate.body });
    if (seen.status >= 500) {
      life.assert(
        "references",
        seen,
        {
          rule: "status",
          message: "the server broke on a reference",
          expected: "status 204",
          actual: life.said(seen),
        },
        add,
      );
      return;
    }
    if (isSuccess(seen)) {
      member = candidate;
      life.assert("references", seen, undefined, add);
      break;
    }
    refused = seen;
  }
  if (!member) {
    const reason = `no object is known that may be added to ${reference.name}${refused ? ` (${life.said(refused)})` : ""}: give --param with the id of one`;
    for (const [name, operation] of [
      ["references", add],
      ["reference-again", add],
      ["references-listed", list],
      ["unreferences", remove],
      ["unreference-only", remove],
      ["unreference-again", remove],
    ] as const)
      if (operation) life.notJudged(name, reason, operation);
    return;
  }
  yield* listed(life, reference, owner, member, 1);
  const bare = yield* life.send(add, path, { body: member.body, authorization: undefined });
  life.assert(
    "reference-no-token",
    bare,
    bare.status === 401
      ? undefined
      : {
          rule: "status",
          message: "a reference without a token is not refused with 401",
          expected: "status 401",
          actual: life.said(bare),
        },
    add,
  );
  const again = yield* life.send(add, path, { body: member.body });
  life.assert(
    "reference-again",
    again,
    again.status >= 500
      ? {
          rule: "status",
          message: "the server broke on a member that is there already",
          expected: "a refusal with 4xx",
          actual: life.said(again),
        }
      : undefined,
    add,
  );
  yield* listed(life, reference, owner, member, 1, "reference-again");
  yield* unknownMember(life, reference, path, member, owner);
  if (other) yield* notElsewhere(life, reference, other, member);
  yield* removing(life, reference, owner, member, candidates, other);
}

function times(seen: Seen, id: string): number {
  return (envelopeOf(seen) ?? []).filter(
    (item) => item.id === id || String(item[ODATA_ID] ?? "").endsWith(`/${id}`),
  ).length;
}

function* members(
  life: Life,
  { list }: ReferenceNode,
  owner: Made,
  isFresh: (seen: Seen) => boolean,
): ChainProgram<Seen | undefined> {
  return list ? yield* life.send(list, life.path(list, owner.lineage), { until: isFresh }) : undefined;
}

function* listed(
  life: Life,
  reference: ReferenceNode,
  owner: Made,
  member: Member,
  wanted: number,
  name: "references-listed" | "reference-again" = "references-listed",
): ChainProgram {
  const seen = yield* members(life, reference, owner, (one) => times(one, member.id) === wanted);
  if (!seen) return;
  const count = times(seen, member.id);
  const problem: Problem | undefined =
    count === wanted
      ? undefined
      : {
          message: count === 0 ? "an added member is not listed" : "a member is listed more than once",
          expected: `${JSON.stringify(member.id)} once, as ${reference.add.method} ${reference.add.path} added it (${life.place(reference.add)})`,
          actual: `${count} times: ${life.said(seen, seen.json ?? null)}`,
        };
  life.assert(name, seen, problem, name === "reference-again" ? reference.add : reference.list);
}

function* unknownMember(
  life: Life,
  reference: ReferenceNode,
  path: string,
  member: Member,
  owner: Made,
): ChainProgram {
  const id = life.world.guid();
  const link = String(member.body[ODATA_ID]).replace(/[^/]*$/, id);
  const seen = yield* life.send(reference.add, path, { body: { ...member.body, [ODATA_ID]: link } });
  const isRefused = seen.status >= 400 && seen.status < 500;
  life.assert(
    "reference-unknown",
    seen,
    isRefused
      ? undefined
      : {
          rule: "status",
          message: "a reference to nothing is not refused",
          expected: "status 404 or 400",
          actual: life.said(seen),
        },
    reference.add,
  );
  const empty = yield* life.send(reference.add, path, { body: {} });
  const isFine = empty.status >= 400 && empty.status < 500;
  life.assert(
    "reference-unknown",
    empty,
    isFine
      ? undefined
      : {
          rule: "status",
          message: "a reference without @odata.id is not refused",
          expected: "status 400",
          actual: life.said(empty),
        },
    reference.add,
  );
  if (isRefused || !reference.list) return;
  const after = yield* members(life, reference, owner, () => true);
  if (after)
    life.assert(
      "reference-unknown",
      after,
      times(after, id) > 0
        ? {
            message: "a reference to nothing is listed",
            expected: "no such member",
            actual: life.said(after),
          }
        : undefined,
      reference.add,
    );
}

function* notElsewhere(life: Life, reference: ReferenceNode, other: Made, member: Member): ChainProgram {
  const seen = yield* members(life, reference, other, () => true);
  if (seen)
    life.assert(
      "references-listed",
      seen,
      times(seen, member.id) > 0
        ? {
            message: "a member of another object is listed",
            expected: `no ${JSON.stringify(member.id)}`,
            actual: life.said(seen),
          }
        : undefined,
      reference.list,
    );
}

function* removing(
  life: Life,
  reference: ReferenceNode,
  owner: Made,
  member: Member,
  candidates: readonly Member[],
  other: Made | undefined,
): ChainProgram {
  const { add, remove, list } = reference;
  if (!remove) return;
  const path = life.path(remove, [...owner.lineage, member.id]);
  const second = candidates.find(({ id }) => id !== member.id);
  const kept =
    second && isSuccess(yield* life.send(add, life.path(add, owner.lineage), { body: second.body }))
      ? second
      : undefined;
  if (other) yield* life.send(add, life.path(add, other.lineage), { body: member.body });
  const bare = yield* life.send(remove, path, { authorization: undefined });
  life.assert(
    "unreference-no-token",
    bare,
    bare.status === 401
      ? undefined
      : {
          rule: "status",
          message: "a removal without a token is not refused with 401",
          expected: "status 401",
          actual: life.said(bare),
        },
    remove,
  );
  const seen = yield* life.send(remove, path);
  life.assert(
    "unreferences",
    seen,
    isSuccess(seen)
      ? undefined
      : {
          rule: "status",
          message: "a member cannot be removed",
          expected: "status 204",
          actual: life.said(seen),
        },
    remove,
  );
  if (!isSuccess(seen)) return;
  const after = yield* members(life, reference, owner, (one) => times(one, member.id) === 0);
  if (after)
    life.assert(
      "unreferences",
      after,
      times(after, member.id) === 0
        ? undefined
        : {
            message: "a removed member is still listed",
            expected: `no ${JSON.stringify(member.id)}`,
            actual: life.said(after),
          },
      remove,
    );
  if (after && kept)
    life.assert(
      "unreference-only",
      after,
      times(after, kept.id) === 1
        ? undefined
        : {
            message: "another member is gone too",
            expected: JSON.stringify(kept.id),
            actual: life.said(after, after.json as JsonValue),
          },
      remove,
    );
  if (other && list) {
    const there = yield* members(life, reference, other, (one) => times(one, member.id) === 1);
    if (there)
      life.assert(
        "unreference-only",
        there,
        times(there, member.id) === 1
          ? undefined
          : {
              message: "the member was removed from another object too",
              expected: JSON.stringify(member.id),
              actual: life.said(there),
            },
        remove,
      );
  }
  const read = life.operation("read");
  if (read) {
    const still = yield* life.send(read, life.path(read, owner.lineage), {
      until: (one) => objectOf(one) !== undefined,
    });
    life.assert(
      "unreference-only",
      still,
      isJsonObject(still.json) && isSuccess(still)
        ? undefined
        : {
            message: "the object is gone with its member",
            expected: JSON.stringify(owner.id),
            actual: life.said(still),
          },
      remove,
    );
  }
  // The member may be added again: it was removed, not deleted.
  const back = yield* life.send(add, life.path(add, owner.lineage), { body: member.body, until: isSuccess });
  life.assert(
    "unreference-only",
    back,
    isSuccess(back)
      ? undefined
      : {
          message: "a removed member cannot be added again: it was deleted",
          expected: "status 204",
          actual: life.said(back),
        },
    remove,
  );
  yield* life.send(remove, path);
  const again = yield* life.send(remove, path, { until: ({ status }) => status === 404 });
  life.assert("unreference-again", again, life.notFound(again, "a second removal"), remove);
}
