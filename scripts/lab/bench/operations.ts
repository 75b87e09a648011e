import { join } from "node:path";
import { countOperations, multiply, readArtefacts } from "./artefacts.ts";
import { atLeast, type Bench } from "./bench.ts";
import { mock } from "./contenders.ts";
import { createRequest } from "./create-request.ts";
import { startServer } from "./server.ts";
import { compareThroughput } from "./throughput.ts";

const OPERATIONS = 5000;

/** The same request, of which one mock knows little else and the other 5,000 operations. */
export const operations: Bench = {
  name: "operations",
  summary: "throughput of a mock with 5,000 operations against one with those of the page",
  async run(surroundings) {
    const { root, temporary } = surroundings;
    const request = await createRequest(root);
    const few = await readArtefacts(join(root, "spec/openapi.json"), join(root, "contracts/recorded"));
    const copies = Math.ceil(OPERATIONS / countOperations(few.document));
    // Contracts would multiply the files, not the operations.
    const many = await multiply({ document: few.document, contracts: [] }, copies, join(temporary, "many"));
    const contender = { request: request.versioned, status: request.status };
    const large = await startServer(mock(surroundings, request, many.folder));
    const small = await startServer(mock(surroundings, request));
    try {
      const comparison = await compareThroughput(
        { ...contender, server: large },
        { ...contender, server: small },
      );
      return [
        atLeast(
          `throughput with ${countOperations(many.document).toLocaleString("en-US")} operations : with ${countOperations(few.document)}`,
          comparison.ratio,
          0.9,
          comparison.detail,
        ),
      ];
    } finally {
      await large.stop();
      await small.stop();
    }
  },
};
