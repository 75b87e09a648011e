import type { Buffer } from "node:buffer";
import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate, inflateRaw } from "node:zlib";
import type { TransportFailure } from "../../http/message.ts";

export interface Decoded {
  readonly body: Uint8Array;
  readonly fault?: TransportFailure;
}

const gunzipAsync = promisify(gunzip);
const inflateAsync = promisify(inflate);
const inflateRawAsync = promisify(inflateRaw);
const brotliAsync = promisify(brotliDecompress);

/** Undoes the content codings of a body, last one first (RFC 9110 8.4), up to `limit` bytes. */
export async function decode(raw: Buffer, codings: string | undefined, limit: number): Promise<Decoded> {
  const names = (codings ?? "")
    .toLowerCase()
    .split(",")
    .map((name) => name.trim());
  let body: Buffer = raw;
  for (const name of names.filter((name) => name !== "" && name !== "identity").toReversed()) {
    if (body.length === 0) break;
    try {
      body = await undo(name, body, limit);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      const actual =
        code === "ERR_BUFFER_TOO_LARGE"
          ? `more than ${limit} bytes when decoded`
          : `'${name}', which does not decode`;
      return {
        body: raw,
        fault: {
          rule: "content-coding",
          message: "the body cannot be decoded",
          expected: "a body in its Content-Encoding",
          actual,
        },
      };
    }
  }
  return { body };
}

async function undo(name: string, body: Buffer, limit: number): Promise<Buffer> {
  const options = { maxOutputLength: limit };
  if (name === "gzip" || name === "x-gzip") return gunzipAsync(body, options);
  if (name === "br") return brotliAsync(body, options);
  if (name !== "deflate") throw new Error(`unknown content coding ${name}`);
  // Some servers send the bare deflate stream; browsers take both.
  return (body[0] ?? 0) % 16 === 8 ? inflateAsync(body, options) : inflateRawAsync(body, options);
}
