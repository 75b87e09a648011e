import { type ChildProcess, fork } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import type { PactFile } from "../../contracts/index.ts";
import type { PactReply, PactRequest } from "./pact-process.ts";

export interface PactVerifier {
  /** Undefined where the server keeps to the contracts; else what the verifier printed. */
  verify(url: string, files: readonly string[], token: string): Promise<string | undefined>;
  close(): void;
}

/** Undefined where this machine has no build of the verifier's native library. */
export async function startPactVerifier(): Promise<PactVerifier | undefined> {
  const child = fork(fileURLToPath(new URL("./pact-process.ts", import.meta.url)), {
    execArgv: ["--import", "tsx"],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let printed = "";
  child.stdout?.on("data", (chunk) => {
    printed += chunk;
  });
  child.stderr?.resume();
  const ready = await nextReply(child);
  if (ready.error !== undefined) {
    child.kill();
    return undefined;
  }
  let count = 0;
  return {
    async verify(url, files, token) {
      count += 1;
      printed = "";
      const request: PactRequest = { id: count, url, files, states: statesOf(files), token };
      child.send(request);
      const reply = await nextReply(child);
      return reply.error === undefined ? undefined : `${reply.error}\n${stripVTControlCharacters(printed)}`;
    },
    close: () => void child.kill(),
  };
}

function nextReply(child: ChildProcess): Promise<PactReply> {
  return new Promise((resolve) => {
    const finish = (reply: PactReply): void => {
      child.off("message", onMessage).off("exit", onExit);
      resolve(reply);
    };
    const onMessage = (message: unknown): void => finish(message as PactReply);
    const onExit = (code: number | null): void => finish({ error: `the verifier's process ended (${code})` });
    child.on("message", onMessage).on("exit", onExit);
  });
}

/** Every provider state that the files name: the verifier asks for a handler of each. */
function statesOf(files: readonly string[]): readonly string[] {
  const interactions = files.flatMap(
    (file) => (JSON.parse(readFileSync(file, "utf8")) as PactFile).interactions,
  );
  return [
    ...new Set(interactions.flatMap(({ providerStates = [] }) => providerStates.map(({ name }) => name))),
  ];
}
