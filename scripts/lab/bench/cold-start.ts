import { atMost, type Bench } from "./bench.ts";
import { mock, prism } from "./contenders.ts";
import { createRequest } from "./create-request.ts";
import { compare } from "./rounds.ts";
import { type ServerCommand, startServer } from "./server.ts";

const ROUNDS = 5;

/** From before the process is started to its first answer to a create request. */
export const coldStart: Bench = {
  name: "cold-start",
  summary: "start of the mock to its first 201, against Prism's",
  async run(surroundings) {
    const request = await createRequest(surroundings.root);
    const { first, second, ratio } = await compare(
      ROUNDS,
      () => once(mock(surroundings, request)),
      () => once(prism(surroundings, request)),
    );
    return [
      atMost(
        "cold start to the first 201, mock : Prism",
        ratio,
        0.25,
        `${first.toFixed(0)} ms : ${second.toFixed(0)} ms`,
      ),
    ];
  },
};

async function once(command: ServerCommand): Promise<number> {
  const server = await startServer(command);
  await server.stop();
  return server.firstAnswerMs;
}
