import { isJsonObject } from "../../spec/openapi/index.ts";
import { type Answer, headerValue } from "../http/message.ts";
import type { AskedWith } from "./asked-with.ts";
import { judgeBody } from "./body.ts";
import { type Expected, type ExpectedRefusal, type ExpectedSuccess, isExpected } from "./expected.ts";
import type { Finding } from "./finding.ts";
import { judgeErrorBody } from "./graph-error.ts";
import { readJsonText } from "./json-text.ts";
import type { Judgement, Judging } from "./judging.ts";
import { shownStatus } from "./shown-status.ts";
import type { Citation } from "./verdict.ts";

/** Everything that is wrong with an answer, whoever saw it: `verify`, the proxy, or a recording. */
export function judge(expected: Expected, request: AskedWith, answer: Answer, judging: Judging): Judgement {
  const transport = answer.faults.map((fault) => ({ ...fault, key: fault.rule }));
  if (answer.status === undefined || answer.faults.some(({ rule }) => rule === "throttled"))
    return { findings: transport, setAside: [] };
  const judged =
    expected.kind === "refusal"
      ? { findings: judgeRefusal(expected, request, answer, judging), setAside: [] }
      : judgeSuccess(expected, request, answer, judging);
  if (transport.length === 0) return judged;
  // A body that did not arrive whole would be judged for what is missing of it: the reason for that is enough.
  return {
    findings: [...transport, ...judged.findings.filter(({ rule }) => rule === "status")],
    setAside: [],
  };
}

function judgeRefusal(
  { statuses, mayReadBack }: ExpectedRefusal,
  request: AskedWith,
  answer: Answer,
  judging: Judging,
): readonly Finding[] {
  const status = answer.status ?? 0;
  const fits = statuses === "4xx" ? status >= 400 && status < 500 : statuses.includes(status);
  const expected = statuses === "4xx" ? "a status of 400 to 499" : `status ${statuses.join(" or ")}`;
  const actual = shownStatus(answer);
  if (!fits && mayReadBack && request.method === "GET" && readsBack(answer, judging)) {
    const message = "GET reads back what was created: another page may document it";
    return [{ rule: "undocumented", key: "read back", message, expected, actual, basis: "advisory" }];
  }
  if (!fits)
    return [{ rule: "status", key: `status ${status}`, message: refusalMessage(status), expected, actual }];
  const found = [...judgeErrorBody(answer)];
  if (status === 401 && headerValue(answer.headers, "www-authenticate") === undefined) {
    found.push(missingField("WWW-Authenticate", status, "15.5.2: 401 Unauthorized", "section-15.5.2"));
  }
  if (status === 405 && headerValue(answer.headers, "allow") === undefined) {
    found.push(missingField("Allow", status, "15.5.6: 405 Method Not Allowed", "section-15.5.6"));
  }
  return found;
}

/** Whether a 200 is an honest read: of an object, or a list of objects, that this run created. */
function readsBack(answer: Answer, judging: Judging): boolean {
  const json = readJsonText(answer.body);
  if (answer.status !== 200 || "fault" in json || !isJsonObject(json.value)) return false;
  const { id, value } = json.value;
  if (typeof id === "string") return judging.known(id);
  return (
    Array.isArray(value) &&
    value.some((one) => isJsonObject(one) && typeof one.id === "string" && judging.known(one.id))
  );
}

function refusalMessage(status: number): string {
  if (status >= 500) return "server error instead of a refusal";
  if (status >= 400) return "refused with an unexpected status";
  return status >= 300 ? "redirected instead of refused" : "accepted instead of refused";
}

/** RFC 9110 demands these fields; as the platform's own pages do not show them, their absence is only a hint. */
function missingField(name: string, status: number, clause: string, anchor: string): Finding {
  const message = `${status} without ${name}`;
  const citation: Citation = {
    kind: "rule",
    title: `RFC 9110 ${clause}`,
    url: `https://www.rfc-editor.org/rfc/rfc9110#${anchor}`,
  };
  return {
    rule: "header",
    key: message,
    message,
    expected: `a ${name} header`,
    actual: "none",
    basis: "advisory",
    citation,
  };
}

function judgeSuccess(
  expected: ExpectedSuccess,
  request: AskedWith,
  answer: Answer,
  judging: Judging,
): Judgement {
  const status = answer.status ?? 0;
  if (isExpected(expected, status)) return judgeBody(expected, request, answer, judging);
  const finding: Finding = {
    rule: "status",
    key: `status ${status}`,
    message: "unexpected status",
    expected: `status ${expected.statuses.join(" or ")}`,
    actual: shownStatus(answer),
    citation: judging.citation(documentedSource(expected)),
  };
  return { findings: [finding], setAside: [] };
}

function documentedSource({ statuses, answers, source }: ExpectedSuccess): ExpectedSuccess["source"] {
  return answers[statuses[0] ?? ""]?.source ?? source;
}
