import { atLeast, type Bench, type Row, type Surroundings } from "./bench.ts";
import { bare, mock, mockoon, prism } from "./contenders.ts";
import { type CreateRequest, createRequest } from "./create-request.ts";
import { type ServerCommand, startServer } from "./server.ts";
import { compareThroughput } from "./throughput.ts";

type Opponent = (
  surroundings: Surroundings,
  request: CreateRequest,
  mockPort: number,
) => ServerCommand | Promise<ServerCommand>;

/** The mock as it is started by default, without its log, against another server, both asked to create. */
function against(name: string, title: string, goal: number, opponent: Opponent): Bench {
  return {
    name,
    summary: `throughput of the mock against ${title}`,
    async run(surroundings): Promise<readonly Row[]> {
      const request = await createRequest(surroundings.root);
      const ours = await startServer(mock(surroundings, request));
      try {
        const command = await opponent(surroundings, request, ours.port);
        const theirs = await startServer(command);
        try {
          const comparison = await compareThroughput(
            { server: ours, request: request.versioned, status: request.status },
            { server: theirs, request: command.request, status: command.status },
          );
          return [atLeast(`throughput, mock : ${title}`, comparison.ratio, goal, comparison.detail)];
        } finally {
          await theirs.stop();
        }
      } finally {
        await ours.stop();
      }
    },
  };
}

export const mockAgainstBare = against("mock", "a bare node:http server", 0.7, bare);
export const mockAgainstPrism = against("prism", "Prism", 10, prism);
export const mockAgainstMockoon = against("mockoon", "Mockoon", 30, mockoon);
