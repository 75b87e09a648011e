import type { Header } from "../http/message.ts";

/** What of a request says what its answer has to be. */
export interface AskedWith {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: readonly Header[];
}
