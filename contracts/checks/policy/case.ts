import type { DescribedOperation, FlatSchema, JsonObject } from "../../../spec/openapi/index.ts";
import { type PlannedRequest, withHeader } from "../../http/message.ts";
import type { Basis } from "../../judge/verdict.ts";

/** What a policy case starts from: a documented request and what the description knows about it. */
export interface Seed {
  readonly operation: DescribedOperation;
  readonly request: PlannedRequest;
  /** The request's body, where it is a JSON object. */
  readonly body?: JsonObject;
  readonly requestSchema: FlatSchema;
  /** A new lower-case GUID at every call. */
  readonly guid: () => string;
}

/** One demand that no page states but the platform's published rules or HTTP's do, as data. */
export interface PolicyCase {
  /** The last part of the check's id. */
  readonly id: string;
  readonly title: string;
  readonly basis: Basis;
  readonly rule: { readonly title: string; readonly url: string };
  /** `accepted`: answered like the documented request. Otherwise refused: with one of these statuses, or any of 400 to 499. */
  readonly expect: "accepted" | readonly number[] | "4xx";
  /** Tried on every operation, however many there are: what it looks at is decided for each of them apart. */
  readonly everywhere?: true;
  /** Another page may document the request: then a GET that reads back what the run created is no fault. */
  readonly mayReadBack?: true;
  /** The requests to send; none where the case means nothing for this operation. */
  requests(seed: Seed): readonly PlannedRequest[];
}

/** The documented request with another body; `undefined` sends an empty one. */
export function withBody(request: PlannedRequest, body: string | undefined): PlannedRequest {
  const { body: _body, bodyEncoding: _encoding, ...rest } = request;
  return { ...rest, body: body ?? "" };
}

export function withField(request: PlannedRequest, name: string, value: string | undefined): PlannedRequest {
  return { ...request, headers: withHeader(request.headers, name, value) };
}

/** Whether the operation takes a JSON object as its body. A body of GET or DELETE has no meaning (RFC 9110 9.3.1), so nothing is demanded of it. */
export function takesObject(seed: Seed): seed is Seed & { body: JsonObject } {
  return seed.body !== undefined && !["GET", "DELETE"].includes(seed.operation.method);
}
