import { describe, expect, it } from "vitest";
import { basesOf, originForm, relativePath } from "./base.ts";

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
