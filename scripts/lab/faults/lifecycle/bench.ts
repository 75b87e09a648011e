/** Faults in state, each on two families: what `verify` and plain Dredd make of them. */
import type { Verdict } from "../../../../contracts/index.ts";
import { verify } from "../../../../contracts/node/index.ts";
import { plainDredd } from "../plain-dredd.ts";
import { type DocumentedFamily, documented, FAMILIES } from "./family.ts";
import { CONFORMING, FAULTS } from "./faults.ts";
import type { Quirk } from "./quirk.ts";
import { serveFamily } from "./server.ts";

export interface LifecycleCase {
  readonly id: string;
  readonly does: string;
  readonly family: DocumentedFamily;
  readonly quirk: () => Quirk;
  /** The check that names the fault; absent for a server that conforms. */
  readonly check?: string;
}

/** Each fault is planted in so many families, as far as it can be seen there. */
const PLANTED_IN = 2;

export function lifecycleCases(): readonly LifecycleCase[] {
  const families = FAMILIES.map(documented);
  const faulty = FAULTS.flatMap((fault, index) => {
    const own = families.filter(({ name }) => fault.families?.includes(name) ?? true);
    const turned = own.map((_, at) => own[(at + index) % own.length]).filter((one) => one !== undefined);
    return turned
      .slice(0, PLANTED_IN)
      .map((family) => ({ ...fault, id: `${family.name}/${fault.id}`, family }));
  });
  const conforming = CONFORMING.flatMap((one) =>
    families.map((family) => ({ ...one, id: `${family.name}/${one.id}`, family })),
  );
  return [...faulty, ...conforming];
}

/** One fault of so many is in the sample. */
const SAMPLED = 3;

/** What a test run has time for: every server that conforms, and of each family every third fault. */
export function sampleCases(cases: readonly LifecycleCase[]): readonly LifecycleCase[] {
  const seen = new Map<string, number>();
  return cases.filter(({ check, family: { name } }) => {
    if (check === undefined) return true;
    const index = seen.get(name) ?? 0;
    seen.set(name, index + 1);
    return index % SAMPLED === 0;
  });
}

/** How long a change is waited for at a server that shows it late; the others show it at once or never. */
const CONSISTENCY_MS = 1500;

export async function verifyCase(
  { family, quirk }: LifecycleCase,
  only: readonly string[] = [],
): Promise<Verdict> {
  const own = quirk();
  const running = await serveFamily(family, own);
  try {
    return await verify({
      target: new URL(running.url),
      document: family.document,
      contracts: family.contracts,
      parameters: Object.fromEntries(
        Object.keys(family.document.paths).flatMap((path) =>
          [...path.matchAll(/^\/users\/\{([^}]*)\}/g)].map(([, name = ""]) => [name, "ada"]),
        ),
      ),
      token: "token-of-ada",
      secondToken: "token-of-ben",
      headers: [],
      secrets: [],
      timeoutMs: 5000,
      overallMs: 120_000,
      consistencyMs: own.lagMs === undefined ? 0 : CONSISTENCY_MS,
      only,
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

/** What is wrong with a verdict: the check that names the fault has not failed, or one has failed where there is none. */
export function misjudgedCase({ check }: LifecycleCase, verdict: Verdict): readonly string[] {
  const failed = verdict.results.filter(({ outcome }) => outcome === "failed");
  if (check === undefined)
    return failed.map(
      ({ check: { id }, findings: [finding] }) =>
        `false alarm: ${id} (${finding?.message}: expected ${finding?.expected}, got ${finding?.actual})`,
    );
  return failed.some(({ check: { id } }) => id.endsWith(`/${check}`))
    ? []
    : [
        `missed: ${check}; failed: ${
          failed
            .map(({ check: { id } }) => id)
            .slice(0, 6)
            .join(", ") || "nothing"
        }`,
      ];
}

export async function plainCase({ family, quirk }: LifecycleCase): Promise<boolean> {
  const running = await serveFamily(family, quirk());
  return plainDredd(running, family.document, "token-of-ada");
}
