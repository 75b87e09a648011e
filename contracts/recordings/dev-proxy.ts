/** The mocks file of Microsoft's Dev Proxy (https://learn.microsoft.com/microsoft-cloud/dev/dev-proxy/technical-reference/mockresponseplugin). */
import type { RecordedExchange } from "./exchange.ts";
import {
  bytesOf,
  isObject,
  listAt,
  namedFields,
  objectAt,
  statusAt,
  textAt,
  type Value,
  withMediaType,
} from "./members.ts";

export function isDevProxy(document: Value): boolean {
  return isObject(document) && Array.isArray(document.mocks);
}

export function readDevProxy(document: Value): readonly RecordedExchange[] {
  return listAt(objectAt(document, "the file").mocks, "mocks").map((one, index) => {
    const where = `mocks[${index}]`;
    const { request, response } = objectAt(one, where);
    const sent = objectAt(request, `${where}.request`);
    const received = response === undefined ? {} : objectAt(response, `${where}.response`);
    const fields = namedFields(received.headers, `${where}.response.headers`);
    const { body } = received;
    // A body that begins with @ names a file, whose content is not at hand.
    const isFile = typeof body === "string" && body.startsWith("@");
    return {
      method: typeof sent.method === "string" ? sent.method.toUpperCase() : "GET",
      // A wildcard stands for any text; here it has to be some text.
      url: textAt(sent.url, `${where}.request.url`).replaceAll("*", "any"),
      requestHeaders: [],
      requestBody: undefined,
      status: statusAt(received.statusCode ?? 200, `${where}.response.statusCode`),
      headers: body === undefined || isFile ? fields : withMediaType(fields, "application/json"),
      body: isFile ? undefined : bytesOf(body),
    };
  });
}
