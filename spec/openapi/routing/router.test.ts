import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRouter, matchTemplate } from "./router.ts";
import { readTemplate } from "./template.ts";
import { fillTemplate, valuesByName } from "./values.ts";

/** Each is `METHOD /template`; a template alone is of every method that is asked for here. */
function routerOf(...templates: string[]) {
  const router = createRouter<string>();
  for (const line of templates) {
    const [method = "", template] = line.split(" ");
    if (template) router.add(method, template, () => template);
    else router.add("GET", method, () => method);
  }
  return router;
}

function found(router: ReturnType<typeof routerOf>, path: string, method = "GET") {
  const match = router.find(method, path);
  return match && [match.target, match.values.map(({ text }) => text)];
}

function valuesOf(template: string, path: string) {
  const values = matchTemplate(template, path);
  return values && valuesByName(values);
}

describe("a router", () => {
  it("prefers a literal to a function, and a function to a parameter", () => {
    const router = routerOf("/things/{id}", "/things/all", "/things/delta(token='{token}')");
    expect(found(router, "/things/all")).toEqual(["/things/all", []]);
    expect(found(router, "/things/delta(token='a b')")).toEqual(["/things/delta(token='{token}')", ["a b"]]);
    expect(found(router, "/things/7")).toEqual(["/things/{id}", ["7"]]);
  });

  it("goes back where a literal leads nowhere", () => {
    const router = routerOf("/things/all/parts", "/things/{id}/owner");
    expect(found(router, "/things/all/owner")).toEqual(["/things/{id}/owner", ["all"]]);
  });

  it("prefers a literal only among the templates that have the method", () => {
    const router = routerOf(
      "GET /teams/x/schedule/openShifts/OPEN_1",
      "DELETE /teams/{id}/schedule/openShifts/{openShiftId}",
      "PUT /teams/{id}/schedule/openShifts/{openShiftId}",
      "GET /me/drive/root:/mine.txt:/content",
      "PUT /me/drive/root:/{path}:/content",
    );
    expect(found(router, "/teams/x/schedule/openShifts/OPEN_1", "DELETE")).toEqual([
      "/teams/{id}/schedule/openShifts/{openShiftId}",
      ["x", "OPEN_1"],
    ]);
    expect(found(router, "/me/drive/root:/mine.txt:/content", "PUT")?.[1]).toEqual(["mine.txt"]);
    expect(router.methods("/teams/x/schedule/openShifts/OPEN_1")).toEqual(["DELETE", "GET", "PUT"]);
    expect(router.methods("/teams/x/schedule/openShifts/OPEN_2")).toEqual(["DELETE", "PUT"]);
    expect(router.methods("/teams/x")).toEqual([]);
    expect(router.find("PATCH", "/teams/x/schedule/openShifts/OPEN_1")).toBeUndefined();
  });

  it("lets a path after a colon hold slashes, up to the next colon", () => {
    const router = routerOf(
      "/me/drive/root:/{path}",
      "/me/drive/root:/{path}:/workbook/sheets/{id}",
      "/me/drive/root:/{path}:/children",
      "/drives/{id}/items/{itemId}:/{name}:/content",
      "/sites/{host}:/{path}",
      "/drive/root:/{parent}/{file}:/content",
    );
    expect(found(router, "/me/drive/root:/a/b%20c.xlsx:/workbook/sheets/1")).toEqual([
      "/me/drive/root:/{path}:/workbook/sheets/{id}",
      ["a/b c.xlsx", "1"],
    ]);
    expect(found(router, "/me/drive/root:/a/b.txt")).toEqual(["/me/drive/root:/{path}", ["a/b.txt"]]);
    expect(found(router, "/me/drive/root%3A/a%2Fb%3A/children")?.[1]).toEqual(["a/b"]);
    expect(found(router, "/me/drive/root:/a.xlsx:/workbook/tables")).toBeUndefined();
    expect(found(router, "/drives/1/items/2:/a/b:/content")?.[1]).toEqual(["1", "2", "a/b"]);
    expect(found(router, "/drive/root:/a/b%20c/d:/content")?.[1]).toEqual(["a/b c", "d"]);
    expect(found(router, "/drive/root:/d:/content")).toBeUndefined();
    expect(found(router, "/sites/contoso.example:/teams/hr")?.[1]).toEqual(["contoso.example", "teams/hr"]);
  });

  it("takes a key in parentheses for a segment, on either side", () => {
    expect(valuesOf("/users('{id}')/things", "/users/7/things")).toEqual({ id: "7" });
    expect(valuesOf("/users/{id}/things", "/users('7')/things")).toEqual({ id: "7" });
    expect(valuesOf("/users/{id}/things", "/users(7)/things")).toEqual({ id: "7" });
    expect(valuesOf("/users/{id}/things", "/users(id='7')/things")).toEqual({ id: "7" });
    expect(valuesOf("/users/{id}/things", "/users%28%27a%20b%27%29/things")).toEqual({ id: "a b" });
    expect(valuesOf("/users/{id}/$ref", "/users('a/b')/$ref")).toEqual({ id: "a/b" });
    expect(valuesOf("/users/{id}", "/users('O''Neil')")).toEqual({ id: "O'Neil" });
  });

  it("never takes a reserved segment for an id", () => {
    const router = routerOf("/things/{id}", "/things/{id}/$value", "/things/{id}/{part}");
    for (const path of ["/things/$count", "/things/$value", "/things/1/$ref", "/things/%24count"])
      expect(found(router, path)).toBeUndefined();
    expect(found(router, "/things/1/%24value")).toEqual(["/things/{id}/$value", ["1"]]);
    expect(found(router, "/things/$mine")?.[1]).toEqual(["$mine"]);
  });

  it("passes over a type cast and the namespace of an operation", () => {
    const router = routerOf(
      "/groups/{id}/members",
      "/groups/{id}/members/{memberId}",
      "/groups/{id}/members/microsoft.graph.device",
      "/me/sendMail",
      "/me/find(text='{text}')",
    );
    const cast = "/groups/1/members/microsoft.graph.user";
    expect(found(router, cast)).toEqual(["/groups/{id}/members", ["1"]]);
    expect(found(router, `${cast}/2`)?.[1]).toEqual(["1", "2"]);
    expect(found(router, "/groups/1/members/2/microsoft.graph.user")?.[1]).toEqual(["1", "2"]);
    expect(found(router, "/groups/1/members/microsoft.graph.device")?.[0]).toMatch(/device$/);
    expect(found(router, "/me/microsoft.graph.sendMail")?.[0]).toBe("/me/sendMail");
    expect(found(router, "/me/microsoft.graph.find(text='a')")?.[1]).toEqual(["a"]);
  });

  it("knows functions by their arguments, in any order, or else by their name", () => {
    const router = routerOf(
      "/reports/usage(from='{from}',to='{to}')",
      "/reports/usage(period='{period}')",
      "/reports/summary",
    );
    expect(found(router, "/reports/usage(to='2', from='1')")?.[1]).toEqual(["1", "2"]);
    expect(found(router, "/reports/usage(period='D7,D8')")?.[1]).toEqual(["D7,D8"]);
    expect(found(router, "/reports/summary(by='day')")?.[0]).toBe("/reports/summary");
    expect(found(router, "/reports/summary()")?.[0]).toBe("/reports/summary");
    expect(found(router, "/reports/usage()")?.[1]).toEqual(["", ""]);
    expect(valuesOf("/range(address={address})/format", "/range(address='A1:B2')/format")).toEqual({
      address: "A1:B2",
    });
    expect(valuesOf("/range({address})", "/range(address='A1')")).toEqual({ address: "A1" });
    expect(valuesOf("/at(path='{path}')/x", "/at(path='/a/b')/x")).toEqual({ path: "/a/b" });
  });

  it("compares literals without regard to case and keeps the case of values", () => {
    expect(valuesOf("/me/Profile/{id}", "/ME/profile/AbC")).toEqual({ id: "AbC" });
    expect(valuesOf("/a/{host}:", "/A/Host:")).toEqual({ host: "Host" });
  });

  it("tells a value as it was sent and what it means", () => {
    const values = matchTemplate("/things/{id}/%24value", "/things/a%2Fb%27c/%24value");
    expect(values).toMatchObject([{ raw: "a%2Fb%27c", text: "a/b'c", start: 8, end: 17 }]);
    expect(routerOf("/things/{id}").find("GET", "/things/%E0%A4%A")).toBeUndefined();
  });

  it.each([
    ["/things/{id}/parts", "/things//parts"],
    ["/users/{id}", "/users"],
    ["/users/{id}", "/users/"],
    ["/users/{id}", "/users/1/2"],
    ["/me/x.y", "/me/xzy"],
    ["/me/$count", "/me/count"],
    ["/{a}.json", "/.json"],
  ])("%s is not found by %s", (template, path) => {
    expect(matchTemplate(template, path)).toBeUndefined();
  });

  it("takes a slash at the end, and templates that differ in parameter names for one", () => {
    const router = routerOf("/users/{id}/things", "/users/{userId}/things", "/users('{x}')/things", "/");
    expect(found(router, "/users/1/things/")?.[0]).toBe("/users/{id}/things");
    expect(found(router, "/")?.[0]).toBe("/");
  });

  it("finds the same whatever the order in which templates come", () => {
    const templates = ["/a{x}", "/{x}b", "/a{x}b", "/{x}", "/f(a={a})", "/f(b={b})", "/f({c})"];
    const [one, other] = [routerOf(...templates), routerOf(...templates.toReversed())];
    for (const path of ["/ab", "/acb", "/cb", "/f(c=1)", "/f", "/f(b=2)", "/f(3)"])
      expect(found(one, path)).toEqual(found(other, path));
  });

  it("names the segment at which no template goes on", () => {
    const router = routerOf("/me/profile/skills/{id}");
    expect(router.unmatchedSegment("/me/profil/skills")).toBe("profil");
    expect(router.unmatchedSegment("/me/profile/skills/1/x")).toBe("x");
    expect(router.unmatchedSegment("/me/profile")).toBe("profile");
    expect(router.unmatchedSegment("/me/a%20b/c")).toBe("a b");
  });

  it("keeps its time, whatever the path", () => {
    const many = routerOf(
      "/a/{b}{c}{d}{e}{f}-{g}-{h}",
      `/${"{p}/".repeat(30)}end`.replaceAll("p", () => "p"),
    );
    expect(found(many, `/a/${"-".repeat(5000)}x/y`)).toBeUndefined();
    expect(found(many, `/${"microsoft.graph.user/".repeat(60)}nowhere`)).toBeUndefined();
    expect(found(many, `/f${"('".repeat(3000)}`)).toBeUndefined();
  });

  it("never throws, whatever the template and the path", () => {
    const part = fc.constantFrom(
      "{a}",
      "{b}",
      "(",
      ")",
      "'",
      "=",
      ",",
      ":",
      "/",
      "x",
      "%24",
      "%",
      "$value",
      "a",
    );
    const text = fc.array(part, { maxLength: 14 }).map((parts) => `/${parts.join("")}`);
    fc.assert(
      fc.property(text, fc.oneof(text, fc.string({ unit: "binary" })), (template, path) => {
        const router = routerOf(template);
        router.find("GET", path);
        router.methods(path);
        router.unmatchedSegment(path);
      }),
    );
  });
});

describe("a path that is made from a template", () => {
  const name = fc.stringMatching(/^[a-z][a-zA-Z.]{0,6}$/);
  const kinds = fc.oneof(
    { weight: 4, arbitrary: name },
    { weight: 4, arbitrary: fc.constant("{}") },
    name.map((one) => `${one}('{}')`),
    fc.tuple(name, name).map(([one, argument]) => `${one}(${argument}='{}')`),
    fc.tuple(name, name, name).map(([one, a, b]) => `${one}(x${a}='{}',y${b}='{}')`),
    name.map((one) => `${one}:/{}:`),
    name.map((one) => `${one}:/{}/{}:`),
    name.map((one) => `{}.${one}`),
    fc.constantFrom("$value", "$ref", "microsoft.graph.thing"),
  );
  const template = fc.array(kinds, { minLength: 1, maxLength: 5 }).map((parts) => {
    let count = 0;
    return `/${parts.join("/").replace(/\{\}/g, () => `{p${count++}}`)}`;
  });
  // No text that has a meaning of its own in a path: a colon ends one that spans segments, `$value` is reserved.
  const value = fc
    .stringMatching(/^[A-Z0-9][A-Za-z0-9 '%/?#é@!,=_-]{0,9}$/)
    .filter((one) => !one.endsWith(" "));

  /** The kinds of a template's segments, the most literal first: of two, the lesser is meant. */
  const rank = (one: string): string =>
    readTemplate(one)
      .segments.map(({ kind }) => ["literal", "call", "mixed", "spanning", "parameter"].indexOf(kind))
      .join("");

  it("is found again with its values, unless another template says it more literally", () => {
    const templates = fc.uniqueArray(template, { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(templates, fc.infiniteStream(value), (list, stream) => {
        const router = routerOf(...list);
        for (const own of list) {
          const values = new Map(readTemplate(own).parameters.map((one) => [one.name, stream.next().value]));
          const path = fillTemplate(own, (one) => values.get(one) ?? "");
          expect(valuesOf(own, path), `${own} by ${path}`).toEqual(Object.fromEntries(values));
          const match = router.find("GET", path);
          expect(match).toBeDefined();
          expect(
            rank(match?.target ?? "").localeCompare(rank(own)),
            `${path} finds ${match?.target}`,
          ).toBeLessThan(1);
        }
      }),
    );
  });

  it("is found by its literals in any case", () => {
    const plain = fc.array(fc.oneof(name, fc.constant("{p}")), { minLength: 1, maxLength: 5 });
    const lists = fc.uniqueArray(plain, {
      minLength: 1,
      maxLength: 20,
      selector: (segments) => segments.join("/").toLowerCase(),
    });
    fc.assert(
      fc.property(lists, fc.stringMatching(/^[A-Z0-9]{10,12}$/), (list, id) => {
        const router = routerOf(...list.map((segments) => `/${segments.join("/")}`));
        for (const segments of list) {
          const path = `/${segments.map((one) => (one === "{p}" ? id : one.toUpperCase())).join("/")}`;
          expect(found(router, path)).toEqual([
            `/${segments.join("/")}`,
            segments.filter((one) => one === "{p}").map(() => id),
          ]);
        }
      }),
    );
  });
});
