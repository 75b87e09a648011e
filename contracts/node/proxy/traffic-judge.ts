import type { JsonValue, OpenApiDocument, Source } from "../../../spec/openapi/index.ts";
import { type Answer, headerValue } from "../../http/message.ts";
import { redactor } from "../../http/redact.ts";
import type { Citation, PactFile, ReportedFinding } from "../../index.ts";
import type { Finding } from "../../judge/finding.ts";
import { ERROR_RULE } from "../../judge/graph-error.ts";
import {
  answerFaults,
  createIdentityWatch,
  describedResponse,
  type JudgedOperation,
  type RequestFault,
  requestFaults,
  type SeenRequest,
  undocumentedFaults,
} from "../../judge/index.ts";
import { readJsonText } from "../../judge/json-text.ts";
import { openSchemaJudge, type SchemaJudge } from "../schema/judge.ts";
import { type InputJudge, openInputJudge } from "./input-judge.ts";

export interface JudgeOptions {
  readonly document: OpenApiDocument;
  readonly contracts: readonly PactFile[];
  readonly citation: (source: Source) => Citation;
}

/** What is wrong with a request and with the answer to it, told apart. Hints are among them, with the basis `advisory`. */
export interface Judged {
  readonly request: readonly ReportedFinding[];
  readonly answer: readonly ReportedFinding[];
}

export interface TrafficJudge {
  /** Loads prism-http, which takes a moment: the first judgement waits for it. */
  load(): Promise<void>;
  /** `wholeAnswer`: whether the answer's body is all there; without it, its head alone is judged. */
  judge(
    operation: JudgedOperation | undefined,
    request: SeenRequest,
    answer: Answer,
    wholeAnswer: boolean,
  ): Promise<Judged>;
}

/** Rules that need nothing but the head of an answer. */
const HEAD_RULES = new Set(["status", "media-type", "header"]);

export function createTrafficJudge({ document, contracts, citation }: JudgeOptions): TrafficJudge {
  let judges: Promise<readonly [SchemaJudge, InputJudge]> | undefined;
  const loaded = (): Promise<readonly [SchemaJudge, InputJudge]> => {
    judges ??= Promise.all([openSchemaJudge(document), openInputJudge(document)]);
    return judges;
  };
  const identities = createIdentityWatch();
  const contradictions = new Map<string, Promise<ReadonlySet<string>>>();
  /** Places where the documented answers themselves do not fit the schema: the page's fault, not the server's. */
  const contradicted = (
    schemas: SchemaJudge,
    operation: JudgedOperation,
    status: number,
  ): Promise<ReadonlySet<string>> => {
    const key = `${operation.operationId} ${status}`;
    const known = contradictions.get(key) ?? placesOf(schemas, operation, status, contracts);
    contradictions.set(key, known);
    return known;
  };
  return {
    async load() {
      await loaded();
    },
    async judge(operation, request, answer, wholeAnswer) {
      const [schemas, inputs] = await loaded();
      const { text } = redactor(secretsOf(request));
      const finding = (one: Finding): ReportedFinding => ({
        rule: one.rule,
        message: text(one.message),
        expected: text(one.expected),
        actual: text(one.actual),
        basis: one.basis ?? (operation ? "documented" : "policy"),
        citation:
          one.citation ??
          (operation ? citation(operation.operation["x-source"]) : { kind: "rule", ...ERROR_RULE }),
      });
      const visible = (found: readonly Finding[]): readonly ReportedFinding[] =>
        found.filter(({ rule }) => wholeAnswer || HEAD_RULES.has(rule)).map(finding);
      if (!operation) return { request: [], answer: visible(undocumentedFaults(request, answer)) };
      const { status = 0 } = answer;
      const sent = jsonOf(request.body);
      const received = jsonOf(answer.body);
      const inputFaults = await inputs.judge(operation, request, sent);
      const answerSchema = answerOnly(operation, status);
      const outputFaults =
        received === undefined ? [] : await schemas.judge(answerSchema, status, "application/json", received);
      const places =
        outputFaults.length > 0 ? await contradicted(schemas, answerSchema, status) : new Set<string>();
      const wrong: readonly RequestFault[] = requestFaults(operation, request, {
        schema: inputFaults,
        citation,
      });
      const found = answerFaults(operation, request, wrong, answer, {
        schema: outputFaults,
        contradicted: places,
        citation,
      });
      const repeat = wholeAnswer ? identities.fault(operation, request, answer, citation) : undefined;
      return {
        request: wrong.map(({ deviation }) => finding(deviation)),
        answer: visible(repeat ? [...found, repeat] : found),
      };
    },
  };
}

/** Texts of a request that must not turn up in what is told of it. */
export function secretsOf({ headers }: Pick<SeenRequest, "headers">): readonly string[] {
  const credentials = (headerValue(headers, "authorization") ?? "").replace(/^\S+ +/, "");
  const cookies = (headerValue(headers, "cookie") ?? "")
    .split(/; */)
    .map((one) => one.slice(one.indexOf("=") + 1));
  return [credentials, ...cookies].filter((one) => one !== "");
}

async function placesOf(
  schemas: SchemaJudge,
  operation: JudgedOperation,
  status: number,
  contracts: readonly PactFile[],
): Promise<ReadonlySet<string>> {
  const places = new Set<string>();
  for (const { comments, response } of contracts.flatMap(({ interactions }) => interactions)) {
    // Pact files of other tools may be among them.
    const isOwn = comments?.references?.openapi?.operationId === operation.operationId;
    const { body } = response;
    // What passed a proxy is no page.
    if (!isOwn || comments["graph-contracts"]?.tier === "observed") continue;
    if (response.status !== status || body?.encoded !== false) continue;
    for (const { path } of await schemas.judge(operation, status, "application/json", body.content))
      places.add(`schema ${path.join("/")}`);
  }
  return places;
}

/** The operation with its described answer under the very status that came: it may stand there as `2XX` or `default`. */
function answerOnly(operation: JudgedOperation, status: number): JudgedOperation {
  const described = describedResponse(operation, status);
  const responses = described ? { [String(status)]: described.response } : {};
  return { ...operation, operation: { ...operation.operation, responses } };
}

function jsonOf(body: Uint8Array | undefined): JsonValue | undefined {
  if (!body || body.length === 0) return undefined;
  const json = readJsonText(body);
  return "value" in json ? json.value : undefined;
}
