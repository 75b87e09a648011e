import type { Chain, PlannedCheck } from "../../../contracts/index.ts";
import { UsageError } from "../../terminal/io.ts";

export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** Patterns for the checks of one shard. All checks of an operation stay together, since they may rest on each other. */
export function shardPatterns(checks: readonly PlannedCheck[], { index, count }: Shard): readonly string[] {
  const operations = [...new Set(checks.map(({ check }) => check.operation.operationId))];
  const mine = new Set(operations.filter((_, at) => at % count === index - 1));
  const ids = checks
    .filter(({ check }) => mine.has(check.operation.operationId))
    .map(({ check }) => check.id);
  if (ids.length === 0)
    throw new UsageError(
      `--shard ${index}/${count} has no checks: there are only ${operations.length} operations`,
    );
  return ids;
}

/** The checks of the chains of one shard: a chain is not divided. */
export function shardChains(chains: readonly Chain[], { index, count }: Shard): readonly string[] {
  return chains
    .filter((_, at) => at % count === index - 1)
    .flatMap(({ checks }) => checks.map(({ id }) => id));
}
