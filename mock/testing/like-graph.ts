import { describe, expect, it } from "vitest";
import { type OpenForm, openStage } from "./stage.ts";

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function likeGraph(open: OpenForm): void {
  const { send } = openStage(open);

  it("creates with the documented answer, the client's own values and a new id", async () => {
    const answer = await send("POST /beta/me/profile", { displayName: "Åsa 一二 🦉", nickName: "owl" });
    expect(answer.status).toBe(201);
    expect(answer.json).toEqual({
      "@odata.type": "#microsoft.graph.profile",
      id: expect.stringMatching(GUID),
      displayName: "Åsa 一二 🦉",
      nickName: "owl",
    });
  });

  it("sends Graph's header fields", async () => {
    const { headers } = await send("POST /beta/me/profile", {});
    expect(Object.fromEntries(headers)).toMatchObject({
      "content-type":
        "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8",
      "cache-control": "no-cache",
      vary: "Accept-Encoding",
      "strict-transport-security": "max-age=31536000",
      "odata-version": "4.0",
      "request-id": expect.stringMatching(GUID),
      "x-ms-resource-unit": "1",
      "access-control-allow-origin": "*",
      "access-control-expose-headers": expect.stringContaining("request-id"),
    });
    expect(headers.get("client-request-id")).toBe(headers.get("request-id"));
    expect(JSON.parse(headers.get("x-ms-ags-diagnostic") ?? "")).toHaveProperty("ServerInfo");
  });

  it("echoes the client's own request id and gives each request one of its own", async () => {
    const own = { "client-request-id": "9e0a8a5c-8d5c-4c5c-9d44-2a1f5d1a3c11" };
    const first = await send("POST /beta/me/profile", {}, own);
    const second = await send("POST /beta/me/profile", {}, own);
    expect(first.headers.get("client-request-id")).toBe(own["client-request-id"]);
    expect(first.headers.get("request-id")).not.toBe(second.headers.get("request-id"));
  });

  it("answers return=minimal with 204 and says that it did", async () => {
    const { status, headers, text } = await send("POST /beta/me/profile", {}, { prefer: "return=minimal" });
    expect([status, text]).toEqual([204, ""]);
    expect(headers.get("preference-applied")).toBe("return=minimal");
    expect(headers.get("content-type")).toBeNull();
  });

  it("grants what a browser's preflight asks for", async () => {
    const { status, headers } = await send("OPTIONS /beta/me/profile", undefined, {
      authorization: undefined,
      origin: "https://app.example",
      "access-control-request-method": "POST",
      "access-control-request-headers": "authorization,content-type,x-of-mine",
    });
    expect(status).toBe(204);
    expect(headers.get("access-control-allow-origin")).toBe("*");
    expect(headers.get("access-control-allow-methods")).toContain("POST");
    for (const name of ["authorization", "content-type", "sdkversion", "consistencylevel", "x-of-mine"])
      expect(headers.get("access-control-allow-headers")).toContain(name);
  });

  it("answers HEAD as GET, without the body", async () => {
    const { status, headers, text } = await send("HEAD /beta/me/contacts");
    expect([status, text]).toEqual([200, ""]);
    expect(headers.get("request-id")).toMatch(GUID);
  });

  it("answers a batch over the same state, in the order that it asks for", async () => {
    const post = { method: "POST", url: "/me/contacts", headers: { "Content-Type": "application/json" } };
    const batch = await send("POST /beta/$batch", {
      requests: [
        { id: "list", method: "GET", url: "/me/contacts?$select=displayName", dependsOn: ["2"] },
        { id: "1", ...post, body: { displayName: "First" } },
        { id: "2", ...post, body: { displayName: "Second" }, dependsOn: ["1"] },
        { id: "bad", ...post, body: { shoeSize: 43 } },
        { id: "after", ...post, body: { displayName: "Never" }, dependsOn: ["bad"] },
      ],
    });
    expect(batch.status).toBe(200);
    const responses = batch.json.responses as unknown as { id: string; status: number; body: object }[];
    expect(Object.fromEntries(responses.map(({ id, status }) => [id, status]))).toEqual({
      list: 200,
      1: 201,
      2: 201,
      bad: 400,
      after: 424,
    });
    const list = responses.find(({ id }) => id === "list")?.body;
    expect(list).toMatchObject({
      value: [{ displayName: "Kim Sample" }, { displayName: "First" }, { displayName: "Second" }],
    });
    expect((await send("GET /beta/me/contacts")).json.value).toHaveLength(3);
  });

  it.each([
    [
      "twenty-one requests",
      Array.from({ length: 21 }, (_, id) => ({ id: `${id}`, method: "GET", url: "/me" })),
    ],
    ["one id twice", Array.from({ length: 2 }, () => ({ id: "1", method: "GET", url: "/me" }))],
    ["an absolute address", [{ id: "1", method: "GET", url: "https://graph.microsoft.com/beta/me" }]],
    ["a body without a media type", [{ id: "1", method: "POST", url: "/me/profile", body: {} }]],
    ["an id that is an object", [{ id: { toString: 1 }, method: "GET", url: "/me" }]],
    [
      "a dependency that is an object",
      [{ id: "1", method: "GET", url: "/me", dependsOn: [{ toString: 1 }] }],
    ],
    ["a header that is an object", [{ id: "1", method: "GET", url: "/me", headers: { a: { toString: 1 } } }]],
    [
      "a dependency beside an id that is an object",
      [
        { id: "1", method: "GET", url: "/me", dependsOn: ["2"] },
        { id: { toString: 1 }, method: "GET", url: "/me" },
      ],
    ],
  ])("refuses a batch with %s", async (_, requests) => {
    expect((await send("POST /beta/$batch", { requests })).status).toBe(400);
  });

  describe("in Graph's own wire mode", () => {
    const { send, mock } = openStage(open, { wire: "graph" });

    it("adds the context that the metadata level asks for", async () => {
      const minimal = await send("POST /beta/me/profile", {});
      const context = `/beta/$metadata#users('${mock.signedInUser.id}')/profile/$entity`;
      expect(minimal.json["@odata.context"]).toMatch(/^https?:\/\//);
      expect(String(minimal.json["@odata.context"]).endsWith(context)).toBe(true);
      expect(minimal.headers.get("content-type")).toContain("odata.metadata=minimal");
      const none = await send(
        "POST /beta/me/profile",
        {},
        { accept: "application/json;odata.metadata=none" },
      );
      expect(Object.keys(none.json).filter((name) => name.includes("@"))).toEqual([]);
      expect(none.headers.get("content-type")).toContain("odata.metadata=none");
      const full = await send(
        "POST /beta/me/profile",
        {},
        { accept: "application/json;odata.metadata=full" },
      );
      expect(full.json).toHaveProperty(["@odata.id"]);
    });
  });
}
