import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { type Bench, printed } from "./bench.ts";
import { compile } from "./compile.ts";
import { createRequest } from "./create-request.ts";
import type { Comparison } from "./rounds.ts";
import { runNode } from "./run-process.ts";

/** No ports: the mock as a test would embed it, one request at a time. */
export const embedded: Bench = {
  name: "embedded",
  summary: "mock.fetch against a bare Hono handler, without a port",
  async run(surroundings) {
    const { root, temporary } = surroundings;
    const { path, headers, body, status } = await createRequest(root);
    const script = await compile("embedded.ts", surroundings);
    const recorded = join(root, "contracts/recorded");
    const contracts = (await readdir(recorded)).map((name) => join(recorded, name));
    const create = JSON.stringify({ path, headers, body, status });
    const { stdout } = await runNode(
      [script, create, join(root, "spec/openapi.json"), ...contracts],
      temporary,
    );
    const { first, second, ratio } = JSON.parse(stdout) as Comparison;
    const detail = `${Math.round(first).toLocaleString("en-US")}/s : ${Math.round(second).toLocaleString("en-US")}/s`;
    return [printed("mock.fetch : bare Hono handler", ratio, detail)];
  },
};
