import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createPathMatcher } from "./path-match.ts";

const literal = fc.stringMatching(/^[a-z][a-z0-9.$]{0,8}$/);
const value = fc.stringMatching(/^[A-Za-z0-9!_=.%~@-]{1,12}$/);

describe("paths of examples", () => {
  it("fit the template that they are a case of, with their values", () => {
    const pieces = fc.array(
      fc.oneof(
        literal.map((text) => ({ text })),
        value.map((text) => ({ value: text })),
      ),
      {
        minLength: 1,
        maxLength: 7,
      },
    );
    fc.assert(
      fc.property(pieces, (parts) => {
        const template = `/${parts.map((part, index) => ("text" in part ? part.text : `{p${index}}`)).join("/")}`;
        const path = `/${parts.map((part) => ("text" in part ? part.text : part.value)).join("/")}`;
        const values = Object.fromEntries(
          parts.flatMap((part, index) => ("value" in part ? [[`p${index}`, part.value]] : [])),
        );
        const matcher = createPathMatcher(template);
        expect(matcher.match(path)).toEqual(values);
        expect(matcher.match(`${path}/`)).toEqual(values);
        expect(matcher.match(path.replace(/[a-z]+(?=[^{}]*$)/, (text) => text))).toEqual(values);
        expect(matcher.match(`${path}/more`)).toBeUndefined();
      }),
    );
  });

  it.each([
    ["/Users/{id}", "/users/7", { id: "7" }],
    ["/things('{id}')", "/things('a')", { id: "a" }],
    ["/things('{id}')", "/things/a", { id: "a" }],
    ["/things/{id}", "/things('a')", { id: "a" }],
    ["/a(x='{x}',y={y})", "/a(x='1', y = 2)", { x: "1", y: "2" }],
    ["/range(address={address})/format", "/range(address='A1:B2')/format", { address: "'A1:B2'" }],
    ["/range/format", "/range(address='A1')/format", {}],
    ["/drive/root:/{path}:/content", "/drive/root:/a/b/c.txt:/content", { path: "a/b/c.txt" }],
    ["/drive/root:/{path}", "/drive/root:/a/b.txt", { path: "a/b.txt" }],
    ["/drive/items/{id}:/{name}:/children", "/drive/items/1:/x y:/children", { id: "1", name: "x y" }],
    ["/users/{id}/$ref", "/users/{user-id}/$ref", { id: "{user-id}" }],
  ])("%s has the case %s", (template, path, values) => {
    expect(createPathMatcher(template).match(path)).toEqual(values);
  });

  it.each([
    ["/users/{id}", "/users"],
    ["/users/{id}", "/users/"],
    ["/users/{id}", "/users/1/2"],
    ["/me/x.y", "/me/xzy"],
    ["/me/$count", "/me/count"],
  ])("%s has no case %s", (template, path) => {
    expect(createPathMatcher(template).match(path)).toBeUndefined();
  });

  it("keep a page's time, whatever they hold", () => {
    const matcher = createPathMatcher(
      `/a/${"{b}:/{c}:/".repeat(12)}z`.replace(/\{(.)\}/g, (_, name: string) => `{${name}}`),
    );
    expect(matcher.match(`/a/${"x:/".repeat(400)}`)).toBeUndefined();
  });
});
