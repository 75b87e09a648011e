import type { JsonValue, OpenApiDocument, Operation, PathItem, Schema } from "../../../spec/openapi/index.ts";
import { loadPackage } from "../packages/index.ts";

export interface WantedBody {
  readonly operationId: string;
  readonly status: number;
  /** Repeats the body. */
  readonly seed: string;
}

/**
 * A body made up from the schema of an answer by prism-http, or undefined where it has none. Only the operation and the schemas that it
 * refers to are handed over: the cost must not grow with the document.
 */
export async function generateBody(
  document: OpenApiDocument,
  wanted: WantedBody,
): Promise<JsonValue | undefined> {
  const { generate } = loadPackage("prism-generator");
  const { getHttpOperationsFromSpec } = loadPackage("prism-reader");
  const part = partOf(document, wanted.operationId);
  if (!part) return undefined;
  const [operation] = await getHttpOperationsFromSpec(part);
  const response = operation?.responses.find(({ code }) => code === String(wanted.status));
  const schema = response?.contents?.find(({ mediaType }) => /json/i.test(mediaType))?.schema;
  if (!operation || !schema) return undefined;
  const bundled = (operation as unknown as Record<string, unknown>).__bundled__;
  const result = generate(operation, bundled, schema as Parameters<typeof generate>[2], wanted.seed);
  return result._tag === "Right" ? (result.right as JsonValue) : undefined;
}

/** A document of the one operation. */
function partOf(document: OpenApiDocument, operationId: string): object | undefined {
  for (const [path, item] of Object.entries(document.paths)) {
    const method = Object.keys(item).find((name) => operationOf(item, name)?.operationId === operationId);
    const operation = method === undefined ? undefined : operationOf(item, method);
    if (method === undefined || !operation) continue;
    const { responses } = operation;
    const part = {
      openapi: document.openapi,
      info: { title: document.info.title, version: document.info.version },
      paths: { [path]: { [method]: { operationId, responses } } },
      components: { schemas: referred(document, responses) },
    };
    return forGenerating(part);
  }
  return undefined;
}

/**
 * A copy (the reader changes what it is given) that leaves less to chance: properties that may exist beyond the documented ones would be made
 * up too, and a list is shown with something in it.
 */
function forGenerating(part: object): object {
  return JSON.parse(
    JSON.stringify(part, (name, value: unknown) => {
      if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
      const schema = value as Schema;
      const closed = schema.type === "object" && typeof schema.additionalProperties !== "object";
      if (closed) return { ...schema, additionalProperties: false };
      return name === "value" && schema.type === "array" ? { ...schema, minItems: 1 } : schema;
    }),
  ) as object;
}

function operationOf(item: PathItem, method: string): Operation | undefined {
  const value = (item as Readonly<Record<string, unknown>>)[method];
  return typeof value === "object" && value !== null && "operationId" in value
    ? (value as Operation)
    : undefined;
}

/** The component schemas that a part of the document refers to, directly or through others. */
function referred(document: OpenApiDocument, part: unknown): Record<string, Schema> {
  const found: Record<string, Schema> = {};
  const queue: unknown[] = [part];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    for (const match of JSON.stringify(next).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)) {
      const name = (match[1] ?? "").replaceAll("~1", "/").replaceAll("~0", "~");
      const schema = document.components.schemas[name];
      if (!schema || Object.hasOwn(found, name)) continue;
      found[name] = schema;
      queue.push(schema);
    }
  }
  return found;
}
