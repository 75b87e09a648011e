import {
  type DescribedOperation,
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from "../../../spec/openapi/index.ts";
import { broke, type Current, keyProblem, now } from "./current.ts";
import { echoDifferences, objectDifferences } from "./equality.ts";
import { etagOf, type Life, objectOf, type Problem } from "./life.ts";
import { idsOf, list } from "./listing.ts";
import { clearing, renaming, undocumented } from "./odd-changes.ts";
import { read, readProblem } from "./reading.ts";
import { exampleObject } from "./resource-graph.ts";
import { type ChainProgram, isSuccess, type Seen } from "./step.ts";
import { anotherValue, type Leaf, withLeaf } from "./varied-body.ts";
import type { Made } from "./world.ts";

/** A change of an object, from the request to what is left of it. */
export function* changing(
  life: Life,
  made: Made,
  sibling: Made | undefined,
  leaf: Leaf | undefined,
  parent: readonly string[],
): ChainProgram<Made> {
  const operation = life.operation("change");
  if (!operation) return made;
  const first = yield* now(life, made);
  if (!first) return made;
  let current: Current = first;
  const before = sibling ? yield* now(life, sibling) : undefined;
  const documented = exampleObject(operation.operation.requestBody?.content) as JsonObject | undefined;
  const plain = documented ? changeable(documented, life) : {};
  if (Object.keys(plain).length > 0) current = (yield* change(life, operation, current, plain)) ?? current;
  if (leaf) {
    const value = anotherValue(leaf, life.world.nextMark(), 4);
    const text = withLeaf({}, leaf.path, value);
    const whole = leaf.path.length === 1 ? text : nested(current.object, leaf, value);
    current = (yield* change(life, operation, current, whole, true)) ?? current;
    yield* changeListed(life, operation, current, whole, parent);
  }
  if (before) {
    const after = yield* now(life, before.made);
    if (after) {
      const found = objectDifferences(before.object, after.object, life.node.schema);
      life.assert(
        "changes-only",
        after.seen,
        life.differing(found, after.seen, { sent: "it was before another object was changed", operation }),
      );
    }
  }
  yield* clearing(life, operation, current, leaf);
  yield* renaming(life, operation, current);
  yield* undocumented(life, operation, current);
  return { ...made, sent: {}, created: current.object };
}

/** A complex property is sent whole: what a part of it means for the rest is not the same everywhere. */
function nested(object: JsonObject, leaf: Leaf, value: JsonValue): JsonObject {
  const [name = ""] = leaf.path;
  const own = object[name];
  return { [name]: isJsonObject(own) ? (withLeaf({ [name]: own }, leaf.path, value)[name] ?? null) : null };
}

function changeable(body: JsonObject, life: Life): JsonObject {
  return Object.fromEntries(
    Object.entries(body).filter(
      ([name]) => name !== life.node.keyProperty && !life.node.schema.properties.get(name)?.readOnly,
    ),
  );
}

/** Sends a change and asserts the answer, the persisted object, and what must not have changed. */
function* change(
  life: Life,
  operation: DescribedOperation,
  current: Current,
  body: JsonObject,
  isOwn = false,
): ChainProgram<Current | undefined> {
  const { made, object } = current;
  const seen = yield* life.write(operation, life.path(operation, made.lineage), current.etag, { body });
  if (!isSuccess(seen)) {
    // The documented change has a check of its own; a value that this one made up may be refused for reasons that no page tells.
    if (isOwn && seen.status < 500) life.notJudged("changes", `the change is refused: ${life.said(seen)}`);
    else if (seen.status >= 500)
      life.assert("changes", seen, {
        rule: "status",
        message: "the server broke on a change",
        expected: "the changed object",
        actual: life.said(seen),
      });
    else life.notJudged("changes", `the documented change is refused: ${life.said(seen)}`);
    return undefined;
  }
  const sent = { sent: "it was sent", operation };
  const answered = objectOf(seen);
  const key = life.node.keyProperty;
  if (answered && Object.keys(answered).some((name) => !name.includes("@"))) {
    const found = echoDifferences(body, answered, life.node.schema);
    life.assert(
      "change-answer",
      seen,
      life.differing(found, seen, sent) ?? keyProblem(life, seen, answered, made),
    );
  }
  const persisted = yield* read(
    life,
    made,
    (one) => echoDifferences(body, one, life.node.schema).length === 0,
  );
  if (!persisted) return undefined;
  const after = objectOf(persisted);
  if (!after) {
    life.assert("keeps-id", persisted, {
      ...(readProblem(life, persisted, made) ?? gone(life, persisted)),
      message: "the object is not found by its id after a change",
    });
    return undefined;
  }
  life.assert(
    "changes",
    persisted,
    life.differing(echoDifferences(body, after, life.node.schema), persisted, sent),
  );
  life.assert("keeps-id", persisted, keyProblem(life, persisted, after, made));
  const others = objectDifferences(object, after, life.node.schema, [key, ...Object.keys(body)]);
  life.assert(
    "changes-only",
    persisted,
    life.differing(others, persisted, { sent: "it was before the change, which did not name it", operation }),
  );
  return { made, object: after, etag: etagOf(persisted) };
}

function gone(life: Life, seen: Seen): Problem {
  return { message: "the object is gone", expected: "the changed object", actual: life.said(seen) };
}

/** The list shows the change as well as the single read does. */
function* changeListed(
  life: Life,
  operation: DescribedOperation,
  { made }: Current,
  body: JsonObject,
  parent: readonly string[],
): ChainProgram {
  if (!life.operation("list")) return;
  const itemOf = (items: readonly JsonObject[]): JsonObject | undefined =>
    items.find((one) => one[life.node.keyProperty] === made.id);
  const isFresh = (items: readonly JsonObject[]): boolean => {
    const item = itemOf(items);
    return (
      item !== undefined &&
      echoDifferences(body, item, life.node.schema).every(({ got }) => got === undefined)
    );
  };
  const listing = yield* list(life, parent, { isFresh });
  const item = listing && itemOf(listing.items);
  if (!listing) return;
  if (!item) {
    if (!listing.isWhole) return;
    life.assert("changes", listing.last, {
      message: "a changed object is no longer listed",
      expected: JSON.stringify(made.id),
      actual: `${idsOf(life, listing.items).length} objects without it: ${life.said(listing.last)}`,
    });
    return;
  }
  const stale = echoDifferences(body, item, life.node.schema).filter(({ got }) => got !== undefined);
  life.assert(
    "changes",
    listing.last,
    life.differing(stale, listing.last, { sent: "it was changed", operation }),
  );
}

/** PUT replaces the whole object: what it leaves out is gone. */
export function* replacing(
  life: Life,
  made: Made,
  leaf: Leaf | undefined,
  body: JsonObject | undefined,
): ChainProgram {
  const operation = life.operation("replace");
  if (!operation || !body) return;
  const current = yield* now(life, made);
  if (!current) return;
  const varied = leaf ? withLeaf(body, leaf.path, anotherValue(leaf, life.world.nextMark(), 5)) : body;
  const seen = yield* life.write(operation, life.path(operation, made.lineage), current.etag, {
    body: varied,
  });
  if (!isSuccess(seen)) {
    if (seen.status >= 500) life.assert("replaces", seen, broke(life, seen, "a replacement"));
    else life.notJudged("replaces", `the replacement is refused: ${life.said(seen)}`);
    return;
  }
  const after = yield* read(life, made, (one) => echoDifferences(varied, one, life.node.schema).length === 0);
  const found = after && objectOf(after);
  if (!after) return;
  const differing = found
    ? life.differing(echoDifferences(varied, found, life.node.schema), after, {
        sent: "it was sent",
        operation,
      })
    : gone(life, after);
  life.assert("replaces", after, differing ?? (found ? keyProblem(life, after, found, made) : undefined));
}
