import { Buffer } from "node:buffer";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DescribedOperation, JsonValue, Match } from "../../spec/openapi/index.ts";
import type { Header } from "../http/message.ts";
import { createRecorder, type PassedExchange } from "./recorder.ts";

const SECRET = "tok-3f9a1c77";
const source = { page: "things.md", line: 10 };
const THING = "8f5c2b1e-0000-4b9e-8a51-6d1f1f1f1f1f";
const route: Match<DescribedOperation> = {
  target: {
    ...{ operationId: "getThing", method: "GET", path: "/things/{thingId}", siblings: [] },
    operation: {
      operationId: "getThing",
      responses: { "200": { description: "", "x-source": { ...source, line: 30 } } },
      "x-source": source,
    },
  },
  values: [{ name: "thingId", raw: THING, text: THING, start: 8, end: 44, spans: false }],
};

interface Changes {
  readonly body?: JsonValue | string;
  readonly sent?: JsonValue;
  readonly method?: string;
  readonly query?: string;
  readonly headers?: readonly Header[];
  readonly status?: number;
  readonly type?: string;
  readonly route?: PassedExchange["route"];
}

function exchange(changes: Changes = {}): PassedExchange {
  const {
    body = { id: "1" },
    sent,
    method = "GET",
    query = "",
    headers = [],
    status = 200,
    type = "application/json",
  } = changes;
  const bytes = (value: JsonValue | string): Buffer =>
    Buffer.from(typeof value === "string" ? value : JSON.stringify(value));
  const json: Header[] = sent === undefined ? [] : [["Content-Type", "application/json"]];
  return {
    route: "route" in changes ? changes.route : route,
    request: {
      ...{ method, path: `/things/${THING}`, query, headers: [...json, ...headers] },
      body: sent === undefined ? new Uint8Array() : bytes(sent),
    },
    answer: { status, headers: [["Content-Type", type]], body: bytes(body), faults: [], durationMs: 1 },
    ...{ secrets: [SECRET], notes: [] },
  };
}

function record(...exchanges: PassedExchange[]) {
  const recorder = createRecorder();
  for (const one of exchanges) recorder.add(one);
  return recorder.contract().interactions;
}

describe("a recorded interaction", () => {
  it("refers to the page and the operation, and has stand-ins for the values of its path", () => {
    const [one] = record(exchange());
    expect(one).toMatchObject({
      key: "observed-getThing-200",
      comments: {
        text: ["things.md:10"],
        references: {
          documentation: { page: "things.md", line: 10, responseLine: 30 },
          openapi: { operationId: "getThing", method: "GET", path: "/things/{thingId}" },
        },
        "graph-contracts": {
          tier: "observed",
          placeholders: { thingId: "00000000-0000-4000-8000-000000000001" },
        },
      },
      request: { method: "GET", path: "/things/00000000-0000-4000-8000-000000000001" },
    });
  });

  it("has the same stand-in wherever the same thing is named", () => {
    const id = THING;
    const [one] = record(
      exchange({
        body: { id, link: `https://h/things('${id.toUpperCase()}')`, ownerId: "o1", by: { id: "o1" } },
      }),
    );
    expect(one?.response.body?.content).toEqual({
      ...{ id: "00000000-0000-4000-8000-000000000001", ownerId: "id-1", by: { id: "id-1" } },
      link: "https://h/things('00000000-0000-4000-8000-000000000001')",
    });
  });

  it("holds a stand-in for a token where one was sent, and only fields that change the answer", () => {
    const headers: Header[] = [
      ...([
        ["Authorization", `Bearer ${SECRET}`],
        ["Cookie", "a=b"],
        ["X-Api-Key", "k"],
      ] satisfies Header[]),
      ...([
        ["User-Agent", "me"],
        ["prefer", "x"],
        ["Accept", "*/*"],
      ] satisfies Header[]),
    ];
    expect(record(exchange({ headers }))[0]?.request.headers).toEqual({
      Authorization: ["Bearer token"],
      Prefer: ["x"],
    });
    expect(record(exchange())[0]?.request.headers).toEqual({});
  });

  it.each<[JsonValue, JsonValue]>([
    [
      { password: "p", refreshToken: "r", clientSecret: "s" },
      { password: "[redacted]", refreshToken: "[redacted]", clientSecret: "[redacted]" },
    ],
    [{ a: `x ${SECRET} y` }, { a: "x [redacted] y" }],
    [
      { mail: "Adele@Contoso.com", cc: ["adele@contoso.com"] },
      { mail: "person1@example.com", cc: ["person1@example.com"] },
    ],
    [{ url: "https://h/f?tempauth=abc&x=1" }, { url: "https://h/f?tempauth=[redacted]&x=1" }],
    [{ jwt: "eyJhbGciOiJub25lIn0.eyJhIjoxfQ.sig" }, { jwt: "[redacted]" }],
    [
      { none: null, list: [{ id: "a" }, { id: "b" }], "@odata.type": "#microsoft.graph.thing" },
      { list: [{ id: "id-1" }], "@odata.type": "#microsoft.graph.thing" },
    ],
    [
      { displayName: "Budget 2026", count: 3, is: true },
      { displayName: "Budget 2026", count: 3, is: true },
    ],
  ])("of %j says %j", (body, recorded) => {
    expect(record(exchange({ body }))[0]?.response.body?.content).toEqual(recorded);
  });

  it("keeps what a request removes, and takes secrets out of its query", () => {
    const [one] = record(
      exchange({ method: "PATCH", sent: { name: null, mail: "a@b.cd" }, query: "$top=1&access_token=x" }),
    );
    expect(one?.request.body?.content).toEqual({ name: null, mail: "person1@example.com" });
    expect(one?.request.query).toEqual({ $top: ["1"], access_token: ["[redacted]"] });
  });

  it("stands for all exchanges of its kind", () => {
    const kinds = record(
      ...[
        exchange({ body: { id: "1" } }),
        exchange({ body: { id: "2" } }),
        exchange({ body: { id: "2", more: 1 } }),
      ],
      ...[exchange({ query: "$top=1" }), exchange({ query: "$top=2" }), exchange({ status: 201 })],
    );
    expect(kinds.map(({ key }) => key)).toEqual([
      ...[
        "observed-getThing-200",
        "observed-getThing-200 (2)",
        "observed-getThing-200 (3)",
        "observed-getThing-201",
      ],
    ]);
  });

  it.each<[string, PassedExchange]>([
    ["a refusal", exchange({ status: 404 })],
    ["a conditional answer", exchange({ status: 304 })],
    ["a part", exchange({ status: 206 })],
    [
      "what no file can repeat",
      { ...exchange(), request: { ...exchange().request, body: Buffer.from([1]) } },
    ],
    ["a body that was not at hand", { ...exchange(), request: { ...exchange().request, body: undefined } }],
    ["an answer of HEAD", exchange({ method: "HEAD" })],
  ])("is not made of %s", (_name, one) => expect(record(one)).toEqual([]));

  it("is made of what no page documents, and of bodies that are no JSON by their media type", () => {
    const [one] = record(exchange({ route: undefined, body: "\u0000", type: "image/png" }));
    expect(one).toMatchObject({
      comments: { text: ["no page documents it"], references: { openapi: { operationId: "" } } },
      request: { path: "/things/00000000-0000-4000-8000-000000000001" },
      response: { status: 200, headers: { "Content-Type": ["image/png"] } },
    });
    expect(one?.response.body).toBeUndefined();
  });

  it("never holds the token, wherever it stands", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), fc.string(), (value, text) => {
        const body = {
          [text]: `${text}${SECRET}`,
          deep: [{ [`${text}x`]: SECRET, [`${text}${SECRET}`]: 1 }],
          value: value as JsonValue,
          sub: { token: text },
        };
        const headers: Header[] = [
          ["Authorization", `Bearer ${SECRET}`],
          ["Prefer", SECRET],
        ];
        expect(JSON.stringify(record(exchange({ body, headers, query: `q=${SECRET}` })))).not.toContain(
          SECRET,
        );
      }),
    );
  });
});
