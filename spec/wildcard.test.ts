import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitsWildcard } from "./wildcard.ts";

describe("a pattern with stars", () => {
  it.each([
    ["/users/*", "/users/1", true],
    ["/users/*", "/users/", true],
    ["*/messages", "/me/messages", true],
    ["/me", "/me/messages", false],
    ["*a*b*", "xxaxxbxx", true],
    ["a*b", "a", false],
    ["", "", true],
    ["*", "", true],
    ["a.c", "abc", false],
  ])("%s holds %s: %s", (pattern, text, fits) => {
    expect(fitsWildcard(pattern, text)).toBe(fits);
  });

  it("ends with any number of stars", () => {
    expect(fitsWildcard("a*".repeat(25), "a".repeat(5000))).toBe(true);
    expect(fitsWildcard(`${"a*".repeat(25)}b`, "a".repeat(5000))).toBe(false);
  });

  it("agrees with the regular expression that it stands for", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b", "/"), maxLength: 12 });
    const patterns = fc.string({ unit: fc.constantFrom("a", "b", "/", "*"), maxLength: 6 });
    fc.assert(
      fc.property(patterns, letters, (pattern, text) => {
        const expected = new RegExp(`^${pattern.replaceAll("*", ".*")}$`, "s").test(text);
        expect(fitsWildcard(pattern, text)).toBe(expected);
      }),
    );
  });
});
