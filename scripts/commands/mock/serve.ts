import { createServer, type Server, type ServerResponse } from "node:http";
import { getRequestListener, RequestError } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { DroppedConnection, isSteering, type Mock } from "../../../mock/index.ts";
import { listen } from "../listen.ts";
import { ReceivingMessage } from "./receiving-message.ts";

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
/** Milliseconds of silence on a connection after which the operating system asks whether the other end is still there. */
const LOST = 60_000;
/** Milliseconds between looks for connections that have become idle while the server closes. */
const SWEEP = 20;
/** After so long a connection that does not end is ended. */
const PATIENCE = 5_000;

/** Serves a mock over HTTP. A port that is taken is a `UsageError`. */
export async function serveMock(mock: Mock, host: string, port: number): Promise<Served> {
  // Bodies are taken in before the mock is asked, those for steering apart: a snapshot of the state may be of any length.
  const answer = createListener(mock, false);
  const steer = createListener(mock, true);
  const listener = (incoming: ReceivingMessage, outgoing: ServerResponse<ReceivingMessage>): void => {
    if (isSteering(incoming.url ?? "")) void steer(incoming, outgoing);
    else incoming.receive(() => void answer(incoming, outgoing));
  };
  const server = createServer(
    {
      IncomingMessage: ReceivingMessage,
      maxHeaderSize: MOST_HEADERS,
      headersTimeout: HEADERS_TIMEOUT,
      connectionsCheckingInterval: CHECK,
      requestTimeout: REQUEST_TIMEOUT,
      // An idle connection that is ended just when its client goes on is a reset that nobody can explain, so clients end theirs; those of
      // clients that are gone without a word are found by the operating system.
      keepAliveTimeout: 0,
      keepAlive: true,
      keepAliveInitialDelay: LOST,
    },
    listener,
  );
  const { port: actual } = await listen(server, host, port);
  return {
    origin: `http://${host.includes(":") ? `[${host}]` : host}:${actual}`,
    port: actual,
    close: () => close(server),
  };
}

function createListener(mock: Mock, autoCleanupIncoming: boolean): ReturnType<typeof getRequestListener> {
  return getRequestListener(
    (request, { incoming }) => mock.fetch(request, { incoming: incoming as ReceivingMessage }),
    {
      autoCleanupIncoming,
      errorHandler: (error) => {
        if (error instanceof RequestError) return malformed();
        if (!(error instanceof DroppedConnection)) return new Response(null, { status: 500 });
        error.surroundings?.incoming?.socket?.destroy?.();
        return RESPONSE_ALREADY_SENT;
      },
    },
  );
}

/** A request that no URL can be made of: no Host or a malformed one, or `*` for its target (RFC 9112 3.2). */
function malformed(): Response {
  const message = "The request has no valid Host header or no path; send both.";
  return Response.json({ error: { code: "BadRequest", message } }, { status: 400 });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const impatient = setTimeout(() => server.closeAllConnections(), PATIENCE);
    // A connection whose request is answered meanwhile is idle only then.
    const sweep = setInterval(() => server.closeIdleConnections(), SWEEP);
    server.close(() => {
      clearTimeout(impatient);
      clearInterval(sweep);
      resolve();
    });
  });
}
