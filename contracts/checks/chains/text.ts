import type { JsonObject, JsonValue } from "../../../spec/openapi/index.ts";
import type { AssertionName } from "./assertions.ts";
import { createWith, documentedBody } from "./creating.ts";
import { remove } from "./deleting.ts";
import { etagOf, type Life, objectOf, type Problem } from "./life.ts";
import { wrongValue } from "./odd-changes.ts";
import { read } from "./reading.ts";
import { type ChainProgram, isSuccess, type Seen } from "./step.ts";
import { type Leaf, valueAt, withLeaf } from "./varied-body.ts";
import type { Made } from "./world.ts";

interface Sample {
  readonly name: AssertionName;
  readonly what: string;
  readonly text: string;
}

/** Texts that mangling servers mangle, each in its own way. */
const SAMPLES: readonly Sample[] = [
  {
    name: "text",
    what: "letters of several scripts",
    text: "Zażółć gęślą ñandú Ελληνικά Привет 日本語 العربية हिन्दी e\u0301",
  },
  { name: "text", what: "emoji", text: "🎉 👩‍👩‍👧‍👦 🏳️‍🌈 𝒳" },
  { name: "text", what: "quotes and markup", text: `O'Brien ''q'' "d" \\ <b>&amp;</b> %20 + {x} $y; -- /*` },
  { name: "text", what: "spaces, tabs and line breaks", text: "a  b\tc\nd" },
  { name: "text-long", what: "a long text", text: "Long text of graph-contracts. ".repeat(100).trim() },
  { name: "text-empty", what: "an empty text", text: "" },
];

/** Texts are kept as they were sent or refused with 4xx, in a create and in a change. */
export function* text(
  life: Life,
  made: Made,
  parent: readonly string[],
  leaf: Leaf | undefined,
): ChainProgram {
  const body = documentedBody(life.node);
  if (!body) return;
  yield* typed(life, parent, body);
  if (!leaf) {
    for (const name of ["text", "text-long", "text-empty", "text-change"] as const)
      life.notJudged(name, "the documented body has no free text");
    return;
  }
  for (const sample of SAMPLES)
    yield* created(life, parent, withLeaf(body, leaf.path, sample.text), leaf, sample);
  yield* changed(life, made, leaf);
}

function* created(
  life: Life,
  parent: readonly string[],
  body: JsonObject,
  leaf: Leaf,
  { name, what, text: value }: Sample,
): ChainProgram {
  const { seen, made } = yield* createWith(life, parent, body);
  if (!isSuccess(seen)) {
    life.assert(name, seen, refusal(life, seen, what));
    return;
  }
  const answered = objectOf(seen);
  if (answered) life.assert(name, seen, kept(life, seen, valueAt(answered, leaf.path), value, what, leaf));
  if (!made) return;
  const after = yield* read(life, made);
  const object = after && objectOf(after);
  if (after)
    life.assert(
      name,
      after,
      object
        ? kept(life, after, valueAt(object, leaf.path), value, what, leaf)
        : {
            message: `an object with ${what} cannot be read`,
            expected: "status 200",
            actual: life.said(after),
          },
    );
  yield* remove(life, made);
}

function* changed(life: Life, made: Made, leaf: Leaf): ChainProgram {
  const operation = life.operation("change");
  if (!operation || leaf.path.length > 1) return;
  for (const { what, text: value } of SAMPLES.slice(0, 3)) {
    const body = withLeaf({}, leaf.path, value);
    const before = yield* read(life, made);
    const seen = yield* life.write(operation, life.path(operation, made.lineage), before && etagOf(before), {
      body,
    });
    if (!isSuccess(seen)) {
      life.assert("text-change", seen, refusal(life, seen, what));
      continue;
    }
    const after = yield* read(life, made, (object) => valueAt(object, leaf.path) === value);
    const object = after && objectOf(after);
    if (after && object)
      life.assert("text-change", after, kept(life, after, valueAt(object, leaf.path), value, what, leaf));
  }
}

function refusal(life: Life, seen: Seen, what: string): Problem | undefined {
  if (seen.status >= 400 && seen.status < 500) return undefined;
  return {
    rule: "status",
    message: `the server broke on ${what}`,
    expected: "the text as it was sent, or a refusal with 4xx",
    actual: life.said(seen),
  };
}

function kept(
  life: Life,
  seen: Seen,
  got: JsonValue | undefined,
  wanted: string,
  what: string,
  leaf: Leaf,
): Problem | undefined {
  if (got === wanted || (wanted === "" && (got === null || got === undefined))) return undefined;
  const at =
    typeof got === "string" ? [...wanted].findIndex((character, index) => [...got][index] !== character) : 0;
  const from = Math.max(0, at - 10);
  return {
    message: `${what} came back mangled in '${leaf.path.join("/")}'`,
    expected: `${JSON.stringify([...wanted].slice(from, from + 60).join(""))}, as it was sent`,
    actual: `${typeof got === "string" ? JSON.stringify([...got].slice(from, from + 60).join("")) : JSON.stringify(got ?? null)} from ${life.said(seen)}`,
  };
}

/** A create with a value of a wrong type is refused. */
function* typed(life: Life, parent: readonly string[], body: JsonObject): ChainProgram {
  const wrong = wrongValue(life, body);
  if (!wrong)
    return life.notJudged("create-type", "the documented body has no property of a plain documented type");
  const [name, value] = wrong;
  const { seen, made } = yield* createWith(life, parent, { ...body, [name]: value });
  const problem: Problem | undefined =
    seen.status >= 400 && seen.status < 500
      ? undefined
      : {
          rule: "status",
          message: `a value of a wrong type was not refused for '${name}'`,
          expected: `a refusal of ${JSON.stringify(value)} with 4xx`,
          actual: life.said(seen),
        };
  life.assert("create-type", seen, problem);
  if (made) yield* remove(life, made);
}
