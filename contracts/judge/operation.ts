import type {
  DescribedOperation,
  OpenApiDocument,
  ResponseObject,
  Schema,
} from "../../spec/openapi/index.ts";

/** An operation with what its document says around it. */
export interface JudgedOperation extends DescribedOperation {
  readonly document: OpenApiDocument;
  /** Whether a request for it must carry a token. */
  readonly secured: boolean;
}

export function judgedOperation(document: OpenApiDocument, operation: DescribedOperation): JudgedOperation {
  const requirements = operation.operation.security ?? document.security;
  const secured =
    requirements.length > 0 &&
    requirements.every((one) => Object.keys(one).some((name) => isBearer(document, name)));
  return { ...operation, document, secured };
}

function isBearer(document: OpenApiDocument, name: string): boolean {
  const type = document.components.securitySchemes[name]?.type;
  return type === "http" || type === "oauth2";
}

/** The described answer with that status: its own, its class's (`2XX`), or `default` (OpenAPI 3.0.3, Responses Object). */
export function describedResponse(
  operation: JudgedOperation,
  status: number,
): { readonly key: string; readonly response: ResponseObject } | undefined {
  const { responses } = operation.operation;
  for (const key of [String(status), `${Math.floor(status / 100)}XX`, "default"]) {
    const response = responses[key];
    if (response) return { key, response };
  }
  return undefined;
}

/** Described statuses below 400, as the description writes them. */
export function successKeys(operation: DescribedOperation): readonly string[] {
  return Object.keys(operation.operation.responses).filter((key) => /^[123](?:\d\d|XX)$/.test(key));
}

/** The schema of an answer's body; the first media type is the one that counts. */
export function documentedSchema(operation: JudgedOperation, status: number): Schema | undefined {
  const content = describedResponse(operation, status)?.response.content;
  return content ? Object.values(content)[0]?.schema : undefined;
}
