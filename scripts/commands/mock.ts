import { join, resolve } from "node:path";
import { type Artefacts, createMock, type Generate, type Mock } from "../../mock/index.ts";
import { packageRoot } from "../files/package-root.ts";
import { type LoadedSource, loadSource } from "../files/source.ts";
import { defineCommand } from "../terminal/command.ts";
import { EXIT, type Io } from "../terminal/io.ts";
import { sendCallback } from "./mock/callbacks.ts";
import { printExchanges } from "./mock/exchange-lines.ts";
import { greeting, notices } from "./mock/greeting.ts";
import { MOCK_OPTIONS, type MockCommandOptions, mockOptions } from "./mock/options.ts";
import { pageAssets } from "./mock/page-assets.ts";
import { writeStarter } from "./mock/seed-file.ts";
import { serveMock } from "./mock/serve.ts";
import { keepState } from "./mock/state-file.ts";
import { watchPaths } from "./mock/watch.ts";

export const command = defineCommand({
  usage: "mock [PAGE|FOLDER|openapi.json|pact.json ...]",
  summary: "serve the documented API as a mock",
  description:
    "Serves the documented API: creates, remembers, refuses and fails like Microsoft Graph. Without files: the page that the package carries.",
  options: MOCK_OPTIONS,
  exitCodes: "0 stopped, 2 could not run or could not save the state.",
  async run(line, io) {
    const options = await mockOptions(line, io);
    if (options.init) {
      io.stdout.write(`Wrote ${await writeStarter(io)}; use it with --seed-data seed-data.yaml\n`);
      return EXIT.ok;
    }
    const source = await loadSource(options.paths, io, "apart");
    const mock = createMock({
      ...artefactsOf(source),
      assets: pageAssets,
      ...options.mock,
      send: sendCallback,
      generate: generator(() => mock),
    });
    const warn = (text: string): void => io.stderr.write(`graph-contracts mock: ${text}\n`);
    const stateFile =
      options.stateFile === undefined ? undefined : await keepState(mock, options.stateFile, warn);
    const served = await serveMock(mock, options.host, options.port).catch(async (error: unknown) => {
      await stateFile?.close();
      throw error;
    });
    io.stdout.write(greeting(mock, served.origin, options.host));
    for (const notice of notices(mock, options.mock.auth)) warn(notice);
    warnWhenFull(mock, warn);
    const quiet = options.quiet ? () => undefined : printExchanges(mock, io.stdout, source.display);
    const unwatch = options.watch ? follow(mock, source, options, io, warn) : () => undefined;

    await stopped(io.signal);
    unwatch();
    mock.close();
    await served.close();
    quiet();
    const saved = (await stateFile?.close()) ?? true;
    return saved ? EXIT.ok : EXIT.unusable;
  },
});

function stopped(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}

/** The generator is loaded with the first request that asks for it: it takes more than a second. */
function generator(mock: () => Mock): Generate {
  return async (request) => {
    const { generateBody } = await import("../../contracts/node/index.ts");
    return generateBody(mock().api.document, request);
  };
}

function warnWhenFull(mock: Mock, warn: (text: string) => void): void {
  const unsubscribe = mock.state.subscribe(() => {
    if (!mock.state.full) return;
    unsubscribe();
    warn(
      "the maximum number of stored objects is reached (--max-objects); from now on the oldest are evicted",
    );
  });
}

/** Takes over what changed. Where it cannot be read, or has more errors than before, the last good one stays. */
function follow(
  mock: Mock,
  first: LoadedSource,
  options: MockCommandOptions,
  io: Io,
  warn: (text: string) => void,
): () => void {
  let errors = errorsOf(first).length;
  const reload = async (): Promise<void> => {
    const loaded = await loadSource(options.paths, io, "apart").catch((error: unknown) => {
      warn(
        `${error instanceof Error ? error.message : String(error)}; the last good state of the pages is still served`,
      );
      return undefined;
    });
    if (!loaded) return;
    const found = errorsOf(loaded);
    const [worst] = found;
    if (worst && found.length > errors) {
      const { page, line } = worst.place;
      warn(
        `${loaded.display(page)}:${line} ${worst.reason}; the last good state of the pages is still served`,
      );
      return;
    }
    errors = found.length;
    mock.load(artefactsOf(loaded));
    warn(`reloaded: ${mock.api.operations} operations`);
  };
  return watchPaths(watchedPaths(options.paths, io), reload);
}

function artefactsOf({ document, contracts, otherVersions = [] }: LoadedSource): Artefacts {
  return { document, contracts, otherVersions };
}

function errorsOf({ diagnostics }: LoadedSource): LoadedSource["diagnostics"] {
  return diagnostics.filter(({ severity }) => severity === "error");
}

function watchedPaths(paths: readonly string[], io: Io): string[] {
  if (paths.length > 0) return paths.map((path) => resolve(io.cwd, path));
  return [join(packageRoot(), "spec/openapi.json"), join(packageRoot(), "contracts/recorded")];
}
