/** Graph's errors: `{"error":{"code","message","innerError":{"date","request-id","client-request-id"}}}`. */
export interface GraphError {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  /** Fields of its own, such as `Allow` or `Retry-After`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** More members of `innerError`. */
  readonly inner?: Readonly<Record<string, string>>;
  /** What exactly was wrong, for the log; a client gets it as `details` where a property is to blame. */
  readonly why?: string;
  readonly target?: string;
}

/** RFC 6750, section 3, and proof of possession as a second challenge (RFC 9110, section 11.6.1), as Graph writes them. */
const AUTHORITY =
  'realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000"';
const CHALLENGE = `Bearer ${AUTHORITY}, PoP ${AUTHORITY}, nonce="bW9jay1ub25jZQ=="`;

export function unauthenticated(message: string, why: string): GraphError {
  return {
    status: 401,
    code: "InvalidAuthenticationToken",
    message,
    headers: { "WWW-Authenticate": CHALLENGE },
    why,
  };
}

export function missingScope(why: string): GraphError {
  const message = "Insufficient privileges to complete the operation.";
  return { status: 403, code: "Authorization_RequestDenied", message, why };
}

export function badRequest(message: string, why: string): GraphError {
  return { status: 400, code: "BadRequest", message, why };
}

export function unreadablePayload(why: string): GraphError {
  return badRequest(
    "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.",
    why,
  );
}

export function emptyPayload(): GraphError {
  return badRequest("Empty Payload. JSON content expected.", "Unexpected empty body, expected a JSON object");
}

export function unknownSegment(segment: string, why: string): GraphError {
  return {
    status: 400,
    code: "BadRequest",
    message: `Resource not found for the segment '${segment}'.`,
    why,
  };
}

export function unknownResource(name: string, why: string): GraphError {
  const message = `Resource '${name}' does not exist or one of its queried reference-property objects are not present.`;
  return { status: 404, code: "Request_ResourceNotFound", message, why };
}

export function methodNotAllowed(allowed: readonly string[], why: string): GraphError {
  return {
    status: 405,
    code: "methodNotAllowed",
    message: "The method is not supported for this URL.",
    headers: { Allow: allowed.join(", ") },
    why,
  };
}

export function tooLarge(why: string): GraphError {
  return { status: 413, code: "BadRequest", message: "The maximum request length supported is 4MB.", why };
}

export function nameTaken(name: string): GraphError {
  return {
    status: 409,
    code: "nameAlreadyExists",
    message: "The specified item name already exists.",
    why: `Unexpected name '${name}', expected one that the folder does not have, since the client asked to fail`,
  };
}

export function rangeNotSatisfiable(why: string): GraphError {
  return {
    status: 416,
    code: "invalidRange",
    message: "The specified byte range is invalid or unavailable.",
    why,
  };
}

/** The store's budget of bytes. */
export function insufficientStorage(size: number): GraphError {
  return {
    status: 507,
    code: "quotaLimitReached",
    message: "The maximum storage quota has been reached.",
    why: `Unexpected content of ${size} bytes, expected no more than is left of the bytes that may be kept`,
  };
}

export function unsupportedMediaType(type: string, expected: string): GraphError {
  return {
    status: 415,
    code: "UnsupportedMediaType",
    message: `A supported MIME type could not be found that matches the content type of the request: '${type}'.`,
    why: `Unexpected Content-Type '${type}', expected ${expected}`,
  };
}

export function tooManyRequests(retryAfter: number, why: string): GraphError {
  return {
    status: 429,
    code: "TooManyRequests",
    message: "Please retry again later.",
    headers: { "Retry-After": String(retryAfter) },
    inner: { code: "TooManyRequests", status: "429" },
    why,
  };
}

/** What Graph says for a status that was asked for by name: faults, `Prefer: code=`, the failure rate. */
export function errorOfStatus(status: number, why: string): GraphError {
  if (status === 401) return unauthenticated("Access token validation failure.", why);
  if (status === 429) return tooManyRequests(1, why);
  const [code, message] = BY_STATUS[status] ?? (status >= 500 ? BY_STATUS[500] : BY_STATUS[400]) ?? ["", ""];
  const busy = status === 503 || status === 504 ? { headers: { "Retry-After": "1" } } : {};
  return { status, code, message, why, ...busy };
}

const BY_STATUS: Readonly<Record<number, readonly [code: string, message: string]>> = {
  400: ["BadRequest", "The request is malformed or incorrect."],
  402: ["PaymentRequired", "The payment requirements for the API have not been met."],
  403: ["Authorization_RequestDenied", "Insufficient privileges to complete the operation."],
  404: ["Request_ResourceNotFound", "The requested resource does not exist."],
  405: ["methodNotAllowed", "The method is not supported for this URL."],
  406: ["NotAcceptable", "The media type asked for is not supported."],
  409: ["Conflict", "The current state conflicts with what the request expects."],
  410: ["Gone", "The requested resource is no longer available at the server."],
  411: ["LengthRequired", "A Content-Length header is required on the request."],
  412: ["PreconditionFailed", "A precondition given in the request does not match the current state."],
  413: ["BadRequest", "The maximum request length supported is 4MB."],
  415: ["UnsupportedMediaType", "The content type of the request is not supported."],
  422: ["UnprocessableEntity", "The request cannot be processed because it is semantically incorrect."],
  423: ["Locked", "The resource that is being accessed is locked."],
  424: ["FailedDependency", "The request failed because a request that it depends on failed."],
  500: ["InternalServerError", "An internal server error occurred while processing the request."],
  501: ["NotImplemented", "The requested feature is not implemented."],
  502: ["BadGateway", "The server received an invalid response."],
  503: ["ServiceUnavailable", "The service is temporarily unavailable."],
  504: ["GatewayTimeout", "The server did not receive a timely response."],
  507: ["InsufficientStorage", "The maximum storage quota has been reached."],
  509: ["BandwidthLimitExceeded", "The bandwidth cap was exceeded."],
};
