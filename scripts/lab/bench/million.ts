import { atLeast, type Bench } from "./bench.ts";
import { mock } from "./contenders.ts";
import { createRequest } from "./create-request.ts";
import { load } from "./load.ts";
import { startServer } from "./server.ts";
import { compareThroughput } from "./throughput.ts";

const OBJECTS = 1_000_000;
/** Room for what the rounds create on top. */
const BOUND = 4 * OBJECTS;

/** A mock that holds a million profiles beside one that has just started. */
export const million: Bench = {
  name: "million",
  summary: "throughput of a mock with a million profiles against a new one; memory per profile",
  async run(surroundings) {
    const request = await createRequest(surroundings.root);
    const command = mock(surroundings, request, "--quiet", "--max-objects", String(BOUND));
    const contender = { request: request.versioned, status: request.status };
    const full = await startServer(command);
    const empty = await startServer(command);
    try {
      await load({ ...contender, port: full.port, connections: 16, milliseconds: 60_000, requests: 20_000 });
      const before = await full.memory();
      surroundings.note(`million: creating ${OBJECTS.toLocaleString("en-US")} profiles`);
      const filling = await load({
        ...contender,
        port: full.port,
        connections: 16,
        milliseconds: 400_000,
        requests: OBJECTS,
      });
      const bytes = ((await full.memory()) - before) / filling.answers;
      const comparison = await compareThroughput(
        { ...contender, server: full },
        { ...contender, server: empty },
      );
      return [
        atLeast(
          `throughput with ${filling.answers.toLocaleString("en-US")} profiles : with none`,
          comparison.ratio,
          0.9,
          comparison.detail,
        ),
        { what: "memory per profile", measured: `${bytes.toFixed(0)} bytes (resident)`, goal: "printed" },
      ];
    } finally {
      await full.stop();
      await empty.stop();
    }
  },
};
