/** One request as it is planned and one answer as it was seen: the two halves that every judgement is about. */

export type Header = readonly [name: string, value: string];

/** Stands for the bearer token in a planned request; only the relay knows the token itself. */
export const TOKEN = "{token}";
/** The same for the token of another user. */
export const SECOND_TOKEN = "{second-token}";

export interface PlannedRequest {
  readonly method: string;
  /** Relative to the base that the user gave, with its query, percent-encoded: `/me/profile`. */
  readonly path: string;
  /** In the order and spelling in which they are sent; `Authorization` holds `TOKEN` in the token's place. */
  readonly headers: readonly Header[];
  /** Text, or base64 where `bodyEncoding` says so. Absent: no body and no Content-Length on a method that needs none. */
  readonly body?: string;
  readonly bodyEncoding?: "base64";
}

/** What went wrong between us and the target below the level of HTTP's meaning. */
export interface TransportFailure {
  readonly rule:
    | "timeout"
    | "reset"
    | "refused"
    | "truncated"
    | "trailing-bytes"
    | "invalid-http"
    | "content-coding"
    | "too-large"
    | "throttled"
    | "stopped";
  readonly message: string;
  readonly expected: string;
  readonly actual: string;
}

/** An answer as far as it came. Without `status` no head arrived and there is at least one fault. */
export interface Answer {
  readonly status?: number;
  readonly headers: readonly Header[];
  /** Decoded from its content coding. */
  readonly body: Uint8Array;
  readonly faults: readonly TransportFailure[];
  readonly durationMs: number;
}

/** The values of a header, joined by commas as RFC 9110 5.3 allows; undefined where there is none. */
export function headerValue(headers: readonly Header[], name: string): string | undefined {
  const wanted = name.toLowerCase();
  const values = headers.filter(([key]) => key.toLowerCase() === wanted).map(([, value]) => value);
  return values.length > 0 ? values.join(", ") : undefined;
}

/** The headers with one set, in its old place where it had one; `undefined` removes it. */
export function withHeader(
  headers: readonly Header[],
  name: string,
  value: string | undefined,
): readonly Header[] {
  const wanted = name.toLowerCase();
  const others = headers.filter(([key]) => key.toLowerCase() !== wanted);
  if (value === undefined) return others;
  const at = headers.findIndex(([key]) => key.toLowerCase() === wanted);
  return at < 0 ? [...others, [name, value]] : others.toSpliced(at, 0, [name, value]);
}
