import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { PactFile, Verdict } from "../../../contracts/index.ts";
import { type ArtefactFolder, multiply, readArtefacts } from "./artefacts.ts";
import { atLeast, atMost, type Bench, type Surroundings, unmeasured } from "./bench.ts";
import { requestBytes } from "./load.ts";
import { copyPages } from "./page-copies.ts";
import { median } from "./rounds.ts";
import { runNode } from "./run-process.ts";
import { type ServerCommand, startServer } from "./server.ts";

const PAGES = 1000;
const STARTS = 5;

/** The mock of many pages, from what `extract --out` has written. */
export const folderStart: Bench = {
  name: "folder-start",
  summary: "start of the mock of 1,000 extracted pages to its first answer",
  async run(surroundings) {
    const sample = await extractSample(surroundings);
    if (!sample) return [unmeasured("start of a folder's mock", "there are no pages beside this package")];
    const copies = Math.ceil(PAGES / sample.pages);
    const folder = join(surroundings.temporary, "thousand");
    await multiply(sample, copies, folder);
    const times: number[] = [];
    for (let start = 0; start < STARTS; start += 1) {
      const server = await startServer(folderMock(surroundings, folder, sample));
      times.push(server.firstAnswerMs);
      await server.stop();
    }
    const seconds = median(times) / 1000;
    return [
      atMost(
        `start with ${(copies * sample.pages).toLocaleString("en-US")} extracted pages, in seconds`,
        seconds,
        1,
        `median of ${STARTS}`,
      ),
    ];
  },
};

/** `verify` of the mock of a folder, start of the process included. */
export const folderVerify: Bench = {
  name: "folder-verify",
  summary: "contracts a second that verify judges against the mock of real pages",
  async run(surroundings) {
    const sample = await extractSample(surroundings);
    if (!sample) return [unmeasured("verify of a folder's mock", "there are no pages beside this package")];
    const { cli, temporary } = surroundings;
    const server = await startServer(folderMock(surroundings, sample.folder, sample));
    try {
      const target = `http://127.0.0.1:${server.port}${prefixes(sample)[0] ?? ""}`;
      const report = join(temporary, "verdict.json");
      const { milliseconds } = await runNode(
        [cli, "verify", target, sample.folder, "--report", `json=${report}`],
        temporary,
        [0, 1],
      );
      const verdict = JSON.parse(await readFile(report, "utf8")) as Verdict;
      const contracts = sample.contracts.reduce((sum, { interactions }) => sum + interactions.length, 0);
      const checks = verdict.results.length;
      const failed = verdict.results.filter(({ outcome }) => outcome === "failed").length;
      return [
        atLeast(
          "contracts verified a second",
          contracts / (milliseconds / 1000),
          100,
          `${contracts} contracts, ${checks} checks, ${failed} failed, ${(milliseconds / 1000).toFixed(1)} s`,
        ),
      ];
    } finally {
      await server.stop();
    }
  },
};

type Sample = ArtefactFolder & { readonly pages: number };

async function extractSample({ cli, temporary, pages }: Surroundings): Promise<Sample | undefined> {
  if (!pages) return undefined;
  const copied = await copyPages(pages, join(temporary, "sample"), 1);
  const folder = join(temporary, "sample-extracted");
  await runNode([cli, "extract", copied.folder, "--out", folder], temporary, [0, 1]);
  const artefacts = await readArtefacts(join(folder, "openapi.json"), join(folder, "contracts"));
  return { ...artefacts, folder, pages: copied.pages };
}

/** A mock of a folder; it is there once it answers a documented request as documented. */
function folderMock({ cli, temporary }: Surroundings, folder: string, sample: Sample): ServerCommand {
  const { path, status } = firstRead(sample.contracts);
  const [prefix = ""] = prefixes(sample);
  return {
    args: (port) => [cli, "mock", folder, "--port", String(port), "--quiet"],
    cwd: temporary,
    request: requestBytes({
      method: "GET",
      path: prefix + path,
      headers: { Authorization: "Bearer token" },
    }),
    status,
  };
}

function prefixes({ document }: ArtefactFolder): string[] {
  return document.servers.map(({ url }) => new URL(url, "http://localhost").pathname.replace(/\/$/, ""));
}

function firstRead(contracts: readonly PactFile[]): { path: string; status: number } {
  for (const { interactions } of contracts) {
    for (const { request, response } of interactions) {
      if (request.method === "GET" && response.status === 200 && request.query === undefined)
        return { path: request.path, status: response.status };
    }
  }
  throw new Error("no page documents a GET");
}
