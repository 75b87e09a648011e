import { atLeast, type Bench, printed, type Row, type Surroundings } from "./bench.ts";
import { bare, mock, mockoon, prism } from "./contenders.ts";
import { type CreateRequest, createRequest } from "./create-request.ts";
import { type ServerCommand, startServer } from "./server.ts";
import { compareThroughput } from "./throughput.ts";

interface Match {
  readonly what: string;
  /** Aimed at for servers as they come; undefined where both are told to say less. */
  readonly goal?: number;
  readonly ours: (surroundings: Surroundings, request: CreateRequest) => ServerCommand;
  readonly theirs: (
    surroundings: Surroundings,
    request: CreateRequest,
    mockPort: number,
  ) => ServerCommand | Promise<ServerCommand>;
}

const byDefault: Match["ours"] = (surroundings, request) => mock(surroundings, request);
const quiet: Match["ours"] = (surroundings, request) => mock(surroundings, request, "--quiet");

/** The mock against another server, both asked to create. */
function matches(name: string, summary: string, all: readonly Match[]): Bench {
  return {
    name,
    summary,
    async run(surroundings) {
      const request = await createRequest(surroundings.root);
      const rows: Row[] = [];
      for (const match of all) rows.push(await play(match, surroundings, request));
      return rows;
    },
  };
}

async function play(
  { what, goal, ours, theirs }: Match,
  surroundings: Surroundings,
  request: CreateRequest,
): Promise<Row> {
  const first = await startServer(ours(surroundings, request));
  try {
    const command = await theirs(surroundings, request, first.port);
    const second = await startServer(command);
    try {
      const comparison = await compareThroughput(
        { server: first, request: request.versioned, status: request.status },
        { server: second, request: command.request, status: command.status },
      );
      const row = `throughput, ${what}`;
      return goal === undefined
        ? printed(row, comparison.ratio, comparison.detail)
        : atLeast(row, comparison.ratio, goal, comparison.detail);
    } finally {
      await second.stop();
    }
  } finally {
    await first.stop();
  }
}

export const mockAgainstBare = matches("mock", "throughput of the mock against a bare node:http server", [
  { what: "mock : bare node:http", goal: 0.7, ours: byDefault, theirs: bare },
  { what: "mock --quiet : bare node:http", goal: 0.7, ours: quiet, theirs: bare },
]);

export const mockAgainstPrism = matches("prism", "throughput of the mock against Prism", [
  {
    what: "mock : Prism",
    goal: 10,
    ours: byDefault,
    theirs: (surroundings, request) => prism(surroundings, request),
  },
  {
    what: "mock --quiet : Prism, silent",
    ours: quiet,
    theirs: (surroundings, request) => prism(surroundings, request, "--verboseLevel", "silent"),
  },
]);

export const mockAgainstMockoon = matches("mockoon", "throughput of the mock against Mockoon", [
  { what: "mock : Mockoon", goal: 30, ours: byDefault, theirs: mockoon },
]);
