import { flatten, isJsonObject, type JsonValue, type Source } from "../../spec/openapi/index.ts";
import type { Answer } from "../http/message.ts";
import type { Finding } from "./finding.ts";
import { identityKey, isIdentityOf } from "./identity-key.ts";
import { readJsonText } from "./json-text.ts";
import { documentedSchema, type JudgedOperation } from "./operation.ts";
import type { SeenRequest } from "./request-faults.ts";
import type { Citation } from "./verdict.ts";

/** Watches whether an id is given out twice: each 201 says that something new was made (RFC 9110 15.3.2). */
export interface IdentityWatch {
  /** Told of each answer in turn. */
  fault(
    operation: JudgedOperation,
    request: SeenRequest,
    answer: Answer,
    citation: (source: Source) => Citation,
  ): Finding | undefined;
}

/** So many ids are remembered; the oldest are forgotten first. */
const MOST_IDS = 50_000;

export function createIdentityWatch(): IdentityWatch {
  /** Kind of thing and id, to the request that it was given out for. */
  const given = new Map<string, string>();
  return {
    fault(operation, request, answer, citation) {
      const { status = 0 } = answer;
      if (request.method === "DELETE" && status < 300)
        for (const key of given.keys()) if (isIdentityOf(key, request.path)) given.delete(key);
      if (request.method !== "POST" || status !== 201 || answer.faults.length > 0) return undefined;
      const {
        keyProperty,
        resource = operation.operationId,
        properties,
      } = flatten(operation.document, documentedSchema(operation, status));
      const id = keyProperty === undefined ? undefined : member(answer.body, keyProperty);
      if (keyProperty === undefined || typeof id !== "string" || id.trim() === "") return undefined;
      // What the client names itself it may name twice, in another place or after taking it away.
      if (isNamedBy(id, jsonOf(request.body))) return undefined;
      const key = identityKey(resource, id, request.path);
      const asked = `${request.method} ${request.path}`;
      const first = given.get(key);
      if (first === undefined) {
        const oldest = given.size >= MOST_IDS ? given.keys().next().value : undefined;
        if (oldest !== undefined) given.delete(oldest);
        given.set(key, asked);
        return undefined;
      }
      return {
        rule: "identity",
        key: "repeat",
        message: `an '${keyProperty}' was given out twice`,
        expected: "a new value for each object",
        actual: `${JSON.stringify(id)} for ${first} and again for ${asked}`,
        basis: "documented",
        citation: citation(properties.get(keyProperty)?.["x-source"] ?? operation.operation["x-source"]),
      };
    },
  };
}

function jsonOf(body: Uint8Array | undefined): JsonValue | undefined {
  if (!body || body.length === 0) return undefined;
  const json = readJsonText(body);
  return "value" in json ? json.value : undefined;
}

function member(body: Uint8Array, name: string): JsonValue | undefined {
  const value = jsonOf(body);
  return isJsonObject(value) ? value[name] : undefined;
}

/** Whether a text of the body is the id or a part of it. Annotations (`@odata.type`) name no object. */
function isNamedBy(id: string, value: JsonValue | undefined): boolean {
  if (typeof value === "string") return value.length > 2 && id.includes(value);
  if (Array.isArray(value)) return (value as readonly JsonValue[]).some((one) => isNamedBy(id, one));
  if (!isJsonObject(value)) return false;
  return Object.entries(value).some(([name, one]) => !name.includes("@") && isNamedBy(id, one));
}
