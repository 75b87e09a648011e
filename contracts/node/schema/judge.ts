import type { IHttpOperation } from "@stoplight/types";
import {
  type DescribedOperation,
  type JsonValue,
  type OpenApiDocument,
  responseSchema,
  type Schema,
} from "../../../spec/openapi/index.ts";
import type { SchemaViolation } from "../../judge/judge.ts";
import { loadPackage } from "../packages/index.ts";
import { schemaExcerpt } from "./excerpt.ts";

/** Judges bodies against the description with prism-http. */
export interface SchemaJudge {
  /** Makes the operation ready: `faults` may be asked of it afterwards, about any answer. */
  prepare(operation: DescribedOperation): Promise<void>;
  faults(operationId: string, status: number, mediaType: string, body: JsonValue): readonly SchemaViolation[];
  /** Judges one answer by the part of the schema that has something to say about it: what a run over many operations wants. */
  judge(
    operation: DescribedOperation,
    status: number,
    mediaType: string,
    body: JsonValue,
  ): Promise<readonly SchemaViolation[]>;
}

/** Shapes of answers whose schema is kept ready. */
const KEPT_SHAPES = 500;

/**
 * Loads only the modules of prism-http that judging takes (a fifth of the time that the whole package takes), and turns operations into
 * Prism's form one at a time: whoever verifies three operations of five thousand pays for three.
 */
export async function openSchemaJudge(document: OpenApiDocument): Promise<SchemaJudge> {
  const { validateOutput, transformOas3Operations: transform } = loadPackage("prism");
  const ready = new Map<string, IHttpOperation>();
  const shapes = new Map<string, IHttpOperation>();
  const description = (
    { operationId, path, method }: DescribedOperation,
    responses: object,
    schemas: object,
  ) => ({
    openapi: document.openapi,
    info: { title: document.info.title, version: document.info.version },
    paths: { [path]: { [method.toLowerCase()]: { operationId, responses } } },
    components: { schemas },
  });
  const look = (resource: IHttpOperation, statusCode: number, mediaType: string, body: JsonValue) => {
    const element = { statusCode, headers: { "content-type": mediaType }, body };
    const result = validateOutput({ resource, element });
    return result._tag === "Left" ? firstOfEach(result.left) : [];
  };
  return {
    async prepare(described) {
      if (ready.has(described.operationId)) return;
      const { responses } = described.operation;
      const { getHttpOperationsFromSpec } = loadPackage("prism-reader");
      // The reader changes the object that it is given.
      const part = structuredClone(description(described, responses, referred(document, responses)));
      const [found] = await getHttpOperationsFromSpec(part);
      if (found) ready.set(described.operationId, found);
    },
    faults(operationId, status, mediaType, body) {
      const resource = ready.get(operationId);
      return resource ? look(resource, status, mediaType, body) : [];
    },
    async judge(described, status, mediaType, body) {
      const schema = responseSchema(described.operation, status);
      if (!schema) return [];
      const excerpt = schemaExcerpt(document, schema, [body]);
      const responses = { [status]: { description: "", content: { [mediaType]: { schema: excerpt } } } };
      const shape = JSON.stringify(responses);
      const resource =
        shapes.get(shape) ?? transform(structuredClone(description(described, responses, {})))[0];
      if (!resource) return [];
      if (shapes.size < KEPT_SHAPES) shapes.set(shape, resource);
      return look(resource, status, mediaType, body);
    },
  };
}

/** The component schemas that a part of the document refers to, directly or through others. */
export function referred(document: OpenApiDocument, part: unknown): Record<string, Schema> {
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

export interface PrismDiagnostic {
  readonly path?: readonly (string | number)[];
  readonly message: string;
}

/** One fault a place, in words that do not repeat the place. */
export function firstOfEach(diagnostics: readonly PrismDiagnostic[]): readonly SchemaViolation[] {
  const found = new Map<string, SchemaViolation>();
  for (const { path = [], message } of diagnostics) {
    const inBody = path[0] === "body" ? path.slice(1) : path;
    const missing = /must have required property '([^']+)'/.exec(message)?.[1];
    const at = missing === undefined ? inBody : [...inBody, missing];
    const rest = message.slice(message.indexOf(" must ") + 1);
    const fault =
      missing === undefined
        ? { path: at, message: rest }
        : { path: at, message: "must be there", missing: true };
    const place = at.join("/");
    if (!found.has(place)) found.set(place, fault);
  }
  return [...found.values()];
}
