import { describe, expect, it } from "vitest";
import { encodePath, indexAsSent, withoutNeedlessEscapes } from "./escapes.ts";

describe("escapes", () => {
  it("are made of what no path may hold, once", () => {
    expect(encodePath("/a b/%20/{c}/%zz/é/\ud800")).toBe("/a%20b/%20/%7Bc%7D/%25zz/%C3%A9/%EF%BF%BD");
  });

  it.each([
    ["/%24value", "/$value"],
    ["/a%28%27b%27%29", "/a('b')"],
    ["/a%2Fb%20c%25%3f%23", "/a%2Fb%20c%25%3f%23"],
    ["/%61%7E%5f%2e%40%3A", "/a~_.@:"],
    ["/%252F%C3%A9", "/%252F%C3%A9"],
  ])("in %s that need not be are taken out: %s", (path, plain) => {
    expect(withoutNeedlessEscapes(path)).toBe(plain);
    expect(path.slice(0, indexAsSent(path, plain.length))).toBe(path);
  });
});
