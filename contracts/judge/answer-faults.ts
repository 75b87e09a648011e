import { essence, flatten, isJsonType, type Source } from "../../spec/openapi/index.ts";
import type { Expectation, PlannedCheck } from "../checks/plan.ts";
import { RULE } from "../checks/policy/index.ts";
import { type Answer, headerValue } from "../http/message.ts";
import type { Finding } from "./finding.ts";
import { ERROR_RULE, judgeErrorBody } from "./graph-error.ts";
import { judge, type SchemaViolation } from "./judge.ts";
import { describedResponse, documentedSchema, type JudgedOperation, successKeys } from "./operation.ts";
import type { RequestFault, SeenRequest } from "./request-faults.ts";
import type { Basis, Citation } from "./verdict.ts";

/** What the judgement of answers asks of its surroundings. */
export interface AnswerJudging {
  /** What the description says is wrong with the body, where that is JSON. */
  readonly schema: readonly SchemaViolation[];
  /** Places in an answer that the pages contradict themselves about: `schema value/0/id`. */
  readonly contradicted: ReadonlySet<string>;
  readonly citation: (source: Source) => Citation;
}

/** Everything that is wrong with an answer to a request for the operation, given what is wrong with the request itself. */
export function answerFaults(
  operation: JudgedOperation,
  request: SeenRequest,
  wrong: readonly RequestFault[],
  answer: Answer,
  judging: AnswerJudging,
): readonly Finding[] {
  const { status } = answer;
  if (status === undefined || isThrottling(answer)) return transport(answer);
  const refusals = wrong.flatMap(({ refusal }) => refusal ?? []);
  if (refusals.length > 0) return refused(operation, request, wrong, [...new Set(refusals)], answer, judging);
  if (status >= 400) {
    return [...transport(answer), ...unexpectedRefusal(operation, request, wrong, answer, judging)];
  }
  if (isAgreed(request, answer)) return transport(answer);
  const keys = successKeys(operation);
  const described = describedResponse(operation, status);
  const expected = keys.length > 0 ? keys : ["a status below 400"];
  const source =
    described?.response["x-source"] ?? operation.operation.responses[keys[0] ?? ""]?.["x-source"];
  const citation = judging.citation(source ?? operation.operation["x-source"]);
  if (!described || !keys.includes(described.key)) {
    return keys.length === 0
      ? transport(answer)
      : [
          ...transport(answer),
          {
            rule: "status",
            key: `status ${status}`,
            message: "unexpected status",
            expected: `status ${expected.join(" or ")}`,
            actual: shownStatus(answer),
            basis: "documented",
            citation,
          },
        ];
  }
  const planned = check(operation, { kind: "success", statuses: [status] }, judging, answer);
  const found = beyondTransport(planned, operation, request, answer, judging);
  const charged = found.filter((one) => !isExcused(one, request) && !judging.contradicted.has(one.key));
  return [...transport(answer), ...charged];
}

/** What `judge` finds, without the faults of the transfer, which it puts first: their citation is told here. */
function beyondTransport(
  planned: PlannedCheck,
  operation: JudgedOperation,
  request: SeenRequest,
  answer: Answer,
  judging: AnswerJudging,
): readonly Finding[] {
  return judge(planned, bare(request), answer, outer(operation, judging)).slice(answer.faults.length);
}

/** Of an answer that no page describes: Graph's error shape is demanded of every refusal, and a server that broke is wrong anywhere. */
export function undocumentedFaults(request: SeenRequest, answer: Answer): readonly Finding[] {
  const { status = 0 } = answer;
  if (status < 400 || isThrottling(answer)) return transport(answer);
  return [...transport(answer), ...(status >= 500 ? [broken(answer)] : []), ...errorBody(request, answer)];
}

/** Asked for once more later (RFC 6585 4, RFC 9110 15.6.4): nothing was judged yet. */
function isThrottling({ status, headers }: Answer): boolean {
  return status === 429 || (status === 503 && headerValue(headers, "retry-after") !== undefined);
}

/** Answers that HTTP or OData lets a client ask for in place of the documented one. */
function isAgreed({ headers }: SeenRequest, { status }: Answer): boolean {
  const has = (name: string): boolean => headerValue(headers, name) !== undefined;
  if (status === 304) return has("if-none-match") || has("if-modified-since");
  if (status === 206) return has("range");
  const prefer = headerValue(headers, "prefer") ?? "";
  if (status === 202) return /respond-async/i.test(prefer);
  return status === 204 && /return=["']?minimal/i.test(prefer);
}

/** What a client left out of the answer by asking for less cannot be missing from it. */
function isExcused({ missing }: Finding, { query, headers }: SeenRequest): boolean {
  if (!missing) return false;
  if (/(?:^|&)(?:\$|%24)?(?:select|apply|compute)=/i.test(query)) return true;
  return /odata\.metadata=none/i.test(headerValue(headers, "accept") ?? "");
}

function refused(
  operation: JudgedOperation,
  request: SeenRequest,
  wrong: readonly RequestFault[],
  statuses: readonly number[],
  answer: Answer,
  judging: AnswerJudging,
): readonly Finding[] {
  const first = wrong.find(({ refusal }) => refusal !== undefined)?.deviation;
  const rule: Citation = {
    kind: "rule",
    ...(first?.rule === "media-type" ? RULE.unsupportedMediaType : RULE.badRequest),
  };
  const citation = first?.rule === "authorization" ? { kind: "rule" as const, ...RULE.graphErrors } : rule;
  const planned = check(operation, { kind: "refusal", statuses }, judging);
  const found = beyondTransport(planned, operation, request, answer, judging).map((one) => ({
    ...one,
    basis: one.basis ?? "policy",
    citation: one.citation ?? citation,
    ...(one.rule === "status" && first
      ? { message: `${one.message}: ${first.message} (${first.actual})` }
      : {}),
  }));
  return [...transport(answer), ...found];
}

/** Of a request that need not be refused: there may be reasons for it, but some statuses say that the operation is not there as documented. */
function unexpectedRefusal(
  operation: JudgedOperation,
  request: SeenRequest,
  wrong: readonly RequestFault[],
  answer: Answer,
  judging: AnswerJudging,
): readonly Finding[] {
  const { status = 0 } = answer;
  const found = [...errorBody(request, answer)];
  if (operation.operation.responses[String(status)] !== undefined) return found;
  if (status >= 500) return [broken(answer), ...found];
  // A request that may be refused or taken was refused.
  if (wrong.length > 0) return found;
  const citation = judging.citation(operation.operation["x-source"]);
  const wanted = successKeys(operation).join(" or ") || "below 400";
  const refusal = (message: string, basis: Basis): Finding => ({
    rule: "status",
    key: `status ${status}`,
    message,
    expected: `status ${wanted}`,
    actual: shownStatus(answer),
    basis,
    citation,
  });
  if (status === 405) return [refusal("the documented method is refused", "documented"), ...found];
  if (status === 415) return [refusal("the documented media type is refused", "documented"), ...found];
  if (status === 406 && takesJson(request))
    return [refusal("an answer in JSON is refused", "policy"), ...found];
  if ([400, 404, 406, 422].includes(status)) {
    return [refusal("a request that fits the pages was refused", "advisory"), ...found];
  }
  return found;
}

function takesJson({ headers }: SeenRequest): boolean {
  return /\*\/\*|application\/(?:\*|json)/i.test(headerValue(headers, "accept") ?? "*/*");
}

function errorBody(request: SeenRequest, answer: Answer): readonly Finding[] {
  if (request.method === "HEAD" || answer.faults.length > 0) return [];
  return judgeErrorBody(answer).map((one) => ({ ...one, basis: one.basis ?? "policy" }));
}

function broken(answer: Answer): Finding {
  return {
    rule: "status",
    key: `status ${answer.status}`,
    message: "the server broke",
    expected: "a status below 500",
    actual: shownStatus(answer),
    basis: "policy",
    citation: { kind: "rule", ...ERROR_RULE },
  };
}

function transport(answer: Answer): readonly Finding[] {
  return answer.faults.map((fault) => ({
    ...fault,
    key: fault.rule,
    basis: "policy" as const,
    citation: { kind: "rule" as const, ...MESSAGE_RULE },
  }));
}

/** RFC 9112 8: a message that did not arrive whole is not to be taken for one that did. */
export const MESSAGE_RULE = {
  title: "RFC 9112 8: handling incomplete messages",
  url: "https://www.rfc-editor.org/rfc/rfc9112#section-8",
} as const;

function shownStatus(answer: Answer): string {
  const location = headerValue(answer.headers, "location");
  const redirect = answer.status !== undefined && answer.status >= 300 && answer.status < 400;
  return redirect && location !== undefined
    ? `status ${answer.status} to ${location}`
    : `status ${answer.status}`;
}

/** The operation and the answer at hand as the check that `judge` takes. */
function check(
  operation: JudgedOperation,
  expect: Expectation,
  judging: AnswerJudging,
  answer?: Answer,
): PlannedCheck {
  const { operationId, method, path } = operation;
  const status = answer?.status ?? 0;
  const described = describedResponse(operation, status)?.response;
  const source = described?.["x-source"] ?? operation.operation["x-source"];
  const schema = answer && documentedSchema(operation, status);
  const flat = flatten(operation.document, schema);
  const type = documentedType(operation, status, headerValue(answer?.headers ?? [], "content-type"));
  return {
    check: {
      id: operationId,
      title: operation.operation.summary ?? operationId,
      basis: expect.kind === "success" ? "documented" : "policy",
      citation: judging.citation(source),
      operation: { operationId, method, path },
    },
    requests: [],
    expect,
    stage: "documented",
    sources: { request: operation.operation["x-source"], response: source },
    ...(flat.keyProperty === undefined ? {} : { keyProperty: flat.keyProperty }),
    resource: flat.resource ?? operationId,
    interaction: {
      type: "Synchronous/HTTP",
      key: operationId,
      description: operationId,
      pending: false,
      comments: {
        text: [],
        references: {
          documentation: { ...operation.operation["x-source"], responseLine: source.line },
          openapi: { operationId, method, path },
        },
        "graph-contracts": { tier: "documented" },
      },
      request: { method, path },
      response: {
        status,
        ...(type === undefined ? {} : { body: { contentType: type, encoded: false, content: null } }),
      },
    },
    standIns: [],
  };
}

/** The documented media type that the answer's own is one of, or else the first; undefined where no body is documented. */
export function documentedType(
  operation: JudgedOperation,
  status: number,
  actual: string | undefined,
): string | undefined {
  const types = Object.keys(describedResponse(operation, status)?.response.content ?? {});
  const type = essence(actual);
  const fitting = types.find((one) => {
    if (essence(one) === type) return true;
    return one === "*/*" || (one.endsWith("/*") && type?.startsWith(one.slice(0, -1)));
  });
  // A range is met by the type that it was met with.
  return fitting?.includes("*") ? (type ?? fitting) : (fitting ?? types[0]);
}

/** Whether an answer can be judged only once its whole body is there. */
export function wantsBody(
  operation: JudgedOperation | undefined,
  answer: Pick<Answer, "status" | "headers">,
): boolean {
  const { status = 0, headers } = answer;
  if (status >= 400) return true;
  if (!operation) return false;
  const types = [headerValue(headers, "content-type"), documentedType(operation, status, undefined)];
  return types.some((type) => isJsonType(essence(type)));
}

function bare({ method, path }: SeenRequest): { method: string; path: string; headers: readonly [] } {
  return { method, path, headers: [] };
}

function outer(operation: JudgedOperation, judging: AnswerJudging): Parameters<typeof judge>[3] {
  return {
    schema: () => judging.schema,
    property: (_operationId, status, name) =>
      flatten(operation.document, documentedSchema(operation, status)).properties.get(name),
    citation: judging.citation,
    // Ids that passed by are not kept: a wrong request that reads something back is a wrong request.
    known: () => false,
  };
}
