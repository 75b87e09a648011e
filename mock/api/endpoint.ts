/** One documented operation, compiled: what it takes, what it does to the state and what it answers. */
import {
  type JsonObject,
  type JsonValue,
  type Operation,
  type Schema,
  type Source,
  segmentsOf,
} from "../../spec/openapi/index.ts";
import { factsOf, type ServiceFacts } from "../engine/service.ts";
import type { KnownNames } from "../query/index.ts";
import { isReadOnly } from "../schema/compile.ts";
import {
  type CompileContext,
  compileRequestSchema,
  type Fault,
  flatten,
  type Pardon,
  pardonOf,
} from "../schema/index.ts";
import { isObject, jsonEqual, member } from "../store/json.ts";
import { type Documented, describedAnswer, describedSuccess, isJsonType } from "./documented.ts";
import { type Listing, listingOf } from "./listing.ts";
import { namesOf } from "./names.ts";
import type { Recorded } from "./recorded.ts";

/** `reference`: membership by `$ref`. `recorded` operations keep no state: functions and actions. */
export type EndpointKind =
  | ("create" | "list" | "count" | "read" | "update" | "replace" | "delete" | "reference" | "recorded")
  // What spans requests: a list of changes, the beginning of an upload, what a file or a photo consists of.
  | ("delta" | "uploadSession" | "content");

export interface RequestContract {
  readonly mediaTypes: readonly string[];
  readonly json: boolean;
  readonly required: boolean;
  /** Whether anything but an object can be right. */
  readonly object: boolean;
  /** Names that the service sets itself. */
  readonly readOnly: ReadonlySet<string>;
  /** Whether a member is one that the pages know of: in their tables, or in an example of a body. */
  knows(name: string): boolean;
  validate(body: JsonValue): Fault | undefined;
}

export interface Endpoint {
  readonly method: string;
  readonly template: string;
  readonly operationId: string;
  readonly operation: Operation | undefined;
  readonly kind: EndpointKind;
  readonly source: Source | undefined;
  readonly request: RequestContract | undefined;
  readonly success: Documented;
  readonly recorded: readonly Recorded[];
  /** The property that tells objects apart, and the id that the pages show. */
  readonly keyProperty: string;
  readonly documentedId: string | undefined;
  /** How its list is cut into pages. */
  readonly listing: Listing;
  /** Of a list: the property that tells its objects apart. */
  readonly itemKey: string;
  /** What kind of thing it is about: ids of one kind never repeat. */
  readonly resource: string;
  /** What its answers say of the service behind it. */
  readonly service: ServiceFacts;
  /** Names that a query of the operation may use; undefined where the pages do not say what the type has. */
  names(): KnownNames | undefined;
  /** Whether a page shows exactly this body as a request. */
  isRecordedBody(json: JsonValue): boolean;
  /** The answer documented for a status, if there is one. */
  answerOf(status: number): Documented | undefined;
}

export interface EndpointInput {
  readonly method: string;
  readonly template: string;
  readonly operation: Operation | undefined;
  readonly recorded: readonly Recorded[];
  readonly isObject: boolean;
  /** Whether the same path is also read: an action's is not. */
  readonly isRead: boolean;
  readonly context: CompileContext;
}

export function compileEndpoint(input: EndpointInput): Endpoint {
  const { method, template, operation, context } = input;
  const recorded = ranked(input.recorded, operation);
  const success = successOf(operation, recorded, context);
  const media = operation && Object.values(operation.responses[String(success.status)]?.content ?? {})[0];
  const answered = flatten(media?.schema, context.schemas);
  const json = success.body?.kind === "json" ? success.body.json : undefined;
  const listed = flatten(answered.properties.get("value")?.items, context.schemas);
  const keyProperty = answered.keyProperty ?? "id";
  const id = isObject(json) ? member(json, keyProperty) : undefined;
  const request = requestOf(operation, recorded, keyProperty, { ...context, partial: method === "PATCH" });
  let listing: Listing | undefined;
  return {
    get listing() {
      listing ??= listingOf(operation, recorded);
      return listing;
    },
    method,
    template,
    operationId: operation?.operationId ?? "",
    operation,
    kind: kindOf(input, success, json, id !== undefined || answered.keyProperty !== undefined, request),
    source: operation?.["x-source"] ?? recorded[0]?.source,
    request,
    success,
    recorded,
    keyProperty,
    documentedId: typeof id === "string" || typeof id === "number" ? String(id) : undefined,
    itemKey: listed.keyProperty ?? keyProperty,
    resource: answered.name ?? template,
    service: factsOf(method, template),
    names: namesOf(listed.name ?? answered.name, json, recorded, context.schemas),
    isRecordedBody: (body) => recorded.some((one) => jsonEqual(one.request.json, body)),
    answerOf: (status) => {
      const found = recorded.find((one) => one.status === status);
      if (found) return { ...found, required: new Set() };
      const response = operation?.responses[String(status)];
      return response && describedAnswer(status, response, context.schemas);
    },
  };
}

/** Of several pages that show an operation, the one that the description takes it from goes first. */
function ranked(recorded: readonly Recorded[], operation: Operation | undefined): readonly Recorded[] {
  const page = operation?.["x-source"]?.page;
  const isOf = ({ source }: Recorded): boolean => source.page === page;
  return [...recorded.filter(isOf), ...recorded.filter((one) => !isOf(one))];
}

/** The first recorded answer, as far as it is a success, with what the description demands of it. */
function successOf(
  operation: Operation | undefined,
  recorded: readonly Recorded[],
  context: CompileContext,
): Documented {
  // What is asked without a query is the whole answer.
  const successes = recorded.filter(({ alternative, status }) => !alternative && status < 400);
  const first = successes.find(({ request }) => request.query.length === 0) ?? successes[0];
  if (first) {
    const response = operation?.responses[String(first.status)];
    const required = response
      ? describedAnswer(first.status, response, context.schemas).required
      : new Set<string>();
    return { ...first, required };
  }
  const described = operation && describedSuccess(operation, context.schemas);
  // A page that documents no answer at all is answered with nothing, which claims nothing.
  return (described ?? recorded[0])
    ? (described ?? { ...(recorded[0] as Recorded), required: new Set() })
    : { status: 204, required: new Set() };
}

function kindOf(
  { method, template, operation, isRead, isObject: isEntity }: EndpointInput,
  success: Documented,
  json: JsonValue | undefined,
  hasKey: boolean,
  request: RequestContract | undefined,
): EndpointKind {
  const last = segmentsOf(template).at(-1) ?? "";
  if (last.toLowerCase() === "$ref") return method === "GET" ? "recorded" : "reference";
  if (last.toLowerCase() === "$count" && method === "GET") return "count";
  const flow = flowOf(method, last, success, json, request);
  if (flow) return flow;
  if (last.startsWith("$") || /\)$/.test(last)) return "recorded";
  const isList = isObject(json) && Array.isArray(json.value);
  // Some pages answer a create with 200. An action, which keeps nothing, has a path of its own that nobody reads.
  const creates =
    success.status === 201 || (success.status === 200 && (isRead || "201" in (operation?.responses ?? {})));
  switch (method) {
    case "POST":
      return creates && isObject(json) && !isList && hasKey ? "create" : "recorded";
    case "GET":
      if (isList) return isEntity ? "recorded" : "list";
      return isObject(json) ? "read" : "recorded";
    case "PATCH":
      return request?.json !== false ? "update" : "recorded";
    case "PUT":
      return request?.json ? "replace" : "recorded";
    case "DELETE":
      return success.status < 300 ? "delete" : "recorded";
    default:
      return "recorded";
  }
}

const MEDIA = /^(?:content|\$value)$/i;

/** Recognised by what the pages have in common wherever they describe such a thing, not by the thing. */
function flowOf(
  method: string,
  last: string,
  success: Documented,
  json: JsonValue | undefined,
  request: RequestContract | undefined,
): EndpointKind | undefined {
  const shows = (name: string): boolean => isObject(json) && member(json, name) !== undefined;
  switch (method) {
    case "GET": {
      if (/^(?:[\w.]+\.)?delta(?:\(.*\))?$/i.test(last) || shows("@odata.deltaLink")) return "delta";
      const redirects = success.status >= 300 && success.status < 400;
      const media = success.contentType !== undefined && !isJsonType(success.contentType);
      return json === undefined && (MEDIA.test(last) || redirects || media) ? "content" : undefined;
    }
    case "POST":
      return /^(?:[\w.]+\.)?createUploadSession$/i.test(last) || shows("uploadUrl")
        ? "uploadSession"
        : undefined;
    case "PUT":
    case "PATCH": {
      const media = request !== undefined && !request.json;
      return media || (MEDIA.test(last) && request?.json !== true) ? "content" : undefined;
    }
    case "DELETE":
      return MEDIA.test(last) ? "content" : undefined;
    default:
      return undefined;
  }
}

function requestOf(
  operation: Operation | undefined,
  recorded: readonly Recorded[],
  keyProperty: string,
  context: CompileContext,
): RequestContract | undefined {
  const content = operation?.requestBody?.content;
  if (!content) return recordedRequest(operation, recorded, keyProperty);
  const mediaTypes = Object.keys(content);
  const schema = mediaTypes.filter(isJsonType).map((type) => content[type]?.schema)[0];
  const json = mediaTypes.some(isJsonType);
  const readOnly = readOnlyNames(schema, keyProperty, context);
  const objects = !schema || schema.type === undefined || schema.type === "object";
  let judge: RequestContract["validate"] | undefined;
  let known: ReadonlySet<string> | "all" | undefined;
  return {
    mediaTypes,
    json,
    required: operation?.requestBody?.required === true,
    object: objects,
    readOnly,
    knows: (name) => {
      known ??= knownNames(schema, () => documentedBodies(operation, recorded), context);
      return known === "all" || known.has(name);
    },
    // Compiled on first use: thousands of operations would otherwise be compiled for the few that are called.
    validate: (body) => {
      judge ??= schema
        ? judgeBy(schema, () => documentedBodies(operation, recorded), context)
        : () => undefined;
      return judge(body);
    },
  };
}

/** Most bodies fit as they are, so what is to be overlooked is found out for the first that does not. */
function judgeBy(
  schema: Schema,
  documented: () => readonly JsonValue[],
  context: CompileContext,
): RequestContract["validate"] {
  const validate = compileRequestSchema(schema, context);
  let pardon: Pardon | undefined;
  return (body) => {
    if (!validate(body)) return undefined;
    pardon ??= pardonOf(validate, documented());
    return validate(body, pardon);
  };
}

/** What pages send to the operation, and what it answers: an object that a page shows may also be sent. */
function documentedBodies(operation: Operation, recorded: readonly Recorded[]): JsonValue[] {
  const media = [operation.requestBody, ...Object.values(operation.responses)].flatMap((one) =>
    Object.values(one?.content ?? {}),
  );
  const examples = media.flatMap(({ examples: shown }) => Object.values(shown ?? {}));
  return [
    ...examples.map(({ value }) => value),
    ...recorded.flatMap(({ request, body }) => [request.json, body?.kind === "json" ? body.json : undefined]),
  ].filter((json): json is JsonObject => isObject(json) && !Array.isArray(json.value));
}

/** An exchange that no request template of a page covers still shows what it sends. */
function recordedRequest(
  operation: Operation | undefined,
  recorded: readonly Recorded[],
  keyProperty: string,
): RequestContract | undefined {
  if (operation || !recorded.some(({ request }) => isObject(request.json))) return undefined;
  return {
    mediaTypes: ["application/json"],
    json: true,
    required: true,
    object: true,
    readOnly: new Set([keyProperty]),
    knows: () => true,
    validate: () => undefined,
  };
}

/** All names where the type is open, where several types may be sent, or where no table says what there is. */
function knownNames(
  schema: Schema | undefined,
  documented: () => readonly JsonValue[],
  context: CompileContext,
): ReadonlySet<string> | "all" {
  const { properties, name } = flatten(schema, context.schemas);
  const component = name === undefined ? undefined : context.schemas[name];
  const isOpen =
    schema?.anyOf !== undefined || schema?.oneOf !== undefined || component?.["x-open-type"] === true;
  if (isOpen || name === undefined || properties.size === 0) return "all";
  return new Set([...properties.keys(), ...documented().flatMap((body) => Object.keys(body as JsonObject))]);
}

/** The key is the service's to give, whether a page says so or not. */
function readOnlyNames(
  schema: Schema | undefined,
  keyProperty: string,
  context: CompileContext,
): ReadonlySet<string> {
  const { properties } = flatten(schema, context.schemas);
  const names = [...properties].filter(([, property]) => isReadOnly(property, context.schemas));
  return new Set([keyProperty, ...names.map(([name]) => name)]);
}
