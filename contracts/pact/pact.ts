/**
 * Pact V4 files, as far as graph-contracts writes and reads them (Pact specification 4: synchronous HTTP interactions).
 * A file holds the interactions of one documentation page.
 */
import type { JsonValue } from "../../spec/openapi/index.ts";

export interface PactFile {
  readonly consumer: { readonly name: string };
  readonly provider: { readonly name: string };
  readonly interactions: readonly Interaction[];
  readonly metadata: {
    readonly pactSpecification: { readonly version: "4.0" };
    readonly "graph-contracts"?: { readonly page: string };
  };
}

export interface Interaction {
  readonly type: "Synchronous/HTTP";
  /** Unique and stable within the file: `<example name>-<operation id>`. */
  readonly key: string;
  /** Unique within the file. */
  readonly description: string;
  readonly pending: boolean;
  readonly comments: Comments;
  readonly providerStates?: readonly ProviderState[];
  readonly request: PactRequest;
  readonly response: PactResponse;
}

export interface Comments {
  readonly text: readonly string[];
  readonly references: {
    /** Where the request and the response stand on the page (line of the request or status line). */
    readonly documentation: { readonly page: string; readonly line: number; readonly responseLine: number };
    readonly openapi: { readonly operationId: string; readonly method: string; readonly path: string };
  };
  readonly "graph-contracts": {
    /** `documented`: an annotated example; `inferred`: a bare pair of fences read as one; `observed`: traffic that passed the proxy. */
    readonly tier: "documented" | "inferred" | "observed";
    /** The page shows the example for another request template of its own; this one has the same body and answer. */
    readonly derived?: true;
    /** A second (third, …) answer documented for a request that has one already. */
    readonly alternative?: number;
    /** The page says that the example leaves properties out. */
    readonly truncated?: true;
    /** Path parameters whose value no page gives: name to the stand-in that `request.path` holds. */
    readonly placeholders?: Readonly<Record<string, string>>;
    /** JSON pointers into the documented request body: members that stand for a value there, and are not sent. */
    readonly bodyPlaceholders?: readonly string[];
  };
}

export interface ProviderState {
  readonly name: string;
  readonly params?: Readonly<Record<string, JsonValue>>;
}

export interface PactRequest {
  readonly method: string;
  /** Relative to the API's versioned base: `/me/profile`; percent-encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, readonly string[]>>;
  readonly headers?: Readonly<Record<string, readonly string[]>>;
  readonly body?: PactBody;
  readonly matchingRules?: MatchingRules;
}

export interface PactResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, readonly string[]>>;
  readonly body?: PactBody;
  readonly matchingRules?: MatchingRules;
}

export interface PactBody {
  readonly contentType: string;
  /** `false`: `content` is the body itself (JSON) or its text; `"base64"`: its bytes. */
  readonly encoded: false | "base64";
  readonly content: JsonValue;
}

/** Rules by category; `path` has no key of its own. Keys of `body` are JSON paths in bracket notation: `$['@odata.type']`. */
export interface MatchingRules {
  readonly path?: MatcherList;
  readonly query?: Readonly<Record<string, MatcherList>>;
  readonly header?: Readonly<Record<string, MatcherList>>;
  readonly body?: Readonly<Record<string, MatcherList>>;
}

export interface MatcherList {
  readonly combine: "AND";
  readonly matchers: readonly Matcher[];
}

export type Matcher =
  | { readonly match: "type" | "equality" | "number" | "integer" | "decimal" | "boolean" | "null" }
  | { readonly match: "regex"; readonly regex: string };
