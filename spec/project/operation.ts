/** Operations of the model to Operation Objects (OpenAPI 3.0.3, section 4.7.10). */
import type { Content, Operation as ModelOperation, RequestContent, Response } from "../model/index.ts";
import { isJsonMediaType, upperFirst } from "../model/index.ts";
import type {
  Example,
  MediaType,
  Operation,
  Parameter,
  RequestBody,
  ResponseObject,
  Schema,
  Source,
} from "../openapi/document.ts";
import { propertySchema, type SchemaContext, shapesSchema, typeSchema } from "./schema.ts";
import { securityOf } from "./security.ts";

/** Method and path in camel case, parameters as `By…`: `postUsersByUsersIdProfile`. The same whatever other pages there are. */
export function operationId(method: string, path: string): string {
  const words = path
    .replace(/\{([^}]*)\}/g, (_, name: string) => ` by ${name} `)
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== "");
  return method.toLowerCase() + words.map(upperFirst).join("");
}

export function toOperation(operation: ModelOperation, id: string, context: SchemaContext): Operation {
  const sources = operation.places.map(toSource);
  const [source = { page: "", line: 1 }] = sources;
  const parameters = parametersOf(operation, context);
  const security = securityOf(operation.permissions);
  return {
    operationId: id,
    summary: operation.title,
    ...(operation.description === "" ? {} : { description: operation.description }),
    ...(operation.tag ? { tags: [operation.tag] } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(operation.request ? { requestBody: requestBody(operation.request, context) } : {}),
    responses: responses(operation.responses, source, context),
    ...(security ? { security } : {}),
    "x-source": source,
    ...(sources.length > 1 ? { "x-sources": sources } : {}),
    ...(operation.documentedPath === operation.path ? {} : { "x-documented-path": operation.documentedPath }),
    ...(operation.headers.length > 0
      ? {
          "x-request-headers": operation.headers.map(({ place, ...row }) => ({
            ...row,
            "x-source": toSource(place),
          })),
        }
      : {}),
    ...(operation.permissions ? { "x-permissions": operation.permissions } : {}),
  };
}

export function toSource(place: { readonly page: string; readonly line: number }): Source {
  return { page: place.page, line: place.line };
}

/** OpenAPI ignores these as header parameters (section 4.7.12.1): they are security and media types. */
const NO_PARAMETERS = new Set(["authorization", "content-type", "accept", "content-length"]);

function parametersOf(operation: ModelOperation, context: SchemaContext): Parameter[] {
  const [place] = operation.places;
  const source = place ? { "x-source": toSource(place) } : {};
  const path = operation.parameters.map(
    ({ name, documented, example }): Parameter => ({
      name,
      in: "path",
      required: true,
      schema: { type: "string" },
      ...(example === undefined ? {} : { example }),
      ...(documented === name ? {} : { "x-documented-name": documented }),
      ...source,
    }),
  );
  const query = operation.query.map(
    ({ name, description, required, type, value, place: at }): Parameter => ({
      name,
      in: "query",
      ...(required ? { required } : {}),
      ...(description === "" ? {} : { description }),
      schema: querySchema(typeSchema(type, context)),
      ...(value === "" || /[{}<>]/.test(value) ? {} : { example: value }),
      "x-source": toSource(at),
    }),
  );
  const headers = operation.headers
    .filter(({ name }) => !NO_PARAMETERS.has(name.toLowerCase()))
    .map(
      ({ name, description, required, place: at }): Parameter => ({
        name,
        in: "header",
        ...(required ? { required } : {}),
        ...(description === "" ? {} : { description }),
        schema: { type: "string" },
        "x-source": toSource(at),
      }),
    );
  return [...path, ...query, ...headers];
}

/** Values of a query are text; only simple types are worth saying. */
function querySchema(schema: Schema): Schema {
  return schema.type === "integer" || schema.type === "boolean" ? { type: schema.type } : { type: "string" };
}

function requestBody(request: RequestContent, context: SchemaContext): RequestBody {
  return {
    ...(request.required ? { required: true } : {}),
    content: { [request.mediaType]: mediaType(request, requestSchema(request, context)) },
    "x-source": toSource(request.place),
  };
}

function requestSchema(request: RequestContent, context: SchemaContext): Schema | undefined {
  if (!isJsonMediaType(request.mediaType)) return { type: "string" };
  if (request.type) return typeSchema(request.type, context);
  const inferred = shapesSchema(request.shapes, context);
  if (request.parameters.length === 0) return inferred;
  const properties: Record<string, Schema> = { ...inferred.properties };
  for (const property of request.parameters) properties[property.name] = propertySchema(property, context);
  return { type: "object", properties, additionalProperties: true };
}

function mediaType(content: Content, schema: Schema | undefined): MediaType {
  const examples: Record<string, Example> = {};
  for (const { name, value, place, placeholders } of content.examples)
    examples[exampleName(name)] = {
      value,
      ...(placeholders ? { "x-placeholders": placeholders } : {}),
      "x-source": toSource(place),
    };
  return { ...(schema ? { schema } : {}), ...(content.examples.length > 0 ? { examples } : {}) };
}

function exampleName(name: string): string {
  return name.replace(/[^A-Za-z0-9._-]/g, "_");
}

/** An operation without any documented answer gets `default`: OpenAPI demands one, and nothing is made up. */
function responses(
  documented: readonly Response[],
  source: Source,
  context: SchemaContext,
): Record<string, ResponseObject> {
  if (documented.length === 0)
    return { default: { description: "The page documents no response.", "x-source": source } };
  const result: Record<string, ResponseObject> = {};
  for (const { status, description, place, content } of documented) {
    result[String(status)] = {
      description,
      ...(content
        ? {
            content: {
              [content.mediaType]: mediaType(
                content,
                isJsonMediaType(content.mediaType)
                  ? shapesSchema(content.shapes, context)
                  : { type: "string" },
              ),
            },
          }
        : {}),
      "x-source": toSource(place),
    };
  }
  return result;
}
