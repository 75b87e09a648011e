import { isJsonObject, type JsonObject } from "../../../spec/openapi/index.ts";
import { headerValue } from "../../http/message.ts";
import { echoDifferences } from "./equality.ts";
import { ChainStopped, type Life, objectOf, type Sending } from "./life.ts";
import { exampleObject, type ResourceNode } from "./resource-graph.ts";
import { type ChainProgram, isSuccess, type Seen } from "./step.ts";
import { anotherValue, type Leaf, leavesOf, withLeaf } from "./varied-body.ts";
import type { Made } from "./world.ts";

/** The documented body of a create, without what would make it depend on the page's own objects. */
export function documentedBody(node: ResourceNode): JsonObject | undefined {
  for (const { operations } of node.routes) {
    const example = exampleObject(operations.create?.operation.requestBody?.content) as
      | JsonObject
      | undefined;
    if (example) return example;
  }
  const name = ["displayName", "name", "title", "subject"].find((one) =>
    node.requestSchema.properties.has(one),
  );
  return name === undefined ? undefined : { [name]: "Contract" };
}

/** A free text of the documented body, by which an object is told from others; undefined where it has none. */
export function markedLeaf(life: Life): Leaf | undefined {
  const body = documentedBody(life.node);
  const leaves = body ? leavesOf(life.world.document, body, life.node.requestSchema) : [];
  return leaves.find(({ kind }) => kind === "text");
}

/** Whether a client names the object: its key is part of the documented body. */
export function isNamedByClient(node: ResourceNode): boolean {
  const body = documentedBody(node);
  return body !== undefined && Object.hasOwn(body, node.keyProperty);
}

/** Creates one object from the documented body with a mark of its own, and asserts what a create promises. */
export function* create(
  life: Life,
  parent: readonly string[],
  change: JsonObject = {},
): ChainProgram<Made | undefined> {
  const operation = life.operation("create");
  const documented = documentedBody(life.node);
  if (!operation || !documented) throw new ChainStopped("the page shows no body to create an object from");
  const mark = life.world.nextMark();
  const leaves = leavesOf(life.world.document, documented, life.node.requestSchema);
  const leaf = leaves.find(({ kind }) => kind === "text") ?? leaves.find(({ kind }) => kind === "date");
  const varied = leaf
    ? withLeaf(documented, leaf.path, anotherValue(leaf, mark, life.world.made.length + 1))
    : documented;
  const named = isNamedByClient(life.node) ? { [life.node.keyProperty]: mark } : {};
  const path = life.path(operation, parent);
  let sent: JsonObject = { ...varied, ...change, ...named };
  let seen = yield* life.send(operation, path, { body: sent });
  let isMarked = leaf?.kind === "text";
  // A server may insist on a form that no page tells of: the documented body is one that it takes.
  if (
    seen.status >= 400 &&
    seen.status < 500 &&
    seen.status !== 404 &&
    leaf &&
    Object.keys(change).length === 0
  ) {
    sent = { ...documented, ...named };
    isMarked = false;
    seen = yield* life.send(operation, path, { body: sent });
  }
  const made = noteMade(life, seen, { parent, mark, isMarked, sent });
  life.assert(
    "creates",
    seen,
    seen.status >= 500
      ? {
          rule: "status",
          message: "the server broke on a create",
          expected: "an object, as for the documented request",
          actual: life.said(seen),
        }
      : undefined,
  );
  if (made) assertCreated(life, seen, made);
  return made;
}

/** Creates an object, or stops the chain: nothing can be told of objects that are not there. */
export function* createFirst(life: Life, parent: readonly string[]): ChainProgram<Made> {
  const before = life.world.made.length;
  const made = yield* create(life, parent);
  if (made) return made;
  const missing = life.world.made.length === before ? (life.advice() ?? "the create gives back no id") : "";
  throw new ChainStopped(`no object could be created: ${missing}`);
}

/** Sends a create with a body of the caller's and notes what it made, with no assertion. */
export function* createWith(
  life: Life,
  parent: readonly string[],
  body: JsonObject,
  sending: Sending = {},
): ChainProgram<{ seen: Seen; made: Made | undefined }> {
  const operation = life.operation("create");
  if (!operation) throw new ChainStopped("the description has no create");
  const seen = yield* life.send(operation, life.path(operation, parent), { ...sending, body });
  return {
    seen,
    made: noteMade(life, seen, { parent, mark: life.world.nextMark(), isMarked: false, sent: body }),
  };
}

function noteMade(
  life: Life,
  seen: Seen,
  {
    parent,
    mark,
    isMarked,
    sent,
  }: { parent: readonly string[]; mark: string; isMarked: boolean; sent: JsonObject },
): Made | undefined {
  if (!isSuccess(seen)) return undefined;
  const created = objectOf(seen);
  const id = created?.[life.node.keyProperty] ?? located(seen);
  if (life.node.kind === "collection" && (typeof id !== "string" || id.trim() === "")) return undefined;
  const own = typeof id === "string" ? id : "";
  const made: Made = {
    node: life.node,
    id: own,
    lineage: life.node.kind === "collection" ? [...parent, own] : parent,
    mark,
    isMarked,
    sent,
    ...(created ? { created } : {}),
  };
  life.world.made.push(made);
  return made;
}

/** The id in the URL of what was created, where the answer has no body (RFC 9110 10.2.2). */
function located(seen: Seen): string | undefined {
  const place =
    headerValue(seen.answer.headers, "odata-entityid") ?? headerValue(seen.answer.headers, "location");
  const last = place
    ?.replace(/[?#].*$/, "")
    .split("/")
    .at(-1);
  return last === undefined ? undefined : (/\('?([^()']+)'?\)$/.exec(last)?.[1] ?? last);
}

function assertCreated(life: Life, seen: Seen, made: Made): void {
  const operation = seen.step.operation;
  if (made.created) {
    const found = echoDifferences(made.sent, made.created, life.node.schema);
    life.assert("echoes", seen, life.differing(found, seen, { sent: "it was sent", operation }));
  }
  if (life.node.kind === "singleton" || isNamedByClient(life.node)) return;
  const key = life.node.keyProperty;
  const repeated = life.world.isRepeated(`${life.node.key} ${made.lineage.slice(0, -1).join("/")}`, made.id);
  life.assert(
    "fresh-id",
    seen,
    repeated
      ? {
          rule: "identity",
          message: `an '${key}' was given out twice`,
          expected: "an id that no object had before, not even one that was deleted",
          actual: `${JSON.stringify(made.id)} again, from ${life.said(seen)}`,
        }
      : undefined,
  );
}

/** A create with an id of the client's: refused, or made with another. */
export function* createWithClientId(life: Life, parent: readonly string[]): ChainProgram<Made | undefined> {
  const body = documentedBody(life.node);
  if (!body || life.node.kind === "singleton" || isNamedByClient(life.node)) return undefined;
  const wanted = life.world.guid();
  const leaf = markedLeaf(life);
  const mark = life.world.nextMark();
  const sent = leaf ? withLeaf(body, leaf.path, anotherValue(leaf, mark, 3)) : body;
  const { seen, made } = yield* createWith(life, parent, { ...sent, [life.node.keyProperty]: wanted });
  const id = made?.id;
  if (seen.status >= 500 || id === wanted) {
    life.assert("own-id", seen, {
      rule: "identity",
      message: id === wanted ? "the client's id was taken" : "the server broke on an id of the client's",
      expected: "an id of the server's own, or a refusal with 4xx",
      actual: life.said(
        seen,
        isJsonObject(seen.json) ? (seen.json[life.node.keyProperty] ?? null) : undefined,
      ),
    });
  } else life.assert("own-id", seen, undefined);
  if (!made) return undefined;
  const whole: Made = { ...made, mark, isMarked: leaf !== undefined, sent };
  life.world.made[life.world.made.indexOf(made)] = whole;
  if (made.id !== wanted) assertCreated(life, seen, whole);
  return whole;
}

/** Creates what the chain's objects nest below: one parent of each collection on the way. */
export function* createParents(life: Life): ChainProgram<readonly string[]> {
  const { parent } = life.node;
  if (!parent) return [];
  const above = life.of(parent);
  const grand = yield* createParents(above);
  const body = documentedBody(parent);
  if (!body) throw new ChainStopped(`the page shows no body to create ${parent.key} from`);
  const leaf = markedLeaf(above);
  const mark = life.world.nextMark();
  const sent = leaf ? withLeaf(body, leaf.path, anotherValue(leaf, mark, 1)) : body;
  const named = isNamedByClient(parent) ? { [parent.keyProperty]: mark } : {};
  let { seen, made } = yield* createWith(above, grand, { ...sent, ...named });
  if (!made && leaf) ({ seen, made } = yield* createWith(above, grand, { ...body, ...named }));
  if (!made)
    throw new ChainStopped(above.advice() ?? `what it nests below could not be created: ${life.said(seen)}`);
  life.world.made[life.world.made.indexOf(made)] = { ...made, mark, isMarked: leaf !== undefined };
  life.world.remember(`${parent.key} ${grand.join("/")}`, made.id);
  return made.lineage;
}
