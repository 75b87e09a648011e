import type { JsonObject } from "../../../spec/openapi/index.ts";
import { echoDifferences, objectDifferences } from "./equality.ts";
import { type Life, objectOf, type Problem } from "./life.ts";
import { type ChainProgram, isSuccess, type Seen } from "./step.ts";
import type { Made } from "./world.ts";

/** Reads an object until it is as `isFresh` wants it. */
export function* read(
  life: Life,
  made: Made,
  isFresh: (object: JsonObject) => boolean = () => true,
): ChainProgram<Seen | undefined> {
  const operation = life.operation("read");
  if (!operation) return undefined;
  const until = (seen: Seen): boolean => {
    const object = objectOf(seen);
    return object !== undefined && isFresh(object);
  };
  return yield* life.send(operation, life.path(operation, made.lineage), { until });
}

/** Whether an answer shows the object as it was created. */
export function readProblem(life: Life, seen: Seen, made: Made): Problem | undefined {
  const object = objectOf(seen);
  const create = life.operation("create") ?? seen.step.operation;
  if (!object) {
    return {
      rule: "status",
      message: "what was created cannot be read",
      expected: `the object ${JSON.stringify(made.id)} that ${create.method} ${create.path} created`,
      actual: life.said(seen, isSuccess(seen) ? (seen.json ?? "no JSON object") : undefined),
    };
  }
  const key = life.node.keyProperty;
  if (life.node.kind === "collection" && typeof object[key] === "string" && object[key] !== made.id) {
    return {
      rule: "identity",
      message: "another object is answered",
      expected: `the object whose '${key}' is ${JSON.stringify(made.id)}`,
      actual: life.said(seen, object[key]),
    };
  }
  if (life.node.kind === "collection" && object[key] === undefined) {
    return {
      message: `'${key}' is missing`,
      expected: JSON.stringify(made.id),
      actual: life.said(seen, object),
    };
  }
  const sent = echoDifferences(made.sent, object, life.node.schema);
  const created = made.created
    ? objectDifferences(made.created, object, life.node.schema, Object.keys(made.sent))
    : [];
  return life.differing([...sent, ...created], seen, { sent: "it was created", operation: create });
}

/** What was created is what is read, by every path that leads to it. */
export function* reading(life: Life, objects: readonly Made[]): ChainProgram {
  for (const made of objects) {
    const seen = yield* read(
      life,
      made,
      (object) => echoDifferences(made.sent, object, life.node.schema).length === 0,
    );
    if (seen) life.assert("reads", seen, readProblem(life, seen, made));
  }
  const [first] = objects;
  if (first) yield* readingByUser(life, first);
}

/** `/me` is the signed-in user: the same object has an address below `/users/{id}` and `/users/{userPrincipalName}`. */
function* readingByUser(life: Life, made: Made): ChainProgram {
  const twin = life.twin?.operations.read;
  const own = life.operation("read");
  if (!twin || !own?.path.startsWith("/me/")) return;
  const { users } = life.world;
  for (const name of users.names) {
    const until = (seen: Seen): boolean => objectOf(seen) !== undefined;
    const seen = yield* life.send(twin, life.path(twin, made.lineage, name), { until });
    life.assert("reads-by-user", seen, readProblem(life, seen, made), twin);
  }
  if (users.names.length > 0) return;
  const seen = yield* life.send(
    twin,
    life.path(twin, made.lineage),
    users.isSame ? { until: (one) => objectOf(one) !== undefined } : {},
  );
  // Only the object itself proves it: a server may answer anything for a user that it does not know.
  if (made.isMarked && objectOf(seen) !== undefined && readProblem(life, seen, made) === undefined)
    users.isSame = true;
  if (users.isSame) life.assert("reads-by-user", seen, readProblem(life, seen, made), twin);
  else {
    const reason =
      "it is not known which user the token belongs to: no answer names one, and what /me made is not found by the value given for /users/{id}";
    life.suspect("reads-by-user", seen, readProblem(life, seen, made), twin, reason);
  }
}
