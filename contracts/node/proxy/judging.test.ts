/** What the proxy says of the traffic that passes it. */
import { Buffer } from "node:buffer";
import type http from "node:http";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { ANSWER_FIELD, REQUEST_FIELD } from "./fields.ts";
import type { ProxiedExchange, ProxyOptions } from "./proxy.ts";
import { CREATE, DOCUMENT, HEADERS, type Sent, type Stage, send, stage, TYPE } from "./testing/stage.ts";

let on: Stage | undefined;
afterEach(() => on?.close());

const GOOD = { "@odata.type": TYPE, id: "1" };
const JSON_TYPE = { "content-type": "application/json" };
const error = (code: string) => JSON.stringify({ error: { code, message: "No." } });

/** An upstream that answers every request alike. */
function always(
  status: number,
  body: unknown,
  headers: http.OutgoingHttpHeaders = JSON_TYPE,
): http.RequestListener {
  return (incoming, outgoing) => {
    incoming.resume();
    outgoing
      .writeHead(status, headers)
      .end(typeof body === "string" || Buffer.isBuffer(body) ? body : JSON.stringify(body));
  };
}

async function judged(
  listener: http.RequestListener,
  request: Sent = CREATE,
  changes: Partial<ProxyOptions> = {},
): Promise<{ exchange: ProxiedExchange; headers: http.IncomingHttpHeaders; status: number; body: string }> {
  await on?.close();
  on = await stage(listener, changes);
  const { headers, status, body } = await send(on.proxied, request);
  const event = on.events.find(({ kind }) => kind === "exchange");
  if (event?.kind !== "exchange") throw new Error(`no exchange, but ${JSON.stringify(on.events)}`);
  return { exchange: event.exchange, headers, status, body: body.toString() };
}

const told = (findings: ProxiedExchange["answer"]): readonly string[] =>
  findings.map(
    ({ basis, rule, citation }) => `${basis} ${rule} ${citation.kind === "page" ? citation.display : "rule"}`,
  );

async function answerOf(listener: http.RequestListener, request?: Sent, changes?: Partial<ProxyOptions>) {
  return told((await judged(listener, request, changes)).exchange.answer);
}

describe("an answer", () => {
  it("that is as documented is passed without a word", async () => {
    const { exchange, headers } = await judged(always(201, GOOD));
    expect(exchange).toMatchObject({ status: 201, request: [], answer: [], replaced: false });
    expect(headers[ANSWER_FIELD]).toBeUndefined();
  });

  it.each<[string, http.RequestListener, string]>([
    ["another status", always(200, GOOD), "documented status pages/things.md:30"],
    [
      "another media type",
      always(201, GOOD, { "content-type": "text/plain" }),
      "documented media-type pages/things.md:30",
    ],
    [
      "a property that is missing",
      always(201, { "@odata.type": TYPE }),
      "documented schema pages/things.md:32",
    ],
    ["a property of another type", always(201, { ...GOOD, name: 1 }), "documented schema pages/things.md:33"],
    ["no JSON", always(201, "{'id':1}"), "documented json pages/things.md:30"],
    [
      "false gzip",
      always(201, GOOD, { ...JSON_TYPE, "content-encoding": "gzip" }),
      "policy content-coding rule",
    ],
    ["a broken server", always(500, error("x")), "policy status rule"],
    ["an error in HTML", always(404, "<h1>", { "content-type": "text/html" }), "policy media-type rule"],
    ["the documented method refused", always(405, error("x")), "documented status pages/things.md:10"],
    ["the documented media type refused", always(415, error("x")), "documented status pages/things.md:10"],
  ])("with %s is told with its place", async (_name, listener, expected) => {
    const { exchange, headers } = await judged(listener);
    expect(told(exchange.answer)).toContain(expected);
    expect(headers[ANSWER_FIELD]).toContain(
      expected.startsWith("documented") ? "pages/things.md:" : "https://",
    );
    expect(headers[REQUEST_FIELD]).toBeUndefined();
  });

  it("that is compressed is judged decoded", async () => {
    const headers = { ...JSON_TYPE, "content-encoding": "gzip" };
    expect(await answerOf(always(201, gzipSync(JSON.stringify(GOOD)), headers))).toEqual([]);
    expect(await answerOf(always(201, gzipSync("{}"), headers))).not.toEqual([]);
  });

  it("that a client asked to be less is not missing anything", async () => {
    const list = { value: [{ name: "a" }] };
    const get = (query: string, ...more: string[]): Sent => ({
      path: `/beta/things${query}`,
      headers: [...HEADERS, ...more],
    });
    expect(await answerOf(always(200, list), get(""))).toEqual(["documented schema pages/things.md:32"]);
    expect(await answerOf(always(200, list), get("?$select=name"))).toEqual([]);
    expect(await answerOf(always(200, list), get("?%24select=name"))).toEqual([]);
    expect(await answerOf(always(304, "", {}), get("", "If-None-Match", "1"))).toEqual([]);
    expect(await answerOf(always(304, "", {}), get(""))).toEqual(["documented status pages/things.md:40"]);
    const minimal = { ...CREATE, headers: [...HEADERS, "Prefer", "return=minimal"] };
    expect(await answerOf(always(204, "", {}), minimal)).toEqual([]);
    expect(await answerOf(always(204, "", {}))).toEqual(["documented status pages/things.md:30"]);
  });

  it("that asks to come back later is not judged", async () => {
    expect(await answerOf(always(429, ""))).toEqual([]);
    expect(await answerOf(always(503, "", { "retry-after": "1" }))).toEqual([]);
    expect(await answerOf(always(503, error("x")))).toEqual(["policy status rule"]);
  });

  it("that refuses a request for reasons of its own is at most a hint", async () => {
    for (const status of [401, 403, 409, 412]) expect(await answerOf(always(status, error("x")))).toEqual([]);
    const { exchange, headers } = await judged(always(400, error("x")));
    expect(told(exchange.answer)).toEqual(["advisory status pages/things.md:10"]);
    expect(headers[ANSWER_FIELD]).toBeUndefined();
  });

  it("that the pages contradict themselves about is not charged to the server, and the rest of it is", async () => {
    const item = DOCUMENT.paths["/things"];
    const created = item?.post?.responses["201"];
    const content = created?.content?.["application/json"];
    if (!item?.post || !created || !content) throw new Error("the description has no POST /things");
    const source = { page: "things.md", line: 36 };
    const examples = { created: { value: { ...GOOD, name: 1 }, "x-source": source } };
    const response = { ...created, content: { "application/json": { ...content, examples } } };
    const post = { ...item.post, responses: { ...item.post.responses, "201": response } };
    const document = { ...DOCUMENT, paths: { ...DOCUMENT.paths, "/things": { ...item, post } } };
    const wrong = always(201, { ...GOOD, name: 1 });
    expect(await answerOf(wrong)).toEqual(["documented schema pages/things.md:33"]);
    const { exchange } = await judged(wrong, CREATE, { document });
    expect(exchange.answer).toEqual([]);
    expect(exchange.setAside.map(({ path, citations }) => [path, citations])).toMatchObject([
      ["name", [{ display: "pages/things.md:36" }, { display: "pages/things.md:33" }]],
    ]);
    const more = always(201, { name: 1, "@odata.type": TYPE });
    expect(await answerOf(more, CREATE, { document })).toEqual(["documented schema pages/things.md:32"]);
    expect(await answerOf(always(201, { ...GOOD, name: {} }), CREATE, { document })).toEqual([
      "documented schema pages/things.md:33",
    ]);
  });

  it("that is too large to be judged says so and is no deviation", async () => {
    const { exchange, body } = await judged(always(201, { ...GOOD, text: "x".repeat(70_000) }));
    expect(exchange).toMatchObject({ answer: [], bodyUnjudged: true });
    expect(body).toHaveLength(70_000 + JSON.stringify({ ...GOOD, text: "" }).length);
  });

  it("that no page documents is judged by the platform's rules alone", async () => {
    const unknown = { path: "/beta/others/1", headers: HEADERS };
    expect(await answerOf(always(200, "anything", {}), unknown)).toEqual([]);
    expect(on?.events[0]).toEqual({
      kind: "undocumented",
      method: "GET",
      path: "/beta/others/1",
      status: 200,
    });
    expect(await answerOf(always(404, "<h1>", { "content-type": "text/html" }), unknown)).toContain(
      "policy media-type rule",
    );
  });

  it("with an id that was given out before is told, unless the client named it", async () => {
    on = await stage(always(201, GOOD));
    const fields = async (body: string) =>
      (await send(on?.proxied ?? "", { ...CREATE, body })).headers[ANSWER_FIELD];
    expect(await fields('{"name":"a"}')).toBeUndefined();
    expect(await fields('{"name":"a"}')).toMatch(/^identity: .*pages\/things\.md:32/);
    await on.close();
    on = await stage(always(201, { ...GOOD, id: "com.example.x" }));
    for (let count = 0; count < 2; count += 1)
      expect(await fields('{"name":"com.example.x"}')).toBeUndefined();
  });
});

describe("a request", () => {
  const anonymous = { ...CREATE, headers: ["Content-Type", "application/json"] };
  it.each<[string, Sent, string]>([
    ["without a token", anonymous, "policy authorization rule"],
    [
      "with another scheme",
      { ...anonymous, headers: [...anonymous.headers, "Authorization", "Basic eDp5"] },
      "policy authorization rule",
    ],
    [
      "with another media type",
      { ...CREATE, headers: [...HEADERS.slice(0, 2), "Content-Type", "text/plain"] },
      "documented media-type pages/things.md:20",
    ],
    ["with a body that is no JSON", { ...CREATE, body: "{" }, "documented body pages/things.md:20"],
    ["with an array", { ...CREATE, body: "[]" }, "documented body pages/things.md:20"],
    ["without a body", { ...CREATE, body: "" }, "documented body pages/things.md:20"],
    [
      "with a value of another type",
      { ...CREATE, body: '{"name":1}' },
      "documented schema pages/things.md:33",
    ],
    [
      "with a wrong query",
      { path: "/beta/things?$top=x", headers: HEADERS },
      "documented schema pages/things.md:12",
    ],
  ])("%s is told apart from the answer, and never replaced", async (_name, request, expected) => {
    const { exchange, headers, status } = await judged(always(401, error("x")), request, { fail: true });
    expect(told(exchange.request)).toEqual([expected]);
    expect(headers[REQUEST_FIELD]).toBeDefined();
    expect([headers[ANSWER_FIELD], status]).toEqual([undefined, 401]);
  });

  it("without a parameter that the page calls required has a hint at most", async () => {
    const photo = { path: "/beta/things/1/photo", headers: HEADERS };
    const { exchange, headers } = await judged(always(200, "jpeg", { "content-type": "image/jpeg" }), photo);
    expect(told(exchange.request)).toEqual(["advisory schema pages/things.md:51"]);
    expect(exchange.request[0]?.message).toBe("the request's header parameter 'If-Match' is missing");
    expect([exchange.answer, headers[REQUEST_FIELD]]).toEqual([[], undefined]);
  });

  it("that must be refused makes an answer wrong that takes it, or refuses it otherwise", async () => {
    expect(await answerOf(always(201, GOOD), anonymous)).toEqual(["policy status rule"]);
    expect(await answerOf(always(403, error("x")), anonymous)).toEqual(["policy status rule"]);
    expect(await answerOf(always(201, GOOD), { ...CREATE, body: "{" })).toEqual(["policy status rule"]);
    expect(await answerOf(always(422, error("x")), { ...CREATE, body: "{" })).toEqual(["policy status rule"]);
    expect(await answerOf(always(400, error("x")), { ...CREATE, body: "{" })).toEqual([]);
    expect(await answerOf(always(404, error("x")), { ...CREATE, body: "{" })).toEqual([]);
    // A server may take, or drop, a value that it did not ask for.
    expect(await answerOf(always(201, GOOD), { ...CREATE, body: '{"name":1}' })).toEqual([]);
  });
});

describe("with fail", () => {
  it("an answer that deviates is replaced by Graph's error, and one with a hint is not", async () => {
    const { status, headers, body, exchange } = await judged(always(201, {}), CREATE, { fail: true });
    expect([status, exchange.replaced, headers["content-type"]]).toEqual([502, true, "application/json"]);
    expect(JSON.parse(body)).toMatchObject({
      error: { code: "BadGateway", message: expect.stringContaining("status 201") },
    });
    expect(headers[ANSWER_FIELD]).toBeDefined();
    expect((await judged(always(400, error("x")), CREATE, { fail: true })).status).toBe(400);
  });
});

describe("an upstream", () => {
  it("that is away gives 502 and a line, and is no deviation", async () => {
    on = await stage(always(201, GOOD), { upstream: new URL("http://127.0.0.1:1/beta") });
    const { status, body } = await send(on.proxied, CREATE);
    expect([status, JSON.parse(body.toString()).error.code]).toEqual([502, "BadGateway"]);
    expect(on.events).toEqual([
      {
        kind: "unanswered",
        method: "POST",
        path: "/beta/things",
        reason: expect.stringContaining("nothing listens"),
      },
    ]);
    expect(on.proxy.summary()).toMatchObject({ unanswered: 1, deviatingAnswers: 0 });
  });

  it("that breaks the connection, or never answers, deviates", async () => {
    const reset = await judged((_incoming, outgoing) => void outgoing.destroy());
    expect([reset.status, told(reset.exchange.answer)]).toEqual([502, ["policy reset rule"]]);
    const silent = await judged(() => undefined, CREATE, { timeoutMs: 50 });
    expect([silent.status, told(silent.exchange.answer)]).toEqual([504, ["policy timeout rule"]]);
  });

  it("that breaks off within a body breaks off for the client too", async () => {
    on = await stage((_incoming, outgoing) => {
      outgoing.writeHead(201, { ...JSON_TYPE, "content-length": "500" });
      outgoing.write('{"id"', () => outgoing.destroy());
    });
    const received = await send(on.proxied, CREATE);
    expect([received.status, received.body.toString(), received.complete]).toEqual([201, '{"id"', false]);
    expect(received.headers[ANSWER_FIELD]).toMatch(/^truncated/);
  });

  it("that sends what Node will not pass on gives 502, and the proxy lives", async () => {
    on = await stage(
      (_incoming, outgoing) => void outgoing.socket?.end("HTTP/1.1 42 x\r\nContent-Length: 0\r\n\r\n"),
    );
    expect((await send(on.proxied, CREATE)).status).toBe(502);
    expect((await send(on.proxied, CREATE)).status).toBe(502);
  });
});

describe("what is told", () => {
  it("holds no token, and nothing that a header field cannot hold", async () => {
    const evil = { ...GOOD, name: ["a-secret-token", "\r\nX-Evil: 1\u{1F388}"] };
    const { exchange, headers } = await judged(always(201, evil));
    expect(exchange.answer).toHaveLength(1);
    expect(JSON.stringify([exchange, headers])).not.toContain("a-secret-token");
    expect(headers["x-evil"]).toBeUndefined();
    expect(headers[ANSWER_FIELD]).toMatch(/^[\x20-\x7e]{1,400}$/);
  });

  it("is bounded, however much is wrong", async () => {
    const value = Array.from({ length: 50 }, () => ({}));
    const { headers } = await judged(always(200, { value }), { path: "/beta/things", headers: HEADERS });
    expect(
      String(headers[ANSWER_FIELD])
        .split(", ")
        .filter((one) => one.includes("schema:")),
    ).toHaveLength(10);
    expect(headers[ANSWER_FIELD]).toMatch(/40 more, see the log$/);
  });

  it("adds up", async () => {
    on = await stage(always(201, {}));
    await send(on.proxied, CREATE);
    for (const id of ["1", "2"]) await send(on.proxied, { path: `/beta/others/${id}`, headers: HEADERS });
    const summary = on.proxy.summary();
    expect(summary).toMatchObject({ exchanges: 3, deviatingAnswers: 1, deviatingRequests: 0, operations: 3 });
    expect(summary.unseen.map(({ operationId }) => operationId)).toEqual(["getThings", "getPhoto"]);
    expect(summary.undocumented).toEqual([["GET /beta/others/{…}", 2]]);
  });
});
