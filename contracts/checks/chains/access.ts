import { type DescribedOperation, isJsonObject } from "../../../spec/openapi/index.ts";
import { SECOND_TOKEN } from "../../http/message.ts";
import type { AssertionName } from "./assertions.ts";
import { documentedBody, markedLeaf } from "./creating.ts";
import { now } from "./current.ts";
import { objectDifferences } from "./equality.ts";
import { type Life, objectOf, type Problem } from "./life.ts";
import { list } from "./listing.ts";
import { read } from "./reading.ts";
import { type ChainProgram, isSuccess, type Seen } from "./step.ts";
import { anotherValue, withLeaf } from "./varied-body.ts";
import type { Made } from "./world.ts";

/** Whether the description wants a token for the operation. */
function isSecured(life: Life, { operation }: DescribedOperation): boolean {
  const requirements = operation.security ?? life.world.document.security;
  return requirements.length > 0 && requirements.every((one) => Object.keys(one).length > 0);
}

/** Each operation without a token: refused with 401, and nothing has happened. */
export function* withoutToken(life: Life, made: Made, parent: readonly string[]): ChainProgram {
  const before = yield* now(life, made);
  for (const { operations } of life.node.routes) {
    for (const [name, operation, lineage, body] of [
      ["read-no-token", operations.read, made.lineage, undefined],
      ["list-no-token", operations.list, parent, undefined],
      ["change-no-token", operations.change, made.lineage, changeOf(life, made)],
      ["create-no-token", operations.create, parent, createOf(life)],
      ["delete-no-token", operations.remove, made.lineage, undefined],
    ] as const) {
      if (!operation || !isSecured(life, operation)) continue;
      const seen = yield* life.send(operation, life.path(operation, lineage), {
        authorization: undefined,
        ...(body ? { body: body.value } : {}),
      });
      life.assert(name, seen, refusedProblem(life, seen), operation);
      if (name === "create-no-token") yield* notCreated(life, parent, operation, body?.mark);
    }
  }
  const after = before ? yield* read(life, made) : undefined;
  if (!before || !after) return;
  const found = objectOf(after);
  if (!found) {
    life.assert("delete-no-token", after, {
      message: "a delete without a token has deleted",
      expected: "the object, as before",
      actual: life.said(after),
    });
    return;
  }
  const changed = objectDifferences(before.object, found, life.node.schema);
  life.assert(
    "change-no-token",
    after,
    life.differing(changed, after, {
      sent: "it was before a change without a token",
      operation: after.step.operation,
    }),
  );
}

function refusedProblem(life: Life, seen: Seen): Problem | undefined {
  if (seen.status === 401) return undefined;
  return {
    rule: "status",
    message: "a request without a token is not refused with 401",
    expected: "status 401",
    actual: life.said(seen),
  };
}

function changeOf(
  life: Life,
  made: Made,
): { value: Record<string, never> | ReturnType<typeof withLeaf>; mark: string } {
  const leaf = markedLeaf(life);
  const mark = life.world.nextMark();
  return {
    value: leaf && leaf.path.length === 1 ? withLeaf({}, leaf.path, anotherValue(leaf, mark, 6)) : made.sent,
    mark,
  };
}

function createOf(life: Life): { value: ReturnType<typeof withLeaf>; mark: string } {
  const leaf = markedLeaf(life);
  const mark = life.world.nextMark();
  const body = documentedBody(life.node) ?? {};
  return { value: leaf ? withLeaf(body, leaf.path, anotherValue(leaf, mark, 7)) : body, mark };
}

function* notCreated(
  life: Life,
  parent: readonly string[],
  operation: DescribedOperation,
  mark: string | undefined,
): ChainProgram {
  if (mark === undefined || !life.operation("list") || !markedLeaf(life)) return;
  const listing = yield* list(life, parent);
  const made = listing?.items.find((item) => JSON.stringify(item).includes(mark));
  if (listing && made)
    life.assert(
      "create-no-token",
      listing.last,
      {
        message: "a create without a token has created",
        expected: "no new object",
        actual: life.said(listing.last, made),
      },
      operation,
    );
}

/** What one user made is another's 404 or 403, below `/me` as well as by the first user's own address. */
export function* withOtherToken(life: Life, made: Made, parent: readonly string[]): ChainProgram {
  const names: readonly AssertionName[] = [
    "read-other-token",
    "list-other-token",
    "change-other-token",
    "delete-other-token",
  ];
  if (!life.world.hasSecondToken) {
    for (const name of names)
      life.notJudged(name, "there is no token of another user: set GRAPH_SECOND_TOKEN");
    return;
  }
  const authorization = `Bearer ${SECOND_TOKEN}`;
  const before = yield* now(life, made);
  const listed = life.operation("list");
  if (listed && life.route.root === "me") {
    const listing = yield* list(life, parent, { authorization });
    const [first] = listing?.pages ?? [];
    const foreign = listing?.items.find((item) =>
      made.isMarked
        ? JSON.stringify(item).includes(made.mark)
        : item[life.node.keyProperty] === made.id && made.id.length > 8,
    );
    if (first)
      life.assert(
        "list-other-token",
        first,
        foreign
          ? {
              message: "a user is shown what another one made",
              expected: "a list without it",
              actual: life.said(first, foreign),
            }
          : undefined,
      );
  }
  for (const [role, name, body] of [
    ["read", "read-other-token", undefined],
    ["change", "change-other-token", changeOf(life, made).value],
    ["remove", "delete-other-token", undefined],
  ] as const) {
    const operation = life.operation(role);
    if (!operation?.path.startsWith("/me/")) continue;
    const sending = { authorization, ...(body ? { body } : {}) };
    const seen = yield* life.write(operation, life.path(operation, made.lineage), undefined, sending);
    const isOther =
      isSuccess(seen) &&
      role === "read" &&
      made.isMarked &&
      isJsonObject(seen.json) &&
      !JSON.stringify(seen.json).includes(made.mark);
    const isRefused = seen.status === 404 || seen.status === 403 || isOther;
    life.assert(
      name,
      seen,
      isRefused
        ? undefined
        : {
            rule: "status",
            message: "a request for another user's object is not refused with 404 or 403",
            expected: "status 404 or 403",
            actual: life.said(seen),
          },
    );
  }
  const after = before ? yield* read(life, made) : undefined;
  if (!before || !after) return;
  const found = objectOf(after);
  if (!found)
    life.assert("delete-other-token", after, {
      message: "another user has deleted the object",
      expected: "the object, as before",
      actual: life.said(after),
    });
  else
    life.assert(
      "change-other-token",
      after,
      life.differing(objectDifferences(before.object, found, life.node.schema), after, {
        sent: "it was before another user's change",
        operation: after.step.operation,
      }),
    );
}

/** HEAD and OPTIONS are methods of HTTP itself: refused or answered, but not with a failure. */
export function* methods(life: Life, made: Made, parent: readonly string[]): ChainProgram {
  for (const [name, operation, lineage] of [
    ["list-head", life.operation("list"), parent],
    ["read-head", life.operation("read"), made.lineage],
  ] as const) {
    if (!operation) continue;
    for (const method of ["HEAD", "OPTIONS"]) {
      const seen = yield* life.send(operation, life.path(operation, lineage), { method });
      life.assert(
        name,
        seen,
        seen.status >= 500 && seen.status !== 501
          ? {
              rule: "status",
              message: `the server broke on ${method}`,
              expected: "an answer below 500",
              actual: life.said(seen),
            }
          : undefined,
      );
    }
  }
}
