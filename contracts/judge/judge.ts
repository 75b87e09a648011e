import {
  essence,
  isJsonObject,
  isJsonType,
  type JsonValue,
  type Schema,
  type Source,
} from "../../spec/openapi/index.ts";
import type { PlannedCheck } from "../checks/plan.ts";
import { type Answer, headerValue, type PlannedRequest } from "../http/message.ts";
import type { Finding } from "./finding.ts";
import { excerpt, judgeErrorBody } from "./graph-error.ts";
import { readJsonText } from "./json-text.ts";
import type { Citation } from "./verdict.ts";

/** What a schema validator says of a body: where in it, and what is wrong. */
export interface SchemaViolation {
  readonly path: readonly (string | number)[];
  readonly message: string;
  /** Whether it is that nothing stands there. */
  readonly missing?: boolean;
}

/** What the judgement asks of its surroundings. */
export interface Judging {
  /** Judges an answer against the operation's described response with that status. */
  readonly schema: (
    operationId: string,
    status: number,
    mediaType: string,
    body: JsonValue,
  ) => readonly SchemaViolation[];
  /** The property's own place on a page, where the description knows it. */
  readonly property: (operationId: string, status: number, name: string) => Schema | undefined;
  readonly citation: (source: Source) => Citation;
  /** Whether the target gave out that id in this run. */
  readonly known: (id: string) => boolean;
}

/** Everything that is wrong with an answer; an empty list is a pass. */
export function judge(
  planned: PlannedCheck,
  request: PlannedRequest,
  answer: Answer,
  judging: Judging,
): readonly Finding[] {
  const transport = answer.faults.map((fault) => ({ ...fault, key: fault.rule }));
  if (answer.status === undefined || answer.faults.some(({ rule }) => rule === "throttled")) return transport;
  const found =
    planned.expect.kind === "refusal"
      ? judgeRefusal(planned, request, answer, judging)
      : judgeSuccess(planned, answer, judging);
  // A body that did not arrive whole would be judged for what is missing of it: the reason for that is enough.
  return transport.length > 0 ? [...transport, ...found.filter(({ rule }) => rule === "status")] : found;
}

function judgeRefusal(
  planned: PlannedCheck,
  request: PlannedRequest,
  answer: Answer,
  judging: Judging,
): readonly Finding[] {
  const { expect } = planned;
  const status = answer.status ?? 0;
  if (expect.kind !== "refusal") return [];
  const fits = expect.statuses === "4xx" ? status >= 400 && status < 500 : expect.statuses.includes(status);
  const expected =
    expect.statuses === "4xx" ? "a status of 400 to 499" : `status ${expect.statuses.join(" or ")}`;
  if (!fits && expect.statuses === "4xx" && request.method === "GET" && readsBack(answer, judging)) {
    const message = "GET reads back what was created: another page may document it";
    return [
      { rule: "undocumented", key: "read back", message, expected, actual: shown(answer), basis: "advisory" },
    ];
  }
  if (!fits)
    return [
      {
        rule: "status",
        key: `status ${status}`,
        message: refusalMessage(status),
        expected,
        actual: shown(answer),
      },
    ];
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
  if (status >= 500) return "the server broke instead of refusing";
  if (status >= 400) return "it was refused with another status";
  return status >= 300 ? "it was redirected instead of refused" : "it was not refused";
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

/** The status, with what the body says where that is Graph's error. */
function shown(answer: Answer): string {
  const location = headerValue(answer.headers, "location");
  if (location !== undefined && answer.status !== undefined && answer.status >= 300 && answer.status < 400) {
    return `status ${answer.status} to ${location}`;
  }
  const json = readJsonText(answer.body);
  const error = "value" in json && isJsonObject(json.value) ? json.value.error : undefined;
  const text = isJsonObject(error)
    ? `: ${[error.code, error.message].filter((part) => typeof part === "string").join(": ")}`
    : "";
  return `status ${answer.status}${text.slice(0, 160)}`;
}

function judgeSuccess(planned: PlannedCheck, answer: Answer, judging: Judging): readonly Finding[] {
  const { expect, sources, interaction } = planned;
  const { operationId } = planned.check.operation;
  const status = answer.status ?? 0;
  const citation = judging.citation(sources.response);
  if (expect.kind !== "success") return [];
  if (!expect.statuses.includes(status)) {
    const expected = `status ${expect.statuses.join(" or ")}`;
    return [
      {
        rule: "status",
        key: `status ${status}`,
        message: "unexpected status",
        expected,
        actual: shown(answer),
        citation,
      },
    ];
  }
  const documented = interaction.response.body;
  if (status !== interaction.response.status) {
    // Another documented answer: what the pages say of its body, the schema says.
    const json = readJsonText(answer.body);
    return "value" in json ? judgeValue(planned, status, json.value, judging, citation, operationId) : [];
  }
  if (!documented) return [];
  const type = headerValue(answer.headers, "content-type");
  const wanted = essence(documented.contentType);
  const found: Finding[] = [];
  if (essence(type) !== wanted) {
    found.push({
      rule: "media-type",
      key: "media-type",
      message: type === undefined ? "the answer has no media type" : "unexpected media type",
      expected: documented.contentType,
      actual: type ?? "none",
      citation,
    });
  }
  if (!isJsonType(wanted)) return answer.body.length > 0 ? found : [...found, emptyBody(citation)];
  const json = readJsonText(answer.body);
  if ("fault" in json) {
    found.push({
      rule: "json",
      key: json.fault,
      message: "the body is not one JSON text",
      expected: "one JSON value in UTF-8",
      actual: json.fault,
      citation,
    });
    return found;
  }
  found.push(...judgeValue(planned, status, json.value, judging, citation, operationId));
  return found;
}

function emptyBody(citation: Citation): Finding {
  return {
    rule: "body",
    key: "empty",
    message: "the body is empty",
    expected: "a body",
    actual: "none",
    citation,
  };
}

function judgeValue(
  planned: PlannedCheck,
  status: number,
  value: JsonValue,
  judging: Judging,
  citation: Citation,
  operationId: string,
): readonly Finding[] {
  const found: Finding[] = [];
  for (const fault of judging.schema(operationId, status, "application/json", value)) {
    const name = fault.path.find((part) => typeof part === "string");
    const property = name === undefined ? undefined : judging.property(operationId, status, String(name));
    const source = property?.["x-source"];
    const place = fault.path.length > 0 ? `'${fault.path.join("/")}'` : "the body";
    found.push({
      rule: "schema",
      key: `schema ${fault.path.join("/")}`,
      message: fault.missing ? `${place} is missing` : `${place} ${fault.message}`,
      expected: fault.missing ? described(property) : fault.message.replace(/^must (?:be )?/, ""),
      actual: excerpt(valueAt(value, fault.path)),
      ...(fault.missing ? { missing: true } : {}),
      citation: source ? judging.citation(source) : citation,
    });
  }
  const key = planned.keyProperty;
  if (key === undefined || found.length > 0 || !isJsonObject(value)) return found;
  const id = value[key];
  if (typeof id === "string" && id.trim() === "") {
    const source = judging.property(operationId, status, key)?.["x-source"];
    found.push({
      rule: "identity",
      key: "blank id",
      message: `'${key}' is blank`,
      expected: "a value that tells the object apart",
      actual: JSON.stringify(id),
      citation: source ? judging.citation(source) : citation,
    });
  }
  return found;
}

function described(schema: Schema | undefined): string {
  if (schema?.enum?.length === 1) return excerpt(schema.enum[0]);
  return schema?.type === undefined ? "a value" : `a value of type ${schema.type}`;
}

function valueAt(value: JsonValue, path: readonly (string | number)[]): JsonValue | undefined {
  let at: JsonValue | undefined = value;
  for (const part of path) {
    if (Array.isArray(at)) at = at[Number(part)];
    else if (isJsonObject(at)) at = at[part];
    else return undefined;
  }
  return at;
}
