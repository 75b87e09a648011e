import { expect, it } from "vitest";
import type { OpenApiDocument, Operation } from "../../../spec/openapi/index.ts";
import { planChains } from "./chain.ts";
import { placeOf, resourceGraph } from "./resource-graph.ts";

const object = { type: "object", properties: { id: { type: "string" }, name: { type: "string" } } } as const;
const listing = { type: "object", properties: { value: { type: "array", items: object } } } as const;

function operation(operationId: string, status: string, schema?: typeof object | typeof listing): Operation {
  const content = schema ? { content: { "application/json": { schema } } } : {};
  return {
    operationId,
    responses: { [status]: { description: "", ...content } },
    "x-source": { page: "p.md", line: 1 },
  };
}

const document: OpenApiDocument = {
  openapi: "3.0.3",
  info: { title: "", version: "" },
  servers: [],
  security: [{ bearer: [] }],
  paths: {
    "/users/{userId}/lists": {
      post: operation("postUser", "201", object),
      get: operation("listUser", "200", listing),
    },
    "/me/lists": { post: operation("post", "201", object), get: operation("list", "200", listing) },
    "/me/lists/{a}": {
      get: operation("read", "200", object),
      patch: operation("change", "200", object),
      delete: operation("remove", "204"),
    },
    "/me/lists/{b}/members/$ref": { post: operation("add", "204") },
    "/me/lists/{b}/members": { get: operation("members", "200", listing) },
    "/me/lists/delta": { get: operation("delta", "200", listing) },
    "/me/lists/{a}/tasks": {
      post: operation("postTask", "201", object),
      get: operation("tasks", "200", listing),
    },
    "/me/lists/{a}/archive": { post: operation("archive", "204") },
    "/me/card": { post: operation("postCard", "201", object), get: operation("card", "200", object) },
  },
  components: { schemas: {}, securitySchemes: {} },
};

it("finds collections, their twins, what nests below, references, delta and singletons; no actions", () => {
  const nodes = resourceGraph(document);
  expect(nodes.map(({ key, kind, parent }) => [key, kind, parent?.key])).toEqual([
    ["~user/lists", "collection", undefined],
    ["~user/card", "singleton", undefined],
    ["~user/lists/{}/tasks", "collection", "~user/lists"],
  ]);
  const [lists] = nodes;
  expect(lists?.routes.map(({ root }) => root)).toEqual(["me", "users"]);
  expect(Object.keys(lists?.routes[0]?.operations ?? {}).sort()).toEqual([
    "change",
    "create",
    "delta",
    "list",
    "read",
    "remove",
  ]);
  expect(lists?.references.map(({ name, add }) => [name, add.operationId])).toEqual([["members", "add"]]);
});

it("takes paths that differ in the names of their parameters for the same place", () => {
  expect(placeOf("/Things('{a}')/x")).toBe(placeOf("/things/{b}/X"));
});

it("gives each chain the checks that its operations allow", () => {
  const chains = planChains({
    document,
    citation: (source) => ({ kind: "page", source, display: "p.md:1" }),
  });
  const ids = chains.flatMap(({ checks }) => checks.map(({ id }) => id));
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toContain("delta/chain-delta");
  expect(ids).toContain("remove/chain-delete-nested");
  expect(ids).toContain("postUser/chain-create-no-token");
  expect(ids).not.toContain("list/chain-top");
  expect(chains.every(({ checks, name }) => checks.every(({ chain }) => chain === name))).toBe(true);
});
