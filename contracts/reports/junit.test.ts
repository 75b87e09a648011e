import { readFile } from "node:fs/promises";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { validateXML } from "xmllint-wasm";
import type { Verdict } from "../index.ts";
import { renderReport } from "./index.ts";
import { renderJunit } from "./junit.ts";
import { check, finding, RESULTS, VERDICT, VERDICTS, verdictOf } from "./testing/verdict.ts";

const SCHEMA = await readFile(new URL("./testing/junit.xsd", import.meta.url), "utf8");

async function complaints(...documents: readonly string[]): Promise<string[]> {
  const { errors } = await validateXML({
    xml: documents.map((contents, index) => ({ fileName: `${index}.xml`, contents })),
    schema: [SCHEMA],
  });
  return errors.map(({ message }) => message);
}

describe("renderJunit", () => {
  it.each(Object.entries(VERDICTS))("is valid for a run that is %s", async (_, verdict) => {
    expect(await complaints(renderReport("junit", verdict))).toEqual([]);
  });

  it("would be found invalid with an attribute that the schemas do not know", async () => {
    const broken = renderJunit(VERDICT).replace("<testcase ", '<testcase basis="documented" ');
    expect(await complaints(broken)).not.toEqual([]);
  });

  it("has one suite an operation with counts that add up", () => {
    const xml = renderJunit(VERDICT);
    expect(xml.match(/<testsuite .*>/g)).toEqual([
      expect.stringContaining('name="POST /me/profile" id="0"'),
      expect.stringContaining('name="GET /users/{usersId}" id="1"'),
    ]);
    expect(xml).toContain('tests="3" failures="2" errors="0" skipped="0"');
    expect(xml).toContain('tests="3" failures="0" errors="0" skipped="2"');
  });

  it("puts page faults and skips down as skipped, with their reasons", () => {
    const xml = renderJunit(VERDICT);
    expect(xml).toContain(
      `<skipped message="the page&#39;s fault: line 47 says String, line 90 shows a number"/>`,
    );
    expect(xml).toContain('<skipped message="left out by --skip"/>');
  });

  it("names basis and citation of each check", () => {
    const xml = renderJunit(VERDICT);
    expect(xml).toContain('<property name="postMeProfile/documented.basis" value="documented"/>');
    expect(xml).toContain(
      '<property name="postMeProfile/documented.citation" value="spec/pages/create-profile.md:47: |id|String|The key|"/>',
    );
  });

  it("makes an unfinished run an error", () => {
    const xml = renderJunit(verdictOf(RESULTS, { outcome: "incomplete", reason: "the target hangs" }));
    expect(xml).toMatch(/<error type="incomplete" message=".* was not fully judged: the target hangs"\/>/);
  });

  it("is well-formed and valid whatever a server sends", async () => {
    const texts = fc.sample(fc.string({ unit: "binary", maxLength: 60 }), { numRuns: 300, seed: 1 });
    const verdicts = texts.map((text): Verdict => {
      const failed = {
        check: check("a/b"),
        outcome: "failed",
        findings: [finding({ message: text, actual: text })],
      } as const;
      return verdictOf([{ ...failed, exchanges: [], durationMs: 1 }], { target: `http://host/${text}` });
    });
    expect(await complaints(...verdicts.map(renderJunit))).toEqual([]);
  });
});
