import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRouter, segmentsOf } from "./router.ts";

function routerOf(...templates: string[]) {
  const router = createRouter<string>();
  for (const template of templates) router.add(template, () => template);
  return router;
}

describe("a router", () => {
  it("prefers a literal to a pattern and a pattern to a parameter", () => {
    const router = routerOf("/things/{id}", "/things/all", "/things/delta(token='{token}')");
    expect(router.match("/things/all")).toEqual({ target: "/things/all", values: [] });
    expect(router.match("/things/delta(token='a b')")?.values).toEqual(["a b"]);
    expect(router.match("/things/7")).toEqual({ target: "/things/{id}", values: ["7"] });
  });

  it("goes back where a literal leads nowhere", () => {
    const router = routerOf("/things/all/parts", "/things/{id}/owner");
    expect(router.match("/things/all/owner")).toEqual({ target: "/things/{id}/owner", values: ["all"] });
  });

  it("compares segments without regard to case and keeps the case of values", () => {
    expect(routerOf("/me/Profile/{id}").match("/ME/profile/AbC")?.values).toEqual(["AbC"]);
  });

  it("takes a key in parentheses for a segment, on either side", () => {
    expect(routerOf("/users('{id}')/things").match("/users/7/things")?.values).toEqual(["7"]);
    expect(routerOf("/users/{id}/things").match("/users('7')/things")?.values).toEqual(["7"]);
    expect(routerOf("/users/{id}/things").match("/users%28%277%27%29/things")?.values).toEqual(["7"]);
  });

  it("lets a path after a colon span segments", () => {
    const router = routerOf("/drive/root:/{path}:/children", "/drive/root:/{path}");
    expect(router.match("/drive/root:/a/b%20c.txt:/children")?.values).toEqual(["a/b c.txt"]);
    expect(router.match("/drive/root:/a/b.txt")?.values).toEqual(["a/b.txt"]);
  });

  it("takes several parameters of a function, and a function without its documented arguments", () => {
    const router = routerOf("/reports/usage(from='{from}',to='{to}')", "/reports/summary");
    expect(router.match("/reports/usage(from='1',to='2')")?.values).toEqual(["1", "2"]);
    expect(router.match("/reports/summary(by='day')")?.target).toBe("/reports/summary");
  });

  it("keeps an encoded slash inside its value and refuses broken encoding", () => {
    const router = routerOf("/things/{id}");
    expect(router.match("/things/a%2Fb")?.values).toEqual(["a/b"]);
    expect(router.match("/things/%E0%A4%A")).toBeUndefined();
  });

  it("wants a value for a parameter, and takes a slash at the end", () => {
    const router = routerOf("/things/{id}/parts", "/things");
    expect(router.match("/things//parts")).toBeUndefined();
    expect(router.match("/things/")?.target).toBe("/things");
  });

  it("gives templates that differ in parameter names one target", () => {
    const router = routerOf("/users/{id}/things", "/users/{userId}/things");
    expect(router.match("/users/1/things")?.target).toBe("/users/{id}/things");
  });

  it("names the segment at which no template goes on", () => {
    const router = routerOf("/me/profile/skills/{id}");
    expect(router.unmatchedSegment("/me/profil/skills")).toBe("profil");
    expect(router.unmatchedSegment("/me/profile/skills/1/x")).toBe("x");
    expect(router.unmatchedSegment("/me/profile")).toBe("profile");
  });

  it("finds every template again by a path made from it", () => {
    const segment = fc.oneof(fc.stringMatching(/^[a-z$][a-zA-Z.]{0,8}$/), fc.constant("{id}"));
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.array(segment, { minLength: 1, maxLength: 5 }), {
          minLength: 1,
          maxLength: 20,
          selector: (segments) => segments.join("/").toLowerCase(),
        }),
        fc.stringMatching(/^[A-Z0-9]{10,12}$/),
        (templates, value) => {
          const router = routerOf(...templates.map((segments) => `/${segments.join("/")}`));
          for (const segments of templates) {
            const path = `/${segments.map((one) => (one === "{id}" ? value : one.toUpperCase())).join("/")}`;
            const match = router.match(path);
            expect(match?.target.toLowerCase()).toBe(`/${segments.join("/")}`.toLowerCase());
            expect(match?.values).toEqual(segments.filter((one) => one === "{id}").map(() => value));
          }
        },
      ),
    );
  });

  it("never throws, whatever the path", () => {
    const router = routerOf("/me/{id}", "/a(b='{c}')/d", "/root:/{p}:/x");
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        router.match(`/${text}`);
        router.unmatchedSegment(`/${text}`);
        segmentsOf(text);
      }),
    );
  });
});
