import { type AnswerResult, type Call, recordedFor, replyOf } from "./call.ts";

/** Functions, actions, references and media: answered as the pages show, without a state. */
export function recorded(call: Call): AnswerResult {
  return replyOf(recordedFor(call)?.answer ?? call.endpoint.success);
}
