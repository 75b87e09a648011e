import {
  essence,
  flatten,
  isJsonObject,
  isJsonType,
  type JsonValue,
  requestSchema,
  type Source,
} from "../../spec/openapi/index.ts";
import { RULE } from "../checks/policy/index.ts";
import { type Header, headerValue } from "../http/message.ts";
import type { Finding } from "./finding.ts";
import { excerpt } from "./graph-error.ts";
import { readJsonText } from "./json-text.ts";
import type { JudgedOperation } from "./operation.ts";
import type { SchemaViolation } from "./schema/schema-judge.ts";
import { valueAt } from "./value-at.ts";
import type { Citation } from "./verdict.ts";

/** A request as it passed by. */
export interface SeenRequest {
  readonly method: string;
  /** Relative to the base of the documented paths, without its query. */
  readonly path: string;
  /** Without its `?`. */
  readonly query: string;
  readonly headers: readonly Header[];
  /** Decoded from its content coding; undefined where it is not at hand as a whole. */
  readonly body: Uint8Array | undefined;
}

/** What is wrong with a request, and the statuses that a server may refuse it with; without them it may as well take it. */
export interface RequestFault {
  readonly deviation: Finding;
  readonly refusal?: readonly number[];
}

/** What the judgement of requests asks of its surroundings. */
export interface RequestJudging {
  /** What the description says is wrong with query, header fields and JSON body. */
  readonly schema: readonly SchemaViolation[];
  readonly citation: (source: Source) => Citation;
}

/** Statuses that a wrong body may get for another reason, which the traffic does not show: token, permission, object, state. */
const OTHER_REASONS = [401, 403, 404, 409, 412, 413, 423, 428];

/** Everything that is wrong with a request for the operation. */
export function requestFaults(
  operation: JudgedOperation,
  request: SeenRequest,
  judging: RequestJudging,
): readonly RequestFault[] {
  return [
    ...authorizationFaults(operation, request),
    ...mediaTypeFaults(operation, request, judging),
    ...contentFaults(operation, request, judging),
  ];
}

/** RFC 6750 2.1: `Authorization: Bearer` and a token. Whether the token is a good one is the server's business. */
function authorizationFaults(operation: JudgedOperation, request: SeenRequest): readonly RequestFault[] {
  if (!operation.secured) return [];
  const value = headerValue(request.headers, "authorization");
  if (value !== undefined && /^bearer +\S/i.test(value)) return [];
  const scheme = /^[^\s,]{1,20}(?= )/.exec(value ?? "")?.[0];
  const actual =
    value === undefined
      ? "no Authorization"
      : /^bearer\s*$/i.test(value)
        ? "an empty bearer token"
        : scheme === undefined
          ? "no scheme"
          : `the scheme ${scheme}`;
  const message = "the request carries no bearer token";
  return [
    {
      deviation: {
        rule: "authorization",
        key: message,
        message,
        expected: "Authorization: Bearer and a token",
        actual,
        basis: "policy",
        citation: { kind: "rule", ...RULE.bearer },
      },
      refusal: [401],
    },
  ];
}

function mediaTypeFaults(
  operation: JudgedOperation,
  request: SeenRequest,
  judging: RequestJudging,
): readonly RequestFault[] {
  const documented = Object.keys(operation.operation.requestBody?.content ?? {});
  const type = headerValue(request.headers, "content-type");
  if (documented.length === 0 || request.body?.length === 0) return [];
  if (type !== undefined && documented.some((one) => matches(essence(type), essence(one)))) return [];
  const source = operation.operation.requestBody?.["x-source"] ?? operation.operation["x-source"];
  const deviation: Finding = {
    rule: "media-type",
    key: "media-type",
    message: type === undefined ? "the request has no media type" : "unexpected media type of the request",
    expected: documented.join(" or "),
    actual: type ?? "none",
    basis: "documented",
    citation: judging.citation(source),
  };
  // No rule of HTTP's says what a server makes of a body without a media type.
  return [type === undefined ? { deviation } : { deviation, refusal: [400, 415, ...OTHER_REASONS] }];
}

/** Whether a media type fits a documented one, which may be a range (`image/*`). */
function matches(type: string | undefined, documented: string | undefined): boolean {
  if (documented === undefined || documented === "*/*") return true;
  if (documented.endsWith("/*")) return type?.startsWith(documented.slice(0, -1)) === true;
  return type === documented;
}

/** The body as JSON, and then all that the description says of the request. */
function contentFaults(
  operation: JudgedOperation,
  request: SeenRequest,
  judging: RequestJudging,
): readonly RequestFault[] {
  const { requestBody } = operation.operation;
  const isJson = Object.keys(requestBody?.content ?? {}).some((type) => isJsonType(essence(type)));
  const { body } = request;
  const citation = judging.citation(requestBody?.["x-source"] ?? operation.operation["x-source"]);
  if (!isJson) return schemaFaults(operation, undefined, judging, citation);
  if (body === undefined) return [];
  const refusal = [400, ...OTHER_REASONS];
  if (body.length === 0) {
    if (requestBody?.required !== true) return schemaFaults(operation, undefined, judging, citation);
    return [
      { deviation: bodyFault("the request has no body", "a JSON object", "nothing", citation), refusal },
    ];
  }
  const json = readJsonText(body);
  if ("fault" in json) {
    const message = "the request's body is not one JSON text";
    const deviation = bodyFault(message, "one JSON value in UTF-8", json.fault, citation);
    // A byte order mark or a name that stands twice may be forgiven (RFC 8259 8.1, 4); what no parser reads may not.
    return [isReadable(body) ? { deviation } : { deviation, refusal }];
  }
  const schema = requestSchema(operation.operation);
  const wantsObject = flatten(operation.document, schema).properties.size > 0;
  if (wantsObject && !isJsonObject(json.value)) {
    const message = "the request's body is not a JSON object";
    return [{ deviation: bodyFault(message, "a JSON object", excerpt(json.value), citation), refusal }];
  }
  return schemaFaults(operation, json.value, judging, citation);
}

function schemaFaults(
  operation: JudgedOperation,
  value: JsonValue | undefined,
  judging: RequestJudging,
  citation: Citation,
): readonly RequestFault[] {
  const { properties } = flatten(operation.document, requestSchema(operation.operation));
  return judging.schema.map(({ path, message, missing, source: described, advisory }) => {
    const parameter = operation.operation.parameters?.find((one) => {
      return path[0] === one.in && path[1] === one.name;
    });
    const name = path.find((part) => typeof part === "string");
    const source = parameter?.["x-source"] ?? described ?? properties.get(String(name))?.["x-source"];
    const place = path.join("/");
    const shown = parameter ? `${parameter.in} parameter '${parameter.name}'` : `'${place}'`;
    const deviation: Finding = {
      rule: "schema",
      key: `schema ${place}`,
      message: `${place === "" ? "the request" : `the request's ${shown}`} ${missing ? "is missing" : message}`,
      expected: missing ? "a value" : message,
      actual: missing ? "nothing" : parameter ? "another value" : excerpt(valueAt(value, path)),
      // Pages call a parameter required that only some uses of an operation take.
      basis: advisory || (parameter && missing) ? "advisory" : "documented",
      citation: source ? judging.citation(source) : citation,
    };
    // A server may drop or convert a value that it does not take; another type it has to refuse.
    const isType = place === "@odata.type";
    return isType ? { deviation, refusal: [400, ...OTHER_REASONS] } : { deviation };
  });
}

function bodyFault(message: string, expected: string, actual: string, citation: Citation): Finding {
  return { rule: "body", key: message, message, expected, actual, basis: "documented", citation };
}

function isReadable(body: Uint8Array): boolean {
  try {
    JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
    return true;
  } catch {
    return false;
  }
}
