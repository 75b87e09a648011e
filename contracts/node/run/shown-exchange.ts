import { Buffer } from "node:buffer";
import type { Redactor } from "../../http/redact.ts";
import type { Exchange } from "../../judge/verdict.ts";
import type { Exchanged } from "../wire/target.ts";

/** Of a body in a report. */
const SHOWN_BYTES = 64 * 1024;

/** An exchange as reports show it: secrets redacted, bodies as text and cut. */
export function shownExchange({ request, answer }: Exchanged, url: string, redactor: Redactor): Exchange {
  const { method } = request;
  const { status } = answer;
  const response =
    status === undefined
      ? {}
      : {
          response: { status, headers: redactor.headers(answer.headers), ...message(answer.body, redactor) },
        };
  return {
    request: { method, url, headers: redactor.headers(request.headers), ...message(request.body, redactor) },
    ...response,
    durationMs: answer.durationMs,
  };
}

function message(body: Uint8Array, { text }: Redactor): { body: string; truncated: boolean } {
  const bytes = Buffer.from(body.buffer, body.byteOffset, Math.min(body.length, SHOWN_BYTES));
  return { body: text(bytes.toString("utf8")), truncated: body.length > SHOWN_BYTES };
}
