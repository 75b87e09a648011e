import { describe, expect, it } from "vitest";
import type { Verdict } from "../judge/verdict.ts";
import { REPORT_FORMATS, renderReport } from "./index.ts";
import { check, exchange, RULE } from "./testing/verdict.ts";

const NAMES = [
  ...["api_key", "apiKey", "X-Api-Key", "sig", "code", "client_assertion", "credential", "auth", "session"],
  ...["pin", "key", "access_token", "secret", "password"],
];

/** A canary under the name in every place of a verdict that holds what was sent or received. */
function planted(name: string, canary: string): Verdict {
  const base = exchange(JSON.stringify({ value: [{ [name]: { deep: [canary] } }] }));
  const request = {
    ...base.request,
    url: `http://127.0.0.1:4010/beta/me?a=1&${name}=${canary}`,
    headers: [[name, canary] as const],
    body: `{"outer":{"${name}":"${canary}"}}`,
  };
  const finding = {
    rule: "schema",
    message: `the body holds {"${name}": "${canary}"}`,
    expected: "a value",
    actual: `{"${name}":["${canary}"]}`,
    basis: "documented" as const,
    citation: RULE,
    curl: `curl -i 'http://127.0.0.1/beta/me' --data-binary '{"${name}":"${canary}"}'`,
  };
  return {
    version: 1,
    tool: { name: "graph-contracts", version: "0" },
    target: "http://127.0.0.1:4010/beta",
    startedAt: new Date(0).toISOString(),
    durationMs: 1,
    outcome: "deviates",
    strict: false,
    results: [
      {
        check: check("postMeProfile/documented"),
        outcome: "failed",
        findings: [finding],
        exchanges: [{ ...base, request }],
        durationMs: 1,
      },
    ],
    created: [],
  };
}

describe.each(REPORT_FORMATS)("a report as %s", (format) => {
  it.each(NAMES)("shows nothing that stands under '%s'", (name) => {
    const report = renderReport(format, planted(name, "zq7canary"));
    expect(report).not.toContain("zq7canary");
    expect(report).toContain("[redacted]");
  });
});
