import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener, type HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { DroppedConnection, type Mock } from "../../mock/index.ts";
import { UsageError } from "../io.ts";

export interface Served {
  /** `http://127.0.0.1:4010`, without a path. */
  readonly origin: string;
  readonly port: number;
  /** Lets running requests finish, ends idle connections, and resolves when the last is gone. */
  close(): Promise<void>;
}

/** Bytes of all headers of one request, its line included. */
const MOST_HEADERS = 16 * 1024;
/** Milliseconds within which headers, and then the whole request, must arrive. */
const HEADERS_TIMEOUT = 10_000;
const REQUEST_TIMEOUT = 30_000;
/** Milliseconds between looks at the clock for these. */
const CHECK = 2_000;
/** After so long a connection that does not end is ended. */
const PATIENCE = 5_000;

/** Serves a mock over HTTP. A port that is taken is a `UsageError`. */
export async function serveMock(mock: Mock, host: string, port: number): Promise<Served> {
  const listener = getRequestListener(
    async (request, bindings) => {
      const response = await mock.fetch(request, bindings as HttpBindings);
      await received((bindings as HttpBindings).incoming);
      return response;
    },
    {
      errorHandler: (error) => {
        if (!(error instanceof DroppedConnection)) return new Response(null, { status: 500 });
        error.surroundings?.incoming?.socket?.destroy?.();
        return RESPONSE_ALREADY_SENT;
      },
    },
  );
  const server = createServer(
    {
      maxHeaderSize: MOST_HEADERS,
      headersTimeout: HEADERS_TIMEOUT,
      connectionsCheckingInterval: CHECK,
      requestTimeout: REQUEST_TIMEOUT,
    },
    listener,
  );
  await listen(server, host, port);
  const { port: actual } = server.address() as AddressInfo;
  return {
    origin: `http://${host.includes(":") ? `[${host}]` : host}:${actual}`,
    port: actual,
    close: () => close(server),
  };
}

/** Of a body that nobody wants, so many bytes are still taken. */
const MOST_UNWANTED = 64 * 1024 * 1024;

/**
 * Waits for the rest of a request that was answered before its end (413, or 401 to a long body): a connection that is closed on a
 * client who still sends is reset, and the answer is lost with it (RFC 9112, section 9.6).
 */
function received(incoming: IncomingMessage): Promise<void> | undefined {
  if (incoming.complete || incoming.readableFlowing !== null) return undefined;
  return new Promise((resolve) => {
    let size = 0;
    incoming.on("data", (chunk: Uint8Array) => {
      size += chunk.byteLength;
      if (size > MOST_UNWANTED) resolve();
    });
    incoming.on("close", resolve);
    incoming.on("end", resolve);
  });
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(new UsageError(reasonOf(error, host, port))),
    );
    server.listen(port, host, () => resolve());
  });
}

function reasonOf(error: NodeJS.ErrnoException, host: string, port: number): string {
  if (error.code === "EADDRINUSE")
    return `port ${port} is in use; stop what listens there or choose another with --port`;
  if (error.code === "EACCES")
    return `port ${port} may not be opened by this user; choose one above 1023 with --port`;
  if (error.code === "EADDRNOTAVAIL" || error.code === "ENOTFOUND")
    return `${host} is no address of this machine; choose another with --host`;
  return `cannot listen on ${host}:${port}: ${error.message}`;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const impatient = setTimeout(() => server.closeAllConnections(), PATIENCE);
    server.close(() => {
      clearTimeout(impatient);
      resolve();
    });
    server.closeIdleConnections();
  });
}
