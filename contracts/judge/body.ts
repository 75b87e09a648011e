import { essence, isJsonObject, isJsonType, type JsonValue } from "../../spec/openapi/index.ts";
import { type Answer, headerValue } from "../http/message.ts";
import type { AskedWith } from "./asked-with.ts";
import { answerWith, documentedType, type ExpectedAnswer, type ExpectedSuccess } from "./expected.ts";
import type { Finding } from "./finding.ts";
import { excerpt } from "./graph-error.ts";
import { readJsonText } from "./json-text.ts";
import type { Judgement, Judging } from "./judging.ts";
import { BeyondBounds, SchemaDefect, type SchemaViolation } from "./schema/schema-judge.ts";
import { nameOf, valueAt } from "./value-at.ts";
import type { SetAside } from "./verdict.ts";

/** The body of an answer with a status that is documented: its media type, its form, and what its schema says. */
export function judgeBody(
  expected: ExpectedSuccess,
  request: AskedWith,
  answer: Answer,
  judging: Judging,
): Judgement {
  const documented = answerWith(expected, answer.status ?? 0);
  const type = headerValue(answer.headers, "content-type");
  const wanted = documented && documentedType(documented.mediaTypes, type);
  const isEmpty = answer.body.length === 0;
  if (!documented || wanted === undefined || (isEmpty && documented.mayBeEmpty))
    return { findings: [], setAside: [] };
  const citation = judging.citation(documented.source);
  const found: Finding[] = [];
  if (essence(type) !== essence(wanted)) {
    found.push({
      rule: "media-type",
      key: "media-type",
      message: type === undefined ? "the answer has no media type" : "unexpected media type",
      expected: wanted,
      actual: type ?? "none",
      citation,
    });
  }
  if (!isJsonType(essence(wanted))) {
    const empty = { message: "the body is empty", expected: "a body", actual: "none", citation };
    if (isEmpty) found.push({ rule: "body", key: "empty", ...empty });
    return { findings: found, setAside: [] };
  }
  const json = readJsonText(answer.body);
  if ("fault" in json) {
    const message = "the body is not one JSON text";
    const expectation = "one JSON value in UTF-8";
    const { fault: actual } = json;
    found.push({ rule: "json", key: actual, message, expected: expectation, actual, citation });
    return { findings: found, setAside: [] };
  }
  const judged = judgeValue(expected, documented, json.value, request, judging);
  return { ...judged, findings: [...found, ...judged.findings] };
}

function judgeValue(
  { operation: { operationId } }: ExpectedSuccess,
  documented: ExpectedAnswer,
  value: JsonValue,
  request: AskedWith,
  judging: Judging,
): Judgement {
  const { schema } = documented;
  if (!schema) return { findings: blankKey(documented, value, judging), setAside: [] };
  const setAside: SetAside[] = [];
  const findings: Finding[] = [];
  try {
    const violations = judging.schemas.violations(schema, value);
    for (const violation of violations) {
      if (isExcused(violation, request)) continue;
      const actual = valueAt(value, violation.path);
      const advisory = violation.advisory || judging.placeholders.has(nameOf(violation.path), actual);
      const excuse = advisory
        ? undefined
        : judging.contradictions.excuse(documented, schema, violation, actual);
      if (excuse) setAside.push(excuse);
      else findings.push(schemaFinding({ ...violation, advisory }, documented, actual, judging));
    }
  } catch (error) {
    if (error instanceof BeyondBounds) return { findings, setAside: [], unjudged: error.message };
    if (!(error instanceof SchemaDefect)) throw error;
    return {
      findings,
      setAside: [],
      unjudged: `${error.message} (${operationId}); this is a mistake of this tool`,
    };
  }
  const blank = findings.some(({ basis }) => basis !== "advisory")
    ? []
    : blankKey(documented, value, judging);
  return { findings: [...findings, ...blank], setAside };
}

function schemaFinding(
  violation: SchemaViolation,
  documented: ExpectedAnswer,
  actual: JsonValue | undefined,
  judging: Judging,
): Finding {
  const { path, message, missing, type, source, advisory } = violation;
  const where = path.join("/");
  const place = path.length > 0 ? `'${where}'` : "the body";
  const absent = type === undefined ? "a value" : `a value of type ${type}`;
  return {
    rule: "schema",
    key: `schema ${where}`,
    message: missing ? `${place} is missing` : `${place} ${message}`,
    expected: missing ? absent : message.replace(/^must (?:be )?/, ""),
    actual: excerpt(actual),
    ...(missing ? { missing: true } : {}),
    ...(advisory ? { basis: "advisory" as const } : {}),
    citation: judging.citation(source ?? documented.source),
  };
}

/** What a client left out of the answer by asking for less cannot be missing from it. */
function isExcused({ missing }: SchemaViolation, { path, headers }: AskedWith): boolean {
  if (!missing) return false;
  const query = path.slice(path.indexOf("?") + 1);
  if (path.includes("?") && /(?:^|&)(?:\$|%24)?(?:select|apply|compute)=/i.test(query)) return true;
  return /odata\.metadata=none/i.test(headerValue(headers, "accept") ?? "");
}

/** An id of nothing but white space tells nothing apart, whatever the schema says of texts. */
function blankKey({ key, source }: ExpectedAnswer, value: JsonValue, judging: Judging): Finding[] {
  const id = key !== undefined && isJsonObject(value) ? value[key.name] : undefined;
  if (key === undefined || typeof id !== "string" || id.trim() !== "") return [];
  return [
    {
      rule: "identity",
      key: "blank id",
      message: `'${key.name}' is blank`,
      expected: "a value that tells the object apart",
      actual: JSON.stringify(id),
      citation: judging.citation(key.source ?? source),
    },
  ];
}
