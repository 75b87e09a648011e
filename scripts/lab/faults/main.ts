/** `npm run faults [ID ...]`: every server of the bench, judged by `verify` and by plain Dredd side by side. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import type { PactFile } from "../../../contracts/index.ts";
import type { OpenApiDocument } from "../../../spec/index.ts";
import { packageRoot } from "../../files/package-root.ts";
import { misjudged, verifyServer } from "./judge.ts";
import {
  type LifecycleCase,
  lifecycleCases,
  misjudgedCase,
  plainCase,
  verifyCase,
} from "./lifecycle/bench.ts";
import { plainDreddOn } from "./plain-dredd.ts";
import { type BenchServer, CONFORMING, FAULTY } from "./servers/index.ts";

interface Tally {
  ours: number;
  plain: number;
  wrong: number;
}

const root = packageRoot();
const read = (file: string): unknown => JSON.parse(readFileSync(join(root, file), "utf8"));
const document = read("spec/openapi.json") as OpenApiDocument;
const contracts = [read("contracts/recorded/create-profile.json") as PactFile];

async function table(title: string, servers: readonly BenchServer[]): Promise<Tally> {
  const tally: Tally = { ours: 0, plain: 0, wrong: 0 };
  process.stdout.write(`${title}\n  ${"a server that".padEnd(70)}verify     plain Dredd\n`);
  for (const server of servers) {
    const verdict = await verifyServer(server, { document, contracts, timeoutMs: 1000 });
    const plain = await plainDreddOn(server, document);
    const wrong = misjudged(server, verdict);
    const flagged = verdict.outcome === "deviates";
    if (flagged) tally.ours += 1;
    if (plain) tally.plain += 1;
    if (wrong.length > 0) tally.wrong += 1;
    const say = (found: boolean): string =>
      server.fails ? (found ? "caught" : "MISSED") : found ? "ALARM" : "passed";
    process.stdout.write(
      `  ${`${server.does} (${server.id})`.padEnd(70)}${say(flagged).padEnd(11)}${say(plain)}\n`,
    );
    for (const line of wrong) process.stdout.write(`      ${line}\n`);
  }
  process.stdout.write("\n");
  return tally;
}

const wanted = process.argv.slice(2);
const chosen = (servers: readonly BenchServer[]): readonly BenchServer[] =>
  wanted.length === 0 ? servers : servers.filter(({ id }) => wanted.includes(id));
const faulty = chosen(FAULTY);
const conforming = chosen(CONFORMING);
const caught = await table("Faulty servers", faulty);
const alarms = await table("Conforming servers", conforming);
const cases = lifecycleCases().filter(
  ({ id }) => wanted.length === 0 || wanted.some((one) => id.includes(one)),
);
const lives = await lifecycleTable(
  "Faults in the lives of objects",
  cases.filter(({ check }) => check !== undefined),
);
const livesAlarms = await lifecycleTable(
  "Servers whose objects live as the pages say",
  cases.filter(({ check }) => check === undefined),
);

/** Each server of the lifecycle bench: one that is caught by another check than the one that names its fault is misjudged. */
async function lifecycleTable(
  title: string,
  servers: readonly LifecycleCase[],
): Promise<Tally & { servers: number }> {
  const tally = { ours: 0, plain: 0, wrong: 0, servers: servers.length };
  process.stdout.write(`${title}\n`);
  for (const server of servers) {
    const verdict = await verifyCase(server);
    const plain = await plainCase(server);
    const wrong = misjudgedCase(server, verdict);
    const flagged = verdict.outcome === "deviates";
    if (flagged) tally.ours += 1;
    if (plain) tally.plain += 1;
    if (wrong.length > 0) tally.wrong += 1;
    process.stdout.write(
      `  ${`${server.does} (${server.id})`.padEnd(70)}${said(server.check !== undefined, flagged).padEnd(11)}${said(server.check !== undefined, plain)}\n`,
    );
    for (const line of wrong) process.stdout.write(`      ${line}\n`);
  }
  process.stdout.write("\n");
  return tally;
}

function said(isFaulty: boolean, found: boolean): string {
  if (isFaulty) return found ? "caught" : "MISSED";
  return found ? "ALARM" : "passed";
}

const share = (part: number, whole: number): string => `${part}/${whole}`.padEnd(12);
process.stdout.write(
  [
    `                  verify      plain Dredd`,
    `faults caught     ${`${caught.ours}/${faulty.length}`.padEnd(12)}${caught.plain}/${faulty.length}`,
    `false alarms      ${`${alarms.ours}/${conforming.length}`.padEnd(12)}${alarms.plain}/${conforming.length}`,
    `lives: caught     ${share(lives.ours, lives.servers)}${share(lives.plain, lives.servers)}`,
    `lives: alarms     ${share(livesAlarms.ours, livesAlarms.servers)}${share(livesAlarms.plain, livesAlarms.servers)}`,
    "",
  ].join("\n"),
);
process.exitCode =
  caught.ours === faulty.length &&
  alarms.ours === 0 &&
  caught.wrong + alarms.wrong + lives.wrong + livesAlarms.wrong === 0
    ? 0
    : 1;
