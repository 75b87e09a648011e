import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { RecordingError } from "./exchange.ts";
import { readRecording } from "./read.ts";

const URL = "https://api.example/v1.0/notes?$top=1";
const BODY = '{"id":"1"}';
const sent = { method: "POST", url: URL, body: '{"text":"a"}' };

const har = {
  log: {
    version: "1.2",
    creator: { name: "test", version: "1" },
    entries: [
      {
        request: {
          method: "POST",
          url: URL,
          headers: [
            { name: ":authority", value: "api.example" },
            { name: "Accept", value: "*/*" },
          ],
          postData: { mimeType: "application/json", text: sent.body },
        },
        response: {
          status: 201,
          headers: [
            { name: "Content-Type", value: "application/json" },
            { name: "Content-Encoding", value: "gzip" },
          ],
          content: { size: 10, mimeType: "application/json", text: btoa(BODY), encoding: "base64" },
        },
      },
      { request: { method: "GET", url: URL, headers: [] }, response: { status: 0, headers: [] } },
    ],
  },
};

const vcrpy = {
  interactions: [
    {
      request: { method: "POST", uri: URL, headers: { Accept: ["*/*"] }, body: sent.body },
      response: {
        status: { code: 201, message: "Created" },
        headers: { "Content-Type": ["application/json"] },
        body: { string: BODY },
      },
    },
  ],
  version: 1,
};

const goVcr = {
  version: 1,
  interactions: [
    {
      request: { method: "POST", url: URL, headers: { Accept: ["*/*"] }, body: sent.body, form: {} },
      response: {
        status: "201 Created",
        code: 201,
        headers: { "Content-Type": ["application/json"] },
        body: BODY,
      },
    },
  ],
};

const pact = (specification: "2.0.0" | "3.0.0" | "4.0") => {
  const isFour = specification === "4.0";
  const json = (text: string) => {
    const content = JSON.parse(text) as unknown;
    return isFour ? { contentType: "application/json", encoded: false, content } : content;
  };
  const header = (value: string) => (isFour ? [value] : value);
  return {
    consumer: { name: "a" },
    provider: { name: "b" },
    interactions: [
      {
        ...(isFour ? { type: "Synchronous/HTTP" } : {}),
        request: {
          method: "post",
          path: "/v1.0/notes",
          query: specification === "2.0.0" ? "$top=1" : { $top: ["1"] },
          headers: { Accept: header("*/*") },
          body: json(sent.body),
        },
        response: { status: 201, headers: { "Content-Type": header("application/json") }, body: json(BODY) },
      },
    ],
    metadata: { pactSpecification: { version: specification } },
  };
};

const devProxy = {
  mocks: [
    {
      request: { url: URL, method: "POST" },
      response: {
        statusCode: 201,
        headers: [{ name: "content-type", value: "application/json" }],
        body: JSON.parse(BODY) as unknown,
      },
    },
    { request: { url: "https://api.example/v1.0/notes/*" }, response: { body: "@picture.jpg" } },
  ],
};

const text = (bytes: Uint8Array | undefined): string | undefined => bytes && new TextDecoder().decode(bytes);

describe("a recording", () => {
  it.each([
    ["HAR", JSON.stringify(har)],
    ["vcrpy in YAML", stringify(vcrpy)],
    ["vcrpy in JSON", JSON.stringify(vcrpy)],
    ["go-vcr", stringify(goVcr)],
    ["Pact 2", JSON.stringify(pact("2.0.0"))],
    ["Pact 3", JSON.stringify(pact("3.0.0"))],
    ["Pact 4", JSON.stringify(pact("4.0"))],
    ["Dev Proxy", JSON.stringify(devProxy)],
  ])("is read from %s", (format, file) => {
    const [first] = readRecording(file);
    expect(first).toMatchObject({ method: "POST", status: 201 });
    const query = new globalThis.URL(first?.url ?? "", "https://api.example").searchParams;
    expect([...query]).toEqual([["$top", "1"]]);
    expect(text(first?.body)).toBe(BODY);
    const type = first?.headers.find(([name]) => name.toLowerCase() === "content-type");
    expect(type?.[1]).toBe("application/json");
    if (format !== "Dev Proxy") expect(text(first?.requestBody)).toBe(sent.body);
  });

  it("keeps what an archive says of no answer, and drops fields that are no longer true", () => {
    const exchanges = readRecording(JSON.stringify(har));
    expect(exchanges).toHaveLength(1);
    expect(exchanges[0]?.headers).toEqual([["Content-Type", "application/json"]]);
    expect(exchanges[0]?.requestHeaders).toEqual([["Accept", "*/*"]]);
  });

  it("has bodies that are not at hand where it names a file, and wildcards filled", () => {
    expect(readRecording(JSON.stringify(devProxy))[1]).toMatchObject({
      method: "GET",
      url: "https://api.example/v1.0/notes/any",
      status: 200,
      body: undefined,
    });
  });

  it("may hold bytes in YAML", () => {
    const file =
      'interactions:\n- request: {method: GET, uri: "https://a.example/"}\n  response:\n    status: {code: 200}\n    body: {string: !!binary "H4sI"}\n';
    expect([...(readRecording(file)[0]?.body ?? [])]).toEqual([0x1f, 0x8b, 0x08]);
  });

  it.each([
    ["{", "is not valid JSON: "],
    ["a: [", "is not valid YAML: "],
    ["{}", "is no recording that is known here: "],
    ["just text", "is no recording that is known here: "],
    ['{"log":{"entries":[{"request":{}}]}}', "log.entries[0].response is not an object"],
    ['{"log":{"entries":7}}', "log.entries is not a list"],
    [
      '{"interactions":[{"request":{"uri":"/"},"response":{}}]}',
      "interactions[0].response.status is not an object",
    ],
    [
      '{"mocks":[{"request":{"url":"/a"},"response":{"statusCode":"x"}}]}',
      "mocks[0].response.statusCode is not an HTTP status",
    ],
  ])("that is broken is told of in one line: %s", (file, expected) => {
    const read = (): unknown => readRecording(file);
    expect(read).toThrow(RecordingError);
    expect(read).toThrow(expected);
  });

  it("of any JSON at all is read or refused with one line, and nothing else is thrown", () => {
    const interaction = fc.dictionary(fc.constantFrom("request", "response", "type"), fc.jsonValue());
    const shapes = fc.oneof(
      fc.jsonValue(),
      fc.record({ log: fc.record({ entries: fc.jsonValue() }) }),
      fc.record({ interactions: fc.oneof(fc.jsonValue(), fc.array(interaction)) }),
      fc.record({ consumer: fc.constant({}), interactions: fc.array(interaction) }),
      fc.record({ mocks: fc.array(interaction) }),
      fc.record({
        interactions: fc.array(
          fc.record({ request: fc.record({ uri: fc.jsonValue() }), response: fc.jsonValue() }),
        ),
      }),
    );
    fc.assert(
      fc.property(shapes, (shape) => {
        try {
          expect(Array.isArray(readRecording(JSON.stringify(shape)))).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(RecordingError);
          expect((error as Error).message).not.toContain("\n");
        }
      }),
    );
  });

  it("of any text at all too", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (file) => {
        try {
          readRecording(file);
        } catch (error) {
          expect(error).toBeInstanceOf(RecordingError);
        }
      }),
    );
  });
});
