/** `@odata.context` (OData JSON 4.01, section 4.6.1; URLs by OData 4.01, section 10) as the service writes it. */
import type { JsonObject, JsonValue } from "../../spec/openapi/index.ts";
import { segmentsOf } from "../../spec/openapi/index.ts";
import type { Endpoint } from "../api/index.ts";
import type { Place } from "../api/place.ts";
import { splitOutside } from "../query/index.ts";
import { isObject } from "../store/json.ts";

export interface ContextInput {
  readonly endpoint: Endpoint;
  readonly place: Place;
  readonly json: JsonObject;
  readonly search: string;
}

/** What follows the `#`. */
export function contextFragment(input: ContextInput): string {
  const { endpoint, json } = input;
  const documented = documentedFragment(json);
  if (endpoint.kind === "recorded") return documented ?? resultType(json, endpoint);
  const set = entitySet(input, documented) + projection(input.search);
  return Array.isArray(json.value) ? set : `${set}/$entity`;
}

function documentedFragment(json: JsonObject): string | undefined {
  const context = json["@odata.context"];
  return typeof context === "string" ? /#(.+)$/.exec(context)?.[1] : undefined;
}

/** Of functions and actions: the type of what they give. */
function resultType(json: JsonObject, { resource, names }: Endpoint): string {
  const { value } = json;
  if (value === undefined) return resource.startsWith("/") ? "microsoft.graph.entity" : resource;
  const [first] = Array.isArray(value) ? (value as JsonValue[]) : [value as JsonValue];
  const type = isObject(first) ? typeOf(first, names()?.type) : primitiveOf(first);
  if (type === "microsoft.graph.directoryObject") return "directoryObjects";
  return Array.isArray(value) ? `Collection(${type})` : type;
}

function typeOf(object: JsonObject, described: string | undefined): string {
  const type = object["@odata.type"];
  return typeof type === "string" ? type.replace(/^#/, "") : (described ?? "microsoft.graph.entity");
}

function primitiveOf(value: JsonValue | undefined): string {
  if (typeof value === "number") return Number.isInteger(value) ? "Edm.Int32" : "Edm.Double";
  return typeof value === "boolean" ? "Edm.Boolean" : "Edm.String";
}

/** Navigation that leads out of its object: what is found there has a set of its own. */
const OWN_SETS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    members: "directoryObjects",
    transitivemembers: "directoryObjects",
    memberof: "directoryObjects",
    transitivememberof: "directoryObjects",
    owners: "directoryObjects",
    ownedobjects: "directoryObjects",
    owneddevices: "directoryObjects",
    registereddevices: "directoryObjects",
    registeredowners: "directoryObjects",
    registeredusers: "directoryObjects",
    createdobjects: "directoryObjects",
    directreports: "directoryObjects",
    manager: "directoryObjects",
    acceptedsenders: "directoryObjects",
    rejectedsenders: "directoryObjects",
    joinedteams: "teams",
    drive: "drives",
  }),
);

function entitySet({ endpoint, place }: ContextInput, documented: string | undefined): string {
  const bare = documented?.replace(/\/\$entity$/, "").replace(/\([^']*\)$/, "");
  // A page that names a set of its own knows better than the path.
  if (bare !== undefined && /^[a-z]\w*$/.test(bare)) return bare;
  const template = segmentsOf(endpoint.template).filter((segment) => !segment.startsWith("$"));
  const last = template.at(place.key === undefined ? -1 : -2) ?? "";
  // A cast to a type: `transitiveMemberOf/microsoft.graph.directoryRole`.
  const cast = /^microsoft\.graph\.(\w+)$/.exec(last)?.[1];
  if (cast) return `${cast}s`;
  const own =
    template.length > 1 && !/^(?:teams|chats)$/i.test(template[0] ?? "") && OWN_SETS.get(last.toLowerCase());
  return own || withKeys(place.container, template);
}

/** `/users/{id}/messages` to `users('{id}')/messages`: what the template has in braces are keys. */
function withKeys(path: string, template: readonly string[]): string {
  const pattern = template[0]?.toLowerCase() === "me" ? ["users", "{id}", ...template.slice(1)] : template;
  const segments = path.slice(1).split("/");
  return segments
    .map((segment, index) =>
      /^\{[^{}]+\}$/.test(pattern[index] ?? "") ? `('${quoted(segment)}')` : `/${segment}`,
    )
    .join("")
    .slice(1);
}

function quoted(segment: string): string {
  try {
    return encodeURIComponent(decodeURIComponent(segment));
  } catch {
    return encodeURIComponent(segment);
  }
}

/** `$select` and `$expand` stand in parentheses after the set: `users(id,displayName,manager())`. */
function projection(search: string): string {
  if (search === "") return "";
  const asked = new Map(
    [...new URLSearchParams(search)].map(([name, value]) => [name.replace(/^\$/, "").toLowerCase(), value]),
  );
  const selected = (asked.get("select") ?? "").split(",");
  const expanded = splitOutside(asked.get("expand") ?? "", ",").map((one) => {
    const [, name = "", options = ""] = /^([^(]*)(?:\((.*)\))?$/s.exec(one.trim()) ?? [];
    const nested = /\$?select=([^;]*)/i.exec(options)?.[1] ?? "";
    return name === "" ? "" : `${name}(${nested})`;
  });
  const names = [...selected, ...expanded]
    .map((name) => name.trim())
    .filter((name) => name !== "" && name !== "*");
  return names.length === 0 ? "" : `(${names.join(",")})`;
}
