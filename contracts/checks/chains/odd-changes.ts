/** Changes that mean something special or nothing: null, an id, an unknown property, a value of a wrong type. */
import type { DescribedOperation, JsonObject, JsonValue } from "../../../spec/openapi/index.ts";
import { broke, type Current, keyProblem, now } from "./current.ts";
import { echoDifferences, objectDifferences } from "./equality.ts";
import { errorText, etagOf, type Life, objectOf } from "./life.ts";
import { read } from "./reading.ts";
import { type ChainProgram, isSuccess } from "./step.ts";
import type { Leaf } from "./varied-body.ts";

/** `null` clears a property, or is refused where the property must have a value. */
export function* clearing(
  life: Life,
  operation: DescribedOperation,
  current: Current,
  leaf: Leaf | undefined,
): ChainProgram {
  const name = nullable(life, current.object) ?? (leaf?.path.length === 1 ? leaf.path[0] : undefined);
  if (name === undefined) return;
  const path = life.path(operation, current.made.lineage);
  const before = yield* now(life, current.made);
  const seen = yield* life.write(operation, path, before?.etag, { body: { [name]: null } });
  if (!isSuccess(seen)) {
    life.assert("clears", seen, seen.status >= 500 ? broke(life, seen, `'${name}': null`) : undefined);
    return;
  }
  const after = yield* read(
    life,
    current.made,
    (one) => one[name] === null || one[name] === undefined || one[name] === "",
  );
  const value = after && objectOf(after)?.[name];
  if (!after) return;
  const isCleared =
    value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
  life.assert(
    "clears",
    after,
    isCleared
      ? undefined
      : {
          message: `'${name}' is not cleared by null`,
          expected: "null, or a refusal with 4xx",
          actual: life.said(after, value),
        },
  );
  // What follows compares with the object as it was.
  yield* life.write(operation, path, etagOf(after), { body: { [name]: current.object[name] ?? null } });
  yield* read(
    life,
    current.made,
    (one) => echoDifferences({ [name]: current.object[name] ?? null }, one, life.node.schema).length === 0,
  );
}

/** A property with a plain value that the description allows to be null. */
function nullable(life: Life, object: JsonObject): string | undefined {
  return Object.entries(object).find(([name, value]) => {
    const schema = life.node.schema.properties.get(name);
    return (
      schema?.nullable === true &&
      !schema.readOnly &&
      typeof value === "string" &&
      value !== "" &&
      life.node.requestSchema.properties.has(name) &&
      name !== life.node.keyProperty
    );
  })?.[0];
}

/** An id of the client's is refused or ignored. */
export function* renaming(life: Life, operation: DescribedOperation, { made }: Current): ChainProgram {
  if (
    life.node.kind === "singleton" ||
    life.node.requestSchema.properties.get(life.node.keyProperty) === undefined
  )
    return;
  const current = yield* now(life, made);
  const wanted = life.world.guid();
  const seen = yield* life.write(operation, life.path(operation, made.lineage), current?.etag, {
    body: { [life.node.keyProperty]: wanted },
  });
  if (seen.status >= 500) {
    life.assert("keeps-id", seen, broke(life, seen, `an '${life.node.keyProperty}' in a change`));
    return;
  }
  const after = yield* read(life, made);
  if (!after) return;
  const found = objectOf(after);
  life.assert(
    "keeps-id",
    after,
    found
      ? keyProblem(life, after, found, made)
      : {
          message: "the object is not found by its id after a change",
          expected: `${JSON.stringify(made.id)}: the id in the body is ignored or refused`,
          actual: life.said(after),
        },
  );
}

/** Neither an unknown property nor a value of a wrong type breaks the server, is stored, or harms the object. */
export function* undocumented(
  life: Life,
  operation: DescribedOperation,
  { made, object }: Current,
): ChainProgram {
  const name = "graphContractsUnknownProperty";
  const path = life.path(operation, made.lineage);
  const current = yield* now(life, made);
  const seen = yield* life.write(operation, path, current?.etag, { body: { [name]: "unknown" } });
  const after = yield* read(life, made);
  const found = after && objectOf(after);
  const isOpen = life.node.schema.properties.size === 0;
  life.assert(
    "change-undocumented",
    seen,
    seen.status >= 500 ? broke(life, seen, "an unknown property") : undefined,
  );
  if (after && found && isSuccess(seen) && !isOpen)
    life.assert(
      "change-undocumented",
      after,
      found[name] === undefined
        ? undefined
        : {
            message: "an unknown property is stored",
            expected: "it is refused or ignored",
            actual: life.said(after, { [name]: found[name] }),
          },
    );
  if (after && found) {
    const others = objectDifferences(object, found, life.node.schema);
    life.assert(
      "change-undocumented",
      after,
      life.differing(others, after, { sent: "it was before a change of an unknown property", operation }),
    );
  }
  yield* wrongType(life, operation, {
    made,
    object: found ?? object,
    etag: after ? etagOf(after) : undefined,
  });
}

function* wrongType(
  life: Life,
  operation: DescribedOperation,
  { made, object, etag }: Current,
): ChainProgram {
  const wrong = wrongValue(life, object);
  if (!wrong) return;
  const [name, value] = wrong;
  const seen = yield* life.write(operation, life.path(operation, made.lineage), etag, {
    body: { [name]: value },
  });
  if (seen.status >= 500) {
    life.assert("change-type", seen, broke(life, seen, `'${name}': ${JSON.stringify(value)}`));
    return;
  }
  if (!isSuccess(seen)) {
    life.assert("change-type", seen, undefined);
    return;
  }
  const after = yield* read(life, made);
  const found = after && objectOf(after);
  if (!after || !found) return;
  const isKept = echoDifferences({ [name]: object[name] ?? null }, found, life.node.schema).length === 0;
  life.assert(
    "change-type",
    after,
    isKept
      ? undefined
      : {
          message: `a value of a wrong type was taken for '${name}'`,
          expected: `a refusal of ${JSON.stringify(value)} with 4xx${errorText(seen)}`,
          actual: life.said(after, found[name] ?? null),
        },
  );
}

/** A property whose documented type is plain, with a value of another type. */
export function wrongValue(life: Life, object: JsonObject): readonly [string, JsonValue] | undefined {
  for (const [name, value] of Object.entries(object)) {
    const schema = life.node.schema.properties.get(name);
    if (
      !schema ||
      schema.readOnly ||
      name === life.node.keyProperty ||
      !life.node.requestSchema.properties.has(name)
    )
      continue;
    if (schema.type === "string" && typeof value === "string") return [name, { graphContracts: 17 }];
    if (schema.type === "boolean" && typeof value === "boolean") return [name, "neither"];
  }
  return undefined;
}
