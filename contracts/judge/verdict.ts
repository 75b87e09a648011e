/** What a verification found, as plain data: every report is a pure function of a `Verdict`. Times are in milliseconds. */
import type { Source } from "../../spec/openapi/index.ts";

/**
 * Why a check may be demanded. `documented`: a page and line say it. `policy`: the platform's published rules or HTTP's say it and
 * the pages are silent. `advisory`: a hint, which fails a run only under `--strict`.
 */
export type Basis = "documented" | "policy" | "advisory";

/** What a check rests on: a line of a page, quoted where the page is at hand, or a published rule. */
export type Citation =
  | { readonly kind: "page"; readonly source: Source; readonly display: string; readonly quote?: string }
  | { readonly kind: "rule"; readonly title: string; readonly url: string };

export interface Check {
  /** Stable, for `--only` and `--skip`: `<operationId>/<case>`, e.g. `postMeProfile/refuse-no-token`. */
  readonly id: string;
  /** One line: "refuses a request without a token with 401". */
  readonly title: string;
  readonly basis: Basis;
  readonly citation: Citation;
  readonly operation: { readonly operationId: string; readonly method: string; readonly path: string };
  /** Of a check that belongs to a chain: the collection whose objects live in it. */
  readonly chain?: string;
}

/** One deviation. `expected` and `actual` are short texts for people; bodies are in the exchange. */
export interface ReportedFinding {
  /** What kind of deviation, in kebab case: `status`, `media-type`, `schema`, `identity`, `error-shape`, `timeout`, `reset`, … */
  readonly rule: string;
  readonly message: string;
  readonly expected: string;
  readonly actual: string;
  readonly basis: Basis;
  readonly citation: Citation;
  /** A shell command that repeats the request, the token as `$GRAPH_TOKEN`. */
  readonly curl?: string;
}

export interface RecordedMessage {
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** At most 64 KiB; `truncated` says that there was more. */
  readonly body: string;
  readonly truncated: boolean;
}

/** A request and its answer, tokens and cookies redacted. */
export interface Exchange {
  readonly request: RecordedMessage & { readonly method: string; readonly url: string };
  /** Absent where none came. */
  readonly response?: RecordedMessage & { readonly status: number };
  readonly durationMs: number;
}

/** `page-fault`: the page contradicts itself here, so the server cannot be judged. */
export type Outcome = "passed" | "failed" | "skipped" | "page-fault";

/** A place of an answer that the page contradicts itself about, so that it was not judged. The rest of the answer was. */
export interface SetAside {
  /** `value/0/size`. */
  readonly path: string;
  /** What the schema has against the answer there, and against the documented answer too. */
  readonly message: string;
  /** The lines that contradict each other: the documented answer's and the property's. */
  readonly citations: readonly Citation[];
}

export interface CheckResult {
  readonly check: Check;
  readonly outcome: Outcome;
  /** Of a failed check: at least one. Of a passed one: advisory notes at most. */
  readonly findings: readonly ReportedFinding[];
  readonly exchanges: readonly Exchange[];
  /** Absent where the page does not contradict itself. */
  readonly setAside?: readonly SetAside[];
  /** Why it was skipped, or what the page's fault is. */
  readonly reason?: string;
  readonly durationMs: number;
}

export interface CreatedObject {
  readonly method: string;
  readonly url: string;
  readonly id: string;
  readonly checkId: string;
}

export interface Verdict {
  /** The version of this shape, counted up when a member changes meaning. */
  readonly version: 1;
  readonly tool: { readonly name: "graph-contracts"; readonly version: string };
  readonly target: string;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly outcome: "conforms" | "deviates" | "incomplete";
  /** Of an incomplete run: why. */
  readonly reason?: string;
  readonly strict: boolean;
  readonly results: readonly CheckResult[];
  readonly created: readonly CreatedObject[];
  readonly deep?: { readonly runs: number; readonly seed: number };
}
