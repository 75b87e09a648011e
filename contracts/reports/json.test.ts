import { Ajv } from "ajv";
import formatsModule from "ajv-formats";
import { describe, expect, it } from "vitest";
import { REPORT_SCHEMA, renderReport } from "./index.ts";
import { RESULTS, VERDICT, VERDICTS, verdictOf } from "./testing/verdict.ts";

/** The schema lets readers meet members that they do not know; what is written today has none of those. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== "object" || schema === null) return schema;
  const members = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, closed(value)]));
  return "properties" in schema && "type" in schema ? { ...members, additionalProperties: false } : members;
}

const ajv = new Ajv({ strict: false, allErrors: true });
formatsModule.default(ajv);
const open = ajv.compile(REPORT_SCHEMA);
const strict = ajv.compile(closed(REPORT_SCHEMA) as object);

describe("renderJson", () => {
  it.each(Object.entries(VERDICTS))(
    "has the documented shape and nothing else for a run that is %s",
    (_, verdict) => {
      const report = JSON.parse(renderReport("json", verdict));
      expect(open(report), JSON.stringify(open.errors)).toBe(true);
      expect(strict(report), JSON.stringify(strict.errors)).toBe(true);
    },
  );

  it("is refused by the schema where a member is missing or unknown", () => {
    const { tool, ...rest } = JSON.parse(renderReport("json", VERDICT));
    expect(open(rest)).toBe(false);
    expect(strict({ ...rest, tool, surprise: 1 })).toBe(false);
  });

  it("counts by outcome and by basis", () => {
    const { summary } = JSON.parse(renderReport("json", VERDICT));
    expect(summary).toEqual({
      checks: 6,
      outcomes: { passed: 2, failed: 2, skipped: 1, "page-fault": 1 },
      bases: {
        documented: { passed: 1, failed: 1, skipped: 0, "page-fault": 1 },
        policy: { passed: 0, failed: 1, skipped: 1, "page-fault": 0 },
        advisory: { passed: 1, failed: 0, skipped: 0, "page-fault": 0 },
      },
      advisories: 1,
      exchanges: 5,
    });
  });

  it("leaves exchanges of passed checks out of a very large run and says how many", () => {
    const [failed, , passed] = RESULTS as [(typeof RESULTS)[number], unknown, (typeof RESULTS)[number]];
    const exchanges = Array.from({ length: 20_000 }, () => passed.exchanges[0]);
    const report = renderReport("json", verdictOf([failed, { ...passed, exchanges } as typeof passed]));
    const { results, summary } = JSON.parse(report);
    expect(results[0].exchanges).toHaveLength(failed.exchanges.length);
    expect(results[1]).toMatchObject({ exchanges: [], omittedExchanges: 20_000 });
    expect(strict(JSON.parse(report)), JSON.stringify(strict.errors)).toBe(true);
    expect(summary.exchanges).toBe(20_000 + failed.exchanges.length);
  });
});
