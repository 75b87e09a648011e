import type { HttpMethod, IHttpOperation } from "@stoplight/types";
import type { JsonValue, OpenApiDocument } from "../../../spec/index.ts";
import type { DescribedOperation } from "../../description.ts";
import type { SchemaFault } from "../../judge.ts";
import type { SeenRequest } from "../../traffic/index.ts";
import { firstOfEach, referred } from "../schema-judge.ts";

/** Judges requests against the description with prism-http. */
export interface InputJudge {
  /** Makes the operation ready: `faults` may be asked of it afterwards. */
  prepare(operation: DescribedOperation): Promise<void>;
  /** What is wrong with query, header fields and JSON body; `body` is undefined where there is none or it is no JSON. */
  faults(operationId: string, request: SeenRequest, body: JsonValue | undefined): readonly SchemaFault[];
}

/**
 * Prism's `validateInput` by itself, not its proxy (`createInstance({ isProxy: true })`): that one reads an answer as text and writes it anew,
 * so that compressed and binary bodies come out changed. Here bytes pass by, and a decoded copy of them is judged.
 */
export async function openInputJudge(document: OpenApiDocument): Promise<InputJudge> {
  const [validator, operations] = await Promise.all([
    import("@stoplight/prism-http/dist/validator/index.js"),
    import("@stoplight/prism-http/dist/utils/operations.js"),
  ]);
  const ready = new Map<string, IHttpOperation>();
  return {
    async prepare(described) {
      if (ready.has(described.operationId)) return;
      // The reader changes the object that it is given.
      const part = structuredClone(operationAlone(document, described));
      const [found] = await operations.getHttpOperationsFromSpec(part);
      if (found) ready.set(described.operationId, found);
    },
    faults(operationId, request, body) {
      const resource = ready.get(operationId);
      if (!resource) return [];
      const element = {
        method: request.method.toLowerCase() as HttpMethod,
        url: { path: "/", query: queryValues(request.query) },
        headers: fields(request),
        ...(body === undefined ? {} : { body }),
      };
      const result = validator.validateInput({ resource, element });
      // What Prism only warns of (a deprecated parameter) is no fault.
      return result._tag === "Left" ? firstOfEach(result.left.filter(({ severity }) => severity === 0)) : [];
    },
  };
}

/** At the path `/`: that the path fits has been seen already, and Prism's reader of templates does not take all of Graph's. */
function operationAlone(
  document: OpenApiDocument,
  { operationId, operation, method, path }: DescribedOperation,
): object {
  const shared = document.paths[path]?.parameters ?? [];
  const parameters = [...(operation.parameters ?? []), ...shared].filter((one) => one.in !== "path");
  const { requestBody } = operation;
  const request = { parameters, ...(requestBody && hasJson(requestBody.content) ? { requestBody } : {}) };
  return {
    openapi: document.openapi,
    info: { title: document.info.title, version: document.info.version },
    paths: {
      "/": { [method.toLowerCase()]: { operationId, ...request, responses: { "200": { description: "" } } } },
    },
    components: { schemas: referred(document, request) },
  };
}

function hasJson(content: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(content).some((type) => /json/i.test(type));
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
