/** JSON batching (OData JSON 4.01, section 19, as Graph takes it): up to 20 requests that may wait for each other. */
import type { JsonObject, JsonValue } from "../../spec/openapi/index.ts";
import { fromBase64, toBase64 } from "../store/contents.ts";
import { isObject } from "../store/json.ts";
import { badRequest, type GraphError } from "./graph-error.ts";

export interface BatchPart {
  readonly method: string;
  /** Below the version, with a leading slash. */
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string | Uint8Array<ArrayBuffer> | undefined;
}

interface Item extends BatchPart {
  readonly id: string;
  readonly dependsOn: readonly string[];
}

const MOST = 20;

export async function answerBatch(
  json: JsonValue | undefined,
  send: (part: BatchPart) => Promise<Response>,
): Promise<{ readonly json: JsonObject } | { readonly error: GraphError }> {
  const items = readItems(json);
  if ("error" in items) return items;
  const responses: JsonObject[] = [];
  const failed = new Set<string>();
  for (const item of inOrder(items)) {
    const blocked = item.dependsOn.find((id) => failed.has(id));
    const response = blocked === undefined ? await responseOf(item, send) : dependencyFailed(item.id);
    if (Number(response.status) >= 400) failed.add(item.id);
    responses.push(response);
  }
  return { json: { responses } };
}

function readItems(json: JsonValue | undefined): Item[] | { readonly error: GraphError } {
  const requests = isObject(json) ? json.requests : undefined;
  if (!Array.isArray(requests)) return malformed('Unexpected body, expected {"requests": [...]}');
  if (requests.length === 0) return malformed("Unexpected batch without requests");
  if (requests.length > MOST)
    return malformed(`Unexpected batch of ${requests.length} requests, expected ${MOST} at most`);
  const items: Item[] = [];
  const ids = new Set<string>();
  for (const request of requests) {
    const item = readItem(request);
    if (typeof item === "string") return malformed(item);
    if (ids.has(item.id)) return malformed(`Unexpected id '${item.id}' twice, expected each once`);
    ids.add(item.id);
    items.push(item);
  }
  for (const { id, dependsOn } of items) {
    const unknown = dependsOn.find((other) => !ids.has(other));
    if (unknown !== undefined)
      return malformed(`Unexpected dependsOn '${unknown}' of request '${id}', expected an id of the batch`);
  }
  return hasCycle(items) ? malformed("Unexpected circle in dependsOn") : items;
}

function malformed(why: string): { readonly error: GraphError } {
  return { error: badRequest("Invalid batch payload format.", why) };
}

const METHODS = /^(?:GET|POST|PUT|PATCH|DELETE)$/;

function readItem(value: JsonValue): Item | string {
  if (!isObject(value)) return "Unexpected request, expected an object";
  const { id, method, url, headers, body, dependsOn } = value;
  if (!isPlain(id) || id === "") return "Unexpected request without id";
  if (typeof method !== "string" || !METHODS.test(method.toUpperCase()))
    return `Unexpected method of request '${id}'`;
  if (typeof url !== "string" || url === "" || /^[a-z][a-z0-9+.-]*:|^\/\//i.test(url) || /[\s\\]/.test(url)) {
    return `Unexpected url of request '${id}', expected a relative one`;
  }
  const fields = readHeaders(headers);
  if (!fields) return `Unexpected headers of request '${id}', expected names and texts`;
  if (dependsOn !== undefined && !(Array.isArray(dependsOn) && dependsOn.every(isPlain)))
    return `Unexpected dependsOn of request '${id}', expected a list of ids`;
  const type = Object.entries(fields).find(([name]) => name.toLowerCase() === "content-type")?.[1];
  if (body !== undefined && type === undefined)
    return `Unexpected body of request '${id}' without Content-Type`;
  if (body !== undefined && method.toUpperCase() === "GET")
    return `Unexpected body of request '${id}', which is a GET`;
  return {
    id: String(id),
    method: method.toUpperCase(),
    url: url.startsWith("/") ? url : `/${url}`,
    headers: fields,
    body: body === undefined ? undefined : bodyOf(body, type ?? ""),
    dependsOn: (Array.isArray(dependsOn) ? dependsOn : []).map(String),
  };
}

/** A body that is not JSON travels as base64 text; what is none is taken as it is. */
function bodyOf(body: JsonValue, type: string): string | Uint8Array<ArrayBuffer> {
  if (typeof body !== "string" || /json/i.test(type)) return JSON.stringify(body);
  const isBase64 = body.length % 4 === 0 && /^[A-Za-z\d+/]+={0,2}$/.test(body);
  return (isBase64 ? fromBase64(body) : undefined) ?? body;
}

function isPlain(value: JsonValue | undefined): value is string | number {
  return typeof value === "string" || typeof value === "number";
}

function readHeaders(value: JsonValue | undefined): Record<string, string> | undefined {
  if (value === undefined || value === null) return {};
  // An object may have a `toString` of its own, which nothing can be made of.
  if (!isObject(value) || Object.values(value).some((text) => typeof text === "object")) return undefined;
  const pairs = Object.entries(value).map(([name, text]) => [name, String(text)] as const);
  const sound = pairs.every(
    ([name, text]) => /^[!#$%&'*+.^_`|~\w-]+$/.test(name) && /^[\t\x20-\x7e]*$/.test(text),
  );
  return sound ? Object.fromEntries(pairs) : undefined;
}

function hasCycle(items: readonly Item[]): boolean {
  return inOrder(items).length < items.length;
}

/** Each after those that it depends on, otherwise as they came; those in a circle are left out. */
function inOrder(items: readonly Item[]): Item[] {
  const done = new Set<string>();
  const ordered: Item[] = [];
  for (let found = true; found; ) {
    found = false;
    for (const item of items) {
      if (done.has(item.id) || !item.dependsOn.every((id) => done.has(id))) continue;
      done.add(item.id);
      ordered.push(item);
      found = true;
    }
  }
  return ordered;
}

/** However it is spelled: escaped, with slashes too many, in other letters. */
function isBatch(url: string): boolean {
  const [path = ""] = url.split(/[?#]/, 1);
  return /^\/+(?:\$|%24)batch(?:\/|$)/i.test(
    path.replace(/%(?:62|42|61|41|74|54|63|43|68|48|2f)/gi, decodeURIComponent),
  );
}

async function responseOf(item: Item, send: (part: BatchPart) => Promise<Response>): Promise<JsonObject> {
  if (isBatch(item.url)) {
    return {
      id: item.id,
      status: 400,
      headers: JSON_HEADERS,
      body: plainError("BadRequest", "A batch cannot hold a batch."),
    };
  }
  const response = await send(item);
  const headers: Record<string, string> = {};
  for (const name of [
    "Content-Type",
    "Location",
    "Content-Location",
    "Operation-Location",
    "Content-Range",
    "ETag",
    "Retry-After",
    "Preference-Applied",
    "WWW-Authenticate",
    "Allow",
  ]) {
    const value = response.headers.get(name);
    if (value !== null) headers[name] = value;
  }
  const body = await partBody(response);
  return { id: item.id, status: response.status, headers, ...(body === undefined ? {} : { body }) };
}

/** JSON as it is, anything else as base64. */
async function partBody(response: Response): Promise<JsonValue | undefined> {
  if (/json/i.test(response.headers.get("content-type") ?? "")) {
    const text = await response.text();
    return text === "" ? undefined : (JSON.parse(text) as JsonValue);
  }
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (bytes.length === 0) return undefined;
  return toBase64(bytes);
}

const JSON_HEADERS: JsonObject = { "Content-Type": "application/json" };

function dependencyFailed(id: string): JsonObject {
  return {
    id,
    status: 424,
    headers: JSON_HEADERS,
    body: plainError("FailedDependency", "A request that this one depends on failed."),
  };
}

function plainError(code: string, message: string): JsonObject {
  return { error: { code, message } };
}
