import { load } from "./load.ts";
import { type Comparison, compare } from "./rounds.ts";
import type { Server } from "./server.ts";

export interface Contender {
  readonly server: Server;
  readonly request: Buffer;
  readonly status: number;
}

export const CONNECTIONS = 16;
const ROUNDS = 7;
const ROUND_MS = 1500;

/** Answers a second of two servers, in turn, by so many connections at once. */
export function compareThroughput(first: Contender, second: Contender): Promise<Comparison> {
  const measure =
    ({ server, request, status }: Contender) =>
    async (): Promise<number> =>
      (
        await load({
          port: server.port,
          request,
          status,
          connections: CONNECTIONS,
          milliseconds: ROUND_MS,
          requests: Number.POSITIVE_INFINITY,
        })
      ).perSecond;
  return compare(ROUNDS, measure(first), measure(second));
}

export function perSecond({ first, second }: Comparison): string {
  return `${count(first)}/s : ${count(second)}/s, ${CONNECTIONS} connections`;
}

function count(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}
