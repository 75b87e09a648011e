import type { CheckResult, PactFile, Verdict } from "../../../contracts/index.ts";
import { verify } from "../../../contracts/node/index.ts";
import type { OpenApiDocument } from "../../../spec/index.ts";
import { serve } from "./reference.ts";
import type { BenchServer } from "./servers/index.ts";

export interface BenchInput {
  readonly document: OpenApiDocument;
  readonly contracts: readonly PactFile[];
  /** For one request, in milliseconds: short, since servers that hang are among them. */
  readonly timeoutMs: number;
}

/** Runs `verify` on one server of the bench. */
export async function verifyServer(server: BenchServer, input: BenchInput): Promise<Verdict> {
  const running = await serve(server.behaviour());
  try {
    return await verify({
      ...input,
      target: new URL(running.url),
      parameters: {},
      token: "a-token-for-the-bench",
      headers: [],
      secrets: [],
      overallMs: 120_000,
      consistencyMs: 2000,
      only: [],
      skip: [],
      strict: false,
      citation: (source) => ({ kind: "page", source, display: `${source.page}:${source.line}` }),
      signal: new AbortController().signal,
      version: "0",
    });
  } finally {
    await running.close();
  }
}

/** What is wrong with a verdict on a server of the bench; an empty list where it is the right one. */
export function misjudged(server: BenchServer, verdict: Verdict): readonly string[] {
  const failed = verdict.results.filter(({ outcome }) => outcome === "failed");
  if (!server.fails) return failed.map((result) => `false alarm: ${describe(result)}`);
  const cases = new Set(failed.map(({ check }) => caseOf(check.id)));
  const missed = server.fails.filter((id) => !cases.has(id)).map((id) => `missed: ${id}`);
  const allowed = [...server.fails, ...(server.mayFail ?? [])];
  const others = failed.filter(({ check }) => !allowed.some((pattern) => matches(caseOf(check.id), pattern)));
  return [...missed, ...others.map((result) => `also failed: ${describe(result)}`)];
}

function caseOf(id: string): string {
  return id.slice(id.indexOf("/") + 1);
}

function matches(name: string, pattern: string): boolean {
  return pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}

function describe({ check, findings }: CheckResult): string {
  const [finding] = findings;
  return `${check.id} (${finding?.message}: expected ${finding?.expected}, got ${finding?.actual})`;
}
