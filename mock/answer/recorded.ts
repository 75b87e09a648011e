import { type Call, type Outcome, recordedFor, replyOf } from "./call.ts";

/** Functions, actions, references and media: answered as the pages show, without a state. */
export function recorded(call: Call): Outcome {
  return replyOf(recordedFor(call)?.answer ?? call.endpoint.success);
}
