import { describe, expect, it } from "vitest";
import { REPORT_FORMATS, renderReport } from "./index.ts";
import { redactedText } from "./redacted.ts";
import { RESULTS, SECRET, VERDICTS, verdictOf } from "./testing/verdict.ts";

describe("renderReport", () => {
  it("knows five formats", () => {
    expect(REPORT_FORMATS).toEqual(["junit", "json", "html", "sarif", "markdown"]);
  });

  for (const format of REPORT_FORMATS) {
    it.each(Object.entries(VERDICTS))(`shows no secret as ${format} of a run that is %s`, (_, verdict) => {
      const report = renderReport(format, verdict);
      expect(report).not.toContain(SECRET);
      expect(report.endsWith("\n")).toBe(true);
    });
  }
});

describe("a property that was set aside", () => {
  it.each(REPORT_FORMATS)("is told as %s, with the lines that contradict each other", (format) => {
    const report = renderReport(format, verdictOf(RESULTS.slice(5)));
    expect(report).toContain("value/0/size");
    for (const line of [47, 90]) expect(report).toMatch(new RegExp(`create-profile\\.md[^\\n]*${line}`));
  });
});

describe("redactedText", () => {
  it.each([
    "Authorization: Bearer abc.def1",
    "basic dXNlcjpwYXNzd29yZA==",
    "eyJhbGciOiJub25lIn0.eyJzdWIiOiJtZSJ9.c2ln",
    '{"access_token": "abc1"}',
    "grant_type=x&client_secret=abc1&y=z",
    "https://me:abc1@host/beta",
  ])("takes the credential out of %s", (text) => {
    expect(redactedText(text)).toContain("[redacted]");
    expect(redactedText(text)).not.toMatch(/abc|dXNl|eyJ/);
    expect(redactedText(redactedText(text))).toBe(redactedText(text));
  });

  it.each([
    'curl -H "Authorization: Bearer $GRAPH_TOKEN"',
    "|Authorization|Bearer {token}. Required.|",
    "Bearer authentication is required",
    'Bearer realm="", authorization_uri="https://login.example/common"',
    "mailto:someone@example.org",
    "http://127.0.0.1:4010/users/someone@example.org",
  ])("leaves %s alone", (text) => {
    expect(redactedText(text)).toBe(text);
  });
});
