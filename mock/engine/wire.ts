/** How bodies look on the wire: as the pages show them, or with the control information that Graph's gateway adds. */
import type { JsonObject, JsonValue } from "../../spec/openapi/index.ts";
import type { Reply } from "../answer/index.ts";
import type { Endpoint } from "../api/index.ts";
import type { Place } from "../api/place.ts";
import { isObject, toJson } from "../store/json.ts";
import { contextFragment } from "./context.ts";
import { JSON_TYPE } from "./response.ts";

/** OData JSON 4.01, section 3.1: `minimal` where the client does not say. */
export type MetadataLevel = "none" | "minimal" | "full";

export interface Written {
  readonly contentType: string | undefined;
  readonly body: string | Uint8Array<ArrayBuffer> | undefined;
}

export type WireContext =
  | { readonly mode: "docs" }
  | {
      readonly mode: "graph";
      readonly accept: string | undefined;
      /** Address of the mock's own service: `http://localhost:4010/beta`. */
      readonly service: string;
      /** Address that the description gives it: contexts name types and lead nowhere, so they are the real ones. */
      readonly described: string;
      /** Where the state of the answer is kept, and which operation it answers. */
      readonly place: Place | undefined;
      readonly endpoint: Endpoint | undefined;
      readonly search: string;
      /** Whether lists say how long they are without being asked. */
      readonly counts: boolean;
    };

export function writeReply(reply: Reply, context: WireContext): Written {
  const { body, contentType } = reply;
  if (!body) return { contentType: undefined, body: undefined };
  if (body.kind === "bytes") return { contentType, body: body.bytes };
  if (body.kind === "text") return { contentType, body: body.text };
  const type = contentType === undefined || isPlainJson(contentType) ? JSON_TYPE : contentType;
  if (context.mode === "docs" || !isObject(body.json)) return { contentType: type, body: toJson(body.json) };
  const level = levelOf(context.accept);
  const written = type === JSON_TYPE ? JSON_TYPE.replace("metadata=minimal", `metadata=${level}`) : type;
  return { contentType: written, body: toJson(atLevel(body.json, level, context)) };
}

function isPlainJson(contentType: string): boolean {
  return contentType === "application/json" || /^application\/json\s*(?:;|$)/i.test(contentType.trim());
}

function levelOf(accept: string | undefined): MetadataLevel {
  const level = /odata(?:\.metadata)?=(none|minimal|full)/i.exec(accept ?? "")?.[1]?.toLowerCase();
  return level === "none" || level === "full" ? level : "minimal";
}

/** Without metadata only links and counts stay (OData JSON 4.01, section 3.1.3). */
const KEPT = new Set(["@odata.nextLink", "@odata.deltaLink", "@odata.count"]);

function atLevel(
  json: JsonObject,
  level: MetadataLevel,
  context: WireContext & { mode: "graph" },
): JsonObject {
  if (level === "none") return stripped(json) as JsonObject;
  const { place, endpoint, service, described, search } = context;
  const { "@odata.context": documented, ...rest } = json;
  const fragment = place && endpoint ? `#${contextFragment({ endpoint, place, json, search })}` : "";
  const head: JsonObject = {
    "@odata.context": place ? `${described}/$metadata${fragment}` : (documented ?? `${described}/$metadata`),
    ...(context.counts && Array.isArray(json.value) ? { "@odata.count": json.value.length } : {}),
  };
  if (level === "minimal" || !place) return { ...head, ...rest };
  const container = place.container.slice(1);
  const key = place.key ?? (typeof json.id === "string" && !Array.isArray(json.value) ? json.id : undefined);
  const id = key === undefined ? container : `${container}/${key}`;
  return { ...head, "@odata.id": `${service}/${id}`, "@odata.editLink": id, ...rest };
}

function stripped(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(stripped);
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([name]) => !name.includes("@odata.") || KEPT.has(name));
  return Object.fromEntries(kept.map(([name, one]) => [name, stripped(one)]));
}
