import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { basesOf, type DescribedOperation, originForm, relativePath } from "../../spec/openapi/index.ts";
import { createRoutes } from "./route.ts";

function operation(method: string, path: string): DescribedOperation {
  const source = { page: "x.md", line: 1 };
  const operationId = `${method} ${path}`;
  return {
    operationId,
    method,
    path,
    siblings: [],
    operation: { operationId, responses: {}, "x-source": source },
  };
}

const TEMPLATES = [
  "/me",
  "/users/{id}",
  "/users/delta",
  "/users/{id}/messages/{message-id}",
  "/users/{id}/messages/{message-id}/$value",
  "/drive/root:/{item-path}:/content",
  "/reports/getUsage(period='{period}')",
  "/{any}/things",
];
const find = createRoutes(TEMPLATES.map((path) => operation("GET", path)));

describe("a route", () => {
  it.each<[string, string | undefined, Record<string, string>]>([
    ["/me", "/me", {}],
    ["/me/", "/me", {}],
    ["/ME", "/me", {}],
    ["/users/1", "/users/{id}", { id: "1" }],
    ["/users/delta", "/users/delta", {}],
    ["/Users/a%40b.com", "/users/{id}", { id: "a%40b.com" }],
    ["/users/1/messages/2", "/users/{id}/messages/{message-id}", { id: "1", "message-id": "2" }],
    [
      "/users/1/messages/2/%24value",
      "/users/{id}/messages/{message-id}/$value",
      { id: "1", "message-id": "2" },
    ],
    ["/drive/root:/a/b.txt:/content", "/drive/root:/{item-path}:/content", { "item-path": "a/b.txt" }],
    ["/reports/getUsage(period='D7')", "/reports/getUsage(period='{period}')", { period: "D7" }],
    ["/anything/things", "/{any}/things", { any: "anything" }],
    ["/me/x", undefined, {}],
    ["/users/", undefined, {}],
    ["/users/1/messages", undefined, {}],
    ["", undefined, {}],
  ])("of %s is %s", (path, template, values) => {
    const route = find("GET", path);
    expect(route?.operation.path).toBe(template);
    expect(route?.values ?? {}).toEqual(values);
  });

  it("is of the method too", () => expect(find("POST", "/me")).toBeUndefined());

  it("gives back whatever values a template was filled with", () => {
    const value = fc
      .stringMatching(/^[A-Za-z0-9._~!&*+,;=@-]{1,20}$/)
      .filter((one) => one.toLowerCase() !== "delta");
    fc.assert(
      fc.property(value, value, (id, message) => {
        expect(find("GET", `/users/${id}/messages/${message}`)?.values).toEqual({
          id,
          "message-id": message,
        });
        expect(find("GET", `/users/${id}`)?.values).toEqual({ id });
      }),
    );
  });

  it("is sought without an error, whatever is asked for", () => {
    fc.assert(fc.property(fc.string(), fc.webPath(), (method, path) => void find(method, path)));
  });
});

describe("a path", () => {
  const document = (url: string) => ({
    ...{
      openapi: "3.0.3" as const,
      info: { title: "", version: "" },
      servers: [{ url }],
      security: [],
      paths: {},
    },
    components: { schemas: {}, securitySchemes: {} },
  });
  it.each<[string, string, string, string | undefined]>([
    ["http://x/beta", "https://graph/v1.0", "/beta/me", "/me"],
    ["http://x/beta/", "https://graph/v1.0", "/Beta/me", "/me"],
    ["http://x/beta", "https://graph/beta", "/betamax/me", undefined],
    ["http://x/beta", "https://graph/beta", "/me", undefined],
    ["http://x/", "https://graph/beta", "/beta/me", "/me"],
    ["http://x", "/", "/me", "/me"],
    ["http://x", "https://graph/beta", "/me", "/me"],
  ])("at the upstream %s with the description's %s: %s is %s", (upstream, described, path, relative) => {
    expect(relativePath(path, basesOf(new URL(upstream), document(described)))).toBe(relative);
  });

  it.each([
    ["/a/../b?x=/", "/a/../b?x=/"],
    ["http://h:1/a?b", "/a?b"],
    ["http://h", "/"],
    ["https://h?x", "/?x"],
    ["*", "*"],
  ])("asked for as %s goes on as %s", (target, path) => expect(originForm(target)).toBe(path));
});
