/** A description of a few operations, for tests that need no page. */
import type { JsonObject, OpenApiDocument, Operation, PathItem } from "../../spec/openapi/index.ts";

/** `get /me` and the answer; a POST creates, but for actions by their names. An answer that is empty is 204. */
export function describedBy(
  operations: Readonly<Record<string, JsonObject>>,
  version = "beta",
): OpenApiDocument {
  const paths: Record<string, PathItem> = {};
  for (const [line, value] of Object.entries(operations)) {
    const [method = "", path = ""] = line.split(" ");
    paths[path] = { ...paths[path], [method]: operation(line, method, path, value) };
  }
  return {
    openapi: "3.0.3",
    info: { title: "Microsoft Graph", version },
    servers: [{ url: `https://graph.microsoft.com/${version}` }],
    security: [],
    paths,
    components: { schemas: {}, securitySchemes: {} },
  };
}

function operation(operationId: string, method: string, path: string, value: JsonObject): Operation {
  const isEmpty = Object.keys(value).length === 0;
  const creates = method === "post" && !/\/(?:add|check|get)/.test(path);
  const content = { "application/json": { examples: { one: { value } } } };
  return {
    operationId,
    ...(method === "get" || method === "delete"
      ? {}
      : { requestBody: { content: { "application/json": {} } } }),
    responses: {
      [isEmpty ? "204" : creates ? "201" : "200"]: { description: "", ...(isEmpty ? {} : { content }) },
    },
    "x-source": { page: "page.md", line: 1 },
  };
}
