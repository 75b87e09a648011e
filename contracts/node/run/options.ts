import type { OpenApiDocument, Source } from "../../../spec/openapi/index.ts";
import type { Header } from "../../http/message.ts";
import type { Citation } from "../../judge/verdict.ts";
import type { PactFile } from "../../pact/pact.ts";
import type { DeepOptions } from "./deep-checks.ts";

export interface VerifyOptions {
  /** The base that documented paths are appended to. */
  readonly target: URL;
  readonly document: OpenApiDocument;
  readonly contracts: readonly PactFile[];
  /** Values of path parameters by name. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly token: string;
  /** That of another user: what the first made is not the second's. */
  readonly secondToken?: string;
  /** How long a read or list that does not show a change yet is asked again, in milliseconds. */
  readonly consistencyMs: number;
  /** Sent with every request. */
  readonly headers: readonly Header[];
  /** Texts besides the token that no report may hold. */
  readonly secrets: readonly string[];
  /** For one request, and for the whole run, in milliseconds. */
  readonly timeoutMs: number;
  readonly overallMs: number;
  /** How many requests may be under way at a time; as many as the target's latency asks for where it is absent. */
  readonly workers?: number;
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly strict: boolean;
  readonly deep?: DeepOptions;
  readonly citation: (source: Source) => Citation;
  readonly signal: AbortSignal;
  readonly version: string;
  readonly onProgress?: (progress: Progress) => void;
}

export interface Progress {
  /** Requests made and planned. */
  readonly done: number;
  readonly total: number;
  readonly checkId: string;
}
