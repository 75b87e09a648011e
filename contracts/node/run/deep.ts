import fc from "fast-check";
import { type DescribedOperation, requestSchema } from "../../../spec/openapi/index.ts";
import { invalidRequests, validRequests } from "../../checks/generated/index.ts";
import type { PlannedCheck } from "../../checks/plan.ts";
import type { Finding } from "../../judge/finding.ts";
import type { Case } from "../dredd/transactions.ts";
import type { Exchanged } from "../wire/target.ts";
import type { DeepOptions } from "./deep-checks.ts";
import type { RunParts } from "./parts.ts";

/** A shrunk failure is looked for within so many requests more. */
const SHRINKING = 200;

/** Runs one deep check: fast-check makes up the requests, each is sent and judged, and the smallest that fails is kept. */
export async function runDeep(
  planned: PlannedCheck,
  operation: DescribedOperation,
  { runs, seed }: DeepOptions,
  { document, records, signal, target }: RunParts,
): Promise<void> {
  const request = planned.requests[0];
  const schema = requestSchema(operation.operation);
  if (!request || !schema) return;
  records.begin(planned);
  const { path } = records.objects.bindings.resolve(operation.path, request.path);
  const input = { document, request: { ...request, path }, schema };
  const arbitrary = planned.expect.kind === "success" ? validRequests(input) : invalidRequests(input);
  let last: { found: readonly Finding[]; one: Case; exchanged: Exchanged } | undefined;
  let sent = 0;
  const property = fc.asyncProperty(arbitrary, async (made) => {
    if (signal.aborted || sent >= runs + SHRINKING) return true;
    sent += 1;
    const one = { id: `${planned.check.id}#${sent}`, planned, request: made, isLast: false };
    const exchanged = await target.send(made, { meetsPrecondition: true });
    if (exchanged.answer.faults.some(({ rule }) => rule === "stopped")) return true;
    const found = records.examine(one, exchanged).filter(({ basis }) => basis !== "advisory");
    if (found.length > 0) last = { found, one, exchanged };
    return found.length === 0;
  });
  const { failed, errorInstance } = await fc.check(property, { numRuns: runs, seed });
  // The check itself broke: that is no failure of the target's.
  if (failed && !last) throw errorInstance;
  if (last) records.keep(last.one, last.exchanged, withSeed(last.found, { runs, seed }));
  else if (signal.aborted) records.reasonToSkip(planned, true);
}

function withSeed(found: readonly Finding[], { runs, seed }: DeepOptions): readonly Finding[] {
  return found.map((one) => ({
    ...one,
    message: `${one.message} (found with --deep ${runs} --deep-seed ${seed})`,
  }));
}
