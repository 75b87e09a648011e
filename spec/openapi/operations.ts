import {
  METHODS,
  type Method,
  type OpenApiDocument,
  type Operation,
  type Schema,
  type Source,
} from "./document.ts";
import { createRouter, type Router } from "./routing/router.ts";

/** One operation of the description with all that the plan asks of it. */
export interface DescribedOperation {
  readonly operationId: string;
  /** In capitals. */
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
  /** Methods in capitals that the description has for this path. */
  readonly siblings: readonly string[];
}

/** Every operation by its id, in document order. */
export function operationsById(document: OpenApiDocument): ReadonlyMap<string, DescribedOperation> {
  const found = new Map<string, DescribedOperation>();
  for (const [path, item] of Object.entries(document.paths)) {
    const methods = METHODS.filter((method: Method) => item[method] !== undefined);
    const siblings = methods.map((method) => method.toUpperCase());
    for (const method of methods) {
      const operation = item[method];
      if (!operation) continue;
      const { operationId } = operation;
      found.set(operationId, { operationId, method: method.toUpperCase(), path, operation, siblings });
    }
  }
  return found;
}

/** Finds the operation of the description that a request is for. */
export function operationRouter(operations: Iterable<DescribedOperation>): Router<DescribedOperation> {
  const router = createRouter<DescribedOperation>();
  for (const operation of operations) router.add(operation.method, operation.path, () => operation);
  return router;
}

/** Properties, required names and the key property of a schema, with those of everything that it refers to by `$ref` and `allOf`. */
export interface FlatSchema {
  readonly properties: ReadonlyMap<string, Schema>;
  readonly required: ReadonlySet<string>;
  readonly keyProperty?: string;
  /** The name of the first component that the schema refers to: what kind of thing it describes. */
  readonly resource?: string;
}

export function flatten(document: OpenApiDocument, schema: Schema | undefined): FlatSchema {
  const properties = new Map<string, Schema>();
  const required = new Set<string>();
  const seen = new Set<Schema>();
  let keyProperty: string | undefined;
  let resource: string | undefined;
  const visit = (part: Schema | undefined): void => {
    if (!part || seen.has(part)) return;
    seen.add(part);
    if (part.$ref) {
      resource ??= part.$ref;
      visit(resolveSchema(document, part.$ref));
    }
    for (const [name, property] of Object.entries(part.properties ?? {})) properties.set(name, property);
    for (const name of part.required ?? []) required.add(name);
    keyProperty ??= part["x-key-property"];
    for (const base of part.allOf ?? []) visit(base);
  };
  visit(schema);
  return {
    properties,
    required,
    ...(keyProperty === undefined ? {} : { keyProperty }),
    ...(resource === undefined ? {} : { resource }),
  };
}

/** What a `$ref` to a component schema means. */
export function resolveSchema(document: OpenApiDocument, ref: string): Schema | undefined {
  const name = /^#\/components\/schemas\/(.+)$/.exec(ref)?.[1];
  return name === undefined
    ? undefined
    : document.components.schemas[name.replaceAll("~1", "/").replaceAll("~0", "~")];
}

/** The schema of an operation's JSON answer with that status; the first media type is the one that counts. */
export function responseSchema(operation: Operation, status: number): Schema | undefined {
  const content = operation.responses[String(status)]?.content;
  return content ? Object.values(content)[0]?.schema : undefined;
}

export function requestSchema(operation: Operation): Schema | undefined {
  const content = operation.requestBody?.content;
  return content ? Object.values(content)[0]?.schema : undefined;
}

/** Where the description says that an answer with that status comes from. */
export function responseSource(operation: Operation, status: number): Source {
  return operation.responses[String(status)]?.["x-source"] ?? operation["x-source"];
}
