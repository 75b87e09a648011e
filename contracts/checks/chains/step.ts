import type { DescribedOperation, JsonValue } from "../../../spec/openapi/index.ts";
import { type Answer, headerValue, type PlannedRequest } from "../../http/message.ts";
import { readJsonText } from "../../judge/json-text.ts";
import type { Exchange } from "../../judge/verdict.ts";

/** One request of a chain. */
export interface Step {
  /** Whose page and line a finding quotes. */
  readonly operation: DescribedOperation;
  readonly request: PlannedRequest;
  /** Asked again for a bounded time until it holds: a service may be consistent only eventually. */
  readonly until?: (seen: Seen) => boolean;
}

/** What came back for a step. */
export interface Seen {
  readonly step: Step;
  /** 0: no answer came. */
  readonly status: number;
  readonly answer: Answer;
  /** Absent where the body is no JSON text. */
  readonly json?: JsonValue;
  readonly etag?: string;
  /** As reports show it. */
  readonly exchange: Exchange;
}

/** A chain is a program that asks for one request after another and is given each answer. */
export type ChainProgram<Result = void> = Generator<Step, Result, Seen>;

export function seen(step: Step, answer: Answer, exchange: Exchange): Seen {
  const json = readJsonText(answer.body);
  const etag = headerValue(answer.headers, "etag");
  return {
    step,
    status: answer.status ?? 0,
    answer,
    ...("value" in json ? { json: json.value } : {}),
    ...(etag === undefined ? {} : { etag }),
    exchange,
  };
}

export function isSuccess({ status }: Seen): boolean {
  return status >= 200 && status < 300;
}
