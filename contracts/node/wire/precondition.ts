import {
  type Answer,
  type Header,
  headerValue,
  type PlannedRequest,
  TOKEN,
  withHeader,
} from "../../http/message.ts";
import { etagIn, ifMatch, isPreconditionRefusal } from "../../http/precondition.ts";
import { readJsonText } from "../../judge/json-text.ts";

/** What went over the wire, as far as it matters here. */
interface Exchanged {
  readonly request: { readonly headers: readonly Header[] };
  readonly answer: Answer;
  readonly waitedMs: number;
}

/** Requests that have a condition of their own mean the refusal that they get. */
const CONDITIONS = ["If-Match", "If-None-Match", "If-Unmodified-Since", "If-Modified-Since"];
const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS", "TRACE"]);

/**
 * A page need not say that a service insists on If-Match: what is refused for want of it is sent once more with the ETag that a read of the object
 * shows, as a client does. The second answer is the one that counts.
 */
export async function withPrecondition<Sent extends Exchanged>(
  planned: PlannedRequest,
  exchanged: Sent,
  send: (request: PlannedRequest) => Promise<Sent>,
): Promise<Sent & { readonly ifMatch?: string }> {
  const { answer, request } = exchanged;
  if (!isPreconditionRefusal(answer.status) || SAFE_METHODS.has(planned.method)) return exchanged;
  if (CONDITIONS.some((name) => headerValue(request.headers, name) !== undefined)) return exchanged;
  const read = await send(readOf(planned));
  const [name, value] = ifMatch(etagOf(read));
  const again = await send({ ...planned, headers: withHeader(planned.headers, name, value) });
  return { ...again, waitedMs: again.waitedMs + exchanged.waitedMs, ifMatch: value };
}

/** Reads the object that a request is about, as the run's own user: what is to be refused for its token is no less about it. */
function readOf({ path }: PlannedRequest): PlannedRequest {
  const headers: readonly Header[] = [
    ["Authorization", `Bearer ${TOKEN}`],
    ["Accept", "application/json"],
  ];
  return { method: "GET", path: path.split("?")[0] ?? path, headers };
}

function etagOf({ answer: { status = 0, headers, body } }: Exchanged): string | undefined {
  if (status < 200 || status > 299) return undefined;
  const json = readJsonText(body);
  return etagIn(headers, "value" in json ? json.value : undefined);
}
