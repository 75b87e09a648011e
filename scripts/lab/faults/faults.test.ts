import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { PactFile } from "../../../contracts/index.ts";
import type { OpenApiDocument } from "../../../spec/index.ts";
import { packageRoot } from "../../files/package-root.ts";
import { misjudged, verifyServer } from "./judge.ts";
import { type BenchServer, CONFORMING, FAULTY } from "./servers/index.ts";

const read = (file: string): unknown => JSON.parse(readFileSync(join(packageRoot(), file), "utf8"));
const input = {
  document: read("spec/openapi.json") as OpenApiDocument,
  contracts: [read("contracts/recorded/create-profile.json") as PactFile],
  timeoutMs: 5000,
};

/** Only servers that hang are waited for to the end; a short time limit for the others would judge this machine's load. */
const limit = (server: BenchServer): number => (server.id.startsWith("hang") ? 700 : input.timeoutMs);

describe("the bench", () => {
  it("is as large as it has to be, and names each server once", () => {
    expect(FAULTY.length).toBeGreaterThanOrEqual(45);
    expect(CONFORMING.length).toBeGreaterThanOrEqual(15);
    const ids = [...FAULTY, ...CONFORMING].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe("a server that is faulty fails for its own reason and no other", () => {
  it.each(FAULTY.map((server) => [server.id, server] as const))("%s", async (_id, server) => {
    const verdict = await verifyServer(server, { ...input, timeoutMs: limit(server) });
    expect(verdict.outcome).toBe("deviates");
    expect(misjudged(server, verdict)).toEqual([]);
  });
});

describe("a server that is right is let alone", () => {
  it.each(CONFORMING.map((server) => [server.id, server] as const))("%s", async (_id, server) => {
    const verdict = await verifyServer(server, input);
    expect(misjudged(server, verdict)).toEqual([]);
    expect(verdict.outcome).toBe(server.id === "known-users-only" ? "incomplete" : "conforms");
  });
});
