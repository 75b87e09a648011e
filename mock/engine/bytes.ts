/** Bodies that are content: files, photos, fragments of uploads. */
import { type GraphError, tooLarge } from "./graph-error.ts";
import type { Incoming } from "./incoming.ts";

/** Bytes of one request: Graph takes fragments of 60 MiB. */
export const MOST_CONTENT = 60 * 1024 * 1024;

export type ReadBytes = { readonly bytes: Uint8Array<ArrayBuffer> } | { readonly error: GraphError };

export function readBytes({
  request,
  surroundings,
}: Pick<Incoming, "request" | "surroundings">): ReadBytes | Promise<ReadBytes> {
  const received = surroundings?.incoming?.received;
  if (!received) return request.arrayBuffer().then((buffer) => bounded(new Uint8Array(buffer)));
  if (received.size > MOST_CONTENT) return tooMany(received.size);
  // A copy, since the server's piece of memory may hold more than this body.
  return { bytes: received.bytes ? new Uint8Array(received.bytes) : new TextEncoder().encode(received.text) };
}

function bounded(bytes: Uint8Array<ArrayBuffer>): ReadBytes {
  return bytes.length > MOST_CONTENT ? tooMany(bytes.length) : { bytes };
}

function tooMany(size: number): ReadBytes {
  return { error: tooLarge(`Unexpected body of ${size} bytes, expected ${MOST_CONTENT} at most`) };
}
