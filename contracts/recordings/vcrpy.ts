/** Cassettes of vcrpy (https://vcrpy.readthedocs.io), in YAML or JSON. */
import type { RecordedExchange } from "./exchange.ts";
import {
  base64,
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

export function isVcrpy(document: Value): boolean {
  if (!isObject(document) || !Array.isArray(document.interactions)) return false;
  const [first] = document.interactions as readonly Value[];
  return isObject(first) && isObject(first.request) && "uri" in first.request;
}

export function readVcrpy(document: Value): readonly RecordedExchange[] {
  return listAt(objectAt(document, "the file").interactions, "interactions").map((one, index) => {
    const where = `interactions[${index}]`;
    const { request, response } = objectAt(one, where);
    const sent = objectAt(request, `${where}.request`);
    const received = objectAt(response, `${where}.response`);
    const status = objectAt(received.status, `${where}.response.status`);
    return {
      method: textAt(sent.method, `${where}.request.method`).toUpperCase(),
      url: textAt(sent.uri, `${where}.request.uri`),
      requestHeaders: mappedFields(sent.headers, `${where}.request.headers`),
      requestBody: bodyOf(sent.body, `${where}.request.body`),
      status: statusAt(status.code, `${where}.response.status.code`),
      headers: mappedFields(received.headers, `${where}.response.headers`),
      body: bodyOf(received.body, `${where}.response.body`) ?? utf8(""),
    };
  });
}

/** Either the body itself, or an object that says whether it is a text or base64. */
function bodyOf(value: Value, where: string): Uint8Array | undefined {
  if (!isObject(value)) return bytesOf(value);
  if (typeof value.base64_string === "string") return base64(value.base64_string, `${where}.base64_string`);
  return "string" in value ? bytesOf(value.string) : bytesOf(value);
}
