import { flatten, isJsonObject, type JsonValue, type Source } from "../../spec/openapi/index.ts";
import type { Answer } from "../http/message.ts";
import type { Finding } from "./finding.ts";
import { type Identities, repeatFinding } from "./identities.ts";
import { readJsonText } from "./json-text.ts";
import { documentedSchema, type JudgedOperation } from "./operation.ts";
import type { SeenRequest } from "./request-faults.ts";
import type { Citation } from "./verdict.ts";

/** Watches traffic for an id that is given out twice: each 201 says that something new was made (RFC 9110 15.3.2). */
export function repeatedId(
  operation: JudgedOperation,
  request: SeenRequest,
  answer: Answer,
  identities: Identities,
  citation: (source: Source) => Citation,
): Finding | undefined {
  const { status = 0 } = answer;
  const { method, path } = request;
  if (method === "DELETE" && status < 300) identities.deleted(path);
  if (method !== "POST" || status !== 201 || answer.faults.length > 0) return undefined;
  const schema = documentedSchema(operation, status);
  const flat = flatten(operation.document, schema);
  const { keyProperty, resource = operation.operationId, properties } = flat;
  const made = jsonOf(answer.body);
  const id = keyProperty !== undefined && isJsonObject(made) ? made[keyProperty] : undefined;
  if (keyProperty === undefined || typeof id !== "string" || id.trim() === "") return undefined;
  const sent = jsonOf(request.body);
  const repeat = identities.record({ id, resource, path, sent, request: `${method} ${path}` });
  if (!repeat) return undefined;
  const source = properties.get(keyProperty)?.["x-source"] ?? operation.operation["x-source"];
  return { ...repeatFinding(keyProperty, [repeat]), basis: "documented", citation: citation(source) };
}

function jsonOf(body: Uint8Array | undefined): JsonValue | undefined {
  if (!body || body.length === 0) return undefined;
  const json = readJsonText(body);
  return "value" in json ? json.value : undefined;
}
