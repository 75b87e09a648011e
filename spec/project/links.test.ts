import { expect, it } from "vitest";
import type { Operation, PathItem } from "../openapi/document.ts";
import { withLinks } from "./links.ts";

const operation = (operationId: string, status = "200", key?: string): Operation => ({
  operationId,
  responses: {
    [status]: {
      description: "",
      content: {
        "application/json": { schema: { type: "object", ...(key ? { "x-key-property": key } : {}) } },
      },
    },
  },
  "x-source": { page: "a.md", line: 1 },
});

const linksAt = (paths: Record<string, PathItem>, path: string): unknown =>
  withLinks(paths, {})[path]?.post?.responses["201"]?.links;

it("leads from a create to its object and to what nests below it, parents passed on", () => {
  const paths = {
    "/lists/{list}/tasks": { get: operation("list"), post: operation("create", "201", "key") },
    "/lists/{id}/tasks/{task}": { get: operation("read"), delete: operation("remove", "204") },
    "/lists/{id}/tasks/{task}/steps": { post: operation("createStep", "201") },
    "/lists/{id}/tasks/{task}/steps/{step}": { get: operation("readStep") },
  };
  const parameters = { id: "$request.path.list", task: "$response.body#/key" };
  expect(linksAt(paths, "/lists/{list}/tasks")).toEqual({
    read: { operationId: "read", parameters },
    remove: { operationId: "remove", parameters },
    createStep: { operationId: "createStep", parameters },
  });
});

it("links nothing where nothing is known of a single object", () => {
  expect(linksAt({ "/things": { post: operation("create", "201") } }, "/things")).toBeUndefined();
});
