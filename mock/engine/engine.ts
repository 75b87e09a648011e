/** From a request to Graph's answer, which is written and logged. */

import type { Reply } from "../answer/index.ts";
import { type Api, type Versions, versionOf } from "../api/index.ts";
import { fieldsInside, type LinkContext, mayCarryLinks, withLinksInside } from "../flows/links.ts";
import type { Settings } from "../options.ts";
import { isObject, member, toJson } from "../store/json.ts";
import type { Random } from "../store/random.ts";
import { splitUrl } from "./address.ts";
import { createBatch } from "./batch-request.ts";
import { decide } from "./decide.ts";
import type { Decision, Eventually, Rules } from "./decision.ts";
import { DroppedConnection } from "./faults.ts";
import { errorOfStatus } from "./graph-error.ts";
import { type Incoming, readIncoming } from "./incoming.ts";
import type { Log } from "./log.ts";
import { errorBody, type Fields, preflight, respond } from "./response.ts";
import { factsOf, serviceOf, withQuery } from "./service.ts";
import { headerReader, type Surroundings } from "./surroundings.ts";
import { type WireContext, type Written, writeReply } from "./wire.ts";

export interface Engine {
  /**
   * Answers at once where the server has received the body already and nothing is to be waited for: promises on the way
   * would cost a busy mock a tenth of its time. Throws or rejects with `DroppedConnection` where a fault says so, and never otherwise.
   */
  fetch(request: Request, surroundings: Surroundings | undefined): Eventually<Response>;
}

export interface EngineParts extends Omit<Rules, "batch"> {
  readonly log: Log;
  /** For request ids. */
  readonly random: Random;
  /** Asked at each request, since it can be exchanged. */
  readonly versions: () => Versions;
}

export function createEngine(parts: EngineParts): Engine {
  const { settings, random, log } = parts;
  const fetch: Engine["fetch"] = (request, surroundings) => {
    const versions = parts.versions();
    if (request.method === "OPTIONS") return preflightOf(request, surroundings, versions);
    const incoming = readIncoming(request, surroundings, settings, versions, random.uuid());
    const decision = decide(incoming, rules);
    return decision instanceof Promise
      ? decision.then((late) => finish(incoming, late, rules, log))
      : finish(incoming, decision, rules, log);
  };
  const rules: Rules = { ...parts, batch: createBatch(fetch) };
  return { fetch };
}

function finish(incoming: Incoming, decision: Decision, rules: Rules, log: Log): Response {
  const { request, surroundings, identity, url, started } = incoming;
  const written = decision.dropped ? undefined : write(decision, incoming, rules);
  log.add({
    time: identity.date,
    method: request.method,
    url,
    operationId: decision.endpoint?.operationId,
    requestHeaders: surroundings?.incoming?.headers ?? request.headers,
    requestBody: decision.requestBody,
    status: written?.response.status ?? 0,
    responseHeaders: written?.response,
    responseBody: written?.body,
    duration: rules.settings.fixedClock ? 0 : performance.now() - started,
    source: decision.reply?.source ?? decision.endpoint?.source,
    reason: decision.dropped ? "A fault dropped the connection" : decision.error?.why,
  });
  if (!written) throw new DroppedConnection(surroundings);
  return written.response;
}

function write(
  decision: Decision,
  incoming: Incoming,
  rules: Rules,
): { response: Response; body: string | undefined } {
  const { error, reply } = decision;
  const { identity, path, search, method } = incoming;
  const { cacheControl, units } = decision.endpoint?.service ?? factsOf(method, path);
  const fields = { cacheControl, resourceUnits: units && withQuery(units, search) };
  const bare = incoming.request.method === "HEAD";
  if (error || !reply) {
    const failure = error ?? errorOfStatus(500, "No answer was made");
    const body = toJson(errorBody(failure, identity));
    return {
      body,
      response: respond(
        failure.status,
        "application/json",
        bare ? undefined : body,
        identity,
        fields,
        failure.headers,
      ),
    };
  }
  const written = writeInside(reply, incoming, wireContext(incoming, decision, rules.settings));
  // Links of the pages lead to the mock; where a new object is, the mock says itself.
  const inside = reply.headers && fieldsInside(reply.headers, reply.status, linkContext(incoming));
  const headers = withLocation({ ...reply, headers: inside }, decision, incoming);
  const response = respond(
    reply.status,
    written.contentType,
    bare ? undefined : written.body,
    identity,
    fields,
    headers,
  );
  return { response, body: typeof written.body === "string" ? written.body : undefined };
}

/** With links that lead to the mock alone: few bodies have any, and only those are walked. */
function writeInside(reply: Reply, incoming: Incoming, context: WireContext): Written {
  const written = writeReply(reply, context);
  if (reply.body?.kind !== "json" || typeof written.body !== "string" || !mayCarryLinks(written.body))
    return written;
  const json = withLinksInside(reply.body.json, linkContext(incoming));
  return writeReply({ ...reply, body: { kind: "json", json } }, context);
}

function linkContext({ api, origin, prefix = "", path, method }: Incoming): LinkContext {
  return { api, base: origin + prefix, path, method };
}

/**
 * Made things say where they are (RFC 9110, section 15.3.2). Graph names an address of the directory's own there; ours leads to the mock,
 * to the thing itself where a page documents that it can be read.
 */
function withLocation(
  { status, headers, body }: Reply,
  { endpoint, place }: Decision,
  incoming: Incoming,
): Fields | undefined {
  if (endpoint?.method !== "POST" || status !== 201 || !place || headers?.Location !== undefined)
    return headers;
  const json = body?.kind === "json" ? body.json : undefined;
  const id = isObject(json) ? member(json, endpoint.keyProperty) : undefined;
  if (id === undefined) return headers;
  const Location = `${incoming.path}/${encodeURIComponent(String(id))}`;
  return { ...headers, ...fieldsInside({ Location }, status, linkContext(incoming)) };
}

function wireContext(
  { origin, api, prefix = "", header, path, search }: Incoming,
  { place, endpoint }: Decision,
  { wire }: Settings,
): WireContext {
  if (wire === "docs") return { mode: "docs" };
  const service = origin + prefix;
  return {
    mode: "graph",
    accept: header("accept"),
    service,
    described: api.serviceOf(prefix) ?? service,
    place,
    endpoint,
    search,
    counts: serviceOf(path).name === "intune",
  };
}

function preflightOf(request: Request, surroundings: Surroundings | undefined, versions: Versions): Response {
  const requested = headerReader(request, surroundings)("access-control-request-headers");
  const { path } = splitUrl(request.url);
  return preflight(allowed(versionOf(versions, path), path), requested);
}

/** Methods that a preflight grants: those of the path where it is documented, the usual ones where it is not. */
function allowed(api: Api, path: string): readonly string[] {
  const stripped = api.strip(path);
  const methods = stripped ? api.methods(stripped.path) : [];
  return methods.length > 0 ? methods : ["GET", "POST", "PUT", "PATCH", "DELETE"];
}
