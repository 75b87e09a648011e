import type { JsonValue, OpenApiDocument, Source } from "../../../spec/index.ts";
import type { Deviation } from "../../deviation.ts";
import { ERROR_RULE } from "../../graph-error.ts";
import type { Finding, Ground, PactFile } from "../../index.ts";
import { type Answer, headerValue } from "../../message.ts";
import { redactor } from "../../redact.ts";
import {
  answerFaults,
  createIdentityWatch,
  type JudgedOperation,
  type RequestFault,
  requestFaults,
  type SeenRequest,
  undocumentedFaults,
} from "../../traffic/index.ts";
import { openSchemaJudge, type SchemaJudge } from "../schema-judge.ts";
import { type InputJudge, openInputJudge } from "./input-judge.ts";

export interface JudgeOptions {
  readonly document: OpenApiDocument;
  readonly contracts: readonly PactFile[];
  readonly ground: (source: Source) => Ground;
}

/** What is wrong with a request and with the answer to it, told apart. Hints are among them, with the basis `advisory`. */
export interface Judged {
  readonly request: readonly Finding[];
  readonly answer: readonly Finding[];
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

export function createTrafficJudge({ document, contracts, ground }: JudgeOptions): TrafficJudge {
  let judges: Promise<readonly [SchemaJudge, InputJudge]> | undefined;
  const loaded = (): Promise<readonly [SchemaJudge, InputJudge]> => {
    judges ??= Promise.all([openSchemaJudge(document), openInputJudge(document)]);
    return judges;
  };
  const identities = createIdentityWatch();
  const contradictions = new Map<string, ReadonlySet<string>>();
  /** Places where the documented answers themselves do not fit the schema: the page's fault, not the server's. */
  const contradicted = (schemas: SchemaJudge, operationId: string, status: number): ReadonlySet<string> => {
    const key = `${operationId} ${status}`;
    let places = contradictions.get(key);
    if (places) return places;
    const own = contracts
      .flatMap(({ interactions }) => interactions)
      .filter(({ comments, response }) => {
        return comments?.references?.openapi?.operationId === operationId && response.status === status;
      })
      .flatMap(({ response: { body } }) =>
        body?.encoded === false
          ? schemas.faults(operationId, status, body.contentType, body.content as JsonValue)
          : [],
      );
    places = new Set(own.map(({ path }) => `schema ${path.join("/")}`));
    contradictions.set(key, places);
    return places;
  };
  return {
    async load() {
      await loaded();
    },
    async judge(operation, request, answer, wholeAnswer) {
      const [schemas, inputs] = await loaded();
      const { text } = redactor(secretsOf(request));
      const finding = (one: Deviation): Finding => ({
        rule: one.rule,
        message: text(one.message),
        expected: text(one.expected),
        actual: text(one.actual),
        basis: one.basis ?? (operation ? "documented" : "policy"),
        ground:
          one.ground ??
          (operation ? ground(operation.operation["x-source"]) : { kind: "rule", ...ERROR_RULE }),
      });
      const visible = (found: readonly Deviation[]): readonly Finding[] =>
        found.filter(({ rule }) => wholeAnswer || HEAD_RULES.has(rule)).map(finding);
      if (!operation) return { request: [], answer: visible(undocumentedFaults(request, answer)) };
      await Promise.all([schemas.prepare(operation), inputs.prepare(operation)]);
      const { operationId } = operation;
      const wrong: readonly RequestFault[] = requestFaults(operation, request, {
        schema: (seen, body) => inputs.faults(operationId, seen, body),
        ground,
      });
      const found = answerFaults(operation, request, wrong, answer, {
        schema: (status, body) => schemas.faults(operationId, status, "application/json", body),
        contradicted: (status) => contradicted(schemas, operationId, status),
        ground,
      });
      const repeat = wholeAnswer ? identities.fault(operation, request, answer, ground) : undefined;
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
