/**
 * Responses as Graph's gateway writes them. Headers are plain objects and bodies are text: servers for the Fetch API have a
 * short path for exactly that.
 */

import type { GraphError } from "./graph-error.ts";

/** What every answer to a request carries. */
export interface RequestIdentity {
  readonly requestId: string;
  readonly clientRequestId: string;
  readonly date: Date;
  /** Set where the clock stands still, since a server would write its own. */
  readonly dateHeader: string | undefined;
}

export const JSON_TYPE =
  "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8";

const DIAGNOSTIC =
  '{"ServerInfo":{"DataCenter":"Mock","Slice":"E","Ring":"5","ScaleUnit":"000","RoleInstance":"graph-contracts"}}';

const EXPOSED =
  "ETag, Location, Preference-Applied, Content-Range, request-id, client-request-id, ReadWriteConsistencyToken, SdkVersion, WWW-Authenticate, Retry-After";

export type Fields = Readonly<Record<string, string>>;

/** What depends on the service behind the gateway. */
export interface ServiceFields {
  readonly cacheControl: string;
  /** Undefined where the service does not say what an answer costs. */
  readonly resourceUnits: number | undefined;
}

/** `body` undefined: an answer without a body, and so without a media type. */
export function respond(
  status: number,
  contentType: string | undefined,
  body: string | Uint8Array<ArrayBuffer> | undefined,
  identity: RequestIdentity,
  { cacheControl, resourceUnits }: ServiceFields,
  more?: Fields,
): Response {
  const headers: Record<string, string> = {
    "Cache-Control": cacheControl,
    Vary: "Accept-Encoding",
    "Strict-Transport-Security": "max-age=31536000",
    "request-id": identity.requestId,
    "client-request-id": identity.clientRequestId,
    "x-ms-ags-diagnostic": DIAGNOSTIC,
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": EXPOSED,
  };
  // Recorded on successes with a body alone.
  if (status < 300 && body !== undefined) headers["OData-Version"] = "4.0";
  if (resourceUnits !== undefined && status !== 400 && status !== 401)
    headers["x-ms-resource-unit"] = String(resourceUnits);
  if (body !== undefined && contentType !== undefined) headers["Content-Type"] = contentType;
  if (identity.dateHeader !== undefined) headers.Date = identity.dateHeader;
  for (const name in more) headers[name] = more[name] as string;
  return new Response(body ?? null, { status, headers });
}

export function errorBody(error: GraphError, identity: RequestIdentity): object {
  const { code, message, inner, target, why } = error;
  const details = target ? { details: [{ code, target, message: why ?? message }] } : {};
  return {
    error: {
      code,
      message,
      ...details,
      innerError: {
        ...inner,
        date: identity.date.toISOString().slice(0, 19),
        "request-id": identity.requestId,
        "client-request-id": identity.clientRequestId,
      },
    },
  };
}

/** The answer to a browser's preflight (Fetch standard, CORS protocol): whatever it asks for is granted, as Graph does. */
export function preflight(methods: readonly string[], requestedHeaders: string | undefined): Response {
  const allowed =
    "authorization, content-type, client-request-id, sdkversion, retry-attempt, prefer, consistencylevel, if-match, accept";
  return new Response(null, {
    status: 204,
    headers: {
      "Access-Control-Allow-Origin": "*",
      "Access-Control-Allow-Methods": methods.join(", "),
      "Access-Control-Allow-Headers": requestedHeaders ? `${allowed}, ${requestedHeaders}` : allowed,
      "Access-Control-Expose-Headers": EXPOSED,
      "Access-Control-Max-Age": "86400",
      Vary: "Access-Control-Request-Headers",
    },
  });
}
