/** The recorded contracts in the hands of the official Pact verifier: what they demand must not depend on our own reader. */
import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PactFile } from "../contracts/index.ts";
import { createProxy, JUDGED_BYTES } from "../contracts/node/index.ts";
import { createMock } from "../mock/index.ts";
import type { OpenApiDocument } from "../spec/index.ts";
import { serveMock } from "./commands/mock/serve.ts";
import { packageRoot } from "./files/package-root.ts";
import { loadSource } from "./files/source.ts";
import { graphError, reference, serve } from "./lab/faults/reference.ts";
import { FAULTY } from "./lab/faults/servers/index.ts";
import type { Io } from "./terminal/io.ts";
import { startPactVerifier } from "./testing/pact-verifier.ts";

const root = packageRoot();
const recorded = readdirSync(join(root, "contracts/recorded"))
  .filter((name) => name.endsWith(".json"))
  .map((name) => join(root, "contracts/recorded", name));
const read = (file: string): unknown => JSON.parse(readFileSync(file, "utf8"));
const document = read(join(root, "spec/openapi.json")) as OpenApiDocument;
const contracts = recorded.map((file) => read(file) as PactFile);

const TOKEN = "a-token-that-the-contracts-do-not-hold";

const pact = await startPactVerifier();
const reason = pact ? "" : " (skipped: @pact-foundation/pact has no native library for this machine)";
const verify = (url: string, files: readonly string[]): Promise<string | undefined> =>
  pact?.verify(url, files, TOKEN) ?? Promise.reject(new Error("the Pact verifier is not there"));

describe.skipIf(!pact)(`the Pact verifier${reason}`, () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "graph-contracts-pact-"));
  });
  afterAll(async () => {
    pact?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it("passes the mock on the recorded contracts", async () => {
    const mock = createMock({ document, contracts });
    const served = await serveMock(mock, "127.0.0.1", 0);
    try {
      expect(await verify(`${served.origin}/beta`, recorded)).toBeUndefined();
    } finally {
      await served.close();
    }
  });

  it("passes a conforming server that shares nothing with the mock, and sees the real token", async () => {
    const tokens = new Set<string | undefined>();
    const server = await serve({
      decide: (request, next) => {
        tokens.add(request.headers.authorization);
        return next();
      },
    });
    try {
      expect(await verify(server.url, recorded)).toBeUndefined();
    } finally {
      await server.close();
    }
    expect([...tokens]).toEqual([`Bearer ${TOKEN}`]);
  });

  it.each([
    "status-200",
    "text-plain",
    "empty-body",
    "type-other",
    "type-missing",
    "id-missing",
    "id-number",
    "id-empty",
    "array",
    "invalid-json",
    "users-path-missing",
  ])("fails the server '%s'", async (id) => {
    const faulty = FAULTY.find((one) => one.id === id);
    if (!faulty) throw new Error(`the bench has no server '${id}'`);
    const server = await serve(faulty.behaviour());
    try {
      expect(await verify(server.url, recorded)).toContain("FAILED");
    } finally {
      await server.close();
    }
  });

  it("passes and fails servers on what the proxy recorded, and our own reader takes that file", async () => {
    const file = join(folder, "observed.json");
    const contract = await recordThroughProxy();
    await writeFile(file, JSON.stringify(contract));
    expect(contract.interactions.map(({ description }) => description)).toEqual([
      "observed: POST /me/profile answered with 201",
      "observed: POST /users/{usersId}/profile answered with 201",
    ]);

    const loaded = await loadSource([join(root, "spec/openapi.json"), file], { cwd: root } as Io);
    expect(loaded.contracts).toEqual([contract]);

    const conforming = await serve({});
    expect(await verify(conforming.url, [file])).toBeUndefined();
    await conforming.close();
    const broken = await serve({ decide: () => graphError(500, "InternalServerError", "Broken.") });
    expect(await verify(broken.url, [file])).toContain("expected 201 but was 500");
    await broken.close();
  });
});

async function recordThroughProxy(): Promise<PactFile> {
  const upstream = await serve({ decide: (request) => reference(request) });
  const proxy = createProxy({
    upstream: new URL(upstream.url),
    document,
    citation: (source) => ({ kind: "page", source, display: `${source.page}:${source.line}` }),
    fail: false,
    record: true,
    timeoutMs: 10_000,
    judgedBytes: JUDGED_BYTES,
    onEvent: () => undefined,
  });
  const server = http.createServer(proxy.listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/beta`;
  try {
    for (const path of ["/me/profile", "/users/adele@contoso.com/profile", "/me/profile"]) {
      const response = await fetch(base + path, {
        method: "POST",
        headers: { authorization: `Bearer ${TOKEN}`, "content-type": "application/json", cookie: "a=b" },
        body: '{"@odata.type":"#microsoft.graph.profile"}',
      });
      expect(response.status).toBe(201);
      await response.arrayBuffer();
    }
    return proxy.contract();
  } finally {
    server.closeAllConnections();
    server.close();
    proxy.close();
    await upstream.close();
  }
}
