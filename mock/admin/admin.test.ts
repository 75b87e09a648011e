import { Validator } from "@seriousme/openapi-schema-validator";
import { describe, expect, it } from "vitest";
import { createMock, type Mock } from "../index.ts";
import { DESCRIPTION } from "../testing/description.ts";

const CLIENT = {
  authorization: "Bearer eyJhbGciOiJub25lIn0.eyJhIjoxfQ.c2ln",
  "content-type": "application/json",
};

function create(mock: Mock): Response | Promise<Response> {
  return mock.request("/beta/me/profile?token=s3cret", {
    method: "POST",
    headers: CLIENT,
    body: '{"note":"eyJhbGciOiJub25lIn0.eyJhIjoxfQ.c2ln"}',
  });
}

async function json(response: Response | Promise<Response>): Promise<Record<string, object>> {
  return (await response).json() as Promise<Record<string, object>>;
}

describe("/_mock", () => {
  it("shows the state, takes a snapshot back, and forgets", async () => {
    const mock = createMock({ document: DESCRIPTION });
    await create(mock);
    const text = await (await mock.request("/_mock/state")).text();
    expect(mock.state.size).toBe(1);
    expect((await mock.request("/_mock/reset", { method: "POST" })).status).toBe(204);
    expect(mock.state.size).toBe(0);
    expect((await mock.request("/_mock/state", { method: "PUT", body: text })).status).toBe(204);
    expect(await (await mock.request("/_mock/state")).text()).toBe(text);
  });

  it.each([
    ["/_mock/state", "{"],
    ["/_mock/state", '{"version":9}'],
    ["/_mock/faults", '{"faults":[{"status":200}]}'],
    ["/_mock/faults", '{"faults":[{}]}'],
    ["/_mock/faults", '{"faults":[{"status":429,"often":1}]}'],
    ["/_mock/faults", "7"],
  ])("PUT %s %s is refused with a reason", async (path, body) => {
    const mock = createMock({ document: DESCRIPTION });
    const response = await mock.request(path, { method: "PUT", body });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: { code: "BadRequest", message: expect.stringMatching(/^Unexpected/) },
    });
  });

  it("keeps tokens out of the log, wherever they were", async () => {
    const mock = createMock({ document: DESCRIPTION });
    await create(mock);
    const text = await (await mock.request("/_mock/log")).text();
    expect(text).not.toMatch(/eyJhbGci|s3cret/);
    expect(JSON.parse(text)).toMatchObject({
      exchanges: [
        {
          number: 1,
          method: "POST",
          status: 201,
          operationId: "profile31",
          source: { page: "profile.md", line: 31 },
          request: { headers: { authorization: "[redacted]" } },
        },
      ],
    });
  });

  it("tells in the log what was wrong with a refused request", async () => {
    const mock = createMock({ document: DESCRIPTION });
    await mock.request("/beta/me/contacts", { method: "POST", headers: CLIENT, body: '{"age":"old"}' });
    const [exchange] = mock.log.entries();
    expect(exchange?.reason).toBe('Unexpected "old", expected an integer');
    expect(exchange?.source).toEqual({ page: "contact.md", line: 31 });
  });

  it("keeps no more exchanges than it should, and the newest of them", async () => {
    const mock = createMock({ document: DESCRIPTION, logSize: 3 });
    for (let n = 0; n < 5; n += 1) await create(mock);
    expect(mock.log.entries().map(({ number }) => number)).toEqual([3, 4, 5]);
    await mock.request("/_mock/log", { method: "DELETE" });
    expect(mock.log.entries()).toEqual([]);
  });

  it("streams exchanges until the mock is closed", async () => {
    const mock = createMock({ document: DESCRIPTION });
    const response = await mock.request("/_mock/events");
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    await create(mock);
    mock.close();
    const text = await response.text();
    const data = /^id: 1\nevent: exchange\ndata: (.*)$/m.exec(text)?.[1] ?? "{}";
    expect(JSON.parse(data)).toMatchObject({
      number: 1,
      status: 201,
      response: { headers: { "odata-version": "4.0" } },
    });
  });

  it("gives the description it answers from, also after it was exchanged", async () => {
    const mock = createMock({ document: DESCRIPTION });
    await create(mock);
    const other = { ...DESCRIPTION, info: { title: "Other", version: "2" } };
    mock.load({ document: other });
    expect(await json(mock.request("/_mock/openapi.json"))).toMatchObject({ info: { title: "Other" } });
    expect(mock.state.size).toBe(1);
  });

  it("is described by a valid OpenAPI document that has all of its paths", async () => {
    const mock = createMock({ document: DESCRIPTION });
    const document = await json(mock.request("/_mock/admin.openapi.json"));
    expect(await new Validator().validate(structuredClone(document))).toMatchObject({ valid: true });
    for (const [path, item] of Object.entries(document.paths ?? {})) {
      for (const method of Object.keys(item as object)) {
        if (path === "/events") continue;
        const { status } = await mock.request(`/_mock${path}`, { method: method.toUpperCase() });
        expect([200, 204, 400], `${method} ${path}`).toContain(status);
      }
    }
  });
});

describe("who may use /_mock", () => {
  const remote = { incoming: { headers: {}, socket: { remoteAddress: "192.0.2.7" } } };
  const near = { incoming: { headers: {}, socket: { remoteAddress: "::ffff:127.0.0.1" } } };

  it("is this machine alone", async () => {
    const mock = createMock({ document: DESCRIPTION });
    const state = (bindings: object, host = "localhost:4010") =>
      mock.request("/_mock/state", { headers: { host } }, bindings);
    expect((await state(near)).status).toBe(200);
    expect((await state(remote)).status).toBe(403);
    expect((await state({ incoming: { headers: {} } })).status).toBe(403);
    expect((await state(near, "attacker.example")).status).toBe(403);
  });

  it("is whoever has the token, where there is one", async () => {
    const mock = createMock({ document: DESCRIPTION, adminToken: "let-me-in" });
    const state = (authorization?: string) =>
      mock.request("/_mock/state", { headers: authorization ? { authorization } : {} }, remote);
    expect((await state("Bearer let-me-in")).status).toBe(200);
    for (const wrong of [undefined, "Bearer let-me-i", "Bearer let-me-in2", "let-me-in"]) {
      expect((await state(wrong)).status).toBe(401);
    }
  });

  it.each([
    { origin: "https://attacker.example" },
    { origin: "null" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
  ])("is no page of another origin: %j", async (headers) => {
    const mock = createMock({ document: DESCRIPTION });
    const response = await mock.request(
      "/_mock/reset",
      { method: "POST", headers: { host: "localhost", ...headers } },
      near,
    );
    expect(response.status).toBe(403);
    expect(response.headers.get("access-control-allow-origin")).toBeNull();
  });

  it("is the mock's own page", async () => {
    const mock = createMock({ document: DESCRIPTION });
    const headers = {
      host: "localhost:4010",
      origin: "http://localhost:4010",
      "sec-fetch-site": "same-origin",
    };
    expect((await mock.request("/_mock/reset", { method: "POST", headers }, near)).status).toBe(204);
  });
});
