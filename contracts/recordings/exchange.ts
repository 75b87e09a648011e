import type { Header } from "../http/message.ts";

/** One request and the answer to it, as a recording holds them. */
export interface RecordedExchange {
  readonly method: string;
  /** A whole URL, or a path where the recording names no host. */
  readonly url: string;
  readonly requestHeaders: readonly Header[];
  /** Undefined where the recording does not say. */
  readonly requestBody: Uint8Array | undefined;
  readonly status: number;
  readonly headers: readonly Header[];
  /** Undefined where the recording does not say. */
  readonly body: Uint8Array | undefined;
}

/** Why a file cannot be read as a recording, in one line. */
export class RecordingError extends Error {
  override readonly name = "RecordingError";
}
