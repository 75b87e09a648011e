import { Buffer } from "node:buffer";
import type http from "node:http";
import type { Answer, TransportFailure } from "../../http/message.ts";
import { decode } from "../wire/content-coding.ts";
import { truncated } from "../wire/exchange.ts";
import { rawFields } from "../wire/fields.ts";
import type { Beginning, BoundedCopy } from "./copy.ts";

/** The request's body, decoded; undefined where it is too large, was not sent to its end, or is in a coding that is not known here. */
export async function requestBody(
  incoming: http.IncomingMessage,
  copy: BoundedCopy,
  limit: number,
): Promise<Uint8Array | undefined> {
  const bytes = incoming.complete ? copy.bytes() : undefined;
  if (!bytes) return undefined;
  const decoded = await decode(bytes, incoming.headers["content-encoding"], limit);
  return decoded.fault ? undefined : decoded.body;
}

export interface ReadAnswer {
  readonly answer: Answer;
  /** Whether the whole body is there to be judged. */
  readonly whole: boolean;
}

/** An answer as it is judged: a decoded copy of what goes back to the client. */
export async function readAnswer(
  response: http.IncomingMessage,
  { bytes, state }: Beginning,
  trailing: TransportFailure | undefined,
  limit: number,
  durationMs: number,
): Promise<ReadAnswer> {
  const head = { status: response.statusCode ?? 0, headers: rawFields(response.rawHeaders), durationMs };
  if (state === "more") return { answer: { ...head, body: Buffer.alloc(0), faults: [] }, whole: false };
  if (state === "broken") {
    return { answer: { ...head, body: bytes, faults: [truncated(response, bytes.length)] }, whole: true };
  }
  const { body, fault } = await decode(bytes, response.headers["content-encoding"], limit);
  // That it is larger than what is judged is no fault of the server's.
  if (fault?.actual.startsWith("more than"))
    return { answer: { ...head, body: bytes, faults: [] }, whole: false };
  const faults = [fault, trailing].filter((one) => one !== undefined);
  return { answer: { ...head, body, faults }, whole: true };
}
