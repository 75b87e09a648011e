import { describe, expect, it } from "vitest";
import type { OpenApiDocument } from "../../spec/openapi/index.ts";
import { operationsById } from "../../spec/openapi/index.ts";
import type { Expectation } from "./expected.ts";
import { expectedOf } from "./expected.ts";
import { judge } from "./judge.ts";
import { createJudging } from "./judging.ts";

const SOURCE = { page: "notes.md", line: 1 };

const document: OpenApiDocument = {
  openapi: "3.0.3",
  info: { title: "Notes", version: "1" },
  servers: [],
  security: [],
  paths: {
    "/notes": {
      get: {
        operationId: "listNotes",
        responses: {
          "200": {
            description: "",
            content: { "application/json": { schema: { $ref: "#/components/schemas/gone" } } },
          },
          "202": { description: "" },
        },
        "x-source": SOURCE,
      },
    },
  },
  components: { schemas: {}, securitySchemes: {} },
};

const operation = operationsById(document).get("listNotes");
const judging = createJudging(
  document,
  (source) => ({ kind: "page", source, display: source.page }),
  (id) => id === "known",
);

function judged(expect: Expectation, status: number, body: string) {
  if (!operation) throw new Error("the description has no listNotes");
  const answer = {
    ...{ status, headers: [["Content-Type", "application/json"]] as const, faults: [], durationMs: 0 },
    body: new TextEncoder().encode(body),
  };
  const request = { method: "GET", path: "/notes", headers: [] };
  return judge(expectedOf(document, operation, expect), request, answer, judging);
}

describe("a GET that must be refused", () => {
  const read = '{"value":[{"id":"known"}]}';

  it("fails where it is answered without a token, whatever it reads", () => {
    const { findings } = judged({ kind: "refusal", statuses: [401] }, 200, read);
    expect(findings).toMatchObject([{ rule: "status", message: "accepted instead of refused" }]);
    expect(findings[0]?.basis).toBeUndefined();
  });

  it("may read back what was created where another page may document it", () => {
    const expected = { kind: "refusal", statuses: "4xx", mayReadBack: true } as const;
    expect(judged(expected, 200, read).findings).toMatchObject([{ basis: "advisory" }]);
    expect(judged(expected, 200, '{"value":[{"id":"other"}]}').findings).toMatchObject([{ rule: "status" }]);
  });
});

describe("an answer", () => {
  const success = { kind: "success", statuses: [200] } as const;

  it("is not judged by a schema that cannot be used, and has not passed", () => {
    const { findings, unjudged } = judged(success, 200, "{}");
    expect(findings).toEqual([]);
    expect(unjudged).toMatch(/gone.*listNotes/);
  });

  it("may have any documented success", () => {
    expect(judged(success, 202, "")).toEqual({ findings: [], setAside: [] });
    expect(judged(success, 204, "").findings).toMatchObject([{ rule: "status" }]);
  });
});
