/** What becomes of bytes: the object that they belong to, where it is kept, and by which paths it is known. */
import type { JsonObject, JsonValue } from "../../spec/openapi/index.ts";
import { type Call, exampleObject, keyLike, type World, withoutControl } from "../answer/call.ts";
import type { Endpoint } from "../api/index.ts";
import { type GraphError, insufficientStorage, nameTaken } from "../engine/graph-error.ts";
import { toBase64 } from "../store/contents.ts";
import { isObject } from "../store/json.ts";
import type { Home } from "./aliases.ts";
import { DOWNLOADS } from "./links.ts";
import { sealToken } from "./token.ts";
import type { UploadTarget } from "./upload-sessions.ts";

export interface KeptFile {
  readonly object: JsonObject;
  readonly home: Home;
  readonly isNew: boolean;
}

/** Path of the thing whose content a path names: without `/content`, `/$value` or what begins an upload. */
export function ownerPath(path: string): string {
  return path.replace(/\/[^/]*$/, "").replace(/:$/, "");
}

/** Where a file belongs that is sent to the thing above the last segment of the call's path. */
export function targetOf(
  call: Call,
  described: JsonObject,
  conflict: UploadTarget["conflict"],
): UploadTarget {
  const { place, endpoint } = call;
  const owner = place.container.replace(/\/[^/]*$/, "");
  const byName = /^(.*)\/([^/]+):\/([^/]+):$/.exec(owner);
  const given = typeof described.name === "string" && described.name !== "" ? { name: described.name } : {};
  if (byName) return namedTarget(byName, described, conflict);
  const segments = endpoint.template.split("/");
  const above = segments.at(-2) ?? "";
  if (!/\{[^{}]*\}/.test(above)) return { container: owner, conflict, aliases: [], described, ...given };
  const at = owner.lastIndexOf("/");
  return {
    container: owner.slice(0, at),
    key: owner.slice(at + 1),
    conflict: "replace",
    aliases: [],
    described,
    ...given,
  };
}

/** `root:/folder/name.txt:` and `items/{id}:/name.txt:` name a file that need not be there yet. */
function namedTarget(
  [, above = "", parent = "", encoded = ""]: readonly string[],
  described: JsonObject,
  conflict: UploadTarget["conflict"],
): UploadTarget {
  const path = decodeURIComponent(encoded.replace(/%(?![\da-f]{2})/gi, "%25"));
  const folders = path.split("/");
  const name = folders.pop() ?? path;
  const folder = `${above}/${parent}`;
  const container =
    folders.length === 0
      ? `${folder}/children`
      : `${folder}:/${encodeURIComponent(folders.join("/"))}:/children`;
  const tree = /^root$/i.test(parent) ? above : above.replace(/\/items$/i, "");
  return {
    container,
    name,
    conflict,
    aliases: [`${tree}/items/{id}`, `${folder}:/{name}`],
    described: { ...described, name },
  };
}

/** Keeps the bytes and the object that they make, or says why not. */
export function keepFile(
  target: UploadTarget,
  content: { readonly type: string; readonly bytes: Uint8Array<ArrayBuffer> },
  call: Call,
  world: World,
): KeptFile | { readonly error: GraphError } {
  const { flows, store } = world;
  const taken = target.name === undefined ? undefined : holderOf(target.name, target, world);
  if (taken !== undefined && target.conflict === "fail") return { error: nameTaken(target.name ?? "") };
  const name = taken !== undefined && target.conflict === "rename" ? freeName(target, world) : target.name;
  const replaced = target.key ?? (target.conflict === "replace" ? taken : undefined);
  const home = homeOf(target, replaced, call, world);
  const path = `${home.container}/${home.key}`;
  if (!world.contents.put(path, content)) return { error: insufficientStorage(content.bytes.length) };
  const before = store.collection(home.container)?.get(home.key);
  const object = fileObject({ target, name, content, before, home }, call);
  store.put(home.container, home.key, object);
  for (const alias of target.aliases) {
    const known = alias.replace("{id}", home.key).replace("{name}", aliasName(target, name));
    flows.aliases.add(known, home);
  }
  return { object, home, isNew: before === undefined && target.key === undefined };
}

function homeOf(target: UploadTarget, key: string | undefined, call: Call, world: World): Home {
  if (key === undefined)
    return { container: target.container, key: world.newId(describingEndpoint(call), target.container) };
  return world.flows.aliases.find(`${target.container}/${key}`) ?? { container: target.container, key };
}

/** As the path of a request spells it: the folders and the name in one value. */
function aliasName({ container }: UploadTarget, name = ""): string {
  const folders = /:\/([^/]+):\/children$/.exec(container)?.[1];
  return folders === undefined ? name : `${folders}%2F${encodeURIComponent(name)}`;
}

/** Key of the object of that name in the folder. */
export function holderOf(name: string, target: UploadTarget, world: World): string | undefined {
  if (target.aliases.length === 0) return undefined;
  for (const [key, object] of world.store.collection(target.container) ?? [])
    if (typeof object.name === "string" && object.name.toLowerCase() === name.toLowerCase()) return key;
  return undefined;
}

/** `report.docx` to `report 1.docx`. */
function freeName(target: UploadTarget, world: World): string {
  const [, stem = "", ending = ""] = /^(.*?)(\.[^.]*)?$/.exec(target.name ?? "") ?? [];
  for (let number = 1; ; number += 1) {
    const name = `${stem} ${number}${ending}`;
    if (holderOf(name, target, world) === undefined) return name;
  }
}

interface FileParts {
  readonly target: UploadTarget;
  readonly name: string | undefined;
  readonly content: { readonly type: string; readonly bytes: Uint8Array };
  readonly before: JsonObject | undefined;
  readonly home: Home;
}

const CONTENT_BYTES = 4 * 1024 * 1024;

/** The documented object with what is known of this file. */
function fileObject({ target, name, content, before, home }: FileParts, call: Call): JsonObject {
  const endpoint = describingEndpoint(call);
  const example = before ?? withoutControl(exampleOf(endpoint));
  const time = call.now.toISOString();
  const set: Record<string, JsonValue> = {
    [endpoint.keyProperty]: keyLike(example[endpoint.keyProperty], home.key),
  };
  for (const [member, value] of Object.entries(target.described))
    if (!member.startsWith("@") && (Object.hasOwn(example, member) || member === "name")) set[member] = value;
  if (name !== undefined) set.name = name;
  set.size = content.bytes.length;
  for (const member of ["createdDateTime", "lastModifiedDateTime"])
    if (Object.hasOwn(example, member) && !(before && member === "createdDateTime")) set[member] = time;
  if (Object.hasOwn(example, "contentBytes") && content.bytes.length <= CONTENT_BYTES)
    set.contentBytes = toBase64(content.bytes);
  if (isObject(example.file)) set.file = { ...example.file, mimeType: content.type };
  if (target.aliases.length > 0 || Object.hasOwn(example, "@microsoft.graph.downloadUrl"))
    set["@microsoft.graph.downloadUrl"] = DOWNLOADS + sealToken(["kept", `${home.container}/${home.key}`]);
  const { folder: _, ...shown } = example;
  return { ...shown, ...set };
}

function exampleOf(endpoint: Endpoint): JsonObject {
  const example = exampleObject(endpoint.success);
  const [first] = Array.isArray(example.value) ? example.value : [];
  return isObject(first)
    ? first
    : endpoint.kind === "list" || endpoint.kind === "uploadSession"
      ? {}
      : example;
}

/** The documented operation whose answer shows such an object. */
function describingEndpoint(call: Call): Endpoint {
  const owner = call.path.replace(/\/[^/]*$/, "");
  const thing = owner.replace(/:$/, "");
  const tree = thing.replace(/\/(?:root|items\/[^/]+):\/.*$/i, "");
  for (const path of [`${tree}/items/x`, `${thing}/x`, thing, `${tree}/root/children`]) {
    const endpoint = call.api.find("GET", path)?.target.endpoint("GET");
    if (endpoint && (endpoint.kind === "read" || endpoint.kind === "list")) return endpoint;
  }
  const creating = call.api.find("POST", thing)?.target.endpoint("POST");
  return creating?.kind === "create" ? creating : call.endpoint;
}
