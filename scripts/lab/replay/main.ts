/**
 * Replays every documented exchange against the mock and tells how many are answered as documented:
 * `npm run replay -- [PAGE|FOLDER|openapi.json ...] [--show N] [--wire docs|graph] [--traffic FILE]`.
 */
import process from "node:process";
import { parseArgs } from "node:util";
import { createMock, type Mock, type WireMode } from "../../../mock/index.ts";
import { loadSource } from "../../files/source.ts";
import type { Io } from "../../terminal/io.ts";
import {
  type DocumentedExchange,
  difference,
  documentedExchanges,
  withOtherWord,
  withOwnIds,
} from "./documented.ts";
import { replayTraffic } from "./traffic.ts";

interface Way {
  readonly name: string;
  /** Whether the mock forgets everything before each request. */
  readonly fresh: boolean;
  change(exchange: DocumentedExchange): DocumentedExchange | undefined;
}

const WAYS: readonly Way[] = [
  { name: "fresh", fresh: true, change: (exchange) => exchange },
  { name: "in one session", fresh: false, change: (exchange) => exchange },
  { name: "with ids of the client's own", fresh: true, change: withOwnIds },
  { name: "with another word in the body", fresh: true, change: withOtherWord },
];

async function main(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      show: { type: "string", default: "5" },
      wire: { type: "string", default: "docs" },
      traffic: { type: "string" },
    },
  });
  const shown = Number(values.show);
  const wire: WireMode = values.wire === "graph" ? "graph" : "docs";
  const { document, contracts } = await loadSource(positionals, {
    cwd: process.cwd(),
    env: process.env,
  } as Io);
  const mock = createMock({ document, contracts, wire });
  const exchanges = documentedExchanges(contracts);
  for (const way of WAYS) {
    const changed = exchanges.flatMap((exchange) => way.change(exchange) ?? []);
    print(way.name, changed.length, await replay(mock, changed, way.fresh), shown);
  }
  if (values.traffic === undefined) return;
  const { replayed, differences } = await replayTraffic(mock, values.traffic);
  print("recorded traffic, where documented", replayed, differences, shown);
}

function print(name: string, count: number, failures: readonly string[], shown: number): void {
  const share = count === 0 ? 100 : (100 * (count - failures.length)) / count;
  process.stdout.write(`${name}: ${count - failures.length} of ${count} (${share.toFixed(1)} %)\n`);
  for (const failure of failures.slice(0, shown)) process.stdout.write(`    ${failure}\n`);
}

async function replay(
  mock: Mock,
  exchanges: readonly DocumentedExchange[],
  fresh: boolean,
): Promise<string[]> {
  mock.reset();
  const failures: string[] = [];
  const [prefix = ""] = mock.api.prefixes;
  for (const exchange of exchanges) {
    if (fresh) mock.reset();
    const { name, method, path, headers, body } = exchange;
    const answer = await mock.request(`${prefix}${path}`, {
      method,
      headers: { ...headers, Authorization: "Bearer token" },
      ...(body === undefined || method === "GET" ? {} : { body }),
    });
    const different = difference(exchange, answer.status, await answer.text());
    if (different !== undefined) failures.push(`${name}: ${different}`);
  }
  return failures;
}

await main(process.argv.slice(2));
