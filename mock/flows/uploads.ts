/** Upload sessions (Graph's resumable upload): begun by an action, filled by fragments, ended by the finished file. */
import type { JsonObject, JsonValue } from "../../spec/openapi/index.ts";
import {
  type AnswerResult,
  type Call,
  exampleObject,
  jsonReply,
  type Reply,
  type World,
} from "../answer/call.ts";
import {
  badRequest,
  type GraphError,
  insufficientStorage,
  nameTaken,
  rangeNotSatisfiable,
} from "../engine/graph-error.ts";
import { isObject, member } from "../store/json.ts";
import { holderOf, keepFile, targetOf } from "./files.ts";
import { UPLOADS } from "./links.ts";
import type { UploadSession, UploadTarget } from "./upload-sessions.ts";

/** Milliseconds that a session waits for the next fragment. */
const LIFE = 24 * 3_600_000;

export function beginUpload(call: Call, world: World): AnswerResult {
  const described = describedFile(call.json);
  const target = targetOf(call, described, conflictOf(described["@microsoft.graph.conflictBehavior"]));
  if (
    target.conflict === "fail" &&
    target.name !== undefined &&
    holderOf(target.name, target, world) !== undefined
  )
    return { error: nameTaken(target.name) };
  const session = world.flows.uploads.open(call.path, target, call.now.getTime() + LIFE);
  return jsonReply(call.endpoint, {
    ...exampleObject(call.endpoint.success),
    ...shownSession(session),
    uploadUrl: UPLOADS + session.id,
  });
}

/** What the client says of the file: some pages have it in an object of its own, such as `item` or `AttachmentItem`. */
function describedFile(json: JsonValue | undefined): JsonObject {
  if (!isObject(json)) return {};
  const own = Object.values(json).find((value) => isObject(value) && member(value, "name") !== undefined);
  return isObject(own) ? own : json;
}

export function conflictOf(value: unknown): UploadTarget["conflict"] {
  return value === "fail" || value === "rename" ? value : "replace";
}

function shownSession({ expires, received }: UploadSession): JsonObject {
  return { expirationDateTime: new Date(expires).toISOString(), nextExpectedRanges: [`${received}-`] };
}

export interface FragmentRequest {
  readonly method: string;
  readonly now: Date;
  readonly bytes: Uint8Array<ArrayBuffer>;
  header(name: string): string | undefined;
}

/** Answers at the upload URL. `resume` gives the call that began the session, as it would be now. */
export function continueUpload(
  session: UploadSession,
  request: FragmentRequest,
  world: World,
  resume: () => Call | undefined,
): AnswerResult {
  switch (request.method) {
    case "GET":
      return stated(200, shownSession(session));
    case "DELETE":
      world.flows.uploads.close(session.id);
      return { status: 204 };
    default:
      return takeFragment(session, request, world, resume);
  }
}

function takeFragment(
  session: UploadSession,
  { header, bytes, now }: FragmentRequest,
  world: World,
  resume: () => Call | undefined,
): AnswerResult {
  const range = header("content-range");
  const wrong = wrongRange(session, range, bytes.length);
  if (wrong) return { error: wrong };
  session.total = Number(/\/(\d+)$/.exec(range ?? "")?.[1]);
  session.expires = now.getTime() + LIFE;
  if (!world.flows.uploads.append(session, bytes)) return { error: insufficientStorage(bytes.length) };
  if (session.received < session.total) return stated(202, shownSession(session));
  const call = resume();
  if (!call)
    return {
      error: badRequest("The upload session is no longer valid.", "The pages no longer document the upload"),
    };
  const kept = keepFile(
    session.target,
    { type: "application/octet-stream", bytes: whole(session) },
    call,
    world,
  );
  world.flows.uploads.close(session.id);
  if ("error" in kept) return kept;
  const collection = call.path.replace(/\/[^/]*$/, "");
  const location =
    session.target.aliases.length > 0 || session.target.key !== undefined
      ? {}
      : { Location: `${call.base}${collection}/${kept.home.key}` };
  return { ...stated(kept.isNew ? 201 : 200, kept.object), headers: location };
}

/** RFC 9110, section 14.4, as Graph takes it: one range, its whole known, each where the last one ended. */
function wrongRange(
  { received, total }: UploadSession,
  range: string | undefined,
  length: number,
): GraphError | undefined {
  const match = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/i.exec(range?.trim() ?? "");
  if (!match) {
    const why = `Unexpected Content-Range '${range ?? ""}', expected one such as bytes 0-25/128`;
    return {
      ...badRequest("The Content-Range header is missing or malformed.", why),
      code: "invalidRequest",
    };
  }
  const [start, end, all] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (end - start + 1 !== length) {
    const why = `Unexpected body of ${length} bytes, expected ${Math.max(0, end - start + 1)} as Content-Range says`;
    return {
      ...badRequest("The Content-Range header length does not match the provided number of bytes.", why),
      code: "invalidRequest",
    };
  }
  if (total !== undefined && total !== all)
    return {
      ...badRequest(
        "The total size of the file must not change.",
        `Unexpected total ${all}, expected ${total}`,
      ),
      code: "invalidRequest",
    };
  if (start !== received || end >= all)
    return rangeNotSatisfiable(
      `Unexpected range ${start}-${end}/${all}, expected it to begin at ${received}`,
    );
  return undefined;
}

function whole({ fragments, received }: UploadSession): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(received);
  let at = 0;
  for (const fragment of fragments) {
    bytes.set(fragment, at);
    at += fragment.length;
  }
  return bytes;
}

function stated(status: number, json: JsonObject): Reply {
  return { status, contentType: "application/json", body: { kind: "json", json } };
}
