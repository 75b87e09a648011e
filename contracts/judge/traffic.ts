import type { JsonValue, OpenApiDocument, Source } from "../../spec/openapi/index.ts";
import { type Answer, headerValue } from "../http/message.ts";
import { redactor } from "../http/redact.ts";
import { judgeAnswer, undocumentedFaults } from "./exchange.ts";
import type { Finding } from "./finding.ts";
import { ERROR_RULE } from "./graph-error.ts";
import { createIdentities } from "./identities.ts";
import { readJsonText } from "./json-text.ts";
import { createJudging, type Judgement } from "./judging.ts";
import type { JudgedOperation } from "./operation.ts";
import { repeatedId } from "./repeated-id.ts";
import { type RequestFault, requestFaults, type SeenRequest } from "./request-faults.ts";
import { requestViolations } from "./request-schema.ts";
import { BeyondBounds, SchemaDefect, type SchemaViolation } from "./schema/schema-judge.ts";
import type { Citation, ReportedFinding, SetAside } from "./verdict.ts";

export interface TrafficJudgeOptions {
  readonly document: OpenApiDocument;
  readonly citation: (source: Source) => Citation;
}

/** What is wrong with a request and with the answer to it, told apart. Hints are among them, with the basis `advisory`. */
export interface Judged {
  readonly request: readonly ReportedFinding[];
  readonly answer: readonly ReportedFinding[];
  readonly setAside: readonly SetAside[];
  /** Why request or answer could not be judged in full: never a pass. */
  readonly unjudged?: string;
}

/** Judges exchanges that somebody else made, live or recorded. */
export interface TrafficJudge {
  /** `wholeAnswer`: whether the answer's body is all there; without it, its head alone is judged. */
  judge(
    operation: JudgedOperation | undefined,
    request: SeenRequest,
    answer: Answer,
    wholeAnswer: boolean,
  ): Judged;
}

/** Rules that need nothing but the head of an answer. */
const HEAD_RULES = new Set(["status", "media-type", "header"]);

export function createTrafficJudge({ document, citation }: TrafficJudgeOptions): TrafficJudge {
  const judging = createJudging(document, citation);
  const identities = createIdentities();
  return {
    judge(operation, request, answer, wholeAnswer) {
      const report = reporter(operation, request, citation);
      const visible = (found: readonly Finding[]): readonly ReportedFinding[] =>
        found.filter(({ rule }) => wholeAnswer || HEAD_RULES.has(rule)).map(report);
      if (!operation)
        return { request: [], answer: visible(undocumentedFaults(request, answer)), setAside: [] };
      const sent = sentViolations(operation, request, judging.schemas);
      const wrong: readonly RequestFault[] = requestFaults(operation, request, {
        schema: sent.found,
        citation,
      });
      const judgement: Judgement = judgeAnswer(operation, request, wrong, answer, judging);
      const repeat = wholeAnswer ? repeatedId(operation, request, answer, identities, citation) : undefined;
      const unjudged = sent.unjudged ?? (wholeAnswer ? judgement.unjudged : undefined);
      return {
        request: wrong.map(({ deviation }) => report(deviation)),
        answer: visible(repeat ? [...judgement.findings, repeat] : judgement.findings),
        setAside: wholeAnswer ? judgement.setAside : [],
        ...(unjudged === undefined ? {} : { unjudged }),
      };
    },
  };
}

function reporter(
  operation: JudgedOperation | undefined,
  request: SeenRequest,
  citation: TrafficJudgeOptions["citation"],
): (finding: Finding) => ReportedFinding {
  const { text } = redactor(secretsOf(request));
  return (one) => ({
    rule: one.rule,
    message: text(one.message),
    expected: text(one.expected),
    actual: text(one.actual),
    basis: one.basis ?? (operation ? "documented" : "policy"),
    citation:
      one.citation ??
      (operation ? citation(operation.operation["x-source"]) : { kind: "rule", ...ERROR_RULE }),
  });
}

function sentViolations(
  operation: JudgedOperation,
  request: SeenRequest,
  schemas: Parameters<typeof requestViolations>[3],
): { readonly found: readonly SchemaViolation[]; readonly unjudged?: string } {
  try {
    return { found: requestViolations(operation, request, jsonOf(request.body), schemas) };
  } catch (error) {
    if (!(error instanceof BeyondBounds || error instanceof SchemaDefect)) throw error;
    return { found: [], unjudged: `the request: ${error.message} (${operation.operationId})` };
  }
}

/** Texts of a request that must not turn up in what is told of it. */
export function secretsOf({ headers }: Pick<SeenRequest, "headers">): readonly string[] {
  const credentials = (headerValue(headers, "authorization") ?? "").replace(/^\S+ +/, "");
  const cookies = (headerValue(headers, "cookie") ?? "")
    .split(/; */)
    .map((one) => one.slice(one.indexOf("=") + 1));
  return [credentials, ...cookies].filter((one) => one !== "");
}

function jsonOf(body: Uint8Array | undefined): JsonValue | undefined {
  if (!body || body.length === 0) return undefined;
  const json = readJsonText(body);
  return "value" in json ? json.value : undefined;
}
