import { once } from "node:events";
import { join } from "node:path";
import { dummyToken, type Verdict } from "../../contracts/index.ts";
import { createMock, type Mock } from "../../mock/index.ts";
import { plural, summarise } from "../../spec/index.ts";
import { sourcesOf } from "../configuration/operands.ts";
import { packageRoot } from "../files/package-root.ts";
import { pageCitation } from "../files/page-citation.ts";
import { type LoadedSource, loadSource } from "../files/source.ts";
import { version } from "../files/version.ts";
import { defineCommand } from "../terminal/command.ts";
import { EXIT, type Io } from "../terminal/io.ts";
import { createProgress } from "../terminal/progress.ts";
import { sendCallback } from "./mock/callbacks.ts";
import { printExchanges } from "./mock/exchange-lines.ts";
import { greeting } from "./mock/greeting.ts";
import { PORT_OPTION } from "./mock/options.ts";
import { pageAssets } from "./mock/page-assets.ts";
import { type Served, serveMock } from "./mock/serve.ts";
import { renderVerdict } from "./verify/terminal.ts";

export const command = defineCommand({
  usage: "start [PAGE|FOLDER ...]",
  summary: "extract, serve the mock and verify it, all in one",
  description:
    "Reads documentation pages, derives the description and the contracts, serves the mock, verifies it with Dredd, tells how to call it, and serves until Ctrl-C. Without files: the page that the package carries. Writes no files.",
  options: { port: PORT_OPTION },
  exitCodes: "0 stopped, 1 stopped and the mock did not conform to the pages, 2 could not run.",
  async run(line, io) {
    const { port } = line.values;
    const given = sourcesOf(line);
    const host = "127.0.0.1";
    const pages = given.length > 0 ? given : [join(packageRoot(), "spec/pages")];
    const source = await loadSource(pages, io);
    const mock = createMock({
      document: source.document,
      contracts: source.contracts,
      assets: pageAssets,
      send: sendCallback,
    });
    const served = await serveMock(mock, host, port);
    try {
      io.stdout.write(found(source, mock));
      const verdict = await judge(source, mock, served, io);
      if (verdict.outcome !== "conforms" && !io.signal.aborted)
        io.stdout.write(renderVerdict(verdict, io.stdout));
      // What the checks created is not the user's.
      mock.reset();
      if (!io.signal.aborted) {
        io.stdout.write(`${judged(verdict)}\n${greeting(mock, served.origin, host)}Ctrl-C stops it.\n`);
        printExchanges(mock, io.stdout, source.display);
        await once(io.signal, "abort");
      }
      return verdict.outcome === "deviates" ? EXIT.failed : EXIT.ok;
    } finally {
      mock.close();
      await served.close();
    }
  },
});

function found({ contracts, diagnostics }: LoadedSource, { api }: Mock): string {
  const interactions = contracts.flatMap((contract) => contract.interactions).length;
  return [
    `Pages        ${plural(contracts.length, "page")} with examples`,
    `Operations   ${plural(api.operations, "operation")}`,
    `Contracts    ${plural(interactions, "contract")}, recorded from the examples`,
    `Diagnostics  ${summarise(diagnostics)} ('graph-contracts extract --verbose' shows them)`,
    "",
  ].join("\n");
}

function judged({ outcome, results, durationMs }: Verdict): string {
  const passed = results.filter((result) => result.outcome === "passed").length;
  const checks = passed === results.length ? `all ${passed} checks` : `${passed} of ${results.length} checks`;
  const words = { conforms: "conforms", deviates: "does not conform", incomplete: "was not fully judged" };
  return `Verdict      the mock ${words[outcome]}: ${checks} passed, by Dredd, in ${(durationMs / 1000).toFixed(1)} s\n`;
}

/** Loaded here alone: the mock is up before Dredd and prism-http are. */
async function judge(source: LoadedSource, mock: Mock, served: Served, io: Io): Promise<Verdict> {
  const { verify } = await import("../../contracts/node/index.ts");
  const progress = createProgress(io.stderr);
  const verdict = await verify({
    target: new URL(served.origin + (mock.api.prefixes[0] ?? "")),
    document: source.document,
    contracts: source.contracts,
    parameters: {},
    token: dummyToken(),
    headers: [],
    secrets: [],
    timeoutMs: 10_000,
    overallMs: 600_000,
    consistencyMs: 2000,
    only: [],
    skip: [],
    strict: false,
    citation: (at) => pageCitation(source, at),
    signal: io.signal,
    version: version(),
    onProgress: ({ done, total, checkId }) => progress.show(done, total, checkId),
  });
  progress.clear();
  return verdict;
}
