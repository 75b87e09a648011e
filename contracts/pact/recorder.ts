/** Traffic that passed as Pact V4 interactions: what a real server answers becomes a contract. */
import {
  type DescribedOperation,
  decodeText,
  encodePath,
  essence,
  fillTemplate,
  isJsonObject,
  isJsonType,
  isSecretName,
  type JsonValue,
  type Match,
  REDACTED,
} from "../../spec/openapi/index.ts";
import { type Answer, headerValue } from "../http/message.ts";
import { redactor } from "../http/redact.ts";
import { readJsonText } from "../judge/json-text.ts";
import type { SeenRequest } from "../judge/request-faults.ts";
import { bodyRules, headerRules } from "./matching-rules.ts";
import type { Interaction, PactFile, PactRequest, PactResponse } from "./pact.ts";
import { createPseudonyms, type Pseudonyms } from "./pseudonyms.ts";
import { providerStates } from "./record.ts";

export interface PassedExchange {
  readonly route: Match<DescribedOperation> | undefined;
  readonly request: SeenRequest;
  readonly answer: Answer;
  /** Texts that must not be recorded, such as the token. */
  readonly secrets: readonly string[];
  /** What is wrong with it, for people. */
  readonly notes: readonly string[];
}

export interface Recorder {
  /** Keeps the first exchange of each kind: operation, status, names of the query, shape of both bodies. */
  add(exchange: PassedExchange): void;
  contract(): PactFile;
}

const MOST_KINDS = 2000;
const LARGEST_BODY = 512 * 1024;

/** Request fields that change what an operation answers. All others are the client's own affair, or secret. */
const RECORDED_FIELDS = ["Accept", "Prefer", "ConsistencyLevel", "Content-Type"];

export function createRecorder(): Recorder {
  const pseudonyms = createPseudonyms();
  const kinds = new Set<string>();
  const interactions: Interaction[] = [];
  const taken = new Set<string>();
  return {
    add(exchange) {
      if (kinds.size >= MOST_KINDS || !isContract(exchange)) return;
      const sent = jsonOf(exchange.request.body, headerValue(exchange.request.headers, "content-type"));
      // A request that cannot be repeated from the file is no contract.
      if (sent === UNREADABLE) return;
      const received = jsonOf(exchange.answer.body, headerValue(exchange.answer.headers, "content-type"));
      const kind = kindOfExchange(exchange, sent, received);
      if (kinds.has(kind)) return;
      kinds.add(kind);
      interactions.push(
        interaction(exchange, sent, received, pseudonyms.of(redactor(exchange.secrets)), taken),
      );
    },
    contract: () => ({
      consumer: { name: "observed-client" },
      provider: { name: "microsoft-graph" },
      interactions,
      metadata: { pactSpecification: { version: "4.0" } },
    }),
  };
}

const UNREADABLE = Symbol("a body that is no JSON");
type ReadBody = JsonValue | undefined | typeof UNREADABLE;

/**
 * Refusals depend on tokens and on state that a file cannot carry, as do answers to conditional and partial requests; for refusals there is the
 * catalogue of policy cases.
 */
function isContract({ request, answer }: PassedExchange): boolean {
  const { status = 0, faults } = answer;
  if (status < 200 || status >= 400 || status === 206 || status === 304 || faults.length > 0) return false;
  if (request.method === "HEAD" || request.method === "OPTIONS" || request.body === undefined) return false;
  return request.body.length <= LARGEST_BODY && answer.body.length <= LARGEST_BODY;
}

function jsonOf(body: Uint8Array | undefined, type: string | undefined): ReadBody {
  if (!body || body.length === 0) return undefined;
  if (!isJsonType(essence(type))) return UNREADABLE;
  const json = readJsonText(body);
  return "fault" in json ? UNREADABLE : json.value;
}

function kindOfExchange(
  { route, request, answer }: PassedExchange,
  sent: ReadBody,
  received: ReadBody,
): string {
  const names = [...new URLSearchParams(request.query).keys()].sort();
  const operation = route?.target.operationId ?? openPath(request.path, () => "{}");
  return JSON.stringify([request.method, operation, names, answer.status, shape(sent), shape(received)]);
}

/** Names and types, whatever the values: two bodies of one shape make one contract. */
function shape(value: ReadBody): JsonValue {
  if (value === UNREADABLE || value === undefined) return null;
  if (Array.isArray(value)) return [shape((value as readonly JsonValue[])[0])];
  if (!isJsonObject(value)) return typeof value;
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(
    members.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, one]) => [name, shape(one)]),
  );
}

function interaction(
  exchange: PassedExchange,
  sent: ReadBody,
  received: ReadBody,
  names: Pseudonyms,
  taken: Set<string>,
): Interaction {
  const { route, request, answer, notes } = exchange;
  const { method } = request;
  const status = answer.status ?? 0;
  const operation = route?.target;
  const { path, placeholders } = recordedPath(exchange, names);
  const source = operation?.operation["x-source"] ?? { page: "", line: 0 };
  const responseLine = operation?.operation.responses[String(status)]?.["x-source"]?.line ?? 0;
  const template = operation?.path ?? path;
  return {
    type: "Synchronous/HTTP",
    key: unique(`observed-${operation?.operationId ?? method.toLowerCase()}-${status}`, taken),
    description: unique(`observed: ${method} ${template} answered with ${status}`, taken),
    pending: false,
    comments: {
      text: [source.page === "" ? "no page documents it" : `${source.page}:${source.line}`, ...notes],
      references: {
        documentation: { ...source, responseLine },
        openapi: { operationId: operation?.operationId ?? "", method, path: template },
      },
      "graph-contracts": {
        tier: "observed",
        ...(Object.keys(placeholders).length > 0 ? { placeholders } : {}),
      },
    },
    providerStates: providerStates(method, path, placeholders),
    request: recordedRequest(request, path, sent, names),
    response: recordedResponse(answer, received, names),
  };
}

function unique(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let count = 2; taken.has(name); count += 1) name = `${wanted} (${count})`;
  taken.add(name);
  return name;
}

/** The path with stand-ins for its values, which a verifier may name others for. */
function recordedPath(
  { route, request }: PassedExchange,
  names: Pseudonyms,
): { path: string; placeholders: Record<string, string> } {
  if (!route) return { path: encodePath(openPath(request.path, names.id)), placeholders: {} };
  const placeholders: Record<string, string> = {};
  for (const { name, text } of route.values) placeholders[name] = names.id(text);
  const path = fillTemplate(route.target.path, (name) => placeholders[name] ?? "");
  return { path, placeholders };
}

/** Segments with a digit or an `@` name something; versions do not. */
function openPath(path: string, name: (segment: string) => string): string {
  return path
    .split("/")
    .map((one) => (/\d|@|%40/.test(one) && !/^v\d+(?:\.\d+)?$/.test(one) ? name(decodeText(one)) : one))
    .join("/");
}

function recordedRequest(
  { method, query, headers }: SeenRequest,
  path: string,
  sent: ReadBody,
  names: Pseudonyms,
): PactRequest {
  const fields: Record<string, readonly string[]> = {};
  if (headerValue(headers, "authorization") !== undefined) fields.Authorization = ["Bearer token"];
  for (const name of RECORDED_FIELDS) {
    const value = headerValue(headers, name);
    if (value === undefined || value === "*/*") continue;
    if (name !== "Content-Type" || sent !== undefined) fields[name] = [names.text(value)];
  }
  const rules = headerRules(fields, "request");
  const body = sent === undefined || sent === UNREADABLE ? undefined : keepNulls(sent, names);
  const type = essence(headerValue(headers, "content-type")) ?? "application/json";
  const values = queryValues(query, names);
  return {
    method,
    path,
    ...(Object.keys(values).length > 0 ? { query: values } : {}),
    headers: fields,
    ...(body === undefined ? {} : { body: { contentType: type, encoded: false, content: body } }),
    ...(Object.keys(rules).length > 0 ? { matchingRules: { header: rules } } : {}),
  };
}

/** In a request a null is a value like any other: it asks for one to be removed. */
function keepNulls(value: JsonValue, names: Pseudonyms): JsonValue {
  if (!isJsonObject(value)) return names.json(value);
  const renamed = names.json(value);
  const nulls = Object.entries(value).filter(([, member]) => member === null);
  return isJsonObject(renamed) ? { ...renamed, ...Object.fromEntries(nulls) } : renamed;
}

function queryValues(query: string, names: Pseudonyms): Record<string, readonly string[]> {
  const values: Record<string, readonly string[]> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    const safe = isSecretName(name) ? REDACTED : names.text(value);
    values[name] = [...(values[name] ?? []), safe];
  }
  return values;
}

/** Of the answer's fields only the media type, without parameters: all others are a moment's or a server's own. */
function recordedResponse(answer: Answer, received: ReadBody, names: Pseudonyms): PactResponse {
  const status = answer.status ?? 0;
  const type = essence(headerValue(answer.headers, "content-type"));
  const headers = type !== undefined && answer.body.length > 0 ? { headers: { "Content-Type": [type] } } : {};
  if (received === undefined || received === UNREADABLE || type === undefined) return { status, ...headers };
  const content = firstOfLists(names.json(received));
  const rules = bodyRules(content);
  return {
    status,
    ...headers,
    body: { contentType: type, encoded: false, content },
    ...(Object.keys(rules).length > 0 ? { matchingRules: { body: rules } } : {}),
  };
}

/** One element stands for a list: how many there are is a matter of the moment. */
function firstOfLists(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).slice(0, 1).map(firstOfLists);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, firstOfLists(member)]));
}
