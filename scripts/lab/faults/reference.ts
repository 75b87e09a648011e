import { Buffer } from "node:buffer";
import { randomUUID } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
  /** Requests so far, this one included; and objects created so far. */
  readonly count: number;
  readonly created: number;
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** How a server differs from the reference: it decides otherwise, or it sends the decision otherwise. */
export interface Behaviour {
  decide?(request: Request, next: () => Reply): Reply;
  send?(response: http.ServerResponse, reply: Reply, request: Request, next: (reply?: Reply) => void): void;
}

export const JSON_TYPE = "application/json";
export const PROFILE = "#microsoft.graph.profile";

export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status, headers: { "content-type": JSON_TYPE, ...headers }, body: JSON.stringify(value) };
}

export function graphError(
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  const innerError = { date: new Date().toISOString().slice(0, 19), "request-id": randomUUID() };
  return json(status, { error: { code, message, innerError } }, headers);
}

/** Whether a request creates a profile, for the signed-in user or a named one. */
export function isCreatePath(path: string): boolean {
  return /^\/beta\/(me|users\/[^/]+)\/profile$/.test(path);
}

/** What a server does that follows the page and the platform's rules, written straight down and apart from the mock. */
export function reference(request: Request): Reply {
  const authorization = request.headers.authorization ?? "";
  if (!/^Bearer \S+$/i.test(authorization)) {
    return graphError(401, "InvalidAuthenticationToken", "Access token is empty.", {
      "www-authenticate": 'Bearer realm=""',
    });
  }
  if (!isCreatePath(request.path))
    return graphError(404, "BadRequest", "Resource not found for the segment.");
  if (request.method !== "POST")
    return graphError(405, "methodNotAllowed", "The method is not supported.", { allow: "POST" });
  const type = (request.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json")
    return graphError(415, "BadRequest", "Content-Type must be application/json.");
  let body: unknown;
  try {
    body = JSON.parse(request.body.toString("utf8"));
  } catch {
    return graphError(400, "BadRequest", "Unable to read JSON request payload.");
  }
  if (typeof body !== "object" || body === null || Array.isArray(body))
    return graphError(400, "BadRequest", "Not an object.");
  const named = (body as Record<string, unknown>)["@odata.type"];
  if (named !== undefined && named !== PROFILE)
    return graphError(400, "Request_BadRequest", "The type could not be resolved.");
  return json(201, { "@odata.type": PROFILE, id: randomUUID() });
}

export interface RunningServer {
  /** The base for documented paths. */
  readonly url: string;
  close(): Promise<void>;
}

/** Serves a behaviour on a free port of the loopback interface. */
export async function serve(behaviour: Behaviour): Promise<RunningServer> {
  let count = 0;
  let created = 0;
  const server = http.createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => void chunks.push(chunk));
    incoming.on("end", () => {
      count += 1;
      const { method = "GET", url = "/", headers } = incoming;
      const request: Request = {
        method,
        path: url.split("?")[0] ?? "/",
        headers,
        body: Buffer.concat(chunks),
        count,
        created,
      };
      const plain = (): Reply => reference(request);
      const reply = behaviour.decide ? behaviour.decide(request, plain) : plain();
      if (reply.status === 201) created += 1;
      const send = (other = reply): void => {
        outgoing.writeHead(other.status, {
          "content-length": String(Buffer.byteLength(other.body)),
          ...other.headers,
        });
        outgoing.end(other.body);
      };
      if (behaviour.send) behaviour.send(outgoing, reply, request, send);
      else send();
    });
  });
  server.on("clientError", (_error, socket) => void socket.destroy());
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/beta`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
