import { Buffer } from "node:buffer";
import { randomUUID } from "node:crypto";
import { type OpenApiDocument, operationsById } from "../../../spec/openapi/index.ts";
import { plan } from "../../checks/plan.ts";
import { dummyToken } from "../../http/dummy-token.ts";
import { type Answer, TOKEN } from "../../http/message.ts";
import { expectedOf } from "../../judge/expected.ts";
import { judge } from "../../judge/judge.ts";
import { createJudging, type Judging } from "../../judge/judging.ts";
import type { PactFile } from "../../pact/pact.ts";
import type { Transaction } from "./dredd.ts";
import { CASE_HEADER } from "./relay.ts";
import { type Case, casesOf, transactionOf } from "./transactions.ts";

/** The documented cases for a Dredd that somebody else runs. */
export interface Standalone {
  /** In the place of those that Dredd compiled; `compiled` says where the server is. */
  transactions(compiled: Transaction): readonly Transaction[];
  /** Fails a transaction whose answer is not the documented one. */
  judge(transaction: Transaction): Promise<void>;
}

/** Sends the token itself, from GRAPH_TOKEN, since there is no relay here to put it in. */
export async function createStandalone(
  document: OpenApiDocument,
  contracts: readonly PactFile[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<Standalone> {
  const operations = operationsById(document);
  const citation: Judging["citation"] = (source) => ({
    kind: "page",
    source,
    display: `${source.page}:${source.line}`,
  });
  const checks = plan({ document, contracts, parameters: {}, citation, guid: randomUUID });
  const cases = new Map(
    casesOf(checks.filter(({ stage }) => stage === "documented")).map((one) => [one.id, one]),
  );
  const token = env.GRAPH_TOKEN?.trim() || dummyToken();
  const judging = createJudging(document, citation);
  return {
    transactions: (compiled) => [...cases.values()].map((one) => placed(one, compiled, token)),
    async judge(transaction) {
      const one = cases.get(transaction.id);
      const operation = one && operations.get(one.planned.check.operation.operationId);
      // Dredd prints the request of a failure.
      transaction.request.headers = one ? Object.fromEntries(one.request.headers) : {};
      if (!one || !operation || !transaction.real) return;
      const answer = answerOf(transaction.real);
      const status = transaction.real.statusCode;
      const expected = expectedOf(document, operation, one.planned.expect);
      const { findings, unjudged } = judge(expected, one.request, answer, judging);
      const found = findings.find(({ basis }) => basis !== "advisory");
      if (found) {
        const place = found.citation?.kind === "page" ? ` (${found.citation.display})` : "";
        transaction.fail = `${found.message}: expected ${found.expected}, got ${found.actual}${place}`;
      } else if (unjudged !== undefined) transaction.fail = `not judged: ${unjudged}`;
      // Judged above: what Dredd itself would say of it is only less exact.
      transaction.expected = { statusCode: String(status), headers: {} };
    },
  };
}

function placed(one: Case, { host, port, protocol, fullPath }: Transaction, token: string): Transaction {
  const made = transactionOf(one, "http://localhost");
  const { [CASE_HEADER]: _case, ...headers } = made.request.headers;
  const tokens = Object.entries(headers).map(
    ([name, value]) => [name, value.replaceAll(TOKEN, token)] as const,
  );
  return {
    ...made,
    name: `${one.planned.check.operation.method} ${one.planned.check.operation.path} ${made.name}`,
    host,
    port,
    protocol,
    fullPath: `${fullPath.replace(/\/$/, "")}${made.fullPath}`,
    request: { ...made.request, headers: Object.fromEntries(tokens) },
  };
}

function answerOf(real: NonNullable<Transaction["real"]>): Answer {
  const body = Buffer.from(real.body ?? "", real.bodyEncoding ?? "utf-8");
  const headers = Object.entries(real.headers).map(([name, value]) => [name, String(value)] as const);
  return { status: real.statusCode, headers, body, faults: [], durationMs: 0 };
}
