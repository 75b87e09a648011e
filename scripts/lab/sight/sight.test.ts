import { describe, expect, it } from "vitest";
import { createJudging } from "../../../contracts/index.ts";
import { extract, type PageSource } from "../../../spec/index.ts";
import { isJsonObject, type JsonValue, type Schema } from "../../../spec/openapi/index.ts";
import { corpusPages, embeddedPages } from "../../../spec/testing/corpus.ts";
import { scoreOf, shareOf } from "./score.ts";

const GOAL = 0.99;
const corpus = corpusPages();

const sets: [string, readonly PageSource[] | undefined][] = [
  ["the embedded page", embeddedPages()],
  [corpus ? "real pages" : "real pages (../shared/corpus is not there)", corpus],
];

describe.each(sets)("the judgement of %s", (_name, pages = []) => {
  const { document } = extract(pages);
  const { schemas } = createJudging(document, (source) => ({ kind: "page", source, display: source.page }));

  it.skipIf(pages.length === 0)("sees what contradicts them, and no fault in what they show", () => {
    const score = scoreOf(document);
    expect(score.answers).toBeGreaterThan(0);
    expect(score.tallies.type.altered).toBeGreaterThan(0);
    expect(shareOf(score), score.missed.slice(0, 9).join("\n")).toBeGreaterThanOrEqual(GOAL);
    expect(score.slandered).toEqual([]);
    expect(score.unjudged).toEqual([]);
  });

  it.skipIf(pages.length === 0)("can use every schema that they lead to", () => {
    const samples: readonly JsonValue[] = ["text", 1, true, null, [], {}];
    let count = 0;
    for (const schema of schemasWithin(document)) {
      for (const sample of samples) schemas.violations(schema, sample);
      count += 1;
    }
    expect(count).toBeGreaterThan(0);
  });
});

/** Every Schema Object of a description, those within others included. */
function* schemasWithin(value: unknown): Generator<Schema> {
  if (Array.isArray(value)) for (const one of value) yield* schemasWithin(one);
  else if (isJsonObject(value as JsonValue))
    for (const [name, member] of Object.entries(value as object)) {
      if (name === "examples" || name === "example" || name === "enum") continue;
      if (["schema", "items", "additionalProperties"].includes(name) && isJsonObject(member)) yield member;
      if (["properties", "schemas"].includes(name)) yield* Object.values(member as Record<string, Schema>);
      yield* schemasWithin(member);
    }
}
