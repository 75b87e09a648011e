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
}

export function compileApi(document: OpenApiDocument, contracts: readonly PactFile[]): Api {
  const compiled = { whole: new Map<Schema, Validate>(), partial: new Map<Schema, Validate>() };
  const router = createRouter<Route>();
  const drafts = new Map<string, RouteDraft>();
  const spelling = createSpelling();
  let operations = 0;

  /** Paths that differ in the names of their parameters alone are one. */
  const draft = (method: string, template: string): RouteDraft => {
    const key = pathKey(template);
    const known = drafts.get(key) ?? createDraft(template, spelling, document, compiled);
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

  const services = servicesOf(document);
  const prefixes = services.length > 0 ? [...new Set(services.map(pathOf))] : [""];
  return {
    document,
    prefixes,
    strip: (path) => strip(path, prefixes),
    serviceOf: (prefix) =>
      services.find((url) => pathOf(url) === prefix && /^https?:/.test(url))?.replace(/\/+$/, ""),
    find: router.find,
    routeOf: (template) => drafts.get(pathKey(template)),
    methods: router.methods,
    unmatchedSegment: router.unmatchedSegment,
    operations,
  };
}

interface RouteDraft extends Route {
  describe(method: string, template: string, operation: Operation): void;
  record(interaction: Interaction): void;
}

type Compiled = { readonly whole: Map<Schema, Validate>; readonly partial: Map<Schema, Validate> };

/** A path; what its operations are is found out when one is first called. */
function createDraft(
  template: string,
  spelling: (segment: string) => string,
  document: OpenApiDocument,
  compiled: Compiled,
): RouteDraft {
  const described = new Map<string, { readonly template: string; readonly operation: Operation }>();
  const recorded = new Map<string, Interaction[]>();
  const endpoints = new Map<string, Endpoint>();
  const locator = createLocator(segmentsOf(template), spelling);
  let keys: ReadonlySet<string> | undefined;
  return {
    template,
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
