import type { HttpMethod, IHttpOperation } from "@stoplight/types";
import {
  type DescribedOperation,
  essence,
  flatten,
  isJsonType,
  type JsonValue,
  type OpenApiDocument,
  type Operation,
  requestSchema,
  resolveSchema,
  type Schema,
} from "../../../spec/openapi/index.ts";
import type { SeenRequest } from "../../judge/index.ts";
import type { SchemaViolation } from "../../judge/judge.ts";
import { loadPackage } from "../packages/index.ts";
import { schemaExcerpt } from "../schema/excerpt.ts";
import { firstOfEach, referred } from "../schema/judge.ts";

/** Judges requests against the description with prism-http. */
export interface InputJudge {
  /** What is wrong with query, header fields and JSON body; `body` is undefined where there is none or it is no JSON. */
  judge(
    operation: DescribedOperation,
    request: SeenRequest,
    body: JsonValue | undefined,
  ): Promise<readonly SchemaViolation[]>;
}

/** Shapes of requests whose schema is kept ready. */
const KEPT_SHAPES = 500;

/**
 * Prism's `validateInput` by itself, not its proxy (`createInstance({ isProxy: true })`): that one reads an answer as text and writes it anew,
 * so that compressed and binary bodies come out changed. Here bytes pass by, and a decoded copy of them is judged.
 */
export async function openInputJudge(document: OpenApiDocument): Promise<InputJudge> {
  const { validateInput } = loadPackage("prism");
  const { getHttpOperationsFromSpec } = loadPackage("prism-reader");
  const shapes = new Map<string, IHttpOperation>();
  return {
    async judge(described, request, body) {
      const part = operationAlone(document, described, body);
      const shape = JSON.stringify(part);
      const resource = shapes.get(shape) ?? (await getHttpOperationsFromSpec(part))[0];
      if (!resource) return [];
      if (shapes.size < KEPT_SHAPES) shapes.set(shape, resource);
      const element = {
        method: request.method.toLowerCase() as HttpMethod,
        url: { path: "/", query: queryValues(request.query) },
        headers: fields(request),
        ...(body === undefined ? {} : { body }),
      };
      const result = validateInput({ resource, element });
      // What Prism only warns of (a deprecated parameter) is no fault.
      const wrong = result._tag === "Left" ? result.left.filter(({ severity }) => severity === 0) : [];
      const schema = requestSchema(described.operation);
      return firstOfEach(wrong).filter(({ path, missing }) => {
        return !missing || schemaAt(document, schema, path)?.readOnly !== true;
      });
    },
  };
}

/**
 * The schema of a place in a body. Of a required property that is `readOnly` nothing is demanded in a request (OpenAPI 3.0.3, Schema Object);
 * Prism knows that, but not from an excerpt that leaves out what is not there.
 */
function schemaAt(
  document: OpenApiDocument,
  schema: Schema | undefined,
  path: readonly (string | number)[],
): Schema | undefined {
  let at = schema;
  for (const part of path) {
    const target = at?.$ref === undefined ? at : resolveSchema(document, at.$ref);
    at =
      target?.items && /^\d+$/.test(String(part))
        ? target.items
        : flatten(document, at).properties.get(String(part));
  }
  return at;
}

/**
 * What the description says of such a request, and nothing else. At the path `/`: that the path fits has been seen already, and Prism's reader
 * of templates does not take all of Graph's.
 */
function operationAlone(
  document: OpenApiDocument,
  { operationId, operation, method, path }: DescribedOperation,
  body: JsonValue | undefined,
): object {
  const shared = document.paths[path]?.parameters ?? [];
  const parameters = [...(operation.parameters ?? []), ...shared].filter((one) => one.in !== "path");
  const schema = requestSchema(operation);
  const content = {
    "application/json":
      schema && body !== undefined ? { schema: schemaExcerpt(document, schema, [body]) } : {},
  };
  const request = {
    // The reader changes what it is given.
    parameters: structuredClone(parameters),
    ...(hasJson(operation)
      ? { requestBody: { required: operation.requestBody?.required === true, content } }
      : {}),
  };
  return {
    openapi: document.openapi,
    info: { title: document.info.title, version: document.info.version },
    paths: {
      "/": { [method.toLowerCase()]: { operationId, ...request, responses: { "200": { description: "" } } } },
    },
    components: { schemas: referred(document, parameters) },
  };
}

function hasJson({ requestBody }: Operation): boolean {
  return Object.keys(requestBody?.content ?? {}).some((type) => isJsonType(essence(type)));
}

function queryValues(query: string): Record<string, string | string[]> {
  const values: Record<string, string | string[]> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    const before = values[name];
    values[name] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value];
  }
  return values;
}

/** Names in lower case; without the fields that say how the body travels, since its media type has been judged already. */
function fields({ headers }: SeenRequest): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    if (key === "content-type" || key === "content-length") continue;
    found[key] = key in found ? `${found[key]}, ${value}` : value;
  }
  return found;
}
