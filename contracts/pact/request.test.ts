import { describe, expect, it } from "vitest";
import { withParameters } from "./request.ts";

describe("the values that a user gives to parameters", () => {
  it.each<[string, string, Record<string, string>, string]>([
    ["/users/{usersId}/profile", "/users/1/profile", { usersId: "a b/ü" }, "/users/a%20b%2F%C3%BC/profile"],
    ["/users/{a}/x/{b}", "/users/1/x/2?$top=1", { b: "3" }, "/users/1/x/3?$top=1"],
    ["/f(name='{n}')", "/f(name='1')", { n: "2" }, "/f(name='2')"],
    ["/users/{a}/x", "/users('1')/x", { a: "2" }, "/users('2')/x"],
    [
      "/drive/root:/{a}:/x/{b}",
      "/drive/root:/a/b.txt:/x/7",
      { a: "c/d e.txt" },
      "/drive/root:/c/d%20e.txt:/x/7",
    ],
    ["/users/{a}", "/other/1", { a: "2" }, "/other/1"],
    ["/me/profile", "/me/profile", { a: "2" }, "/me/profile"],
  ])("take their places in %s", (template, path, values, expected) => {
    expect(withParameters(template, path, values)).toBe(expected);
  });
});
