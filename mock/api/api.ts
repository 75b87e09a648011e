import type { Interaction, PactFile } from "../../contracts/index.ts";
import {
  createRouter,
  decodeText,
  type Match,
  METHODS,
  type OpenApiDocument,
  type Operation,
  pathKey,
  type Schema,
  segmentsOf,
} from "../../spec/openapi/index.ts";
import type { Validate } from "../schema/index.ts";
import { compileEndpoint, type Endpoint } from "./endpoint.ts";
import { type InitialContents, initialContents } from "./initial.ts";
import { createLocator, type Locator } from "./place.ts";
import { readInteraction } from "./recorded.ts";
import { resolveOperation } from "./references.ts";

/** Every path of the description and what its methods do. */
export interface Api {
  readonly document: OpenApiDocument;
  /** Path of each server: `/beta`. Every documented path answers below each of them: pages of one version often show another. */
  readonly prefixes: readonly string[];
  /** The path below the version prefix, or undefined where there is no such prefix. */
  strip(path: string): { readonly prefix: string; readonly path: string } | undefined;
  /** Address of the documented server with that prefix, where the description gives one in full. */
  serviceOf(prefix: string): string | undefined;
  find(method: string, path: string): Match<Route> | undefined;
  /** The documented list that a path with `/$count` at its end counts. */
  findCounted(path: string): Match<Route> | undefined;
  /** The route of a documented template, or of one that differs in the names of its parameters. */
  routeOf(template: string): Route | undefined;
  /** The methods of every documented path that this one is a case of. */
  methods(path: string): readonly string[];
  /** The segment at which no documented path goes on. */
  unmatchedSegment(path: string): string;
  readonly operations: number;
}

export interface Route {
  readonly template: string;
  readonly locator: Locator;
  endpoint(method: string): Endpoint | undefined;
  /** Keys of objects that the pages' own examples name. */
  readonly documentedKeys: ReadonlySet<string>;
  /** What the collection holds as long as nobody changes it: the objects of the documented list. */
  initial(): InitialContents;
  /** The route of the collection that an object of this route belongs to; itself where the route is no object's. */
  collection(): Route;
  /** Of `members/$ref`, `members/{id}/$ref` and `members/$count`: the route of the collection. */
  aside(): Route;
  /** The route of what is below it, undefined where no page describes that. */
  below(name: string): Route | undefined;
}

export function compileApi(document: OpenApiDocument, contracts: readonly PactFile[]): Api {
  const compiled = { whole: new Map<Schema, Validate>(), partial: new Map<Schema, Validate>() };
  const router = createRouter<Route>();
  const drafts = new Map<string, RouteDraft>();
  const spelling = createSpelling();
  let operations = 0;

  const routeOf = (template: string): Route | undefined => drafts.get(pathKey(template));
  /** Paths that differ in the names of their parameters alone are one. */
  const draft = (method: string, template: string): RouteDraft => {
    const key = pathKey(template);
    const known = drafts.get(key) ?? createDraft(template, { spelling, document, compiled, routeOf });
    drafts.set(key, known);
    router.add(method, template, () => known);
    return known;
  };

  for (const [template, item] of Object.entries(document.paths)) {
    for (const method of METHODS) {
      const operation = item[method];
      if (!operation) continue;
      operations += 1;
      draft(method, template).describe(method.toUpperCase(), template, operation);
    }
  }
  for (const { interactions } of contracts) {
    for (const interaction of interactions) {
      if (interaction.type !== "Synchronous/HTTP") continue;
      draft(interaction.request.method, interaction.comments.references.openapi.path).record(interaction);
    }
  }
  for (const route of [...drafts.values()]) {
    const other = sameThing(route.template);
    if (other === undefined) continue;
    for (const method of route.parts.described.keys()) draft(method, other).adopt(method, route);
  }

  const services = servicesOf(document);
  const prefixes = services.length > 0 ? [...new Set(services.map(pathOf))] : [""];
  return {
    document,
    prefixes,
    strip: (path) => strip(path, prefixes),
    serviceOf: (prefix) =>
      services.find((url) => pathOf(url) === prefix && /^https?:/.test(url))?.replace(/\/+$/, ""),
    find: router.find,
    findCounted: (path) => {
      const listed = /\/\$count$/i.test(path)
        ? router.find("GET", path.slice(0, path.lastIndexOf("/")))
        : undefined;
      return listed?.target.endpoint("GET")?.kind === "list" ? listed : undefined;
    },
    routeOf,
    methods: router.methods,
    unmatchedSegment: router.unmatchedSegment,
    operations,
  };
}

interface RouteDraft extends Route {
  describe(method: string, template: string, operation: Operation): void;
  record(interaction: Interaction): void;
  /** Takes over a method of another route where it has none itself. */
  adopt(method: string, other: RouteDraft): void;
  readonly parts: RouteParts;
}

interface RouteParts {
  readonly described: Map<string, { readonly template: string; readonly operation: Operation }>;
  readonly recorded: Map<string, Interaction[]>;
}

/** `/me` is a user: what a page documents for the one is there for the other. */
function sameThing(template: string): string | undefined {
  if (/^\/me(?=\/|$)/i.test(template)) return template.replace(/^\/me/i, "/users/{userId}");
  const user = /^\/users\/\{[^{}]+\}|^\/users\('?\{[^{}]+\}'?\)/i.exec(template)?.[0];
  return user === undefined ? undefined : `/me${template.slice(user.length)}`;
}

type Compiled = { readonly whole: Map<Schema, Validate>; readonly partial: Map<Schema, Validate> };

interface DraftContext {
  readonly spelling: (segment: string) => string;
  readonly document: OpenApiDocument;
  readonly compiled: Compiled;
  readonly routeOf: (template: string) => Route | undefined;
}

/** A path; what its operations are is found out when one is first called. */
function createDraft(template: string, { spelling, document, compiled, routeOf }: DraftContext): RouteDraft {
  const described: RouteParts["described"] = new Map();
  const recorded: RouteParts["recorded"] = new Map();
  const endpoints = new Map<string, Endpoint>();
  const locator = createLocator(segmentsOf(template), spelling);
  let keys: ReadonlySet<string> | undefined;
  let initial: InitialContents | undefined;
  let collection: Route | undefined;
  let aside: Route | undefined;
  const route: RouteDraft = {
    template,
    parts: { described, recorded },
    initial: () => {
      initial ??= initialContents(route.endpoint("GET"));
      return initial;
    },
    collection: () => {
      const above = /^\/me$/i.test(template) ? "/users" : template.slice(0, template.lastIndexOf("/"));
      collection ??= (locator.isObject ? routeOf(above) : undefined) ?? route;
      return collection;
    },
    aside: () => {
      aside ??= routeOf(template.replace(/(?:\/\{[^{}/]+\})?\/\$(?:ref|count)$/i, "")) ?? route;
      return aside;
    },
    below: (name) => routeOf(`${template}/${name}`),
    adopt: (method, { parts }) => {
      const source = parts.described.get(method);
      if (!source || described.has(method) || recorded.has(method)) return;
      described.set(method, source);
      recorded.set(method, parts.recorded.get(method) ?? []);
    },
    locator,
    get documentedKeys() {
      keys ??= new Set([...recorded.values()].flat().map(({ request }) => lastSegment(request.path)));
      return keys;
    },
    describe: (method, spelt, operation) => {
      if (!described.has(method)) described.set(method, { template: spelt, operation });
    },
    record: (interaction) => {
      const method = interaction.request.method.toUpperCase();
      const list = recorded.get(method) ?? [];
      list.push(interaction);
      recorded.set(method, list);
    },
    endpoint: (method) => {
      const known = endpoints.get(method);
      if (known) return known;
      const source = described.get(method);
      const interactions = recorded.get(method) ?? [];
      if (!source && interactions.length === 0) return undefined;
      const endpoint = compileEndpoint({
        method,
        template: source?.template ?? template,
        operation: source && resolveOperation(source.operation, document),
        recorded: bestPagesFirst(interactions, source?.operation).map(readInteraction),
        isObject: locator.isObject,
        isRead: described.has("GET") || recorded.has("GET"),
        context: {
          schemas: document.components?.schemas ?? {},
          partial: false,
          compiled: method === "PATCH" ? compiled.partial : compiled.whole,
        },
      });
      endpoints.set(method, endpoint);
      return endpoint;
    },
  };
  return route;
}

function lastSegment(path: string): string {
  return decodeText(path.split("/").at(-1) ?? "");
}

/** Paths are compared without regard to case; state is kept under the spelling that comes first. */
function createSpelling(): (segment: string) => string {
  const first = new Map<string, string>();
  return (segment) => {
    const key = segment.toLowerCase();
    const known = first.get(key);
    if (known !== undefined) return known;
    first.set(key, segment);
    return segment;
  };
}

function servicesOf(document: OpenApiDocument): string[] {
  const items = Object.values(document.paths).flatMap(({ servers }) => servers ?? []);
  return [...new Set([...(document.servers ?? []), ...items].map(({ url }) => url))];
}

/** Server URLs may be relative and end in a slash (OpenAPI 3.0.3, section 4.7.5). */
function pathOf(url: string): string {
  try {
    return new URL(url, "http://localhost").pathname.replace(/\/+$/, "");
  } catch {
    return "";
  }
}

function strip(path: string, prefixes: readonly string[]): { prefix: string; path: string } | undefined {
  for (const prefix of prefixes) {
    if (path.length < prefix.length) continue;
    if (!path.startsWith(prefix) && path.slice(0, prefix.length).toLowerCase() !== prefix.toLowerCase())
      continue;
    const rest = path.slice(prefix.length);
    if (rest === "" || rest.startsWith("/")) return { prefix, path: rest === "" ? "/" : rest };
  }
  return undefined;
}

/** Where several pages document an operation, the description names the page to go by first. */
function bestPagesFirst(
  interactions: readonly Interaction[],
  operation: Operation | undefined,
): Interaction[] {
  const pages = operation?.["x-sources"]?.map(({ page }) => page) ?? [];
  const rank = ({ comments }: Interaction): number => {
    const index = pages.indexOf(comments.references.documentation.page);
    return index < 0 ? pages.length : index;
  };
  return [...interactions].sort((a, b) => rank(a) - rank(b));
}
