import { describe, expect, it } from "vitest";
import { renderReport } from "./index.ts";
import { check, finding, RESULTS, VERDICT, verdictOf } from "./testing/verdict.ts";

const MEGABYTE = 2 ** 20;

describe("renderMarkdown", () => {
  it("begins with the verdict", () => {
    expect(renderReport("markdown", VERDICT)).toMatch(
      /^## ❌ `http:\/\/\S+` does not conform to the pages\n\n\*\*2 failed, 1 not judged, 1 skipped, 2 passed\*\* in 1\.2 s/,
    );
    expect(renderReport("markdown", verdictOf(RESULTS.slice(5), { outcome: "conforms" }))).toMatch(/^## ✅ /);
  });

  it("quotes the page's line beside the failure", () => {
    expect(renderReport("markdown", VERDICT)).toContain(
      "documented: `spec/pages/create-profile.md:47`<br>`\\|id\\|String\\|The key\\|` |",
    );
  });

  it("leaves no markup, link or picture of a server's outside code", () => {
    const prose = renderReport("markdown", VERDICT)
      .replace(/^(`{3,}).*\n[\s\S]*?\n\1$/gm, "")
      .replace(/(?<![`\\])(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, "");
    expect(prose).not.toMatch(/(?<!\\|\()<(?!\/?(?:details|summary|code|br)>)/);
    expect(prose).not.toMatch(/(?<!\\)!\[|(?<!\\):\/\/evil\.example/);
  });

  it("keeps every row of a table to its columns", () => {
    const rows = renderReport("markdown", VERDICT)
      .split("\n")
      .filter((line) => line.startsWith("| `"));
    expect(rows).toHaveLength(5);
    expect(rows.map((row) => row.match(/(?<!\\)\|/g)?.length)).toEqual([5, 5, 5, 4, 4]);
  });

  it("says once what several requests of a check met alike", () => {
    const same = { ...RESULTS[0], findings: [finding(), finding(), finding()] } as (typeof RESULTS)[number];
    const rows = renderReport("markdown", verdictOf([same])).match(/^\| `postMeProfile\/documented`/gm);
    expect(rows).toHaveLength(1);
  });

  it("stays below what a CI job may show, however much failed", () => {
    const [failed] = RESULTS;
    const many = Array.from({ length: 3000 }, (_, index) => ({
      ...(failed as (typeof RESULTS)[number]),
      check: check(`operation${index}/documented`),
      findings: [finding({ actual: "x".repeat(5000) })],
    }));
    const report = renderReport("markdown", verdictOf(many));
    expect(report.length).toBeLessThan(MEGABYTE);
    expect(report).toContain("and 2,900 more");
  });
});
