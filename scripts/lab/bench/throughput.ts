import { load } from "./load.ts";
import { type Comparison, compare, median } from "./rounds.ts";
import type { Server } from "./server.ts";

export interface Contender {
  readonly server: Server;
  readonly request: Buffer;
  readonly status: number;
}

export interface ThroughputComparison extends Comparison {
  /** For a table: answers a second, and the processor time of an answer, which other processes at work hardly change. */
  readonly detail: string;
}

export const CONNECTIONS = 16;
const ROUNDS = 7;
const ROUND_MS = 1500;

/** Answers a second of two servers, in turn, by so many connections at once. */
export async function compareThroughput(first: Contender, second: Contender): Promise<ThroughputComparison> {
  const costs: [number[], number[]] = [[], []];
  const comparison = await compare(
    ROUNDS,
    () => measure(first, costs[0]),
    () => measure(second, costs[1]),
  );
  const rates = `${count(comparison.first)}/s : ${count(comparison.second)}/s, ${CONNECTIONS} connections`;
  const [ours, theirs] = costs.map((all) => Math.round(median(all) * 1000));
  const processor = Number.isNaN(ours) ? "" : `; processor time ${ours} us : ${theirs} us`;
  return { ...comparison, detail: rates + processor };
}

async function measure({ server, request, status }: Contender, costs: number[]): Promise<number> {
  const before = await server.processorMs();
  const { answers, perSecond } = await load({
    port: server.port,
    request,
    status,
    connections: CONNECTIONS,
    milliseconds: ROUND_MS,
    requests: Number.POSITIVE_INFINITY,
  });
  costs.push(((await server.processorMs()) - before) / answers);
  return perSecond;
}

function count(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}
