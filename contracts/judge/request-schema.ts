import { type JsonValue, type Parameter, requestSchema, type Schema } from "../../spec/openapi/index.ts";
import { headerValue } from "../http/message.ts";
import type { JudgedOperation } from "./operation.ts";
import type { SeenRequest } from "./request-faults.ts";
import type { SchemaJudge, SchemaViolation } from "./schema/schema-judge.ts";

/**
 * What the description says is wrong with query, header fields and JSON body; `body` is undefined where there is none or it is no JSON. Of a
 * parameter the path is `query` or `header` and its name.
 */
export function requestViolations(
  operation: JudgedOperation,
  request: SeenRequest,
  body: JsonValue | undefined,
  schemas: SchemaJudge,
): readonly SchemaViolation[] {
  const shared = operation.document.paths[operation.path]?.parameters ?? [];
  const parameters = [...(operation.operation.parameters ?? []), ...shared];
  const found = parameters.flatMap((one) => parameterViolations(one, request, schemas));
  const schema = requestSchema(operation.operation);
  if (!schema || body === undefined) return found;
  return [...found, ...schemas.violations(schema, body, "client")];
}

function parameterViolations(
  { in: place, name, required, schema }: Parameter,
  request: SeenRequest,
  schemas: SchemaJudge,
): readonly SchemaViolation[] {
  if (place === "path") return [];
  const path = [place, name];
  const texts = place === "query" ? queryValues(request.query, name) : fieldValues(request, name);
  if (texts.length === 0) return required ? [{ path, message: "must be there", missing: true }] : [];
  const value = schema.type === "array" ? texts.flatMap((text) => text.split(",")) : (texts.at(-1) ?? "");
  const [first] = schemas.violations(schema, typed(schema, value), "client");
  return first ? [{ ...first, path }] : [];
}

/** Names of query options are judged in any case, and with or without `$`-encoding. */
function queryValues(query: string, name: string): readonly string[] {
  const wanted = name.toLowerCase();
  return [...new URLSearchParams(query)].flatMap(([key, value]) =>
    key.toLowerCase() === wanted ? [value] : [],
  );
}

function fieldValues({ headers }: SeenRequest, name: string): readonly string[] {
  const value = headerValue(headers, name);
  return value === undefined ? [] : [value];
}

/** A parameter travels as text: what its schema calls a number or a truth value is read as one. */
function typed({ type, items }: Schema, value: string | readonly string[]): JsonValue {
  if (typeof value !== "string") return value.map((one) => (items ? typed(items, one) : one));
  if ((type === "integer" || type === "number") && /^[+-]?\d+(?:\.\d+)?$/.test(value)) return Number(value);
  if (type === "boolean" && /^(?:true|false)$/i.test(value)) return value.toLowerCase() === "true";
  return value;
}
