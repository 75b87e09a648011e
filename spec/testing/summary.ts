/** What a page came to, in a form that a person can compare with the page: for the expectations beside `spec/testing/pages`. */
import type { Extraction } from "../index.ts";
import type { DocumentedExchange, Model, Resource, TypeReference } from "../model/index.ts";

/** Texts in place of objects, so that an expectation reads like a list. */
export interface Summary {
  /** `line method path`, then query, headers (`!` marks a required one), scopes, body and answers. */
  readonly operations: readonly Readonly<Record<string, unknown>>[];
  readonly exchanges: readonly Readonly<Record<string, unknown>>[];
  /** By type name. A property is `type`, with `!` for never null, `|...` for an open list of values, `readonly`, and its values. */
  readonly schemas: Readonly<Record<string, unknown>>;
  /** `line severity rule`, in the order of lines. */
  readonly diagnostics: readonly string[];
}

export function summaryOf({ model, diagnostics }: Extraction): Summary {
  return {
    operations: model.operations.map(operationSummary),
    exchanges: model.exchanges.map(exchangeSummary),
    schemas: Object.fromEntries(
      model.resources.map((resource) => [resource.name, resourceSummary(resource)]),
    ),
    diagnostics: diagnostics.map(({ place, severity, rule }) => `${place.line} ${severity} ${rule}`),
  };
}

function operationSummary(operation: Model["operations"][number]): Record<string, unknown> {
  const { parameters, query, headers, permissions, request, responses } = operation;
  const renamed = parameters
    .filter(({ name, documented }) => name !== documented)
    .map(
      ({ name, documented, example }) =>
        `${name}: ${documented}${example === undefined ? "" : ` = ${example}`}`,
    );
  return {
    operation: `${operation.places.map(({ line }) => line).join(",")} ${operation.method} ${operation.path}`,
    ...(renamed.length > 0 ? { parameters: renamed } : {}),
    ...(query.length > 0
      ? {
          query: query.map(
            ({ name, value, required }) => `${name}${required ? "!" : ""}${value ? `=${value}` : ""}`,
          ),
        }
      : {}),
    ...(headers.length > 0
      ? { headers: headers.map(({ name, required }) => `${name}${required ? "!" : ""}`) }
      : {}),
    ...(permissions ? { permissions } : {}),
    ...(request
      ? {
          request: {
            body: `${request.mediaType} ${request.type ? typeName(request.type) : ""}${request.required ? " required" : ""}`,
            ...(request.parameters.length > 0
              ? {
                  parameters: request.parameters.map(
                    ({ name, type }) => `${name}: ${type ? typeName(type) : "?"}`,
                  ),
                }
              : {}),
          },
        }
      : {}),
    responses: responses.map(({ status, content }) => {
      const shapes = content?.shapes.map(
        (shape) => `${shape.kind}${shape.type ? ` ${typeName(shape.type)}` : ""}`,
      );
      return [status, content?.mediaType, ...(shapes ?? [])].filter((part) => part !== undefined).join(" ");
    }),
  };
}

function exchangeSummary(exchange: DocumentedExchange): Record<string, unknown> {
  const { request, response, operation, siblings } = exchange;
  return {
    name: exchange.name,
    ...(exchange.tier === "inferred" ? { tier: exchange.tier } : {}),
    ...(exchange.alternative === undefined ? {} : { alternative: exchange.alternative }),
    request: `${request.place.line} ${request.method} ${request.path}${request.query === undefined ? "" : `?${request.query}`}`,
    ...fieldsOf(request.fields, "requestFields"),
    ...(request.body ? { requestBody: bodyOf(request.body) } : {}),
    response: `${response.place.line} ${response.status}${response.truncated ? " truncated" : ""}`,
    ...fieldsOf(response.fields, "responseFields"),
    ...(response.body ? { responseBody: bodyOf(response.body) } : {}),
    operation: operation ? `${operation.method} ${operation.path}` : null,
    ...(operation && Object.keys(operation.values).length > 0 ? { values: operation.values } : {}),
    ...(siblings.length > 0 ? { siblings: siblings.map(({ method, path }) => `${method} ${path}`) } : {}),
  };
}

function fieldsOf(fields: DocumentedExchange["request"]["fields"], name: string): Record<string, string[]> {
  const others = fields.filter((field) => field.name.toLowerCase() !== "content-type");
  return others.length > 0 ? { [name]: others.map((field) => `${field.name}: ${field.value}`) } : {};
}

function bodyOf(body: NonNullable<DocumentedExchange["request"]["body"]>): unknown[] {
  return [body.place.line, body.mediaType, body.json ?? body.text];
}

function resourceSummary(resource: Resource): Record<string, unknown> {
  return {
    line: resource.place.line,
    ...(resource.kind === "enumeration"
      ? { members: resource.open ? [...resource.members, "..."] : resource.members }
      : {}),
    ...(resource.baseType ? { baseType: resource.baseType } : {}),
    ...(resource.openType ? { openType: true } : {}),
    ...(resource.keyProperty ? { keyProperty: resource.keyProperty } : {}),
    ...(resource.odataType ? { odataType: resource.odataType.value } : {}),
    ...(resource.required.length > 0 ? { required: resource.required } : {}),
    ...(resource.properties.length > 0
      ? {
          properties: Object.fromEntries(
            resource.properties.map(
              ({ name, type, hint, values, open, nullable, required, readOnly, relationship, place }) => [
                name,
                [
                  place.line,
                  (type ? typeName(type) : "unknown") + (nullable ? "" : "!"),
                  ...(hint ? [`(${hint})`] : []),
                  ...(values.length > 0 ? [`${values.join("|")}${open ? "|..." : ""}`] : []),
                  ...(required ? ["required"] : []),
                  ...(readOnly ? ["readonly"] : []),
                  ...(relationship ? ["relationship"] : []),
                ].join(" "),
              ],
            ),
          ),
        }
      : {}),
  };
}

function typeName(type: TypeReference): string {
  return type.collection ? `Collection(${type.name})` : type.name;
}
