import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pathKey } from "../openapi/routing/template.ts";
import { parameterName, parseTemplate, splitTarget, type Template } from "./template.ts";

function parse(target: string): Template {
  const template = parseTemplate(target);
  if (typeof template === "string") throw new Error(`${target} was rejected: ${template}`);
  return template;
}

const literal = fc.stringMatching(/^[a-z][A-Za-z0-9]{0,6}(\.[a-z]{1,3})?$/);
const spelling = fc.oneof(
  fc.stringMatching(/^[a-z][A-Za-z0-9-]{0,8}$/),
  fc.tuple(literal, literal).map(([a, b]) => `${a} | ${b}`),
  fc.stringMatching(/^[a-zé ]{1,8}$/),
);
const segment = fc.oneof(
  literal,
  spelling.map((name) => `{${name}}`),
  spelling.map((name) => `{{${name}}}`),
  fc.tuple(literal, spelling).map(([name, argument]) => `${name}(${name}='{${argument}}')`),
  fc.tuple(literal, spelling).map(([name, argument]) => `${name}('{${argument}}')`),
);
const target = fc.array(segment, { minLength: 1, maxLength: 8 }).map((segments) => `/${segments.join("/")}`);
/** Also what is no template at all. */
const anything = fc.oneof(
  target,
  fc.string({ maxLength: 60 }),
  fc
    .array(fc.constantFrom("/", "{", "}", "a", "(", ")", "'", ",", "=", "?", "<", ">", "|", " ", "..."), {
      maxLength: 30,
    })
    .map((parts) => `/${parts.join("")}`),
);

describe("request templates", () => {
  it("have unique parameter names of letters and digits, each in the path once", () => {
    fc.assert(
      fc.property(anything, (text) => {
        const template = parseTemplate(text);
        if (typeof template === "string") return;
        const inPath = [...template.path.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1]);
        expect(inPath).toEqual(template.parameters.map(({ name }) => name));
        expect(new Set(inPath).size).toBe(inPath.length);
        for (const name of inPath) expect(name).toMatch(/^[A-Za-z][A-Za-z0-9]*$/);
        expect(template.path).toMatch(/^\//);
        expect(template.path.replace(/\{[^{}]*\}/g, "")).not.toMatch(/[{}?#\s]/);
      }),
      { numRuns: 2000 },
    );
  });

  it("come to themselves once they are valid", () => {
    fc.assert(
      fc.property(target, (text) => {
        const once = parse(text);
        const twice = parse(once.path);
        expect(twice.path).toBe(once.path);
        expect(
          twice.problems.filter((problem) => problem === "brace-missing" || problem === "parameter-repeated"),
        ).toEqual([]);
      }),
    );
  });

  it("share a key with every other spelling of their parameters and with any letter case", () => {
    fc.assert(
      fc.property(target, spelling, (text, other) => {
        const renamed = text.replace(/\{[^{}]*\}/g, `{${other}}`);
        expect(pathKey(parse(renamed).path)).toBe(pathKey(parse(text).path));
        expect(pathKey(parse(text).path.toUpperCase())).toBe(pathKey(parse(text).path));
      }),
    );
  });

  it.each([
    ["/users/{id}/messages/{id}", "/users/{id}/messages/{id2}"],
    ["/a/{id}/b/{id2}/c/{id}", "/a/{id}/b/{id2}/c/{id3}"],
    ["/users/{user-id | userPrincipalName}", "/users/{userIdOrUserPrincipalName}"],
    ["/a/{id/owners", "/a/{id}/owners"],
    ["/a/id}/owners", "/a/{id}/owners"],
    ["/a/{x y}/(z)/<w v>", "/a/{xY}/{z}/{wV}"],
    ["/a(b='{c}',d={e})", "/a(b='{c}',d={e})"],
    ["/a(b='2020-01-01',c=3)", "/a(b='{b}',c={c})"],
    ["/me/{descrição}", "/me/{descricao}"],
    ["/me/{7 days}", "/me/{p7Days}"],
    ["/me/{…}", "/me/{parameter1}"],
  ])("%s is %s", (text, path) => {
    expect(parse(text).path).toBe(path);
  });

  it.each([
    ["/drives/.../items", "ellipsis-path"],
    ["** URI for this is missing", "generator-placeholder"],
    ["see the other page", "generator-placeholder"],
    ["/", "no-path"],
    ["", "no-path"],
  ])("%s is none", (text, rejection) => {
    expect(parseTemplate(text)).toBe(rejection);
  });

  it("keeps a page's time: two thousand equal parameters", () => {
    const names = parse(`/${"{a}/".repeat(2000)}`).parameters.map(({ name }) => name);
    expect(new Set(names).size).toBe(2000);
  });

  it("names parameters in camel case", () => {
    expect(parameterName("event-id")).toBe("eventId");
    expect(parameterName("ID")).toBe("id");
    expect(parameterName("id|upn")).toBe("idOrUpn");
  });
});

describe("request targets", () => {
  it("come apart into host, version, path and query", () => {
    expect(splitTarget("https://Graph.Microsoft.com/V1.0/me?$select=id")).toEqual({
      host: "graph.microsoft.com",
      version: "v1.0",
      path: "/me",
      query: "$select=id",
    });
    expect(splitTarget("me/x")).toEqual({ path: "/me/x" });
    expect(splitTarget("/users/{id?}/x")).toEqual({ path: "/users/{id?}/x" });
  });
});

describe("a path without end", () => {
  it("is no template", () => {
    expect(parseTemplate(`/a(${"b={c},".repeat(5000)}d={e})`)).toBe("template-too-long");
  });
});
