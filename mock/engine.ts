/** From a request to Graph's answer: straight early returns, each refusal with its reason. */
import type { JsonValue } from "../spec/index.ts";
import { splitUrl, tolerated } from "./address.ts";
import { answer, type Call, type Reply, replyOf, type World } from "./answer/index.ts";
import type { Api, Endpoint, Route } from "./api/index.ts";
import type { Place } from "./api/place.ts";
import { refuseScopes, refuseToken } from "./auth.ts";
import { answerBatch, type BatchPart } from "./batch.ts";
import { readBody } from "./body.ts";
import type { Chance } from "./chance.ts";
import { DroppedConnection, type Faults } from "./faults.ts";
import {
  badRequest,
  errorOfStatus,
  type GraphError,
  methodNotAllowed,
  unknownResource,
  unknownSegment,
} from "./graph-error.ts";
import { toJson } from "./json.ts";
import type { Log } from "./log.ts";
import type { Settings } from "./options.ts";
import { type Preferences, readPreferences } from "./prefer.ts";
import type { Random } from "./random.ts";
import { errorBody, preflight, type RequestIdentity, respond } from "./response.ts";
import { type HeaderReader, headerReader, type Surroundings } from "./surroundings.ts";
import type { Directory } from "./users.ts";
import { type WireContext, writeReply } from "./wire.ts";

export interface Engine {
  /** Rejects with `DroppedConnection` where a fault says so, and never otherwise. */
  fetch(request: Request, surroundings: Surroundings | undefined): Promise<Response>;
}

export interface EngineParts {
  readonly settings: Settings;
  readonly directory: Directory;
  readonly world: World;
  readonly faults: Faults;
  readonly chance: Chance;
  readonly log: Log;
  /** For request ids. */
  readonly random: Random;
  /** Asked at each request, since it can be exchanged. */
  readonly api: () => Api;
}

/** How a request ends, before it is written. */
interface Verdict {
  readonly reply?: Reply;
  readonly error?: GraphError;
  /** The connection breaks without an answer. */
  readonly dropped?: true;
  readonly endpoint?: Endpoint;
  readonly place?: Place;
  readonly requestBody?: string;
}

interface Incoming {
  readonly request: Request;
  readonly method: string;
  /** With the version prefix, without the query. */
  readonly path: string;
  readonly search: string;
  readonly origin: string;
  readonly header: HeaderReader;
  readonly identity: RequestIdentity;
  readonly preferences: Preferences;
}

export function createEngine(parts: EngineParts): Engine {
  const { settings, random, log } = parts;

  const fetch = async (request: Request, surroundings: Surroundings | undefined): Promise<Response> => {
    const started = performance.now();
    const header = headerReader(request, surroundings);
    const { origin, path, search } = splitUrl(request.url);
    if (request.method === "OPTIONS")
      return preflight(allowed(parts.api(), path), header("access-control-request-headers"));
    const date = settings.now();
    const requestId = random.uuid();
    const identity: RequestIdentity = {
      requestId,
      clientRequestId: echoed(header("client-request-id")) ?? requestId,
      date,
      dateHeader: settings.fixedClock ? date.toUTCString() : undefined,
    };
    const incoming: Incoming = {
      request,
      method: request.method === "HEAD" ? "GET" : request.method,
      path,
      search,
      origin,
      header,
      identity,
      preferences: readPreferences(header("prefer")),
    };
    const verdict = await decide(incoming, parts, fetch);
    const written = verdict.dropped ? undefined : write(verdict, incoming, parts);
    log.add({
      time: date,
      method: request.method,
      url: path + search,
      operationId: verdict.endpoint?.operationId,
      requestHeaders: surroundings?.incoming?.headers ?? request.headers,
      requestBody: verdict.requestBody,
      status: written?.response.status ?? 0,
      responseHeaders: written?.response,
      responseBody: written?.body,
      duration: settings.fixedClock ? 0 : performance.now() - started,
      source: verdict.reply?.source ?? verdict.endpoint?.source,
      reason: verdict.dropped ? "A fault dropped the connection" : verdict.error?.why,
    });
    if (!written) throw new DroppedConnection(surroundings);
    return written.response;
  };
  return { fetch };
}

async function decide(incoming: Incoming, parts: EngineParts, fetch: Engine["fetch"]): Promise<Verdict> {
  const { settings, directory, faults, chance } = parts;
  const { method, header, preferences } = incoming;
  const api = parts.api();
  const stripped = api.strip(tolerated(incoming.path));
  if (!stripped) {
    const first = incoming.path.split("/")[1] ?? "";
    const why = `Unexpected path, expected it to begin with ${api.prefixes.join(" or ")}`;
    return { error: unknownSegment(first, why) };
  }
  const { path, prefix } = stripped;

  const fault = faults.take(method, path);
  const pause = (fault?.delay ?? 0) + preferences.delay + chance.latency();
  if (pause > 0) await wait(pause);
  if (fault?.drop) return { dropped: true };
  if (fault?.status !== undefined)
    return { error: errorOfStatus(fault.status, "A fault was set for this request") };

  const authorization = header("authorization");
  const refused = refuseToken(settings.auth, authorization, incoming.identity.date);
  if (refused) return { error: refused };
  const busy = chance.throttled(authorization ?? "") ?? chance.failure();
  if (busy) return { error: busy };

  if (path.toLowerCase() === "/$batch") return batch(incoming, prefix, fetch);
  const match = api.match(path);
  if (!match) {
    return { error: unknownSegment(api.misfit(path), `Unexpected path ${path}, expected a documented one`) };
  }
  const route: Route = match.target;
  const endpoint = route.endpoint(method);
  if (!endpoint) {
    const why = `Unexpected method ${method}, expected ${route.methods.join(" or ")}`;
    return { error: methodNotAllowed(route.methods, why) };
  }
  const place = route.locator.locate(match.values, directory);
  if (!place) {
    const name = route.locator.unknownUser(match.values);
    return {
      endpoint,
      error: unknownResource(name, `Unexpected user '${name}', expected one of the users file`),
    };
  }
  const forbidden = refuseScopes(settings.auth, endpoint.operation?.["x-permissions"], authorization);
  if (forbidden) return { endpoint, error: forbidden };

  const body = await readBody(incoming.request, endpoint.request, header);
  if ("error" in body) return { endpoint, error: body.error };
  const misfit = judgeBody(endpoint, body.json);
  if (misfit) return { endpoint, error: misfit, requestBody: body.text };
  if (preferences.code !== undefined)
    return { endpoint, place, requestBody: body.text, ...preferred(endpoint, preferences.code) };

  const call: Call = {
    path,
    search: incoming.search,
    base: incoming.origin + prefix,
    route,
    endpoint,
    place,
    json: body.json,
    preferences,
    header,
  };
  const outcome = answer(call, parts.world);
  if ("error" in outcome) return { endpoint, error: outcome.error, requestBody: body.text };
  const reply = preferences.dynamic
    ? await generated(outcome, endpoint, incoming.identity.requestId, settings)
    : outcome;
  return { endpoint, place, reply, requestBody: body.text };
}

/** A body that a page shows is right, whatever the page's own tables say of it. */
function judgeBody(endpoint: Endpoint, json: JsonValue | undefined): GraphError | undefined {
  if (json === undefined || !endpoint.request) return undefined;
  const fault = endpoint.request.validate(json);
  if (!fault || endpoint.isRecordedBody(json)) return undefined;
  const { code, message, target, detail } = fault;
  return { status: 400, code, message, target, why: detail };
}

/** `Prefer: code=`: the documented answer with that status, or Graph's error where the platform has one. */
function preferred(endpoint: Endpoint, code: number): { reply: Reply } | { error: GraphError } {
  const documented = endpoint.answerOf(code);
  if (documented && (documented.body || code < 400)) return { reply: replyOf(documented) };
  if (code >= 400) return { error: errorOfStatus(code, `The client asked for ${code} with Prefer`) };
  const message = `The status ${code} is not documented for this operation.`;
  return {
    error: badRequest(message, `Unexpected Prefer: code=${code}, expected a documented status or 400 to 599`),
  };
}

async function generated(
  reply: Reply,
  endpoint: Endpoint,
  seed: string,
  { generate }: Settings,
): Promise<Reply> {
  if (!generate || reply.body?.kind !== "json") return reply;
  const json = await generate({ operationId: endpoint.operationId, status: reply.status, seed });
  if (json === undefined) return reply;
  return {
    ...reply,
    body: { kind: "json", json },
    headers: { ...reply.headers, "Preference-Applied": "dynamic=true" },
  };
}

async function batch(incoming: Incoming, prefix: string, fetch: Engine["fetch"]): Promise<Verdict> {
  if (incoming.method !== "POST")
    return { error: methodNotAllowed(["POST"], `Unexpected method ${incoming.method}, expected POST`) };
  const contract = {
    mediaTypes: ["application/json"],
    json: true,
    required: true,
    object: true,
    readOnly: new Set<string>(),
    validate: () => undefined,
  };
  const body = await readBody(incoming.request, contract, incoming.header);
  if ("error" in body) return { error: body.error };
  const send = (part: BatchPart): Promise<Response> => {
    const headers = new Headers(part.headers);
    if (!headers.has("authorization")) headers.set("authorization", incoming.header("authorization") ?? "");
    const url = incoming.origin + prefix + part.url;
    const request = new Request(url, {
      method: part.method,
      headers,
      ...(part.body === undefined ? {} : { body: part.body }),
    });
    return fetch(request, undefined);
  };
  const outcome = await answerBatch(body.json, send).catch((error: unknown) => {
    if (error instanceof DroppedConnection) return undefined;
    throw error;
  });
  // The parts share one connection.
  if (!outcome) return { dropped: true, requestBody: body.text };
  return "error" in outcome
    ? { error: outcome.error, requestBody: body.text }
    : {
        reply: { status: 200, contentType: "application/json", body: { kind: "json", json: outcome.json } },
        requestBody: body.text,
      };
}

function write(
  verdict: Verdict,
  incoming: Incoming,
  parts: EngineParts,
): { response: Response; body: string | undefined } {
  const { error, reply } = verdict;
  const { identity } = incoming;
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
        failure.headers,
      ),
    };
  }
  const written = writeReply(reply, wireContext(incoming, verdict.place, parts));
  const response = respond(
    reply.status,
    written.contentType,
    bare ? undefined : written.body,
    identity,
    reply.headers,
  );
  return { response, body: typeof written.body === "string" ? written.body : undefined };
}

function wireContext(
  incoming: Incoming,
  place: Place | undefined,
  { settings, api }: EngineParts,
): WireContext {
  const { origin, path, header } = incoming;
  if (settings.wire === "docs") return { mode: "docs" };
  const prefix = api().strip(tolerated(path))?.prefix ?? "";
  const service = origin + prefix;
  return {
    mode: "graph",
    accept: header("accept"),
    service,
    described: api().serviceOf(prefix) ?? service,
    place,
  };
}

/** Methods that a preflight grants: those of the path where it is documented, the usual ones where it is not. */
function allowed(api: Api, path: string): readonly string[] {
  const stripped = api.strip(path);
  const match = stripped && api.match(stripped.path);
  return match ? match.target.methods : ["GET", "POST", "PUT", "PATCH", "DELETE"];
}

/** Only what may stand in a header again. */
function echoed(value: string | undefined): string | undefined {
  return value !== undefined && /^[\x21-\x7e][\x20-\x7e]{0,199}$/.test(value) ? value : undefined;
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
