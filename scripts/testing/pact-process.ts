/** The official Pact verifier in a process of its own: its native part writes reports to standard output, whatever the log level. */
import type { IncomingMessage } from "node:http";
import process from "node:process";

export interface PactRequest {
  readonly id: number;
  /** Where the paths of the contracts begin. */
  readonly url: string;
  readonly files: readonly string[];
  readonly states: readonly string[];
  readonly token: string;
}

/** Without an id: whether the verifier could be loaded. */
export type PactReply = { readonly id?: number; readonly error?: string };

process.env.PACT_DO_NOT_TRACK = "true";

const reply = (message: PactReply): void => void process.send?.(message);

import("@pact-foundation/pact").then(
  ({ Verifier }) => {
    process.on("message", ({ id, url, files, states, token }: PactRequest) => {
      // The contracts hold a stand-in wherever a client sent a token.
      const requestFilter = (request: IncomingMessage, _response: unknown, next: () => void): void => {
        if (request.headers.authorization !== undefined) request.headers.authorization = `Bearer ${token}`;
        next();
      };
      const verifier = new Verifier({
        providerBaseUrl: url,
        provider: "microsoft-graph",
        pactUrls: [...files],
        logLevel: "error",
        requestFilter,
        stateHandlers: Object.fromEntries(states.map((name) => [name, async () => undefined])),
      });
      verifier.verifyProvider().then(
        () => reply({ id }),
        (error: Error) => reply({ id, error: error.message }),
      );
    });
    reply({});
  },
  (error: Error) => reply({ error: error.message }),
);
