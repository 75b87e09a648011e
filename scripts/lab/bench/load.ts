import { Buffer } from "node:buffer";
import net from "node:net";

export interface Load {
  readonly port: number;
  /** A whole HTTP/1.1 request as it goes over the wire. */
  readonly request: Buffer;
  /** The status that each answer must have: what a server refuses quickly is not throughput. */
  readonly status: number;
  /** Connections, each kept alive, with one request at a time. */
  readonly connections: number;
  /** It ends with whichever comes first. */
  readonly milliseconds: number;
  readonly requests: number;
}

export interface Throughput {
  readonly answers: number;
  readonly perSecond: number;
}

export interface RequestParts {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The request as bytes, with Host and Content-Length. */
export function requestBytes({ method, path, headers, body }: RequestParts): Buffer {
  const content = Buffer.from(body ?? "");
  const lines = [`${method} ${path} HTTP/1.1`, "Host: 127.0.0.1"];
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
  if (body !== undefined) lines.push(`Content-Length: ${content.length}`);
  return Buffer.concat([Buffer.from(`${lines.join("\r\n")}\r\n\r\n`), content]);
}

/**
 * Asks a server of the loopback interface the same thing over and over. It runs in a process of its own, apart from the server, and looks at
 * no more of an answer than where it ends, so that the server is what sets the pace.
 */
export async function load(options: Load): Promise<Throughput> {
  const { connections, milliseconds, requests } = options;
  const started = performance.now();
  const deadline = started + milliseconds;
  let sent = 0;
  let answers = 0;
  const next = (): boolean => {
    if (sent >= requests || performance.now() >= deadline) return false;
    sent += 1;
    return true;
  };
  const answered = (): void => {
    answers += 1;
  };
  await Promise.all(Array.from({ length: connections }, () => converse(options, next, answered)));
  const seconds = (performance.now() - started) / 1000;
  return { answers, perSecond: answers / seconds };
}

/** One connection until there is nothing more to ask. */
function converse(options: Load, next: () => boolean, answered: () => void): Promise<void> {
  const { port, request, status } = options;
  return new Promise((resolve, reject) => {
    const socket = net.connect({ port, host: "127.0.0.1", noDelay: true });
    let pending: Buffer | undefined;
    const ask = (): void => {
      if (next()) socket.write(request);
      else socket.end(resolve);
    };
    socket.setTimeout(30_000, () => socket.destroy(new Error(`no answer from port ${port} within 30 s`)));
    socket.on("connect", ask);
    socket.on("error", reject);
    socket.on("close", () => reject(new Error(`port ${port} closed the connection`)));
    socket.on("data", (chunk) => {
      const bytes = pending ? Buffer.concat([pending, chunk]) : chunk;
      if (!isWhole(bytes)) {
        pending = bytes;
        return;
      }
      pending = undefined;
      const got = bytes.toString("latin1", 9, 12);
      if (got !== String(status)) {
        socket.destroy(new Error(`port ${port} answered ${bytes.toString("utf8").slice(0, 400)}`));
        return;
      }
      answered();
      ask();
    });
  });
}

const HEAD_END = Buffer.from("\r\n\r\n");
const CHUNKS_END = Buffer.from("0\r\n\r\n");

/** Whether the bytes, which are those of one answer, go to its end (RFC 9112, 6.3). */
function isWhole(bytes: Buffer): boolean {
  const end = bytes.indexOf(HEAD_END);
  if (end < 0) return false;
  const head = bytes.toString("latin1", 0, end);
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (length !== undefined) return bytes.length >= end + 4 + Number(length);
  if (/\r\ntransfer-encoding: *chunked/i.test(head)) return bytes.subarray(-5).equals(CHUNKS_END);
  return true;
}
