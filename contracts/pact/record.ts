/** Documented exchanges as Pact V4 interactions (Pact specification 4), one file a page. */

import {
  type Body,
  type DocumentedExchange,
  isValue,
  type Model,
  withoutSkeletons,
} from "../../spec/index.ts";
import {
  decodeText,
  encodePath,
  fillTemplate,
  hasBigInteger,
  type OpenApiDocument,
  type OperationReference,
  operationIndex,
  parameterNames,
  stringifyJson,
} from "../../spec/openapi/index.ts";
import { bodyRules, headerRules, type NamedValues } from "./matching-rules.ts";
import type { Interaction, PactBody, PactFile, PactRequest, PactResponse, ProviderState } from "./pact.ts";
import { withParameters } from "./request.ts";

/** The version-4 GUID that stands in for an identifier that no page gives. */
const STAND_IN_ID = "00000000-0000-4000-8000-000000000001";
/** Sent where a page asks for a bearer token; a verifier puts a real one in its place. */
const TOKEN = "Bearer token";

export function recordContracts(model: Model, document: OpenApiDocument): PactFile[] {
  const find = operationIndex(document);
  const byPage = new Map<string, Interaction[]>();
  const keys = new Map<string, Set<string>>();
  for (const exchange of model.exchanges) {
    const interactions = byPage.get(exchange.page) ?? [];
    byPage.set(exchange.page, interactions);
    const taken = keys.get(exchange.page) ?? new Set<string>();
    keys.set(exchange.page, taken);
    const own = exchange.operation ? find(exchange.operation.method, exchange.operation.path) : undefined;
    interactions.push(interaction(exchange, own, undefined, taken));
    for (const sibling of exchange.siblings) {
      const operation = find(sibling.method, sibling.path);
      if (operation) interactions.push(interaction(exchange, operation, own, taken));
    }
  }
  return [...byPage].map(([page, interactions]) => ({
    consumer: { name: "documentation" },
    provider: { name: "microsoft-graph" },
    interactions,
    metadata: { pactSpecification: { version: "4.0" as const }, "graph-contracts": { page } },
  }));
}

/** The file of a page: its path with dots for slashes, so that one folder holds them all. */
export function contractFileName(page: string): string {
  return `${page.replace(/\.md$/i, "").replace(/[^A-Za-z0-9._-]+/g, ".")}.json`;
}

/** `derivedFrom` is the operation that the page shows the exchange for, where this one is another. */
function interaction(
  exchange: DocumentedExchange,
  operation: OperationReference | undefined,
  derivedFrom: OperationReference | undefined,
  taken: Set<string>,
): Interaction {
  const derived = derivedFrom !== undefined;
  const { path, placeholders } = requestPath(exchange, operation, derived);
  const documentation = {
    page: exchange.page,
    line: exchange.request.place.line,
    responseLine: exchange.response.place.line,
  };
  const method = exchange.request.method;
  return {
    type: "Synchronous/HTTP",
    key: uniqueKey(`${exchange.name}-${operation?.operationId ?? method.toLowerCase()}`, taken),
    description: uniqueKey(
      `${exchange.title}: ${method} ${operation?.path ?? exchange.request.path} (${exchange.name})`,
      taken,
    ),
    pending: false,
    comments: {
      text: [`${exchange.page}:${documentation.line}`],
      references: {
        documentation,
        openapi: {
          operationId: operation?.operationId ?? "",
          method,
          path: operation?.path ?? exchange.request.path,
        },
      },
      "graph-contracts": {
        tier: exchange.tier,
        ...(derived ? { derived: true as const } : {}),
        ...(exchange.alternative === undefined ? {} : { alternative: exchange.alternative }),
        ...(exchange.response.truncated ? { truncated: true as const } : {}),
        ...(Object.keys(placeholders).length > 0 ? { placeholders } : {}),
        ...(exchange.request.body?.placeholders
          ? { bodyPlaceholders: exchange.request.body.placeholders }
          : {}),
      },
    },
    providerStates: providerStates(method, path, placeholders),
    request: request(exchange, path),
    response: response(exchange),
  };
}

function uniqueKey(wanted: string, taken: Set<string>): string {
  let key = wanted;
  for (let count = 2; taken.has(key); count += 1) key = `${wanted} (${count})`;
  taken.add(key);
  return key;
}

/** The example's own path, or for a sibling its template with the values that the example gives to the same places. */
function requestPath(
  exchange: DocumentedExchange,
  operation: OperationReference | undefined,
  derived: boolean,
): { path: string; placeholders: Record<string, string> } {
  const placeholders: Record<string, string> = {};
  const values = exchange.operation?.values ?? {};
  if (!operation) return { path: encodePath(exchange.request.path), placeholders };
  if (!derived) {
    const names = parameterNames(operation.path);
    const given = Object.values(values);
    // `{id}` and `<id>` are no values, so they are not sent as such.
    for (const [index, name] of names.entries())
      if (!isValue(given[index])) placeholders[name] = standIn(name);
    return {
      path: withParameters(operation.path, encodePath(exchange.request.path), placeholders),
      placeholders,
    };
  }
  const known = valuesBySegment(exchange.operation?.path ?? "", values);
  const path = fillTemplate(operation.path, (name, offset) => {
    const value = known.get(segmentBefore(operation.path, offset)) ?? values[name];
    if (isValue(value)) return value;
    placeholders[name] = standIn(name);
    return standIn(name);
  });
  return { path, placeholders };
}

function valuesBySegment(path: string, values: Readonly<Record<string, string>>): Map<string, string> {
  const found = new Map<string, string>();
  for (const match of path.matchAll(/\{([^}]*)\}/g)) {
    const value = values[match[1] ?? ""];
    if (value !== undefined) found.set(segmentBefore(path, match.index), value);
  }
  return found;
}

/** The literal text right before a parameter, in lower case: what the parameter is a key of. */
function segmentBefore(path: string, offset: number): string {
  return (
    path
      .slice(0, offset)
      .split(/[/({]/)
      .filter((part) => part !== "" && part !== "'")
      .at(-1)
      ?.toLowerCase() ?? ""
  );
}

function standIn(name: string): string {
  return /id$|^id|Id(?:Or|$)|userprincipalname/i.test(name) ? STAND_IN_ID : `${name}-value`;
}

/** What has to be true at the provider before a request is made. */
export function providerStates(
  method: string,
  path: string,
  placeholders: Readonly<Record<string, string>>,
): ProviderState[] {
  const states: ProviderState[] = [];
  if (/^\/me(?:\/|$)/i.test(path)) states.push({ name: "a signed-in user" });
  const user = /^\/users\/([^/]+)/i.exec(path)?.[1];
  if (user !== undefined) states.push({ name: "a user", params: { id: decodeText(user) } });
  if (method !== "POST") states.push({ name: "the documented state", params: { path } });
  if (Object.keys(placeholders).length > 0)
    states.push({ name: "stand-ins for values that the documentation leaves open", params: placeholders });
  return states.length > 0 ? states : [{ name: "a signed-in user" }];
}

function request(exchange: DocumentedExchange, path: string): PactRequest {
  const { method, query, fields, body } = exchange.request;
  const headers: NamedValues = { Authorization: [TOKEN] };
  for (const { name, value } of fields)
    if (!UNRECORDED.has(name.toLowerCase())) headers[canonicalName(name)] = [value];
  if (body && headers["Content-Type"] === undefined) headers["Content-Type"] = [body.mediaType];
  const rules = headerRules(headers, "request");
  return {
    method,
    path,
    ...(query === undefined ? {} : { query: parseQuery(query) }),
    headers,
    ...(body ? { body: pactBody(sendable(body)) } : {}),
    ...(Object.keys(rules).length > 0 ? { matchingRules: { header: rules } } : {}),
  };
}

/** `"String (timestamp)"` is no value, so it is not sent as one. */
function sendable(body: Body): Body {
  if (body.json === undefined || body.placeholders === undefined) return body;
  const json = withoutSkeletons(body.json) ?? {};
  return { ...body, json, text: stringifyJson(json) };
}

/** Lengths are wrong on most pages; tokens must not be recorded; the rest is the connection's business. */
const UNRECORDED = new Set([
  "content-length",
  "authorization",
  "host",
  "connection",
  "transfer-encoding",
  "date",
  "cookie",
  "set-cookie",
  "user-agent",
]);

function response(exchange: DocumentedExchange): PactResponse {
  const { status, fields, body } = exchange.response;
  const headers: NamedValues = {};
  for (const { name, value } of fields) {
    const key = name.toLowerCase();
    if (UNRECORDED.has(key) || (key === "content-type" && !body)) continue;
    headers[canonicalName(name)] = [value];
  }
  if (body) headers["Content-Type"] = [headers["Content-Type"]?.[0] ?? body.mediaType];
  const rules = headerRules(headers, "response");
  const values = body?.json === undefined ? {} : bodyRules(body.json);
  const matchingRules = {
    ...(Object.keys(rules).length > 0 ? { header: rules } : {}),
    ...(Object.keys(values).length > 0 ? { body: values } : {}),
  };
  return {
    status,
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
    ...(body ? { body: pactBody(body) } : {}),
    ...(Object.keys(matchingRules).length > 0 ? { matchingRules } : {}),
  };
}

/** `content-type` to `Content-Type`. */
function canonicalName(name: string): string {
  return name.replace(/(^|-)([a-z])/g, (_, dash: string, letter: string) => dash + letter.toUpperCase());
}

/** Integers that no double holds go as bytes, so that they survive every reader. */
function pactBody(body: Body): PactBody {
  if (body.json === undefined) return { contentType: body.mediaType, encoded: false, content: body.text };
  if (hasBigInteger(body.json))
    return { contentType: body.mediaType, encoded: "base64", content: base64(body.text) };
  return { contentType: body.mediaType, encoded: false, content: body.json };
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

/** As forms are written, with `+` for a space: pages show queries as a browser sends them. */
function parseQuery(query: string): Record<string, string[]> {
  const values: Record<string, string[]> = {};
  for (const part of query.replaceAll("+", " ").split("&")) {
    const equals = part.indexOf("=");
    const name = decodeText(equals < 0 ? part : part.slice(0, equals)).trim();
    if (name === "") continue;
    const list = values[name] ?? [];
    list.push(equals < 0 ? "" : decodeText(part.slice(equals + 1)));
    values[name] = list;
  }
  return values;
}
