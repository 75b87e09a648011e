/** What becomes of a request: straight early returns, each refusal with its reason. */
import type { JsonValue } from "../../spec/openapi/index.ts";
import { answer, type Call, type Reply, replyOf, type World } from "../answer/index.ts";
import type { Documented, Endpoint } from "../api/index.ts";
import type { Place } from "../api/place.ts";
import { ownPath } from "../flows/links.ts";
import { addressedByPath } from "../flows/path-addressing.ts";
import { refuseSubscription } from "../flows/subscription-check.ts";
import type { Settings } from "../options.ts";
import { refuseScopes, refuseToken } from "./auth.ts";
import { type ReadBody, readBody } from "./body.ts";
import { readBytes } from "./bytes.ts";
import type { Decision, Eventually, Rules } from "./decision.ts";
import type { Fault } from "./faults.ts";
import {
  badRequest,
  errorOfStatus,
  type GraphError,
  methodNotAllowed,
  unknownResource,
  unknownSegment,
} from "./graph-error.ts";
import type { Incoming } from "./incoming.ts";
import { answerOwn } from "./own.ts";
import { serviceOf } from "./service.ts";

/** What is looked at first: the version, and what is to go wrong. */
export function decide(incoming: Incoming, rules: Rules): Eventually<Decision> {
  const { api, prefix, path, method, preferences } = incoming;
  if (prefix === undefined) {
    const why = `Unexpected path, expected it to begin with ${api.prefixes.join(" or ")}`;
    return { error: unknownSegment(path.split("/")[1] ?? "", why) };
  }
  const fault = rules.faults.take(method, path);
  const pause = (fault?.delay ?? 0) + preferences.delay + rules.chance.latency();
  return pause > 0
    ? wait(pause).then(() => admit(incoming, rules, prefix, fault))
    : admit(incoming, rules, prefix, fault);
}

/** What does not depend on the operation: faults, the token, limits. */
function admit(
  incoming: Incoming,
  rules: Rules,
  prefix: string,
  fault: Fault | undefined,
): Eventually<Decision> {
  const { settings, chance } = rules;
  const { path, header, identity } = incoming;
  if (fault?.drop) return { dropped: true };
  if (fault?.status !== undefined)
    return { error: errorOfStatus(fault.status, "A fault was set for this request") };
  const authorization = header("authorization");
  const own = path.startsWith("/$") ? ownPath(path) : undefined;
  // An address that the mock gave out needs no token: whoever has it is let in.
  const refused = own ? undefined : refuseToken(settings.auth, authorization, identity.date);
  if (refused) return { error: refused };
  const busy = chance.throttled(authorization ?? "") ?? chance.failure();
  if (busy) return { error: busy };
  if (own) return answerOwn(own, incoming, rules, prefix);
  if (path.length === BATCH.length && path.toLowerCase() === BATCH) return rules.batch(incoming, prefix);
  return operate(incoming, rules, prefix);
}

const BATCH = "/$batch";

/** The operation that the path and the method name. */
function operate(incoming: Incoming, rules: Rules, prefix: string): Eventually<Decision> {
  const { settings, directory } = rules;
  const { api, path, method, header } = incoming;
  const counted = method === "GET" ? api.findCounted(path) : undefined;
  const direct = counted ?? api.find(method, path);
  const addressed = direct || !path.includes(":") ? undefined : addressedByPath(method, path, api);
  const match = direct ?? addressed?.match;
  const found = match?.target.endpoint(method);
  if (!match || !found) return { error: unrouted(incoming) };
  const endpoint = counted ? counting(found) : found;
  const { target: route, values } = match;
  const located = route.locator.locate(values, directory);
  const place = located && addressed ? addressed.place(located) : located;
  if (!place) {
    const name = route.locator.unknownUser(values);
    return {
      endpoint,
      error: unknownResource(name, `Unexpected user '${name}', expected one of the users file`),
    };
  }
  const permissions = endpoint.operation?.["x-permissions"];
  const forbidden = settings.auth === "scopes" && refuseScopes(permissions, header("authorization"));
  if (forbidden) return { endpoint, error: forbidden };

  const target: Target = { prefix, route, endpoint, place: homeOf(place, rules.world) };
  if (endpoint.kind === "content" && method !== "GET" && method !== "DELETE")
    return Promise.resolve(readBytes(incoming)).then((bytes) =>
      settle(incoming, rules, target, "error" in bytes ? bytes : { json: undefined, text: "", ...bytes }),
    );
  const body = readBody(incoming, endpoint.request);
  return body instanceof Promise
    ? body.then((late) => settle(incoming, rules, target, late))
    : settle(incoming, rules, target, body);
}

/** A thing that is known by several paths is kept at one of them. */
function homeOf(place: Place, { flows }: World): Place {
  if (flows.aliases.size === 0 || place.key === undefined) return place;
  return flows.aliases.find(`${place.container}/${place.key}`) ?? place;
}

/** Another method is documented for the path, or none. */
function unrouted({ api, path, method }: Incoming): GraphError {
  const methods = api.methods(path);
  if (methods.length > 0)
    return methodNotAllowed(methods, `Unexpected method ${method}, expected ${methods.join(" or ")}`);
  return unknownSegment(api.unmatchedSegment(path), `Unexpected path ${path}, expected a documented one`);
}

/** Any list can be counted, whether a page says so or not (OData 4.01, section 11.2.10). */
function counting(list: Endpoint): Endpoint {
  const success: Documented = {
    status: 200,
    contentType: "text/plain",
    body: { kind: "text", text: "0" },
    required: new Set(),
  };
  return {
    ...list,
    kind: "count",
    success: { ...success, ...(list.source ? { source: list.source } : {}) },
    recorded: [],
  };
}

/** What a request is about. */
type Target = Pick<Call, "route" | "endpoint" | "place"> & { readonly prefix: string };

/** The answer of the operation to the body. */
function settle(
  incoming: Incoming,
  rules: Rules,
  { prefix, route, endpoint, place }: Target,
  body: ReadBody,
): Eventually<Decision> {
  if ("error" in body) return { endpoint, error: body.error };
  const { world, callbacks, directory } = rules;
  const { json, text: requestBody, bytes } = body;
  const refused = judgeBody(endpoint, json);
  if (refused) return { endpoint, error: asService(refused, incoming.path), requestBody };
  const { api, path, search, origin, preferences, header, identity } = incoming;
  if (preferences.code !== undefined)
    return { endpoint, place, requestBody, ...preferred(endpoint, preferences.code) };
  const base = origin + prefix;
  const call: Call = {
    path,
    search,
    base,
    route,
    endpoint,
    place,
    json,
    bytes,
    preferences,
    header,
    api,
    directory,
    now: identity.date,
  };
  const { subscriptions } = world.flows;
  if (subscriptions.size > 0) subscriptions.expire(call.now.getTime());
  const unwanted = refuseSubscription(call, world, callbacks);
  if (unwanted === undefined) return perform(call, rules, identity.requestId, requestBody);
  if (!(unwanted instanceof Promise)) return { endpoint, error: unwanted, requestBody };
  return unwanted.then((late) =>
    late ? { endpoint, error: late, requestBody } : perform(call, rules, identity.requestId, requestBody),
  );
}

/** What the operation does and answers. */
function perform(
  call: Call,
  { settings, world }: Rules,
  seed: string,
  requestBody: string,
): Eventually<Decision> {
  const { endpoint, place } = call;
  const outcome = answer(call, world);
  if ("error" in outcome) return { endpoint, error: asService(outcome.error, call.path), requestBody };
  if (!call.preferences.dynamic) return { endpoint, place, reply: outcome, requestBody };
  return generated(outcome, endpoint, seed, settings).then((reply) => ({
    endpoint,
    place,
    reply,
    requestBody,
  }));
}

/** The same refusal as the service behind the path words it. */
function asService(error: GraphError, path: string): GraphError {
  const { notFound, badValue } = serviceOf(path);
  if (error.code === "Request_ResourceNotFound" && notFound) return { ...error, ...notFound };
  return error.code === "BadRequest" && error.target ? { ...error, code: badValue } : error;
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

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
