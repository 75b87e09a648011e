/** The model as an OpenAPI 3.0.3 document: a pure projection. */
import { compareText } from "../diagnostics/diagnostic.ts";
import type { Model, Operation as ModelOperation, Permissions, Resource } from "../model/index.ts";
import type {
  Components,
  OpenApiDocument,
  Operation,
  PathItem,
  Schema,
  Server,
} from "../openapi/document.ts";
import { parameterNames, pathKey } from "../openapi/routing/template.ts";
import { withLinks } from "./links.ts";
import { operationId, toOperation } from "./operation.ts";
import { resourceSchema, type SchemaContext, schemaName, unknownTypeSchema } from "./schema.ts";
import { securitySchemes } from "./security.ts";

const HOST = "https://graph.microsoft.com";
/** Where neither a folder nor an example names a version. */
const DEFAULT_VERSION = "v1.0";

export function buildDocument(model: Model): OpenApiDocument {
  const resources = new Map(model.resources.map((resource) => [resource.name, resource]));
  const context: SchemaContext = { referred: new Set(), resources };
  const versions = versionsOf(model.operations);
  const paths = buildPaths(model.operations, versions, context);
  const schemas = buildSchemas(resources, context);
  const permissions = model.operations
    .map((operation) => operation.permissions)
    .filter((table): table is Permissions => table !== undefined);
  const components: Components = { schemas, securitySchemes: securitySchemes(permissions) };
  return {
    openapi: "3.0.3",
    info: {
      title: "Microsoft Graph",
      version: versions.join(", "),
      description:
        "What the documentation pages say, extracted by graph-contracts. `x-source` names the page and the line of each part.",
      license: {
        name: "Terms of the documentation pages",
        url: "https://learn.microsoft.com/legal/termsofuse",
      },
    },
    servers: versions.map(serverOf),
    security: [{ bearer: [] }],
    paths: withLinks(paths, schemas),
    components,
  };
}

function versionsOf(operations: readonly ModelOperation[]): string[] {
  const versions = new Set(
    operations.flatMap((operation) =>
      operation.versions.length > 0 ? operation.versions : [DEFAULT_VERSION],
    ),
  );
  return versions.size > 0 ? [...versions].sort(compareText) : [DEFAULT_VERSION];
}

function serverOf(version: string): Server {
  return { url: `${HOST}/${version}` };
}

function buildPaths(
  operations: readonly ModelOperation[],
  versions: readonly string[],
  context: SchemaContext,
): Record<string, PathItem> {
  const ids = new Set<string>();
  // Paths that differ in nothing but the names of their parameters are one path item (section 4.7.8.1).
  const items = new Map<
    string,
    { path: string; versions: Set<string>; methods: Record<string, Operation> }
  >();
  for (const operation of operations) {
    const key = pathKey(operation.path);
    const item = items.get(key) ?? { path: operation.path, versions: new Set<string>(), methods: {} };
    items.set(key, item);
    for (const version of operation.versions.length > 0 ? operation.versions : [DEFAULT_VERSION])
      item.versions.add(version);
    const renamed = item.path === operation.path ? operation : withNamesOf(operation, item.path);
    const id = uniqueId(operationId(operation.method, item.path), ids);
    item.methods[operation.method.toLowerCase()] = toOperation(renamed, id, context);
  }
  const paths: Record<string, PathItem> = {};
  for (const item of [...items.values()].sort((a, b) => compareText(a.path, b.path))) {
    const own = [...item.versions].sort(compareText);
    const servers = own.length === versions.length ? {} : { servers: own.map(serverOf) };
    paths[item.path] = { ...servers, ...item.methods } as PathItem;
  }
  return paths;
}

function withNamesOf(operation: ModelOperation, path: string): ModelOperation {
  const names = parameterNames(path);
  return {
    ...operation,
    path,
    parameters: operation.parameters.map((parameter, index) => ({
      ...parameter,
      name: names[index] ?? parameter.name,
    })),
  };
}

/** Two paths may differ in punctuation only; the later one (in the order of paths) is numbered. */
function uniqueId(wanted: string, taken: Set<string>): string {
  let id = wanted;
  for (let count = 2; taken.has(id); count += 1) id = `${wanted}${count}`;
  taken.add(id);
  return id;
}

function buildSchemas(
  resources: ReadonlyMap<string, Resource>,
  context: SchemaContext,
): Record<string, Schema> {
  const schemas = new Map<string, Schema>();
  for (const resource of resources.values()) {
    const bases = ancestors(resource, resources);
    // A chain of base types that comes back to itself is no inheritance.
    const safe = bases === undefined ? withoutBase(resource) : resource;
    const inherited = (name: string): boolean =>
      bases?.some((base) => base.properties.some((property) => property.name === name)) === true;
    schemas.set(schemaName(resource.name), resourceSchema(safe, context, inherited));
  }
  for (const name of context.referred) {
    const key = schemaName(name);
    if (!schemas.has(key)) schemas.set(key, unknownTypeSchema(name));
  }
  return Object.fromEntries([...schemas].sort(([a], [b]) => compareText(a, b)));
}

function withoutBase(resource: Resource): Resource {
  const { baseType: _, ...rest } = resource;
  return rest;
}

function ancestors(resource: Resource, byName: ReadonlyMap<string, Resource>): Resource[] | undefined {
  const chain: Resource[] = [];
  const seen = new Set([resource.name]);
  for (let name = resource.baseType; name !== undefined; name = byName.get(name)?.baseType) {
    if (seen.has(name)) return undefined;
    seen.add(name);
    const base = byName.get(name);
    if (base) chain.push(base);
  }
  return chain;
}
