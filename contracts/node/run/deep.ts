import fc from "fast-check";
import { type DescribedOperation, requestSchema } from "../../../spec/openapi/index.ts";
import { invalidRequests, validRequests } from "../../checks/generated/index.ts";
import type { PlannedCheck } from "../../checks/plan.ts";
import type { PlannedRequest } from "../../http/message.ts";
import type { Finding } from "../../judge/finding.ts";
import { runDredd } from "../dredd/dredd.ts";
import type { Exchanged } from "../dredd/relay.ts";
import { type Case, descriptionForDredd, transactionOf } from "../dredd/transactions.ts";
import type { DeepOptions } from "./deep-checks.ts";
import { createMailbox } from "./mailbox.ts";
import type { RunParts } from "./verify.ts";

/** A shrunk failure is looked for within so many requests more. */
const SHRINKING = 200;

/** Runs one deep check: fast-check makes up the requests, Dredd makes them, and the smallest that fails is kept. */
export async function runDeep(
  planned: PlannedCheck,
  operation: DescribedOperation,
  options: DeepOptions,
  parts: RunParts,
): Promise<void> {
  const request = planned.requests[0];
  const schema = requestSchema(operation.operation);
  if (!request || !schema) return;
  parts.records.begin(planned);
  const input = { document: parts.document, request, schema };
  const arbitrary = planned.expect.kind === "success" ? validRequests(input) : invalidRequests(input);
  const mailbox = createMailbox<PlannedRequest, boolean>();
  let last: { deviations: readonly Finding[]; one: Case; exchanged: Exchanged } | undefined;
  const sending = sendAll(planned, options.runs + SHRINKING, mailbox, parts, async (one, exchanged) => {
    const deviations = await parts.records.examine(one, exchanged);
    const failing = deviations.filter(({ basis }) => basis !== "advisory");
    if (failing.length > 0) last = { deviations: failing, one, exchanged };
    return failing.length > 0 ? (failing[0]?.message ?? "it fails") : undefined;
  });
  const property = fc.asyncProperty(arbitrary, (made) => mailbox.send(made));
  await fc.check(property, { numRuns: options.runs, seed: options.seed });
  mailbox.close();
  await sending;
  if (last) parts.records.keep(last.one, last.exchanged, withSeed(last.deviations, options));
}

function withSeed(deviations: readonly Finding[], { runs, seed }: DeepOptions): readonly Finding[] {
  return deviations.map((one) => ({
    ...one,
    message: `${one.message} (found with --deep ${runs} --deep-seed ${seed})`,
  }));
}

/** Dredd's side: so many transactions, each filled with a request when its turn comes and left out when there is none. */
async function sendAll(
  planned: PlannedCheck,
  most: number,
  mailbox: ReturnType<typeof createMailbox<PlannedRequest, boolean>>,
  parts: RunParts,
  look: (one: Case, exchanged: Exchanged) => Promise<string | undefined>,
): Promise<void> {
  const { relay } = parts;
  const blank = (index: number): Case => ({
    id: `${planned.check.id}#${index + 1}`,
    planned,
    request: planned.requests[0] ?? { method: "GET", path: "/", headers: [] },
    isLast: false,
  });
  const cases = new Map<string, Case>();
  await runDredd(parts.dredd, {
    endpoint: relay.endpoint,
    description: { location: "documentation pages", content: descriptionForDredd(parts.document, [planned]) },
    transactions: Array.from({ length: most }, (_, index) => transactionOf(blank(index), relay.endpoint)),
    before: async (transaction) => {
      const request = parts.signal.aborted ? undefined : await mailbox.next();
      if (request === undefined) {
        transaction.skip = true;
        mailbox.stop();
        return;
      }
      const one = { ...blank(0), id: transaction.id, request };
      cases.set(transaction.id, one);
      Object.assign(transaction, transactionOf(one, relay.endpoint));
    },
    judge: async (transaction) => {
      const one = cases.get(transaction.id);
      const exchanged = relay.take(transaction.id);
      cases.delete(transaction.id);
      if (!one || !exchanged) return;
      const reason = await look(one, exchanged);
      if (reason !== undefined) transaction.fail = reason;
      else if (transaction.real)
        transaction.expected = { statusCode: String(transaction.real.statusCode), headers: {} };
      mailbox.answer(reason === undefined);
    },
  });
  mailbox.stop();
}
