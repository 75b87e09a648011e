import { essence, isJsonType } from "../../spec/openapi/index.ts";
import { RULE } from "../checks/policy/index.ts";
import { type Answer, headerValue } from "../http/message.ts";
import type { AskedWith } from "./asked-with.ts";
import { expectedOf, expectedSuccess } from "./expected.ts";
import type { Finding } from "./finding.ts";
import { ERROR_RULE, judgeErrorBody } from "./graph-error.ts";
import { judge } from "./judge.ts";
import type { Judgement, Judging } from "./judging.ts";
import { describedResponse, type JudgedOperation, successKeys } from "./operation.ts";
import type { RequestFault, SeenRequest } from "./request-faults.ts";
import { shownStatus } from "./shown-status.ts";
import type { Basis, Citation } from "./verdict.ts";

/** Everything that is wrong with an answer to a request for the operation, given what is wrong with the request itself. */
export function judgeAnswer(
  operation: JudgedOperation,
  request: SeenRequest,
  wrong: readonly RequestFault[],
  answer: Answer,
  judging: Judging,
): Judgement {
  const { status } = answer;
  if (status === undefined || isThrottling(answer)) return only(transport(answer));
  const refusals = wrong.flatMap(({ refusal }) => refusal ?? []);
  if (refusals.length > 0) return refused(operation, request, wrong, [...new Set(refusals)], answer, judging);
  if (status >= 400) {
    return only([...transport(answer), ...unexpectedRefusal(operation, request, wrong, answer, judging)]);
  }
  if (isAgreed(request, answer)) return only(transport(answer));
  const expected = expectedSuccess(operation.document, operation);
  if (expected.statuses.length === 0) return only(transport(answer));
  return withTransport(answer, judge(expected, asked(request), answer, judging));
}

function only(findings: readonly Finding[]): Judgement {
  return { findings, setAside: [] };
}

/** What `judge` found, with the faults of the transfer, which it puts first, told with their citation. */
function withTransport(answer: Answer, judgement: Judgement): Judgement {
  const { findings } = judgement;
  return { ...judgement, findings: [...transport(answer), ...findings.slice(answer.faults.length)] };
}

function asked({ method, path, query, headers }: SeenRequest): AskedWith {
  return { method, path: query === "" ? path : `${path}?${query}`, headers };
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

function refused(
  operation: JudgedOperation,
  request: SeenRequest,
  wrong: readonly RequestFault[],
  statuses: readonly number[],
  answer: Answer,
  judging: Judging,
): Judgement {
  const first = wrong.find(({ refusal }) => refusal !== undefined)?.deviation;
  const rule: Citation = {
    kind: "rule",
    ...(first?.rule === "media-type" ? RULE.unsupportedMediaType : RULE.badRequest),
  };
  const citation = first?.rule === "authorization" ? { kind: "rule" as const, ...RULE.graphErrors } : rule;
  const expected = expectedOf(operation.document, operation, { kind: "refusal", statuses });
  const { findings } = withTransport(answer, judge(expected, asked(request), answer, judging));
  const found = findings.map((one) => ({
    ...one,
    basis: one.basis ?? "policy",
    citation: one.citation ?? citation,
    ...(one.rule === "status" && first
      ? { message: `${one.message}: ${first.message} (${first.actual})` }
      : {}),
  }));
  return only(found);
}

/** Of a request that need not be refused: there may be reasons for it, but some statuses say that the operation is not there as documented. */
function unexpectedRefusal(
  operation: JudgedOperation,
  request: SeenRequest,
  wrong: readonly RequestFault[],
  answer: Answer,
  judging: Judging,
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

/** Whether an answer can be judged only once its whole body is there. */
export function wantsBody(
  operation: JudgedOperation | undefined,
  answer: Pick<Answer, "status" | "headers">,
): boolean {
  const { status = 0, headers } = answer;
  if (status >= 400) return true;
  if (!operation) return false;
  const documented = Object.keys(describedResponse(operation, status)?.response.content ?? {});
  const types = [headerValue(headers, "content-type"), documented[0]];
  return types.some((type) => isJsonType(essence(type)));
}
