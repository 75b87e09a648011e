import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createMock, type Mock } from "./index.ts";
import { handlers } from "./msw.ts";
import { DESCRIPTION } from "./testing/description.ts";

const PROFILE = "https://graph.microsoft.com/beta/me/profile";
const CREATE: RequestInit = {
  method: "POST",
  headers: { Authorization: "Bearer token", "Content-Type": "application/json" },
  body: '{"displayName":"Robin"}',
};

const server = setupServer();
let mock: Mock;

beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
beforeEach(() => {
  mock = createMock({ document: DESCRIPTION });
});
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

describe("handlers", () => {
  it("answer Graph's own address without a network", async () => {
    server.use(...handlers(mock));
    const response = await fetch(PROFILE, CREATE);
    expect(response.status).toBe(201);
    expect(response.headers.get("request-id")).toMatch(/^[0-9a-f-]{36}$/);
    expect(await response.json()).toMatchObject({ displayName: "Robin" });
    expect(mock.state.size).toBe(1);
    const [exchange] = mock.log.entries();
    expect(exchange?.request.headers.authorization).toBe("[redacted]");
  });

  it("hand on what the mock refuses", async () => {
    server.use(...handlers(mock));
    const response = await fetch(PROFILE, { ...CREATE, headers: { "Content-Type": "application/json" } });
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toContain("Bearer");
    expect(await response.json()).toMatchObject({ error: { code: "InvalidAuthenticationToken" } });
  });

  it("let a dropped connection be a network error, as it is without MSW", async () => {
    server.use(...handlers(mock));
    mock.faults.set({ drop: true });
    await expect(fetch(PROFILE, CREATE)).rejects.toThrow(TypeError);
    expect((await fetch(PROFILE, CREATE)).status).toBe(201);
  });

  it("leave every other origin alone, those included that begin like theirs", async () => {
    const others = [
      "https://graph.microsoft.com.example/beta/me/profile",
      "http://graph.microsoft.com/beta/me/profile",
    ];
    server.use(...handlers(mock), ...others.map((url) => http.post(url, () => HttpResponse.text("other"))));
    for (const url of others) expect(await (await fetch(url, CREATE)).text()).toBe("other");
    expect(mock.log.entries()).toEqual([]);
  });

  it("answer below another origin where one is given, port included", async () => {
    server.use(...handlers(mock, { baseUrl: "http://localhost:4321/" }));
    expect((await fetch("http://localhost:4321/beta/me/profile?$select=id", CREATE)).status).toBe(201);
  });

  it.each([
    [
      "https://graph.microsoft.com/beta",
      "expected https://graph.microsoft.com: the mock knows the paths itself",
    ],
    ["graph.microsoft.com", "expected an origin such as"],
    ["file:///beta", "expected an origin such as"],
  ])("refuse %s as a base URL", (baseUrl, reason) => {
    expect(() => handlers(mock, { baseUrl })).toThrow(reason);
  });
});
