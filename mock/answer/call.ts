import type { JsonObject, JsonValue, Source } from "../../spec/openapi/index.ts";
import type { Api, Body, Documented, Endpoint, Recorded, Route } from "../api/index.ts";
import type { Place } from "../api/place.ts";
import { comparablePath, selectRecorded } from "../api/recorded.ts";
import type { Directory } from "../api/users.ts";
import type { GraphError } from "../engine/graph-error.ts";
import type { Preferences } from "../engine/prefer.ts";
import type { Flows } from "../flows/flows.ts";
import type { User } from "../options.ts";
import type { Contents } from "../store/contents.ts";
import { isObject, member } from "../store/json.ts";
import type { Store } from "../store/store.ts";

/** A request that has been let in: its operation is known, its body fits. */
export interface Call {
  /** Below the version prefix, still encoded. */
  readonly path: string;
  /** With its question mark, or empty. */
  readonly search: string;
  /** Scheme, host and version prefix: what links to other pages of a list begin with. */
  readonly base: string;
  /** The description, to find what other paths mean. */
  readonly api: Api;
  readonly directory: Directory;
  /** The mock's own clock. */
  readonly now: Date;
  readonly route: Route;
  readonly endpoint: Endpoint;
  readonly place: Place;
  readonly json: JsonValue | undefined;
  /** The body as it came, where content is put. */
  readonly bytes?: Uint8Array<ArrayBuffer> | undefined;
  readonly preferences: Preferences;
  header(name: string): string | undefined;
}

export interface Reply {
  readonly status: number;
  readonly contentType?: string | undefined;
  readonly body?: Body | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Where on the pages the answer comes from. */
  readonly source?: Source | undefined;
}

export type AnswerResult = Reply | { readonly error: GraphError };

/** What answers are made of and what they change. */
export interface World {
  readonly store: Store;
  readonly contents: Contents;
  /** What spans requests. */
  readonly flows: Flows;
  /** An id that the collection does not hold yet. */
  newId(endpoint: Endpoint, container: string): string;
  newEtag(): string;
  /** Who made what is made. */
  readonly user: User;
  /** Whether the collection was filled by whoever runs the mock: the pages' objects are not in it then. */
  isSeeded(container: string): boolean;
}

/** The recorded interaction that the request means, if there is one for the operation. */
export function recordedFor(
  call: Call,
): { readonly answer: Recorded; readonly exact: boolean; readonly sameQuery: boolean } | undefined {
  if (call.endpoint.recorded.length === 0) return undefined;
  return selectRecorded(call.endpoint.recorded, {
    path: comparablePath(call.path),
    query: queryPairs(call.search),
    json: call.json,
    header: call.header,
  });
}

/** `name=value` of each parameter, decoded and sorted. */
export function queryPairs(search: string): string[] {
  if (search === "") return [];
  return [...new URLSearchParams(search)].map(([name, value]) => `${name}=${value}`).sort();
}

/** The documented answer, with another body where one is given. */
export function replyOf(documented: Documented | Recorded, json?: JsonValue): Reply {
  const { status, contentType, source } = documented;
  return {
    status,
    contentType,
    body: json === undefined ? documented.body : { kind: "json", json },
    headers: "headers" in documented ? documented.headers : undefined,
    source,
  };
}

/** An answer with JSON of our own, where a page that describes the operation shows no answer, or one without a body. */
export function jsonReply({ success }: Endpoint, json: JsonValue): Reply {
  if (success.body?.kind === "json" && success.status < 300) return replyOf(success, json);
  return {
    status: 200,
    contentType: "application/json",
    body: { kind: "json", json },
    source: success.source,
  };
}

/** The object that the pages show as the operation's answer. */
export function exampleObject(documented: Documented | Recorded): JsonObject {
  return documented.body?.kind === "json" && isObject(documented.body.json) ? documented.body.json : {};
}

/** Control information that belongs to an answer, not to the object in it (OData JSON 4.01, section 4.6). */
export function isAnswerControl(name: string): boolean {
  return (
    name === "@odata.context" ||
    name === "@odata.nextLink" ||
    name === "@odata.deltaLink" ||
    name === "@odata.count"
  );
}

/** An object from the state, with what the documented answer has around it and the description demands of it. */
export function presented(state: JsonObject, success: Documented): JsonObject {
  const example = exampleObject(success);
  const context = member(example, "@odata.context");
  const missing = [...success.required].filter(
    (name) => !Object.hasOwn(state, name) && Object.hasOwn(example, name),
  );
  if (context === undefined && missing.length === 0) return state;
  return {
    ...(context === undefined ? {} : { "@odata.context": context }),
    ...state,
    ...Object.fromEntries(missing.map((name) => [name, example[name] as JsonValue])),
  };
}

/** A key as the pages show keys: some are numbers. */
export function keyLike(documented: JsonValue | undefined, key: string | undefined): JsonValue {
  if (key === undefined) return null;
  return typeof documented === "number" && /^\d{1,15}$/.test(key) ? Number(key) : key;
}

/** What a client may set of an object: not what the service sets itself. */
export function writable(json: JsonValue | undefined, readOnly: ReadonlySet<string>): JsonObject {
  if (!isObject(json)) return {};
  const names = Object.keys(json);
  if (!names.some((name) => readOnly.has(name) || isAnswerControl(name))) return json;
  return Object.fromEntries(
    Object.entries(json).filter(([name]) => !readOnly.has(name) && !isAnswerControl(name)),
  );
}

export function withoutControl(object: JsonObject): JsonObject {
  if (!Object.keys(object).some(isAnswerControl)) return object;
  return Object.fromEntries(Object.entries(object).filter(([name]) => !isAnswerControl(name)));
}
