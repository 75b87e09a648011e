/** The bench's servers behind the proxy: each fault that an exchange shows is told, and nothing is said of conforming servers. */
import { Buffer } from "node:buffer";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type PactFile, type PlannedRequest, plan } from "../../../contracts/index.ts";
import { createProxy, JUDGED_BYTES, type ProxyEvent } from "../../../contracts/node/index.ts";
import type { OpenApiDocument, Source } from "../../../spec/index.ts";
import { packageRoot } from "../../files/package-root.ts";
import { serve } from "../../lab/faults/reference.ts";
import { type BenchServer, CONFORMING, FAULTY } from "../../lab/faults/servers/index.ts";

const read = (path: string): unknown => JSON.parse(readFileSync(join(packageRoot(), path), "utf8"));
const document = read("spec/openapi.json") as OpenApiDocument;
const contracts = [read("contracts/recorded/create-profile.json") as PactFile];
const citation = (source: Source) => ({
  kind: "page" as const,
  source,
  display: `${source.page}:${source.line}`,
});
const checks = plan({ document, contracts, parameters: {}, citation, guid: randomUUID });

/**
 * What `verify` would send: to a faulty server only the requests of the cases that it fails, to a conforming one those of one operation and the
 * documented ones of the others, and to one that takes its time only the first. Each server costs as much as it is asked.
 */
function requestsFor({ id, fails }: BenchServer): readonly PlannedRequest[] {
  const asked = checks.filter(({ check, stage }) => {
    if (fails?.includes("new-id")) return true;
    if (!fails) return stage === "documented" || check.operation.path === "/me/profile";
    return [...fails, "documented"].includes(check.id.slice(check.id.indexOf("/") + 1));
  });
  return asked.flatMap(({ requests }) => requests).slice(0, id.startsWith("slow") ? 6 : undefined);
}

interface Told {
  readonly deviations: readonly string[];
  readonly hints: readonly string[];
  readonly undocumented: readonly string[];
}

async function passTraffic(server: BenchServer): Promise<Told> {
  const upstream = await serve(server.behaviour());
  const events: ProxyEvent[] = [];
  const proxy = createProxy({
    ...{ upstream: new URL(upstream.url), document, contracts, citation, fail: false, record: false },
    ...{
      timeoutMs: 500,
      judgedBytes: JUDGED_BYTES,
      onEvent: (event: ProxyEvent) => void events.push(event),
    },
  });
  const front = http.createServer(proxy.listener);
  await new Promise<void>((resolve) => front.listen(0, "127.0.0.1", () => resolve()));
  const { port } = front.address() as AddressInfo;
  for (const request of requestsFor(server)) await send(port, request);
  front.closeAllConnections();
  front.close();
  proxy.close();
  await upstream.close();
  const findings = events.flatMap((event) => (event.kind === "exchange" ? event.exchange.answer : []));
  const told = (advisory: boolean): readonly string[] =>
    findings
      .filter(({ basis }) => (basis === "advisory") === advisory)
      .map(({ message, actual }) => `${message}: ${actual}`);
  return {
    deviations: told(false),
    hints: told(true),
    undocumented: events.flatMap((event) =>
      event.kind === "undocumented" && event.status < 400 ? [`${event.method} ${event.path}`] : [],
    ),
  };
}

function send(port: number, { method, path, headers, body }: PlannedRequest): Promise<void> {
  const bytes = body === undefined ? undefined : Buffer.from(body);
  const fields = headers.flatMap(([name, value]) => [name, value.replace("{token}", "a-token")]);
  const length = bytes === undefined ? [] : ["Content-Length", String(bytes.length)];
  return new Promise((resolve) => {
    const options = {
      port,
      method,
      path: `/beta${path}`,
      agent: false,
      headers: ["Host", "x", ...fields, ...length] as never,
    };
    const request = http.request(options, (response) => {
      response.resume();
      response.on("error", () => undefined);
      response.on("close", () => resolve());
    });
    request.on("error", () => resolve());
    request.end(bytes);
  });
}

/** Faults that no exchange shows to somebody who does not know what the token is worth, or what is true at the server. */
const HINTED = new Set([
  ...["client-id-refused", "pretty-refused", "order-matters", "type-demanded"],
  ...["users-path-missing", "users-path-missing-echo"],
]);
const INVISIBLE = new Set(["refuses-real-token", "second-create-409", "throttles-without-end"]);
/** The client chooses what it asks for, and other pages may document it: it is told as undocumented. */
const UNDOCUMENTED = new Set([
  "any-path",
  "path-prefix",
  "path-suffix",
  "any-method",
  "put-creates",
  "get-answers",
]);
/** Each request goes on over a connection of its own, which ends with its answer. */
const OF_CONNECTIONS = new Set(["late-trailing-bytes", "hang-on-kept-connection"]);
/** More than is judged. */
const TOO_LARGE = new Set(["body-flood"]);
const UNTOLD = [INVISIBLE, OF_CONNECTIONS, TOO_LARGE];

describe("behind the proxy", () => {
  it.each(CONFORMING.map((server) => [server.does, server] as const))(
    "a conforming server that %s is not accused",
    async (_does, server) => {
      expect((await passTraffic(server)).deviations).toEqual([]);
    },
  );

  it.each(FAULTY.map((server) => [server.does, server] as const))(
    "a server that %s is told",
    async (_does, server) => {
      const { deviations, hints, undocumented } = await passTraffic(server);
      if (HINTED.has(server.id)) expect(hints).not.toEqual([]);
      else if (UNDOCUMENTED.has(server.id)) expect(undocumented).not.toEqual([]);
      else if (UNTOLD.some((ids) => ids.has(server.id))) expect(deviations).toEqual([]);
      else expect(deviations).not.toEqual([]);
    },
  );
});
