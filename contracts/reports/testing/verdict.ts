/** A verdict with one of everything, and with everything a hostile server could put into one. */
import type {
  Check,
  CheckResult,
  Citation,
  Exchange,
  ReportedFinding,
  Verdict,
} from "../../judge/verdict.ts";

/** Markup, Markdown, a backtick, a bar, a bell, a change of direction, half a character. */
export const HOSTILE =
  '<script>window.hacked = true</script><img src=x onerror="window.hacked = true">]]>&amp;`|![x](http://evil.example/) \u0007\u202e\ud800';

/** What must be found in no report. */
export const SECRET = "hunter2.s3cret-t0ken";

export const PAGE: Citation = {
  kind: "page",
  source: { page: "create-profile.md", line: 47 },
  display: "spec/pages/create-profile.md:47",
  quote: "|id|String|The key|",
};

/** A documented answer that does not fit the property's line. */
export const EXAMPLE: Citation = {
  kind: "page",
  source: { page: "create-profile.md", line: 90 },
  display: "spec/pages/create-profile.md:90",
};

export const RULE: Citation = {
  kind: "rule",
  title: "RFC 9110 15.5.2: 401 Unauthorized",
  url: "https://www.rfc-editor.org/rfc/rfc9110#section-15.5.2",
};

const operation = { operationId: "postMeProfile", method: "POST", path: "/me/profile" };
const other = { operationId: "getUser", method: "GET", path: "/users/{usersId}" };

export function exchange(body: string): Exchange {
  return {
    request: {
      method: "POST",
      url: "http://127.0.0.1:4010/beta/me/profile",
      headers: [
        ["Authorization", `Bearer ${SECRET}`],
        ["Content-Type", "application/json"],
      ],
      body: '{"@odata.type":"#microsoft.graph.profile"}',
      truncated: false,
    },
    response: {
      status: 201,
      headers: [
        ["Content-Type", "application/json"],
        ["Set-Cookie", `session=${SECRET}`],
        ["X-Hostile", HOSTILE],
      ],
      body,
      truncated: true,
    },
    durationMs: 12.5,
  };
}

export function check(id: string, more: Partial<Check> = {}): Check {
  return { id, title: `the title of ${id}`, basis: "documented", citation: PAGE, operation, ...more };
}

export function finding(more: Partial<ReportedFinding> = {}): ReportedFinding {
  return {
    rule: "schema",
    message: "the body does not fit",
    expected: "id: a string",
    actual: HOSTILE,
    basis: "documented",
    citation: PAGE,
    curl: "curl -X POST 'http://127.0.0.1:4010/beta/me/profile' -H \"Authorization: Bearer $GRAPH_TOKEN\"",
    ...more,
  };
}

export const RESULTS: readonly CheckResult[] = [
  {
    check: check("postMeProfile/documented"),
    outcome: "failed",
    findings: [finding(), finding({ rule: "status", message: HOSTILE, actual: `Bearer ${SECRET}` })],
    exchanges: [exchange(HOSTILE), { request: exchange("").request, durationMs: 1 }],
    durationMs: 20,
  },
  {
    check: check("postMeProfile/refuse-no-token", { basis: "policy", citation: RULE }),
    outcome: "failed",
    findings: [finding({ basis: "policy", citation: RULE, message: "it was not refused" })],
    exchanges: [exchange(`{"access_token":"${SECRET}"}`)],
    durationMs: 1e-7,
  },
  {
    check: check("postMeProfile/id-form", { basis: "advisory" }),
    outcome: "passed",
    findings: [finding({ basis: "advisory", message: "the id is no GUID", rule: "identity" })],
    exchanges: [exchange("{}")],
    durationMs: 3,
  },
  {
    check: check("getUser/documented", { operation: other }),
    outcome: "page-fault",
    findings: [],
    exchanges: [],
    reason: "line 47 says String, line 90 shows a number",
    durationMs: 0,
  },
  {
    check: check("getUser/refuse-no-token", { operation: other, basis: "policy", citation: RULE }),
    outcome: "skipped",
    findings: [],
    exchanges: [],
    reason: "left out by --skip",
    durationMs: 0,
  },
  {
    check: check("getUser/again", { operation: other }),
    outcome: "passed",
    findings: [],
    exchanges: [exchange("{}")],
    setAside: [
      { path: "value/0/size", message: `must be integer, not ${HOSTILE}`, citations: [PAGE, EXAMPLE] },
    ],
    durationMs: 90_000,
  },
];

export function verdictOf(results: readonly CheckResult[], more: Partial<Verdict> = {}): Verdict {
  return {
    version: 1,
    tool: { name: "graph-contracts", version: "1.2.3" },
    target: `http://user:${SECRET}@127.0.0.1:4010/beta`,
    startedAt: "2026-01-02T03:04:05.678Z",
    durationMs: 1234,
    outcome: "deviates",
    strict: false,
    results,
    created: [
      {
        method: "POST",
        url: "http://127.0.0.1:4010/beta/me/profile",
        id: HOSTILE,
        checkId: "postMeProfile/documented",
      },
    ],
    deep: { runs: 100, seed: 7 },
    ...more,
  };
}

export const VERDICT: Verdict = verdictOf(RESULTS);

/** One for each way to end, the empty run included. */
export const VERDICTS: Readonly<Record<string, Verdict>> = {
  deviating: VERDICT,
  conforming: verdictOf(RESULTS.slice(5), { outcome: "conforms", created: [] }),
  "incomplete and strict": verdictOf(RESULTS, {
    outcome: "incomplete",
    reason: `stopped: ${HOSTILE}`,
    strict: true,
  }),
  empty: verdictOf([], { outcome: "conforms", created: [] }),
};
