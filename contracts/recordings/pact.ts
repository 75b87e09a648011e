/** Pact files, specification 2 to 4 (https://github.com/pact-foundation/pact-specification): synchronous HTTP interactions. */
import type { JsonObject } from "../../spec/openapi/index.ts";
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
  type Value,
  withMediaType,
} from "./members.ts";

export function isPact(document: Value): boolean {
  return isObject(document) && isObject(document.consumer) && Array.isArray(document.interactions);
}

export function readPact(document: Value): readonly RecordedExchange[] {
  return listAt(objectAt(document, "the file").interactions, "interactions").flatMap((one, index) => {
    const where = `interactions[${index}]`;
    const interaction = objectAt(one, where);
    // Messages are no HTTP.
    if (interaction.type !== undefined && interaction.type !== "Synchronous/HTTP") return [];
    const sent = objectAt(interaction.request, `${where}.request`);
    const received = objectAt(interaction.response, `${where}.response`);
    const request = bodyOf(sent, `${where}.request`);
    const response = bodyOf(received, `${where}.response`);
    const path = textAt(sent.path, `${where}.request.path`);
    return [
      {
        method: textAt(sent.method, `${where}.request.method`).toUpperCase(),
        url: path + queryOf(sent.query),
        requestHeaders: request.fields,
        requestBody: request.body,
        status: statusAt(received.status, `${where}.response.status`),
        headers: response.fields,
        body: response.body,
      },
    ];
  });
}

/** A query string (2), or values by name (3 and 4). */
function queryOf(query: Value): string {
  if (typeof query === "string") return query === "" ? "" : `?${query}`;
  if (!isObject(query)) return "";
  const parts = Object.entries(query).flatMap(([name, value]) => {
    const values = Array.isArray(value) ? (value as readonly Value[]) : [value];
    return values.map((one) => `${encodeURIComponent(name)}=${encodeURIComponent(String(one))}`);
  });
  return parts.length > 0 ? `?${parts.join("&")}` : "";
}

function bodyOf(
  message: JsonObject,
  where: string,
): { readonly fields: RecordedExchange["headers"]; readonly body: Uint8Array | undefined } {
  const fields = mappedFields(message.headers, `${where}.headers`);
  const { body } = message;
  if (body === undefined || body === null) return { fields, body: undefined };
  const isWrapped = isObject(body) && "content" in body && ("contentType" in body || "encoded" in body);
  if (!isWrapped) {
    const type = typeof body === "string" ? "text/plain" : "application/json";
    return { fields: withMediaType(fields, type), body: bytesOf(body) };
  }
  const { content, contentType, encoded } = body;
  const type = typeof contentType === "string" ? contentType : "application/json";
  const isEncoded = encoded === "base64" || encoded === true;
  const bytes =
    isEncoded && typeof content === "string"
      ? base64(content, `${where}.body.content`)
      : typeof content === "string" && /json/i.test(type) && !isJsonText(content)
        ? bytesOf(JSON.stringify(content))
        : bytesOf(content);
  return { fields: withMediaType(fields, type), body: bytes };
}

/** Writers differ on whether JSON content stands there as a value or as its text. */
function isJsonText(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
