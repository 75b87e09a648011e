import http from "node:http";
import https from "node:https";
import type { Header } from "../../http/message.ts";

/** The head of a request whose bytes matter: path and fields go out as they are, in their order and spelling. */
export interface RequestHead {
  /** Scheme, host and port; the path is apart, since a URL would normalise it. */
  readonly url: URL;
  readonly method: string;
  readonly path: string;
  /** Complete: Host, Content-Length and Connection included. */
  readonly headers: readonly Header[];
}

/** Opens a request at the server that its URL names. Nothing is added to the head, and no answer's head may be larger than `headBytes`. */
export function openRequest(
  { url, method, path, headers }: RequestHead,
  agent: http.Agent | false,
  headBytes: number,
): http.ClientRequest {
  const client = url.protocol === "https:" ? https : http;
  return client.request({
    protocol: url.protocol,
    hostname: url.hostname.replace(/^\[|\]$/g, ""),
    port: url.port,
    method,
    path,
    // Node takes a flat list of names and values as it is, though its types do not say so.
    headers: headers.flat() as unknown as http.OutgoingHttpHeaders,
    agent,
    maxHeaderSize: headBytes,
  });
}
