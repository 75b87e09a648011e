/** Cassettes of go-vcr (https://github.com/dnaeon/go-vcr), formats 1 and 2. */
import type { RecordedExchange } from "./exchange.ts";
import {
  bytesOf,
  isObject,
  listAt,
  mappedFields,
  objectAt,
  statusAt,
  textAt,
  utf8,
  type Value,
} from "./members.ts";

export function isGoVcr(document: Value): boolean {
  if (!isObject(document) || !Array.isArray(document.interactions)) return false;
  const [first] = document.interactions as readonly Value[];
  return isObject(first) && isObject(first.request) && "url" in first.request;
}

export function readGoVcr(document: Value): readonly RecordedExchange[] {
  return listAt(objectAt(document, "the file").interactions, "interactions").map((one, index) => {
    const where = `interactions[${index}]`;
    const { request, response } = objectAt(one, where);
    const sent = objectAt(request, `${where}.request`);
    const received = objectAt(response, `${where}.response`);
    return {
      method: textAt(sent.method, `${where}.request.method`).toUpperCase(),
      url: textAt(sent.url, `${where}.request.url`),
      requestHeaders: mappedFields(sent.headers, `${where}.request.headers`),
      // An empty text is written where there was no body.
      requestBody: sent.body === "" ? undefined : bytesOf(sent.body),
      status: statusAt(received.code ?? received.status, `${where}.response.code`),
      headers: mappedFields(received.headers, `${where}.response.headers`),
      body: bytesOf(received.body) ?? utf8(""),
    };
  });
}
