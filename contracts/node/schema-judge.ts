import type { IHttpOperation } from "@stoplight/types";
import type { JsonValue, OpenApiDocument, Schema } from "../../spec/index.ts";
import type { DescribedOperation } from "../description.ts";
import type { SchemaFault } from "../judge.ts";

/** Judges bodies against the description with prism-http. */
export interface SchemaJudge {
  /** Makes the operation ready: `faults` may be asked of it afterwards. */
  prepare(operation: DescribedOperation): Promise<void>;
  faults(operationId: string, status: number, mediaType: string, body: JsonValue): readonly SchemaFault[];
}

/**
 * Loads the two modules of prism-http that judging takes (a quarter of the time that the whole package takes), and turns operations into
 * Prism's form one at a time, each with only the schemas that it refers to: whoever verifies three operations of five thousand pays for three.
 */
export async function openSchemaJudge(document: OpenApiDocument): Promise<SchemaJudge> {
  const [validator, operations] = await Promise.all([
    import("@stoplight/prism-http/dist/validator/index.js"),
    import("@stoplight/prism-http/dist/utils/operations.js"),
  ]);
  const ready = new Map<string, IHttpOperation>();
  return {
    async prepare({ operationId, operation, path, method }) {
      if (ready.has(operationId)) return;
      const part = {
        openapi: document.openapi,
        info: { title: document.info.title, version: document.info.version },
        paths: { [path]: { [method.toLowerCase()]: { operationId, responses: operation.responses } } },
        components: { schemas: referred(document, operation.responses) },
      };
      // The reader changes the object that it is given.
      const [found] = await operations.getHttpOperationsFromSpec(structuredClone(part));
      if (found) ready.set(operationId, found);
    },
    faults(operationId, status, mediaType, body) {
      const resource = ready.get(operationId);
      if (!resource) return [];
      const element = { statusCode: status, headers: { "content-type": mediaType }, body };
      const result = validator.validateOutput({ resource, element });
      return result._tag === "Left" ? firstOfEach(result.left) : [];
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
export function firstOfEach(diagnostics: readonly PrismDiagnostic[]): readonly SchemaFault[] {
  const found = new Map<string, SchemaFault>();
  for (const { path = [], message } of diagnostics) {
    const inBody = path[0] === "body" ? path.slice(1) : path;
    const missing = /must have required property '([^']+)'/.exec(message)?.[1];
    const at = missing === undefined ? inBody : [...inBody, missing];
    const rest = message.slice(message.indexOf(" must ") + 1);
    const fault = { path: at, message: missing === undefined ? rest : "must be there" };
    const place = at.join("/");
    if (!found.has(place)) found.set(place, fault);
  }
  return [...found.values()];
}
