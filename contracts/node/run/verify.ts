import { randomUUID } from "node:crypto";
import { operationsById } from "../../../spec/openapi/index.ts";
import { type Chain, planChains } from "../../checks/chains/index.ts";
import { type PlannedCheck, plan } from "../../checks/plan.ts";
import { fits } from "../../checks/select.ts";
import { redactor } from "../../http/redact.ts";
import type { CheckResult, Verdict } from "../../judge/verdict.ts";
import { loadDredd } from "../dredd/dredd.ts";
import { openRelay } from "../dredd/relay.ts";
import { LIMITS } from "../wire/exchange.ts";
import { openTarget, type TargetOptions } from "../wire/target.ts";
import { ChainLanes } from "./chain-lanes.ts";
import { CheckRecords } from "./check-records.ts";
import { openDeadline } from "./deadline.ts";
import { deepChecks } from "./deep-checks.ts";
import type { VerifyOptions } from "./options.ts";
import { Run } from "./run.ts";

/** The checks that a run with these options would make. */
export function plannedChecks(options: VerifyOptions): readonly PlannedCheck[] {
  const { document, contracts, parameters, citation } = options;
  const documented = plan({ document, contracts, parameters, citation, guid: randomUUID });
  const all = options.deep ? [...documented, ...deepChecks(documented)] : documented;
  return all.filter(({ check: { id } }) => isWanted(options, id));
}

/** The chains that a run with these options would make, with the checks that are wanted of each. */
export function plannedChains(options: VerifyOptions): readonly Chain[] {
  const { document, citation } = options;
  return planChains({ document, citation })
    .map((chain) => ({ ...chain, checks: chain.checks.filter(({ id }) => isWanted(options, id)) }))
    .filter(({ checks }) => checks.length > 0);
}

function isWanted({ only, skip }: VerifyOptions, id: string): boolean {
  return (only.length === 0 || fits(id, only)) && !fits(id, skip);
}

/**
 * Verifies a target: Dredd makes each documented request and each of the catalogue (through the relay), `judge` looks
 * at each answer, and Dredd's result is the verdict. Never throws for what a target does.
 */
export async function verify(options: VerifyOptions): Promise<Verdict> {
  const startedAt = new Date();
  const started = performance.now();
  const checks = plannedChecks(options);
  const operations = operationsById(options.document);
  const records = new CheckRecords(options, operations);
  const deadline = openDeadline(options.signal, options.overallMs);
  const target = openTarget(targetOptions(options, deadline.signal));
  const relay = await openRelay(target);
  const dredd = loadDredd();
  const chains = new ChainLanes(plannedChains(options), options, {
    dredd,
    relay,
    document: options.document,
    signal: deadline.signal,
  });
  const parts = {
    dredd,
    chains,
    relay,
    target,
    records,
    operations,
    document: options.document,
    signal: deadline.signal,
  };
  try {
    await new Run(options, parts, checks).all();
  } finally {
    dredd.close();
    deadline.close();
    await relay.close();
    target.close();
  }
  const results = [...checks.map((planned) => records.result(planned)), ...chains.results()];
  const reason = options.signal.aborted
    ? "stopped before all checks were made"
    : deadline.signal.aborted
      ? `not all checks were made within ${options.overallMs / 1000} s`
      : (records.unjudged ?? chains.broken ?? unmade(checks, records));
  return {
    version: 1,
    tool: { name: "graph-contracts", version: options.version },
    target: redactor([options.token]).text(options.target.href),
    startedAt: startedAt.toISOString(),
    durationMs: performance.now() - started,
    outcome: outcome(results, reason, options),
    ...(reason === undefined ? {} : { reason }),
    strict: options.strict,
    results,
    created: [...records.objects.created, ...chains.created()],
    ...(options.deep === undefined ? {} : { deep: options.deep }),
  };
}

/** A run in which a check was neither made nor skipped for a reason has told nothing about that check, whatever Dredd says. */
function unmade(checks: readonly PlannedCheck[], records: CheckRecords): string | undefined {
  const missing = checks.filter(({ check }) => !records.has(check.id)).length;
  return missing === 0 ? undefined : `${missing} of ${checks.length} checks were not made`;
}

function outcome(
  results: readonly CheckResult[],
  reason: string | undefined,
  options: VerifyOptions,
): Verdict["outcome"] {
  if (options.signal.aborted) return "incomplete";
  if (results.some((result) => result.outcome === "failed")) return "deviates";
  return reason === undefined ? "conforms" : "incomplete";
}

function targetOptions(options: VerifyOptions, signal: AbortSignal): TargetOptions {
  return {
    target: options.target,
    token: options.token,
    ...(options.secondToken === undefined ? {} : { secondToken: options.secondToken }),
    headers: options.headers,
    limits: { ...LIMITS, timeoutMs: options.timeoutMs },
    throttle: { totalMs: 45_000, retries: 8 },
    signal,
  };
}
