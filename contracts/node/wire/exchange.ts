import { Buffer } from "node:buffer";
import type http from "node:http";
import type { Socket } from "node:net";
import type { Answer, TransportFailure } from "../../http/message.ts";
import { openRequest, type RequestHead } from "./client.ts";
import { decode } from "./content-coding.ts";
import { rawFields } from "./fields.ts";
import type { KeptConnection } from "./kept-connection.ts";

export interface WireRequest extends RequestHead {
  readonly body: Uint8Array;
  /** A connection that is kept for several exchanges; without it, each has one of its own. */
  readonly kept?: KeptConnection;
}

/** An answer, and whether the connection had carried another one before. */
export interface WireAnswer extends Answer {
  readonly isReused: boolean;
}

export interface ExchangeLimits {
  /** From the start of the request to the last byte of the answer, in milliseconds. */
  readonly timeoutMs: number;
  /** Of the answer's body, on the wire and decoded, in bytes. */
  readonly bodyBytes: number;
  /** Of the answer's head, in bytes. */
  readonly headBytes: number;
}

export const LIMITS: ExchangeLimits = {
  timeoutMs: 10_000,
  bodyBytes: 16 * 1024 * 1024,
  headBytes: 64 * 1024,
};

/**
 * Sends one request and reads the one answer to it, whatever the target makes of that: never rejects for what comes over the wire. A
 * connection of its own is what makes the verdict repeatable: no answer is charged for the bytes that an earlier one left behind.
 */
export function exchange(
  request: WireRequest,
  limits: ExchangeLimits,
  signal: AbortSignal,
): Promise<WireAnswer> {
  const started = performance.now();
  const wire = new WireCounter();
  return new Promise((resolve) => {
    let head: http.IncomingMessage | undefined;
    const chunks: Buffer[] = [];
    let received = 0;
    let settled = false;
    const finish = (fault?: TransportFailure): void => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
      wire.forget();
      // A whole answer leaves a kept connection to the next exchange.
      if (fault || !request.kept) outgoing.destroy();
      else if (outgoing.socket) request.kept.rest(outgoing.socket);
      const isReused = outgoing.reusedSocket;
      const durationMs = performance.now() - started;
      const faults = fault ? [fault] : [];
      if (!head) {
        resolve({ headers: [], body: new Uint8Array(), faults, durationMs, isReused });
        return;
      }
      const headers = rawFields(head.rawHeaders);
      const status = head.statusCode ?? 0;
      const raw = Buffer.concat(chunks);
      const trailing = fault?.rule === "too-large" ? undefined : wire.trailing(head, raw.length);
      if (trailing && fault?.rule !== "trailing-bytes") faults.push(trailing);
      decode(raw, head.headers["content-encoding"], limits.bodyBytes).then((decoded) => {
        if (decoded.fault && faults.length === 0) faults.push(decoded.fault);
        resolve({ status, headers, body: decoded.body, faults, durationMs, isReused });
      });
    };
    const onAbort = (): void => finish(STOPPED);
    const ended = (): void => {
      if (!head) finish(resetFault("the connection was closed without an answer"));
      else finish(head.complete ? undefined : truncated(head, received));
    };
    const outgoing = openRequest(request, request.kept?.agent ?? false, limits.headBytes);
    const timer = setTimeout(() => finish(timeoutFault(limits.timeoutMs, head, received)), limits.timeoutMs);
    signal.addEventListener("abort", onAbort, { once: true });
    if (signal.aborted) onAbort();
    outgoing.on("socket", (socket) => {
      wire.watch(socket);
      const late = request.kept?.resume(socket) ?? 0;
      if (late > 0) finish(trailingFault(`${late} bytes after the end of the answer before`));
    });
    outgoing.on("information", () => wire.ignore());
    outgoing.on("error", (error: NodeJS.ErrnoException) => finish(connectionFault(error, head)));
    outgoing.on("upgrade", () => finish(invalid("the connection was switched to another protocol")));
    outgoing.on("response", (response) => {
      head = response;
      response.on("data", (chunk: Buffer) => {
        received += chunk.length;
        if (received > limits.bodyBytes) return finish(tooLarge(limits.bodyBytes));
        chunks.push(chunk);
      });
      response.on("error", (error: NodeJS.ErrnoException) => finish(connectionFault(error, response)));
      response.on("close", ended);
    });
    outgoing.on("close", ended);
    outgoing.end(request.body.length > 0 ? request.body : undefined);
  });
}

/** Counts the bytes that came over the connection, to tell whether something followed the answer. */
class WireCounter {
  #bytes = 0;
  #head: number | undefined;
  #start = Buffer.alloc(0);
  #blind = false;
  #forget: (() => void) | undefined;

  watch(socket: Socket): void {
    const count = (chunk: Buffer): void => {
      this.#bytes += chunk.length;
      if (this.#head !== undefined || this.#blind) return;
      this.#start = Buffer.concat([this.#start, chunk]);
      const end = this.#start.indexOf("\r\n\r\n");
      if (end >= 0) this.#head = end + 4;
      else if (this.#start.length > LIMITS.headBytes) this.#blind = true;
      if (this.#head !== undefined) this.#start = Buffer.alloc(0);
    };
    socket.on("data", count);
    this.#forget = () => void socket.removeListener("data", count);
  }

  /** Leaves the connection to others. */
  forget(): void {
    this.#forget?.();
  }

  /** Interim answers came first: the head that was measured is not the answer's. */
  ignore(): void {
    this.#blind = true;
  }

  /** Only where a Content-Length says where the answer ends. */
  trailing(head: http.IncomingMessage, bodyLength: number): TransportFailure | undefined {
    const length = head.headers["content-length"];
    if (this.#blind || this.#head === undefined || length === undefined || head.headers["transfer-encoding"])
      return undefined;
    const extra = this.#bytes - this.#head - Number(length);
    if (!(extra > 0) || bodyLength < Number(length)) return undefined;
    return trailingFault(`${extra} more bytes than its Content-Length of ${length}`);
  }
}

const STOPPED: TransportFailure = {
  rule: "stopped",
  message: "the run was stopped",
  expected: "an answer",
  actual: "stopped before it came",
};

export function timeoutFault(
  ms: number,
  head: http.IncomingMessage | undefined,
  received: number,
): TransportFailure {
  const actual = head ? `the head and ${received} bytes of the body, then nothing more` : "no answer";
  return {
    rule: "timeout",
    message: `no whole answer within ${ms} ms`,
    expected: `an answer within ${ms} ms`,
    actual,
  };
}

function resetFault(actual: string): TransportFailure {
  return { rule: "reset", message: "the connection broke before the answer", expected: "an answer", actual };
}

function invalid(actual: string): TransportFailure {
  return {
    rule: "invalid-http",
    message: "the answer is not HTTP/1.1 as it should be",
    expected: "a valid HTTP message",
    actual,
  };
}

function trailingFault(actual: string): TransportFailure {
  return {
    rule: "trailing-bytes",
    message: "bytes follow the end of the answer",
    expected: "nothing after the answer",
    actual,
  };
}

function tooLarge(limit: number): TransportFailure {
  const size = `${limit / 1024 / 1024} MiB`;
  return {
    rule: "too-large",
    message: "the answer is too large",
    expected: `at most ${size}`,
    actual: `more than ${size}`,
  };
}

export function truncated(head: http.IncomingMessage, received: number): TransportFailure {
  const length = head.headers["content-length"];
  const expected =
    length === undefined ? "a transfer that ends properly" : `${length} bytes, as Content-Length says`;
  return { rule: "truncated", message: "the transfer broke off", expected, actual: `${received} bytes` };
}

/** Tells what the error of a connection means; after the head it is the transfer that broke off. */
export function connectionFault(
  error: NodeJS.ErrnoException,
  head: http.IncomingMessage | undefined,
): TransportFailure {
  const code = error.code ?? "";
  if (code === "HPE_CLOSED_CONNECTION" || (head?.complete && code.startsWith("HPE_")))
    return trailingFault(error.message);
  if (code === "HPE_HEADER_OVERFLOW") return invalid(`a head of more than ${LIMITS.headBytes / 1024} KiB`);
  if (code.startsWith("HPE_")) return invalid(error.message.replace(/^Parse Error: ?/, "") || code);
  if (head) return truncated(head, 0);
  if (code === "ECONNRESET" || code === "EPIPE") {
    return resetFault(
      error.message === "socket hang up"
        ? "the connection was closed without an answer"
        : "the connection was reset",
    );
  }
  return {
    rule: "refused",
    message: "the target could not be reached",
    expected: "an answer",
    actual: error.message,
  };
}
