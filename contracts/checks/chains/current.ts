import type { JsonObject } from "../../../spec/openapi/index.ts";
import { etagOf, type Life, objectOf, type Problem } from "./life.ts";
import { read } from "./reading.ts";
import type { ChainProgram, Seen } from "./step.ts";
import type { Made } from "./world.ts";

/** An object as it was last seen, and what it is expected to be. */
export interface Current {
  readonly made: Made;
  readonly object: JsonObject;
  readonly etag: string | undefined;
}

export function* now(life: Life, made: Made): ChainProgram<(Current & { seen: Seen }) | undefined> {
  const seen = yield* read(life, made);
  const object = seen && objectOf(seen);
  return seen && object ? { made, object, etag: etagOf(seen), seen } : undefined;
}

export function keyProblem(life: Life, seen: Seen, object: JsonObject, made: Made): Problem | undefined {
  const key = life.node.keyProperty;
  if (life.node.kind === "singleton" || object[key] === made.id || object[key] === undefined)
    return undefined;
  return {
    rule: "identity",
    message: `a change gave the object another '${key}'`,
    expected: JSON.stringify(made.id),
    actual: life.said(seen, object[key] ?? null),
  };
}

export function broke(life: Life, seen: Seen, what: string): Problem {
  return {
    rule: "status",
    message: `the server broke on ${what}`,
    expected: "a refusal with 4xx, or an answer",
    actual: life.said(seen),
  };
}
