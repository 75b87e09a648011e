import { Script } from "node:vm";
import { describe, expect, it } from "vitest";
import { createMock, type MockOptions, REFERENCE_ASSET } from "../../index.ts";
import { SCRIPT } from "./script/index.ts";
import { REFERENCE_SCRIPT } from "./script/reference.ts";

const DOCUMENT: MockOptions["document"] = {
  openapi: "3.0.3",
  info: { title: "Things", version: "1" },
  servers: [{ url: "https://graph.example/v1.0" }],
  security: [],
  paths: {},
  components: { schemas: {}, securitySchemes: {} },
};

const ASSETS: NonNullable<MockOptions["assets"]> = async (name) =>
  name === REFERENCE_ASSET ? { type: "text/javascript", body: "component()" } : undefined;

/** As a server tells of a request from another machine. */
const ELSEWHERE = { incoming: { headers: {}, socket: { remoteAddress: "192.0.2.7" } } };

function mockWith(options: Partial<MockOptions> = {}) {
  return createMock({ document: DOCUMENT, assets: ASSETS, ...options });
}

describe("the page at /_mock/", () => {
  it.each([
    ["/_mock/", "text/html; charset=utf-8"],
    ["/_mock/page.css", "text/css; charset=utf-8"],
    ["/_mock/page.js", "text/javascript; charset=utf-8"],
    ["/_mock/reference", "text/html; charset=utf-8"],
    ["/_mock/reference.js", "text/javascript; charset=utf-8"],
    [`/_mock/assets/${REFERENCE_ASSET}`, "text/javascript"],
  ])("serves %s under a policy that lets nothing else in", async (path, type) => {
    const response = await mockWith().request(path);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe(type);
    expect(response.headers.get("content-security-policy")).toMatch(
      /^default-src 'none'; script-src 'self';/,
    );
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  });

  it("sends /_mock to the folder that its addresses are relative to", async () => {
    const response = await mockWith().request("/_mock");
    expect([response.status, response.headers.get("location")]).toEqual([308, "/_mock/"]);
  });

  it.each([
    "/_mock/assets/other.js",
    "/_mock/assets/../page.test.ts",
    "/_mock/assets/__proto__",
    "/_mock/constructor",
  ])("has no %s", async (path) => {
    expect((await mockWith().request(path)).status).toBe(404);
  });

  it("has no reference where the assets were left out", async () => {
    const mock = createMock({ document: DOCUMENT });
    expect((await mock.request(`/_mock/assets/${REFERENCE_ASSET}`)).status).toBe(404);
    expect((await mock.request("/_mock/")).status).toBe(200);
  });

  it("is refused where the JSON beside it is", async () => {
    expect((await mockWith().request("/_mock/", {}, ELSEWHERE)).status).toBe(403);
    const headers = { Origin: "https://other.example" };
    expect((await mockWith({ adminToken: "s" }).request("/_mock/page.js", { headers })).status).toBe(403);
  });

  it("opens without the admin token, which it asks for, and gives no data away", async () => {
    const mock = mockWith({ adminToken: "sesame" });
    expect((await mock.request("/_mock/", {}, ELSEWHERE)).status).toBe(200);
    for (const path of ["state", "log", "events", "faults", "openapi.json"])
      expect((await mock.request(`/_mock/${path}`, {}, ELSEWHERE)).status).toBe(401);
  });
});

describe("the scripts", () => {
  it.each([
    ["page.js", SCRIPT],
    ["reference.js", REFERENCE_SCRIPT],
  ])("%s is a script and makes no markup of texts", (_, text) => {
    expect(() => new Script(text)).not.toThrow();
    expect(text).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function/);
  });
});
