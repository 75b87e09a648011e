/** Preconditions of a change (RFC 9110 13.1): a service may insist that a client names the version that it means to change. */
import { isJsonObject, type JsonValue } from "../../spec/openapi/index.ts";
import { type Header, headerValue } from "./message.ts";

/** Whether a status says that a precondition is missing or does not hold. */
export function isPreconditionRefusal(status: number | undefined): boolean {
  return status === 412 || status === 428;
}

/** The version of an object: of the answer, or OData's annotation in the body. */
export function etagIn(headers: readonly Header[], json: JsonValue | undefined): string | undefined {
  const own = isJsonObject(json) ? json["@odata.etag"] : undefined;
  return headerValue(headers, "etag") ?? (typeof own === "string" ? own : undefined);
}

/** Names the version that is to be changed; any, where none is known. */
export function ifMatch(etag: string | undefined): Header {
  return ["If-Match", etag ?? "*"];
}
