import { isJsonObject, type JsonValue, matchTemplate, withValues } from "../../spec/openapi/index.ts";
import { parametersFor } from "../checks/parameters.ts";
import { type Header, type PlannedRequest, TOKEN, withHeader } from "../http/message.ts";
import type { Interaction, PactBody } from "./pact.ts";

/**
 * The request of a recorded interaction as it is sent: the recorded one with a real token, the parameters that the user named, and what
 * every client of the API sends.
 */
export function interactionRequest(
  interaction: Interaction,
  parameters: Readonly<Record<string, string>>,
): PlannedRequest {
  const { request, comments } = interaction;
  const template = comments.references.openapi.path;
  const path = withParameters(template, request.path, parametersFor(parameters, template));
  let headers: readonly Header[] = Object.entries(request.headers ?? {}).map(
    ([name, values]) => [name, values.join(", ")] as const,
  );
  headers = withHeader(headers, "Authorization", `Bearer ${TOKEN}`);
  if (!has(headers, "Accept")) headers = [...headers, ["Accept", "application/json"]];
  if (!request.body) return { method: request.method, path: path + query(request.query), headers };
  if (!has(headers, "Content-Type")) headers = [...headers, ["Content-Type", request.body.contentType]];
  return { method: request.method, path: path + query(request.query), headers, ...bodyText(request.body) };
}

/** The path with the values that the user gave to its parameters; a path that is no case of the template stays as it is. */
export function withParameters(
  template: string,
  path: string,
  given: Readonly<Record<string, string>>,
): string {
  const [pathname = "", ...search] = path.split("?");
  const values = matchTemplate(template, pathname) ?? [];
  const filled = withValues(pathname, values, ({ name }) =>
    Object.hasOwn(given, name) ? given[name] : undefined,
  );
  return [filled, ...search].join("?");
}

function has(headers: readonly Header[], name: string): boolean {
  return headers.some(([key]) => key.toLowerCase() === name.toLowerCase());
}

function query(values: Readonly<Record<string, readonly string[]>> | undefined): string {
  const parts = Object.entries(values ?? {}).flatMap(([name, list]) =>
    list.map((value) => `${encodeQuery(name)}=${encodeQuery(value)}`),
  );
  return parts.length > 0 ? `?${parts.join("&")}` : "";
}

/** OData's `$` and the characters of its expressions stay readable, as clients send them. */
function encodeQuery(text: string): string {
  return encodeURIComponent(text).replace(/%(24|2C|3A|2F|40)/g, (code) => decodeURIComponent(code));
}

function bodyText(body: PactBody): { body: string; bodyEncoding?: "base64" } {
  if (body.encoded === "base64") return { body: String(body.content), bodyEncoding: "base64" };
  return {
    body:
      typeof body.content === "string" && !/json/i.test(body.contentType)
        ? body.content
        : JSON.stringify(body.content),
  };
}

/** The request body as the JSON object that it is; undefined where it is another thing. */
export function objectBody(interaction: Interaction): { readonly [name: string]: JsonValue } | undefined {
  const body = interaction.request.body;
  return body?.encoded === false && isJsonObject(body.content) ? body.content : undefined;
}
