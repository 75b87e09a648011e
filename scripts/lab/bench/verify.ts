import { join } from "node:path";
import { atMost, type Bench } from "./bench.ts";
import { mock } from "./contenders.ts";
import { createRequest } from "./create-request.ts";
import { compare } from "./rounds.ts";
import { runNode } from "./run-process.ts";
import { startServer } from "./server.ts";

const ROUNDS = 5;

/** Whole processes: `verify` with all its checks, and Dredd by itself on the same description of the same mock. */
export const verify: Bench = {
  name: "verify",
  summary: "verify of the mock against plain Dredd, start included",
  async run(surroundings) {
    const { root, temporary, cli } = surroundings;
    const request = await createRequest(root);
    const server = await startServer(mock(surroundings, request));
    const url = `http://127.0.0.1:${server.port}`;
    const prefix = request.path.split("/")[1] ?? "";
    const dredd = [
      ...[join(root, "node_modules/dredd/bin/dredd"), join(root, "spec/openapi.json"), `${url}/${prefix}`],
      ...["--header", "Authorization: Bearer token", "--loglevel", "error"],
    ];
    try {
      const { first, second, ratio } = await compare(
        ROUNDS,
        async () => (await runNode([cli, "verify", `${url}/${prefix}`], temporary, [0, 1])).milliseconds,
        async () => (await runNode(dredd, temporary, [0, 1])).milliseconds,
      );
      const detail = `${first.toFixed(0)} ms : ${second.toFixed(0)} ms`;
      return [atMost("verify of the mock : plain Dredd", ratio, 2, detail)];
    } finally {
      await server.stop();
    }
  },
};
