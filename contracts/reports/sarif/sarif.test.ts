import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { Ajv } from "ajv";
import formatsModule from "ajv-formats";
import type { Log } from "sarif";
import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../../spec/index.ts";
import { renderDiagnosticsSarif, renderReport } from "../index.ts";
import { VERDICT, VERDICTS, verdictOf } from "../testing/verdict.ts";
import { physicalLocation } from "./log.ts";

/** OASIS's own schema, as a package on the registry carries it. It uses nothing of draft 4 that draft 7 reads otherwise. */
async function sarifSchema(): Promise<object> {
  const file = createRequire(import.meta.url).resolve("@microsoft/jest-sarif");
  const text = await readFile(new URL("./schemas/sarif-2.1.0-rtm.5.json", `file://${file}`), "utf8");
  const { $schema: _, id: __, ...schema } = JSON.parse(text);
  return schema;
}

// One of its patterns is no regular expression in Unicode mode.
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
formatsModule.default(ajv);
const valid = ajv.compile(await sarifSchema());

const DIAGNOSTICS: readonly Diagnostic[] = [
  {
    rule: "method-case",
    severity: "info",
    place: { page: "b.md", line: 2 },
    reason: "the method is not in capitals",
    action: "left out",
  },
  {
    rule: "content-length-stale",
    severity: "error",
    place: { page: "a page.md", line: 7, column: 3 },
    reason: "the length is stale",
    actual: "10",
    expected: "12",
  },
];

function read(text: string): Log {
  const log: unknown = JSON.parse(text);
  expect(valid(log), JSON.stringify(valid.errors)).toBe(true);
  return log as Log;
}

describe("renderSarif", () => {
  it.each(Object.entries(VERDICTS))("is valid for a run that is %s", (_, verdict) => {
    expect(read(renderReport("sarif", verdict)).runs).toHaveLength(1);
  });

  it("is refused by the schema where the version is another", () => {
    expect(valid({ ...read(renderReport("sarif", VERDICT)), version: "2.0.0" })).toBe(false);
  });

  it("points at the line of the page", () => {
    const [first] = read(renderReport("sarif", VERDICT)).runs[0]?.results ?? [];
    expect(first?.locations?.[0]?.physicalLocation).toEqual({
      artifactLocation: { uri: "spec/pages/create-profile.md", uriBaseId: "%SRCROOT%" },
      region: { startLine: 47, snippet: { text: "|id|String|The key|" } },
    });
  });

  it("puts a finding that rests on a rule at the operation's line and names the rule", () => {
    const results = read(renderReport("sarif", VERDICT)).runs[0]?.results ?? [];
    const refused = results.find(({ properties }) => properties?.check === "postMeProfile/refuse-no-token");
    expect(refused?.locations?.[0]?.physicalLocation?.region?.startLine).toBe(47);
    expect(refused?.message.text).toContain("policy: RFC 9110 15.5.2");
  });

  it("makes a hint a note, and an error in a strict run", () => {
    const levels = (strict: boolean) =>
      read(renderReport("sarif", verdictOf(VERDICT.results, { strict }))).runs[0]?.results?.map(
        ({ level }) => level,
      );
    expect(levels(false)).toEqual(["error", "error", "error", "note", "warning", "warning"]);
    expect(levels(true)).toEqual(["error", "error", "error", "error", "warning", "warning"]);
  });

  it("refers to rules by the right index", () => {
    const run = read(renderReport("sarif", VERDICT)).runs[0];
    for (const { ruleId, ruleIndex = -1 } of run?.results ?? [])
      expect(run?.tool.driver.rules?.[ruleIndex]?.id).toBe(ruleId);
  });
});

describe("renderDiagnosticsSarif", () => {
  const log = read(
    renderDiagnosticsSarif(DIAGNOSTICS, { toolVersion: "1.2.3", display: (page) => `docs/${page}` }),
  );

  it("sorts by place and keeps severity, line and column", () => {
    expect(log.runs[0]?.results?.map(({ ruleId, level }) => [ruleId, level])).toEqual([
      ["content-length-stale", "error"],
      ["method-case", "note"],
    ]);
    expect(log.runs[0]?.results?.[0]?.locations?.[0]?.physicalLocation).toEqual({
      artifactLocation: { uri: "docs/a%20page.md", uriBaseId: "%SRCROOT%" },
      region: { startLine: 7, startColumn: 3 },
    });
  });

  it("says what was found, expected and done about it", () => {
    expect(log.runs[0]?.results?.map(({ message }) => message.text)).toEqual([
      "the length is stale; found 10; expected 12",
      "the method is not in capitals; left out",
    ]);
  });

  it("explains each rule, with its default level and where it comes from", () => {
    const rules = log.runs[0]?.tool.driver.rules;
    expect(rules?.map(({ id, defaultConfiguration }) => [id, defaultConfiguration?.level])).toEqual([
      ["content-length-stale", "note"],
      ["method-case", "warning"],
    ]);
    expect(rules?.[1]?.helpUri).toBe("https://www.rfc-editor.org/rfc/rfc9110#section-9");
    expect(rules?.[1]?.help?.markdown).toContain("GET /me");
  });

  it("is valid without any diagnostic", () => {
    expect(read(renderDiagnosticsSarif([], { toolVersion: "1", display: String })).runs[0]?.results).toEqual(
      [],
    );
  });
});

describe("physicalLocation", () => {
  it.each([
    ["pages/a#b.md", "pages/a%23b.md", "%SRCROOT%"],
    ["pages\\a.md", "pages/a.md", "%SRCROOT%"],
    ["../pages/a.md", "../pages/a.md", undefined],
    ["/srv/a b.md", "file:///srv/a%20b.md", undefined],
    ["C:\\docs\\a.md", "file:///C:/docs/a.md", undefined],
  ])("makes a URI of %s", (display, uri, uriBaseId) => {
    expect(physicalLocation(display, 1).artifactLocation).toEqual(
      uriBaseId === undefined ? { uri } : { uri, uriBaseId },
    );
  });
});
