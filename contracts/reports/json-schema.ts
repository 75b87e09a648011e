/**
 * The shape of the JSON report, as JSON Schema draft 7. `version` is counted up when a member changes its meaning or goes; members
 * may be added without that, so a reader ignores what it does not know. All durations are in milliseconds.
 */
const text = { type: "string" } as const;
const count = { type: "integer", minimum: 0 } as const;
const milliseconds = { type: "number", minimum: 0 } as const;
const basis = {
  enum: ["documented", "policy", "advisory"],
  description:
    "documented: a page says it; policy: the platform's or HTTP's published rules say it; advisory: a hint, which fails a strict run only",
} as const;

function record<const P extends Record<string, unknown>>(properties: P, optional: readonly (keyof P)[] = []) {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: "object", required, properties } as const;
}

const counts = record({ passed: count, failed: count, skipped: count, "page-fault": count });

const headers = {
  type: "array",
  items: { type: "array", items: text, minItems: 2, maxItems: 2 },
  description: "fields in the order on the wire; secret values are [redacted]",
} as const;

export const REPORT_SCHEMA = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "The JSON report of graph-contracts verify",
  ...record(
    {
      version: { const: 1 },
      tool: record({ name: { const: "graph-contracts" }, version: text }),
      target: { type: "string", description: "the base URL that was judged" },
      startedAt: { type: "string", format: "date-time" },
      durationMs: milliseconds,
      outcome: { enum: ["conforms", "deviates", "incomplete"] },
      reason: { type: "string", description: "why the run is incomplete" },
      strict: { type: "boolean", description: "hints fail the run too" },
      deep: record({ runs: count, seed: { type: "integer" } }),
      summary: record({
        checks: count,
        outcomes: counts,
        bases: record({ documented: counts, policy: counts, advisory: counts }),
        advisories: count,
        exchanges: count,
      }),
      created: {
        type: "array",
        description: "what the run left at the target, for clean-up",
        items: record({ method: text, url: text, id: text, checkId: text }),
      },
      results: { type: "array", items: { $ref: "#/definitions/result" } },
    },
    ["reason", "deep"],
  ),
  definitions: {
    citation: {
      oneOf: [
        record(
          {
            kind: { const: "page" },
            source: record({ page: text, line: { type: "integer", minimum: 1 } }),
            display: { type: "string", description: "the page's file and line, as a person would open it" },
            quote: { type: "string", description: "the line itself" },
          },
          ["quote"],
        ),
        record({ kind: { const: "rule" }, title: text, url: { type: "string", format: "uri" } }),
      ],
    },
    finding: record(
      {
        rule: { type: "string", pattern: "^[a-z0-9]+(-[a-z0-9]+)*$" },
        message: text,
        expected: text,
        actual: text,
        basis,
        citation: { $ref: "#/definitions/citation" },
        curl: {
          type: "string",
          description: "a shell command that repeats the request, the token as $GRAPH_TOKEN",
        },
      },
      ["curl"],
    ),
    exchange: record(
      {
        request: record({ method: text, url: text, headers, body: text, truncated: { type: "boolean" } }),
        response: record({
          status: { type: "integer" },
          headers,
          body: text,
          truncated: { type: "boolean", description: "there was more than the 64 KiB that are kept" },
        }),
        durationMs: milliseconds,
      },
      ["response"],
    ),
    result: record(
      {
        check: record({
          id: text,
          title: text,
          basis,
          citation: { $ref: "#/definitions/citation" },
          operation: record({ operationId: text, method: text, path: text }),
        }),
        outcome: { enum: ["passed", "failed", "skipped", "page-fault"] },
        findings: { type: "array", items: { $ref: "#/definitions/finding" } },
        exchanges: { type: "array", items: { $ref: "#/definitions/exchange" } },
        omittedExchanges: {
          ...count,
          description: "of a passed check in a very large run: exchanges that were left out",
        },
        reason: { type: "string", description: "why it was skipped, or what the page's fault is" },
        setAside: {
          type: "array",
          description: "places of the answers that were not judged, since the page contradicts itself there",
          items: record({
            path: text,
            message: text,
            citations: { type: "array", items: { $ref: "#/definitions/citation" } },
          }),
        },
        durationMs: milliseconds,
      },
      ["reason", "omittedExchanges", "setAside"],
    ),
  },
} as const;
