import type http from "node:http";
import { type Header, headerValue } from "../../http/message.ts";
import type { ReportedFinding } from "../../index.ts";
import type { Judged } from "../../judge/index.ts";
import { rawFields } from "../wire/fields.ts";

/** One for each thing that is wrong with the answer, and one for each thing that is wrong with the request. */
export const ANSWER_FIELD = "graph-contracts-deviation";
export const REQUEST_FIELD = "graph-contracts-request-deviation";

/** Fields of a connection, which end at each hop (RFC 9110 7.6.1). */
const HOP_BY_HOP = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "te",
  "transfer-encoding",
  "upgrade",
]);

/** Methods whose requests have a body as a rule: one without says so with a length of 0 (RFC 9110 8.6). */
const WITH_BODY = new Set(["POST", "PUT", "PATCH"]);

function endToEnd(fields: readonly Header[]): readonly Header[] {
  const named = (headerValue(fields, "connection") ?? "").toLowerCase().split(/[\s,]+/);
  return fields.filter(
    ([name]) => !HOP_BY_HOP.has(name.toLowerCase()) && !named.includes(name.toLowerCase()),
  );
}

/** The fields of a request as they go on: all of them but those of the connection, with the host of the upstream. */
export function onwardFields(incoming: http.IncomingMessage, host: string): readonly Header[] {
  const fields = endToEnd(rawFields(incoming.rawHeaders)).filter(
    // The proxy has answered `100-continue` by itself.
    ([name]) => !["host", "expect"].includes(name.toLowerCase()),
  );
  const framing: Header[] = [];
  if (incoming.headers["transfer-encoding"] !== undefined) framing.push(["Transfer-Encoding", "chunked"]);
  else if (incoming.headers["content-length"] === undefined && WITH_BODY.has(incoming.method ?? ""))
    framing.push(["Content-Length", "0"]);
  return [["Host", host], ...fields, ...framing, ["Connection", "close"]];
}

/**
 * The fields of an answer as they go back: all of them but those of the connection, and what was found at the end. `chunked` is whether the body
 * goes back in chunks: nothing else can have trailers (RFC 9112 7.1.2), and Node refuses to announce them.
 */
export function backwardFields(
  response: http.IncomingMessage,
  judged: Judged,
  chunked: boolean,
): readonly Header[] {
  const fields = endToEnd(rawFields(response.rawHeaders));
  return [
    ...fields.filter(([name]) => chunked || name.toLowerCase() !== "trailer"),
    ...deviationFields(judged),
  ];
}

/** The deviations of an exchange as fields of its answer. Hints are left to the log. */
export function deviationFields({ answer, request }: Judged): readonly Header[] {
  return [...fieldsOf(ANSWER_FIELD, answer), ...fieldsOf(REQUEST_FIELD, request)];
}

/** A client need not cope with more. */
const MOST_FIELDS = 10;
const LONGEST_VALUE = 400;

/** `rule: message; expected …, got … (documented: page.md:12)`, in printable ASCII whatever the server sent. */
function fieldsOf(name: string, findings: readonly ReportedFinding[]): readonly Header[] {
  const told = findings.filter(({ basis }) => basis !== "advisory");
  const fields = told.slice(0, MOST_FIELDS).map((finding): Header => {
    const { rule, message, expected, actual, basis, citation } = finding;
    const place = citation.kind === "page" ? citation.display : citation.url;
    const tail = ` (${basis}: ${ascii(place)})`;
    // A schema's message says itself what was expected.
    const wanted = message.includes(expected) ? "" : `expected ${expected}, `;
    const text = ascii(`${rule}: ${message}; ${wanted}got ${actual}`);
    const room = LONGEST_VALUE - tail.length;
    return [name, (text.length > room ? `${text.slice(0, Math.max(room, 20) - 3)}...` : text) + tail];
  });
  if (told.length > MOST_FIELDS) fields.push([name, `${told.length - MOST_FIELDS} more, see the log`]);
  return fields;
}

function ascii(text: string): string {
  return text
    .replaceAll("…", "...")
    .replace(/[^\x20-\x7e]/gu, "?")
    .trim();
}
