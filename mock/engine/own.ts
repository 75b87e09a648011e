/** Addresses that the mock gave out itself and that no page documents: downloads, uploads, monitors, ends of lists. */
import type { JsonValue } from "../../spec/openapi/index.ts";
import type { AnswerResult, Call, World } from "../answer/index.ts";
import { ranged } from "../flows/content.ts";
import { DOWNLOADS, OPERATIONS, type OwnPath, UPLOADS } from "../flows/links.ts";
import { ownMonitor } from "../flows/operations.ts";
import { addressedByPath } from "../flows/path-addressing.ts";
import type { UploadSession } from "../flows/upload-sessions.ts";
import { continueUpload } from "../flows/uploads.ts";
import { readBytes } from "./bytes.ts";
import type { Decision, Eventually, Rules } from "./decision.ts";
import { unknownResource } from "./graph-error.ts";
import type { Incoming } from "./incoming.ts";

/** Whoever has such an address needs no token, as with Graph's preauthenticated addresses. */
export function answerOwn(
  own: OwnPath,
  incoming: Incoming,
  rules: Rules,
  prefix: string,
): Eventually<Decision> {
  const { world } = rules;
  switch (own.kind) {
    case UPLOADS: {
      const session = world.flows.uploads.find(own.name, incoming.identity.date.getTime());
      if (!session) return { error: unknown(own.name, "an upload session that is under way") };
      const bytes = incoming.method === "GET" ? { bytes: new Uint8Array() } : readBytes(incoming);
      return Promise.resolve(bytes).then((read) =>
        "error" in read ? read : fragment(incoming, rules, prefix, session, read.bytes),
      );
    }
    case DOWNLOADS:
      return decided(
        download(own.token, incoming, world) ?? { error: unknown(own.name, "a file that is there") },
      );
    case OPERATIONS: {
      const operation = world.flows.operations.poll(own.name, incoming.identity.date.getTime());
      return decided(
        operation ? ownMonitor(operation) : { error: unknown(own.name, "an operation that was begun") },
      );
    }
    default:
      return decided(
        documented(own.token, incoming) ?? { error: unknown(own.name, "a link that the mock gave") },
      );
  }
}

function decided(outcome: AnswerResult): Decision {
  return "error" in outcome ? outcome : { reply: outcome };
}

function fragment(
  incoming: Incoming,
  rules: Rules,
  prefix: string,
  session: UploadSession,
  bytes: Uint8Array<ArrayBuffer>,
): Decision {
  const { method, header, identity } = incoming;
  const resume = (): Call | undefined => beginning(incoming, rules, prefix, session);
  return decided(continueUpload(session, { method, header, bytes, now: identity.date }, rules.world, resume));
}

/** The request that began the upload, over the description as it is now. */
function beginning(
  { api, origin, header, identity, preferences }: Incoming,
  { directory }: Rules,
  prefix: string,
  { path }: UploadSession,
): Call | undefined {
  const match = api.find("POST", path) ?? addressedByPath("POST", path, api)?.match;
  const endpoint = match?.target.endpoint("POST");
  const place = match?.target.locator.locate(match.values, directory);
  if (!match || !endpoint || !place) return undefined;
  const base = origin + prefix;
  const now = identity.date;
  return {
    path,
    search: "",
    base,
    api,
    directory,
    now,
    route: match.target,
    endpoint,
    place,
    json: undefined,
    preferences,
    header,
  };
}

function download(
  token: JsonValue | undefined,
  { api, header }: Incoming,
  world: World,
): AnswerResult | undefined {
  const [kind, path] = Array.isArray(token) ? token : [];
  if (typeof path !== "string") return undefined;
  const kept = kind === "kept" ? world.contents.get(path) : undefined;
  if (kept) return ranged(kept, header("range"));
  if (kind !== "documented") return undefined;
  const answer = api.find("GET", path)?.target.endpoint("GET")?.answerOf(200);
  const body = answer?.body;
  const type = answer?.contentType ?? "application/octet-stream";
  const text = body?.kind === "text" ? body.text : "";
  return ranged(
    { type, bytes: body?.kind === "bytes" ? body.bytes : new TextEncoder().encode(text) },
    header("range"),
  );
}

/** What the pages show of the thing that a documented link leads to; behind the last page of a list there is nothing. */
function documented(token: JsonValue | undefined, { api }: Incoming): AnswerResult | undefined {
  const [kind, method, path] = Array.isArray(token) ? token : [];
  if (kind === "end")
    return { status: 200, contentType: "application/json", body: { kind: "json", json: { value: [] } } };
  if (kind !== "documented" || typeof method !== "string" || typeof path !== "string") return undefined;
  const success = api.find(method, path)?.target.endpoint(method)?.success;
  if (!success) return undefined;
  const body = success.body ?? { kind: "json" as const, json: {} };
  return { status: 200, contentType: success.contentType ?? "application/json", body };
}

function unknown(name: string, expected: string) {
  return { ...unknownResource(name, `Unexpected '${name}', expected ${expected}`), code: "itemNotFound" };
}
