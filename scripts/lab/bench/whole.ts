import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import http from "node:http";
import { join } from "node:path";
import type { Exchange, Verdict } from "../../../contracts/index.ts";
import { type ArtefactFolder, readArtefacts } from "./artefacts.ts";
import { atMost, type Bench, printed, type Row, type Surroundings, unmeasured } from "./bench.ts";
import { requestBytes } from "./load.ts";
import { measureNode, runNode } from "./run-process.ts";
import { type Server, startServer } from "./server.ts";

/** Processor seconds of mock and `verify` together, and bytes of `verify`. */
const SECONDS = 15;
const GIGABYTE = 2 ** 30;

/** A whole reference at once: what is quadratic in types, examples or bodies shows here and not on a sample. */
export const whole: Bench = {
  name: "whole",
  summary: "verify of the mock of 1,437 pages, against a loop that only sends the same requests",
  async run(surroundings) {
    const pages = join(surroundings.root, "../shared/corpus-scale");
    if (!existsSync(pages))
      return [unmeasured("verify of a whole reference", "there are no pages beside this package")];
    const folder = join(surroundings.temporary, "whole");
    await runNode([surroundings.cli, "extract", pages, "--out", folder], surroundings.temporary, [0, 1]);
    const artefacts = await readArtefacts(join(folder, "openapi.json"), join(folder, "contracts"));
    const server = await startServer(mockOf(surroundings, folder, artefacts));
    try {
      return await compared(surroundings, server, folder, baseOf(artefacts));
    } finally {
      await server.stop();
    }
  },
};

async function compared(
  { cli, temporary }: Surroundings,
  server: Server,
  folder: string,
  base: string,
): Promise<readonly Row[]> {
  const report = join(temporary, "whole.json");
  const target = `http://127.0.0.1:${server.port}${base}`;
  const run = await measureNode(
    [cli, "verify", target, folder, "--report", `json=${report}`],
    temporary,
    [0, 1, 2],
  );
  const mockMs = await server.processorMs();
  const verdict = JSON.parse(await readFile(report, "utf8")) as Verdict;
  const checks = verdict.results.length;
  const exchanges = verdict.results.flatMap((result) => result.exchanges);
  const started = performance.now();
  for (const exchange of exchanges) await sendAgain(exchange);
  const seconds = (performance.now() - started) / 1000;
  const perSecond = checks / (run.milliseconds / 1000);
  const failed = verdict.results.filter(({ outcome }) => outcome === "failed").length;
  return [
    printed(
      "checks a second : the same requests in a plain loop",
      perSecond / (checks / seconds),
      `${perSecond.toFixed(0)} and ${(checks / seconds).toFixed(0)}; ${checks} checks, ${failed} failed, ${exchanges.length} requests`,
    ),
    atMost(
      "processor seconds of mock and verify",
      (run.processorMs + mockMs) / 1000,
      SECONDS,
      `verify ${(run.processorMs / 1000).toFixed(1)}, mock ${(mockMs / 1000).toFixed(1)}`,
    ),
    atMost("peak memory of verify in GiB", run.peakBytes / GIGABYTE, 1, "resident"),
  ];
}

/** As it was sent, token apart; the answer is read and thrown away. */
function sendAgain({ request }: Exchange): Promise<void> {
  const headers: http.OutgoingHttpHeaders = {};
  for (const [name, value] of request.headers)
    if (!/^(?:host|content-length|connection|transfer-encoding)$/i.test(name)) headers[name] = value;
  headers.authorization = "Bearer token";
  return new Promise((resolve, reject) => {
    const sent = http.request(request.url, { method: request.method, headers, agent }, (response) => {
      response.resume().on("end", () => resolve());
    });
    sent.on("error", reject).end(request.body);
  });
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

function baseOf({ document }: ArtefactFolder): string {
  return new URL(document.servers[0]?.url ?? "/", "http://localhost").pathname.replace(/\/$/, "");
}

function mockOf({ cli }: Surroundings, folder: string, artefacts: ArtefactFolder) {
  const first = artefacts.contracts
    .flatMap(({ interactions }) => interactions)
    .find(({ request, response }) => request.method === "GET" && response.status === 200 && !request.query);
  if (!first) throw new Error("no page documents a GET");
  return {
    args: (port: number) => [cli, "mock", folder, "--port", String(port), "--quiet"],
    cwd: folder,
    request: requestBytes({
      method: "GET",
      path: baseOf(artefacts) + first.request.path,
      headers: { Authorization: "Bearer token" },
    }),
    status: 200,
  };
}
