import { Buffer } from "node:buffer";
import {
  basesOf,
  type DescribedOperation,
  type OpenApiDocument,
  operationRouter,
  operationsById,
  originForm,
  type Router,
  relativePath,
  type Source,
} from "../../../spec/openapi/index.ts";
import { curlCommand } from "../../http/curl.ts";
import { dummyToken } from "../../http/dummy-token.ts";
import { type Answer, type Header, headerValue } from "../../http/message.ts";
import { redactor } from "../../http/redact.ts";
import { createTrafficJudge, judgedOperation, type SeenRequest } from "../../judge/index.ts";
import type { Check, CheckResult, Citation, ReportedFinding, Verdict } from "../../judge/verdict.ts";
import type { PactFile } from "../../pact/pact.ts";
import type { RecordedExchange } from "../../recordings/exchange.ts";
import { shownExchange } from "../run/shown-exchange.ts";
import { decode } from "../wire/content-coding.ts";
import { LIMITS } from "../wire/exchange.ts";

export interface RecordedOptions {
  readonly document: OpenApiDocument;
  readonly contracts: readonly PactFile[];
  readonly citation: (source: Source) => Citation;
  /** What was recorded, and the name that reports give each file. */
  readonly recordings: readonly { readonly name: string; readonly exchanges: readonly RecordedExchange[] }[];
  readonly strict: boolean;
  readonly version: string;
}

/** Judges recorded traffic as a server's answers are judged. What no page describes is not judged, and said so. */
export async function judgeRecorded(options: RecordedOptions): Promise<Verdict> {
  const startedAt = new Date();
  const started = performance.now();
  const judge = new RecordedJudge(options);
  const results: CheckResult[] = [];
  for (const { name, exchanges } of options.recordings) {
    for (const [index, exchange] of exchanges.entries())
      results.push(await judge.result(`${name}#${index + 1}`, exchange));
  }
  const isFailed = results.some(({ outcome }) => outcome === "failed");
  const broken = results.find(({ reason }) => reason?.startsWith(BROKEN))?.reason;
  const isNothing = results.every(({ outcome }) => outcome === "skipped");
  const reason = broken ?? (isNothing ? "no page describes any of the recorded requests" : undefined);
  return {
    version: 1,
    tool: { name: "graph-contracts", version: options.version },
    target: options.recordings.map(({ name }) => name).join(", "),
    startedAt: startedAt.toISOString(),
    durationMs: performance.now() - started,
    outcome: isFailed ? "deviates" : reason === undefined ? "conforms" : "incomplete",
    ...(reason === undefined ? {} : { reason }),
    strict: options.strict,
    results,
    created: [],
  };
}

const BROKEN = "not judged: ";

class RecordedJudge {
  readonly #options: RecordedOptions;
  readonly #traffic: ReturnType<typeof createTrafficJudge>;
  readonly #router: Router<DescribedOperation>;

  constructor(options: RecordedOptions) {
    this.#options = options;
    this.#traffic = createTrafficJudge(options);
    this.#router = operationRouter(operationsById(options.document).values());
  }

  async result(name: string, exchange: RecordedExchange): Promise<CheckResult> {
    const { path, query, found } = this.#routed(exchange);
    const { status, headers } = exchange;
    const answer: Answer = { status, headers, body: await decodedBody(exchange), faults: [], durationMs: 0 };
    const check = this.#check(name, exchange.method, path, found);
    const exchanges = [shown(exchange, answer)];
    if (!found) {
      const reason = `no page describes ${exchange.method} ${path}`;
      return { check, outcome: "skipped", findings: [], exchanges, reason, durationMs: 0 };
    }
    const request = { ...seen(exchange, path), query };
    try {
      const operation = judgedOperation(this.#options.document, found);
      const judged = this.#traffic.judge(operation, request, answer, exchange.body !== undefined);
      // The service answered it: what is odd about the request is a hint to whoever recorded it.
      const hints = judged.request.map((one) => ({ ...one, basis: "advisory" as const }));
      const findings = [...judged.answer, ...hints].map((one) => withCurl(one, exchange));
      const fails = findings.some(({ basis }) => basis !== "advisory" || this.#options.strict);
      const setAside = judged.setAside.length > 0 ? { setAside: judged.setAside } : {};
      const common = { check, findings, exchanges, ...setAside, durationMs: 0 };
      if (fails || judged.unjudged === undefined) return { ...common, outcome: fails ? "failed" : "passed" };
      return { ...common, outcome: "skipped", reason: `${BROKEN}${judged.unjudged}` };
    } catch (error) {
      const reason = `${BROKEN}${error instanceof Error ? error.message : String(error)}`;
      return { check, outcome: "skipped", findings: [], exchanges, reason, durationMs: 0 };
    }
  }

  /** The operation that an exchange is for, with its documented path and its query. */
  #routed({ method, url }: RecordedExchange): {
    readonly path: string;
    readonly query: string;
    readonly found: DescribedOperation | undefined;
  } {
    const [whole = "/", ...rest] = (originForm(url).split("#")[0] ?? "/").split("?");
    const bases = [...basesOf(new URL("http://recorded"), this.#options.document), "/v1.0", "/beta"];
    const paths = [...new Set([...bases].toSorted((a, b) => b.length - a.length))]
      .map((base) => (base === "" ? whole : relativePath(whole, [base])))
      .filter((one) => one !== undefined);
    for (const path of paths) {
      const route = this.#router.find(method, path);
      if (route) return { path, query: rest.join("?"), found: route.target };
    }
    return { path: paths[0] ?? whole, query: rest.join("?"), found: undefined };
  }

  #check(name: string, method: string, path: string, operation: DescribedOperation | undefined): Check {
    const { citation } = this.#options;
    const source = operation?.operation["x-source"];
    return {
      id: `${operation?.operationId ?? "undocumented"}/${name}`,
      title: `the recorded answer to ${method} ${path}`,
      basis: "documented",
      citation: source
        ? citation(source)
        : { kind: "rule", title: "no page", url: "https://learn.microsoft.com/en-us/graph/api/overview" },
      operation: {
        operationId: operation?.operationId ?? "undocumented",
        method,
        path: operation?.path ?? path,
      },
    };
  }
}

/** The request as it was seen. Recordings leave tokens out, so that one is supposed where the answer does not deny it. */
function seen({ method, requestHeaders, requestBody, status }: RecordedExchange, path: string): SeenRequest {
  const isDenied = status === 401 || headerValue(requestHeaders, "authorization") !== undefined;
  const headers: readonly Header[] = isDenied
    ? requestHeaders
    : [...requestHeaders, ["Authorization", `Bearer ${dummyToken()}`]];
  const mayHaveBody = ["POST", "PUT", "PATCH"].includes(method);
  const body = requestBody ?? (mayHaveBody ? undefined : new Uint8Array());
  return { method, path, query: "", headers, body };
}

/** Some recorders keep the coded bytes, others the text and the field that named the coding. */
async function decodedBody({ headers, body = new Uint8Array() }: RecordedExchange): Promise<Uint8Array> {
  const coding = headerValue(headers, "content-encoding");
  const first = new TextDecoder().decode(body.subarray(0, 1));
  if (coding === undefined || /^[\s{["<]?$/.test(first)) return body;
  const decoded = await decode(Buffer.from(body), coding, LIMITS.bodyBytes);
  return decoded.fault ? body : decoded.body;
}

function shown(exchange: RecordedExchange, answer: Answer): CheckResult["exchanges"][number] {
  const { method, url, requestHeaders: headers, requestBody: body = new Uint8Array() } = exchange;
  const request = { method, url: new URL("http://recorded"), path: url, headers, body };
  return shownExchange({ request, answer, waitedMs: 0 }, url, redactor([]));
}

function withCurl(
  finding: ReportedFinding,
  { method, url, requestHeaders }: RecordedExchange,
): ReportedFinding {
  if (!/^https?:/i.test(url)) return finding;
  return {
    ...finding,
    curl: curlCommand("", { method, path: url, headers: redactor([]).headers(requestHeaders) }),
  };
}
