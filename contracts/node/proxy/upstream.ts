import http from "node:http";
import https from "node:https";
import type { TransportFailure } from "../../http/message.ts";
import { openRequest } from "../wire/client.ts";
import { connectionFault, LIMITS, timeoutFault } from "../wire/exchange.ts";
import { explain } from "../wire/reach.ts";
import { onwardFields } from "./fields.ts";

export interface Upstream {
  readonly url: URL;
  /** Without an answer's head, or within its body, in milliseconds. */
  readonly timeoutMs: number;
  readonly agent: http.Agent;
}

/** The upstream's answer as far as its head, or why there is none. */
export type Reached =
  | {
      readonly response: http.IncomingMessage;
      /** Once its body has been read: bytes that follow its end on the connection. */
      readonly trailing: () => TransportFailure | undefined;
    }
  | {
      readonly fault: TransportFailure;
      /** Whether the upstream is at fault, and not merely away. */
      readonly answered: boolean;
    };

/** A connection for each request: what an earlier answer left behind is charged to no other. Sessions of TLS are taken up again. */
export function openUpstream(url: URL, timeoutMs: number): Upstream {
  const agent =
    url.protocol === "https:" ? new https.Agent({ keepAlive: false }) : new http.Agent({ keepAlive: false });
  return { url, timeoutMs, agent };
}

/** Sends a request on while it comes in. `onRequest` hands out the request, to be given up with its client. */
export function sendOn(
  upstream: Upstream,
  incoming: http.IncomingMessage,
  path: string,
  onRequest: (request: http.ClientRequest) => void,
  onInterim: (interim: http.InformationEvent) => void,
): Promise<Reached> {
  const { url, timeoutMs, agent } = upstream;
  return new Promise((resolve) => {
    let head: http.IncomingMessage | undefined;
    let inVain = false;
    let trailing: TransportFailure | undefined;
    const { method = "GET" } = incoming;
    const request = openRequest(
      { url, method, path, headers: onwardFields(incoming, url.host) },
      agent,
      LIMITS.headBytes,
    );
    onRequest(request);
    request.on("response", (response) => {
      head = response;
      // Whoever reads the body learns of it by its end; without a listener the process would end.
      response.on("error", () => undefined);
      resolve({ response, trailing: () => trailing });
    });
    request.on("information", onInterim);
    request.on("timeout", () => {
      inVain = true;
      request.destroy();
    });
    request.setTimeout(timeoutMs);
    request.on("error", (error: NodeJS.ErrnoException) => {
      if (head) {
        const fault = connectionFault(error, head);
        if (fault.rule === "trailing-bytes") trailing = fault;
        return;
      }
      if (inVain) return resolve({ fault: timeoutFault(timeoutMs, undefined, 0), answered: true });
      const fault = connectionFault(error, undefined);
      if (fault.rule !== "refused") return resolve({ fault, answered: true });
      const actual = explain(error, url.hostname, Number(url.port || (url.protocol === "https:" ? 443 : 80)));
      resolve({ fault: { ...fault, actual }, answered: false });
    });
    request.on("close", () => {
      if (!head)
        resolve({
          fault: connectionFault(
            Object.assign(new Error("socket hang up"), { code: "ECONNRESET" }),
            undefined,
          ),
          answered: true,
        });
    });
    incoming.on("error", () => request.destroy());
    incoming.pipe(request);
  });
}
