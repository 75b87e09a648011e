import { isJsonObject, type JsonValue } from "../../spec/openapi/index.ts";
import type { Finding } from "./finding.ts";

/** An id that was given to a new object: a 201 says that something new was made (RFC 9110 15.3.2). */
export interface GivenId {
  readonly id: string;
  /** What kind of thing got it. */
  readonly resource: string;
  /** Where it was created, relative to the base of the documented paths. */
  readonly path: string;
  /** The body of the request: what the client names itself it may name twice. */
  readonly sent: JsonValue | undefined;
  /** The request in words for people. */
  readonly request: string;
}

/** An id that was given out although it was taken. */
export interface Repeat {
  readonly id: string;
  readonly first: string;
  readonly again: string;
}

/**
 * The ids that a target gave out, for whoever judges: a run, the proxy, a recording. An id is unique within its collection. In two collections it may
 * stand twice where it is a counter (`1`, `2`, ... under each parent); a GUID or a long opaque id that stands twice for one kind of thing tells
 * nothing apart, wherever that is.
 */
export interface Identities {
  /** Notes the id; answers where it was taken already. */
  record(given: GivenId): Repeat | undefined;
  known(id: string): boolean;
  /** What was deleted may be made anew under its old id. */
  deleted(path: string): void;
}

/** So many ids are remembered; the oldest are forgotten first. */
const MOST_IDS = 50_000;

export function createIdentities(): Identities {
  /** By id, then by where it must not come again. */
  const given = new Map<string, Map<string, string>>();
  return {
    record({ id, resource, path, sent, request }) {
      const scopes = given.get(id) ?? new Map<string, string>();
      const oldest = given.size >= MOST_IDS ? given.keys().next().value : undefined;
      if (oldest !== undefined) given.delete(oldest);
      given.set(id, scopes);
      if (isNamedBy(id, sent)) return undefined;
      const scope = scopeOf(resource, isOpaque(id) ? "" : plain(path));
      const first = scopes.get(scope);
      if (first === undefined) scopes.set(scope, request);
      return first === undefined ? undefined : { id, first, again: request };
    },
    known: (id) => given.has(id),
    deleted(path) {
      const [collection, key] = placeOf(path);
      const scopes = given.get(key);
      for (const scope of scopes?.keys() ?? []) {
        const [, own] = JSON.parse(scope) as [string, string];
        if (own === "" || own === collection) scopes?.delete(scope);
      }
    },
  };
}

function scopeOf(resource: string, collection: string): string {
  return JSON.stringify([resource, collection]);
}

/** One finding for all of an operation's repeats. */
export function repeatFinding(property: string, repeats: readonly Repeat[]): Finding {
  const [first] = repeats;
  const more = repeats.length > 1 ? `, and ${repeats.length - 1} more` : "";
  return {
    rule: "identity",
    key: "repeat",
    message: `the same '${property}' was given out twice`,
    expected: "a new value for each object",
    actual: `${JSON.stringify(first?.id)} from ${first?.first} and again from ${first?.again}${more}`,
  };
}

/** GUIDs, and what is long enough that no two collections come to it by counting or by name. */
function isOpaque(id: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id) || (id.length >= 20 && /\d/.test(id));
}

function plain(path: string): string {
  return (path.split("?")[0] ?? path).replace(/\/$/, "").toLowerCase();
}

/** The collection and the key of the object that a path leads to: `/things/1` and `/things('1')`. */
function placeOf(path: string): readonly [collection: string, key: string] {
  const at = (path.split("?")[0] ?? path).replace(/\/$/, "");
  const [, before = "", key = ""] = /^(.*)\('([^/]*)'\)$/.exec(at) ?? /^(.*)\/([^/]*)$/.exec(at) ?? [];
  try {
    return [before.toLowerCase(), decodeURIComponent(key)];
  } catch {
    return [before.toLowerCase(), key];
  }
}

/** Whether a text of the body is the id or a part of it. Annotations (`@odata.type`) name no object. */
function isNamedBy(id: string, value: JsonValue | undefined): boolean {
  if (typeof value === "string") return value.length > 2 && id.includes(value);
  if (Array.isArray(value)) return (value as readonly JsonValue[]).some((one) => isNamedBy(id, one));
  if (!isJsonObject(value)) return false;
  return Object.entries(value).some(([name, one]) => !name.includes("@") && isNamedBy(id, one));
}
