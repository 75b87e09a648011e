/**
 * What the description says about the lives of objects: which operation creates one, which read, list, change, replace and delete it, which
 * refer to it, and which collections nest below it. `/me/…` and `/users/{id}/…` are two routes to one collection.
 */
import {
  type DescribedOperation,
  type FlatSchema,
  flatten,
  isJsonObject,
  type OpenApiDocument,
  operationsById,
  requestSchema,
  responseSchema,
  type Schema,
  segmentsOf,
} from "../../../spec/openapi/index.ts";

/** What an operation does in the life of an object. */
export type Role = "create" | "list" | "read" | "change" | "replace" | "remove" | "delta";

/** One way to address a collection. */
export interface Route {
  readonly root: "me" | "users" | undefined;
  /** The template of the collection's path, and of one of its objects. */
  readonly path: string;
  readonly operations: Readonly<Partial<Record<Role, DescribedOperation>>>;
}

/** Members that are added to an object by reference (OData 4.01 Protocol 11.4.6). */
export interface ReferenceNode {
  readonly name: string;
  readonly add: DescribedOperation;
  readonly list?: DescribedOperation;
  readonly remove?: DescribedOperation;
}

export interface ResourceNode {
  /** The same for all routes: `~user/profile/phones`, `~user/todo/lists/{}/tasks`. */
  readonly key: string;
  /** A singleton has no key in its path: creating it again is another matter. */
  readonly kind: "collection" | "singleton";
  /** The route with the most operations first; `/me` before `/users/{id}` where they are equal. */
  readonly routes: readonly Route[];
  readonly keyProperty: string;
  /** Of the created object. */
  readonly schema: FlatSchema;
  /** What may be sent. */
  readonly requestSchema: FlatSchema;
  readonly parent?: ResourceNode;
  readonly references: readonly ReferenceNode[];
}

interface Entry {
  readonly path: string;
  readonly methods: Map<string, DescribedOperation>;
}

type Entries = ReadonlyMap<string, Entry>;

/** Every collection and singleton whose objects the description tells how to create. Parents come before what nests below them. */
export function resourceGraph(document: OpenApiDocument): readonly ResourceNode[] {
  const entries = entriesOf(document);
  const routes = new Map<string, { kind: ResourceNode["kind"]; routes: Route[] }>();
  for (const [place, entry] of entries) {
    const found = routeAt(document, entries, place, entry);
    if (!found) continue;
    const { key } = rootOf(place);
    const known = routes.get(key) ?? { kind: found.kind, routes: [] };
    known.routes.push(found.route);
    routes.set(key, known);
  }
  const nodes = new Map<string, ResourceNode>();
  for (const [key, found] of [...routes].sort(([a], [b]) => depth(a) - depth(b))) {
    const parent = nodes.get(key.replace(/\/\{\}(?:\/[^{}/]+)+$/, ""));
    const node = nodeOf(
      document,
      key,
      found,
      parent === undefined || parent.key === key ? undefined : parent,
    );
    if (node) nodes.set(key, { ...node, references: referencesOf(entries, node) });
  }
  return [...nodes.values()];
}

function depth(key: string): number {
  return key.split("/").length;
}

/** A path in which only the literal names count: `/users/{}/todo/lists/{}`. */
export function placeOf(path: string): string {
  const segments = segmentsOf(path).map((segment) =>
    segment.includes("{") && !segment.includes("(") ? "{}" : segment.toLowerCase(),
  );
  return `/${segments.join("/")}`;
}

function rootOf(place: string): { root: Route["root"]; key: string } {
  if (/^\/me(?:\/|$)/.test(place)) return { root: "me", key: place.replace(/^\/me/, "~user") };
  if (/^\/users\/\{\}\//.test(place)) return { root: "users", key: place.replace(/^\/users\/\{\}/, "~user") };
  return { root: undefined, key: place };
}

function entriesOf(document: OpenApiDocument): Entries {
  const entries = new Map<string, Entry>();
  for (const operation of operationsById(document).values()) {
    const place = placeOf(operation.path);
    const entry = entries.get(place) ?? { path: operation.path, methods: new Map() };
    if (!entry.methods.has(operation.method)) entry.methods.set(operation.method, operation);
    entries.set(place, entry);
  }
  return entries;
}

function routeAt(
  document: OpenApiDocument,
  entries: Entries,
  place: string,
  { path, methods }: Entry,
): { kind: ResourceNode["kind"]; route: Route } | undefined {
  const create = methods.get("POST");
  // Actions, functions and references are no collections.
  if (!create || /[{}$()]|\./.test(place.slice(place.lastIndexOf("/") + 1))) return undefined;
  const get = methods.get("GET");
  const item = entries.get(`${place}/{}`);
  const list = get && isListing(document, get) ? get : undefined;
  const answersObject = createdSchema(document, create) !== undefined;
  const { root } = rootOf(place);
  if (item || (list && answersObject)) {
    const delta = [...(entries.get(`${place}/delta`)?.methods.values() ?? [])].find(
      ({ method }) => method === "GET",
    );
    const operations = given({
      create,
      list,
      read: item?.methods.get("GET"),
      change: item?.methods.get("PATCH"),
      replace: item?.methods.get("PUT"),
      remove: item?.methods.get("DELETE"),
      delta: delta ?? entries.get(`${place}/delta()`)?.methods.get("GET"),
    });
    return { kind: "collection", route: { root, path, operations } };
  }
  if (!get || list || !answersObject) return undefined;
  const operations = given({
    create,
    read: get,
    change: methods.get("PATCH"),
    replace: methods.get("PUT"),
    remove: methods.get("DELETE"),
  });
  return { kind: "singleton", route: { root, path, operations } };
}

function given(operations: Partial<Record<Role, DescribedOperation | undefined>>): Route["operations"] {
  return Object.fromEntries(Object.entries(operations).filter(([, operation]) => operation !== undefined));
}

/** Whether the operation answers with `{"value": […]}` (OData JSON Format 4.01, 12: Collection of Entities). */
export function isListing(document: OpenApiDocument, { operation }: DescribedOperation): boolean {
  const status = successStatus(operation.responses);
  const value = flatten(document, responseSchema(operation, status)).properties.get("value");
  return value?.type === "array";
}

/** The first documented success. */
export function successStatus(responses: Readonly<Record<string, unknown>>): number {
  return Number(Object.keys(responses).find((status) => /^2\d\d$/.test(status)) ?? 200);
}

function createdSchema(document: OpenApiDocument, { operation }: DescribedOperation): FlatSchema | undefined {
  const status = successStatus(operation.responses);
  const schema = responseSchema(operation, status);
  const flat = flatten(document, schema);
  const hasKey = flat.keyProperty !== undefined || flat.properties.has("id");
  return status === 201 && (hasKey || exampleObject(operation.responses[status]?.content)?.id !== undefined)
    ? flat
    : undefined;
}

/** The first example that is a JSON object. */
export function exampleObject(
  content:
    | Readonly<Record<string, { readonly examples?: Readonly<Record<string, { readonly value: unknown }>> }>>
    | undefined,
): { readonly [name: string]: unknown } | undefined {
  for (const media of Object.values(content ?? {}))
    for (const { value } of Object.values(media.examples ?? {}))
      if (isJsonObject(value as never)) return value as { readonly [name: string]: unknown };
  return undefined;
}

function nodeOf(
  document: OpenApiDocument,
  key: string,
  found: { kind: ResourceNode["kind"]; routes: Route[] },
  parent: ResourceNode | undefined,
): ResourceNode | undefined {
  const routes = found.routes.toSorted((a, b) => weight(b) - weight(a));
  const create = routes[0]?.operations.create;
  if (!create) return undefined;
  const { operation } = create;
  const status = successStatus(operation.responses);
  const read = routes[0]?.operations.read;
  const answered = flatten(document, responseSchema(operation, status));
  const schema =
    answered.properties.size > 0 || !read
      ? answered
      : flatten(document, responseSchema(read.operation, successStatus(read.operation.responses)));
  return {
    key,
    kind: found.kind,
    routes,
    keyProperty: schema.keyProperty ?? "id",
    schema,
    requestSchema: flatten(document, requestSchema(operation)),
    ...(parent ? { parent } : {}),
    references: [],
  };
}

function weight({ root, operations }: Route): number {
  return Object.keys(operations).length * 2 + (root === "me" ? 1 : 0);
}

function referencesOf(entries: Entries, node: ResourceNode): ReferenceNode[] {
  const found: ReferenceNode[] = [];
  for (const { path } of node.routes) {
    const owner = `${placeOf(path)}/{}`;
    for (const [place, { methods }] of entries) {
      const add = methods.get("POST");
      const name = place.startsWith(`${owner}/`)
        ? /^([^/{}]+)\/\$ref$/.exec(place.slice(owner.length + 1))?.[1]
        : undefined;
      if (!add || name === undefined || found.some((other) => other.name === name)) continue;
      const list = entries.get(`${owner}/${name}`)?.methods.get("GET");
      const remove = entries.get(`${owner}/${name}/{}/$ref`)?.methods.get("DELETE");
      found.push({ name, add, ...(list ? { list } : {}), ...(remove ? { remove } : {}) });
    }
  }
  return found;
}

/** What a schema means where a property refers to a component or adds to it. */
export function propertyType(
  document: OpenApiDocument,
  schema: Schema | undefined,
): FlatSchema & { schema: Schema } {
  const part = schema?.anyOf?.find(({ $ref }) => $ref !== undefined) ?? schema ?? {};
  return { ...flatten(document, part), schema: schema ?? {} };
}
