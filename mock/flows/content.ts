/** What files, photos and attachments consist of: kept as it was put, answered whole or in ranges. */
import {
  type AnswerResult,
  type Call,
  exampleObject,
  type Reply,
  recordedFor,
  replyOf,
  type World,
} from "../answer/call.ts";
import { insufficientStorage, rangeNotSatisfiable, unknownResource } from "../engine/graph-error.ts";
import type { Content } from "../store/contents.ts";
import { keepFile, ownerPath, targetOf } from "./files.ts";
import { DOWNLOADS } from "./links.ts";
import { parameter } from "./pages.ts";
import { sealToken } from "./token.ts";
import { conflictOf } from "./uploads.ts";

export function content(call: Call, world: World): AnswerResult {
  switch (call.endpoint.method) {
    case "GET":
      return download(call, world);
    case "DELETE":
      world.contents.remove(pathOf(call, world));
      return replyOf(recordedFor(call)?.answer ?? call.endpoint.success);
    default:
      return put(call, world);
  }
}

/** The path under which the bytes are kept: the thing's own, wherever it is kept. */
function pathOf({ place }: Call, world: World): string {
  const path = isMedia(place.container) ? ownerPath(place.container) : place.container;
  const home = world.flows.aliases.find(path);
  return home ? `${home.container}/${home.key}` : path;
}

function isMedia(path: string): boolean {
  return /\/(?:content|\$value)$/i.test(path);
}

function download(call: Call, world: World): AnswerResult {
  const path = pathOf(call, world);
  // A size of a photo that was put is the photo: `photos/48x48` of `photo`.
  const kept = world.contents.get(path) ?? world.contents.get(path.replace(/s\/\d+x\d+$/, ""));
  const documented = recordedFor(call)?.answer ?? call.endpoint.success;
  if (!kept) return isGone(path, call, world) ? { error: unknown(call) } : replyOf(documented);
  if (documented.status < 300) return ranged(kept, call.header("range"));
  const { body: _, ...redirect } = replyOf(documented);
  return { ...redirect, headers: { ...redirect.headers, Location: DOWNLOADS + sealToken(["kept", path]) } };
}

/** Whether the thing was there and is no more, or never was in a collection that has a state. */
function isGone(path: string, { endpoint, api }: Call, world: World): boolean {
  if (!/\}:?$/.test(endpoint.template.split("/").at(-2) ?? "")) return false;
  const at = path.lastIndexOf("/");
  const key = path.slice(at + 1);
  const items = world.store.collection(path.slice(0, at));
  const documented = api.routeOf(endpoint.template.replace(/\/[^/]*$/, ""))?.documentedKeys;
  return items !== undefined && !items.has(key) && !documented?.has(key);
}

function unknown({ path }: Call) {
  return unknownResource(path, `Unexpected '${path}', expected something that was created and not deleted`);
}

function put(call: Call, world: World): AnswerResult {
  const bytes = call.bytes ?? new Uint8Array();
  const kept = { type: call.header("content-type") ?? "application/octet-stream", bytes };
  const documented = recordedFor(call)?.answer ?? call.endpoint.success;
  const segments = call.endpoint.template.split("/");
  const describes = exampleObject(documented)[call.endpoint.keyProperty] !== undefined;
  if (isMedia(call.place.container) && (describes || /\}:?$/.test(segments.at(-2) ?? ""))) {
    const conflict = conflictOf(parameter(call.search, "@microsoft.graph.conflictbehavior"));
    const file = keepFile(targetOf(call, {}, conflict), kept, call, world);
    if ("error" in file) return file;
    if (documented.body?.kind !== "json") return replyOf(documented);
    const both = [200, 201].every((status) => call.endpoint.answerOf(status));
    return { ...replyOf(documented, file.object), ...(both ? { status: file.isNew ? 201 : 200 } : {}) };
  }
  if (!world.contents.put(pathOf(call, world), kept)) return { error: insufficientStorage(bytes.length) };
  return replyOf(documented);
}

/** The content, or the part of it that `Range` names (RFC 9110, section 14.2). Several ranges are answered with all of it. */
export function ranged({ type, bytes }: Content, range: string | undefined): AnswerResult {
  const whole: Reply = {
    status: 200,
    contentType: type,
    body: { kind: "bytes", bytes },
    headers: { "Accept-Ranges": "bytes" },
  };
  const match = /^bytes=(\d*)-(\d*)$/i.exec(range?.replaceAll(" ", "") ?? "");
  const [, from = "", to = ""] = match ?? [];
  if (!match || (from === "" && to === "")) return whole;
  const start = from === "" ? Math.max(0, bytes.length - Number(to)) : Number(from);
  const end = from === "" || to === "" ? bytes.length - 1 : Math.min(Number(to), bytes.length - 1);
  if (from !== "" && to !== "" && Number(to) < Number(from)) return whole;
  if (start > end) {
    const error = rangeNotSatisfiable(`Unexpected range '${range}' of ${bytes.length} bytes`);
    return { error: { ...error, headers: { "Content-Range": `bytes */${bytes.length}` } } };
  }
  return {
    status: 206,
    contentType: type,
    body: { kind: "bytes", bytes: bytes.slice(start, end + 1) },
    headers: { "Accept-Ranges": "bytes", "Content-Range": `bytes ${start}-${end}/${bytes.length}` },
  };
}
