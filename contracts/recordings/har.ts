/** HTTP Archive 1.2 (http://www.softwareishard.com/blog/har-12-spec/): what browsers and debugging proxies save. */
import type { RecordedExchange } from "./exchange.ts";
import {
  base64,
  isObject,
  listAt,
  namedFields,
  objectAt,
  statusAt,
  textAt,
  utf8,
  type Value,
} from "./members.ts";

export function isHar(document: Value): boolean {
  return isObject(document) && isObject(document.log) && "entries" in document.log;
}

export function readHar(document: Value): readonly RecordedExchange[] {
  const log = objectAt(objectAt(document, "the file").log, "log");
  return listAt(log.entries, "log.entries").flatMap((entry, index) => {
    const where = `log.entries[${index}]`;
    const { request, response } = objectAt(entry, where);
    const sent = objectAt(request, `${where}.request`);
    const received = objectAt(response, `${where}.response`);
    // A browser writes 0 for a request that it blocked or that got no answer.
    if (received.status === 0) return [];
    return [
      {
        method: textAt(sent.method, `${where}.request.method`).toUpperCase(),
        url: textAt(sent.url, `${where}.request.url`),
        requestHeaders: fields(sent.headers, `${where}.request.headers`),
        requestBody: posted(sent.postData),
        status: statusAt(received.status, `${where}.response.status`),
        headers: fields(received.headers, `${where}.response.headers`),
        body: content(received.content, received.bodySize, `${where}.response.content`),
      },
    ];
  });
}

/** Without HTTP/2's pseudo fields, and without the coding that the archive has undone. */
function fields(value: Value, where: string): RecordedExchange["headers"] {
  return namedFields(value, where).filter(
    ([name]) => !name.startsWith(":") && !/^(?:content|transfer)-encoding$/i.test(name),
  );
}

function posted(value: Value): Uint8Array | undefined {
  return isObject(value) && typeof value.text === "string" ? utf8(value.text) : undefined;
}

function content(value: Value, bodySize: Value, where: string): Uint8Array | undefined {
  if (!isObject(value)) return undefined;
  if (typeof value.text !== "string") return bodySize === 0 || value.size === 0 ? utf8("") : undefined;
  return value.encoding === "base64" ? base64(value.text, `${where}.text`) : utf8(value.text);
}
