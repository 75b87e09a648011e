import { describe, expect, it } from "vitest";
import { extract } from "../../spec/index.ts";
import { stringifyJson } from "../../spec/openapi/index.ts";
import { contractFileName, type Interaction, recordContracts } from "../index.ts";

/** The interactions of one page: templates, then example blocks. */
function record(templates: string, ...blocks: string[]): readonly Interaction[] {
  const text = [
    "# Title",
    "",
    "## HTTP request",
    "",
    "```http",
    templates,
    "```",
    "",
    "## Examples",
    "",
    ...blocks,
  ].join("\n");
  const { model, document } = extract([{ name: "api/page.md", text }]);
  return recordContracts(model, document).flatMap(({ interactions }) => interactions);
}

function request(message: string, name = "example"): string {
  return `<!-- { "blockType": "request", "name": "${name}" } -->\n\`\`\`http\n${message}\n\`\`\`\n`;
}

function response(message: string, more = ""): string {
  return `<!-- { "blockType": "response"${more} } -->\n\`\`\`http\n${message}\n\`\`\`\n`;
}

const CREATED = response(
  'HTTP/1.1 201 Created\nContent-Type: application/json\n\n{ "id": "1" }',
  ', "truncated": true',
);
const HOST = "https://graph.microsoft.com/v1.0";

describe("recorded contracts", () => {
  it("have the request and the answer as the page has them, with their lines", () => {
    const [interaction, ...more] = record(
      "POST /cups",
      request(`POST ${HOST}/cups\nContent-Type: application/json\n\n{ "size": 2 }`),
      CREATED,
    );
    expect(more).toEqual([]);
    expect(interaction).toMatchObject({
      type: "Synchronous/HTTP",
      key: "example-postCups",
      comments: {
        references: {
          documentation: { page: "api/page.md", line: 13, responseLine: 21 },
          openapi: { operationId: "postCups", method: "POST", path: "/cups" },
        },
        "graph-contracts": { tier: "documented", truncated: true },
      },
      request: {
        method: "POST",
        path: "/cups",
        headers: { "Content-Type": ["application/json"] },
        body: { contentType: "application/json", encoded: false, content: { size: 2 } },
      },
      response: { status: 201, body: { content: { id: "1" } } },
    });
  });

  it("hold no token, no length and no field of the connection", () => {
    const [interaction] = record(
      "POST /cups",
      request(
        `POST ${HOST}/cups\nAuthorization: Bearer eyJ0.secret\nContent-Length: 14\nHost: graph.microsoft.com\nCookie: a=secret\nPrefer: b\n\n{ "size": 2 }`,
      ),
      response(
        'HTTP/1.1 201 Created\nContent-Length: 99\nDate: today\nSet-Cookie: secret\nLocation: x\n\n{ "id": "1" }',
      ),
    );
    expect(interaction?.request.headers).toEqual({
      Authorization: ["Bearer token"],
      Prefer: ["b"],
      "Content-Type": ["application/json"],
    });
    expect(interaction?.response.headers).toEqual({ Location: ["x"], "Content-Type": ["application/json"] });
    expect(JSON.stringify(interaction)).not.toMatch(/secret|Content-Length/i);
  });

  it("match ids by type, the type by equality, and an answer's other fields by presence", () => {
    const [interaction] = record(
      "GET /cups",
      request(`GET ${HOST}/cups`),
      response(
        'HTTP/1.1 200 OK\nContent-Type: application/json\nETag: "x"\n\n{ "value": [{ "id": "1", "@odata.type": "#a.cup", "size": 2, "owner": null, "it\'s": 1 }], "@odata.count": 1 }',
      ),
    );
    expect(interaction?.response.matchingRules).toEqual({
      header: { ETag: { combine: "AND", matchers: [{ match: "regex", regex: "^.+$" }] } },
      body: {
        "$['value']": { combine: "AND", matchers: [{ match: "type" }] },
        "$['value'][*]['id']": {
          combine: "AND",
          matchers: [{ match: "type" }, { match: "regex", regex: "^.+$" }],
        },
        "$['value'][*]['@odata.type']": { combine: "AND", matchers: [{ match: "equality" }] },
        "$['value'][*]['size']": { combine: "AND", matchers: [{ match: "type" }] },
        "$['@odata.count']": { combine: "AND", matchers: [{ match: "type" }] },
      },
    });
  });

  it("cover the sibling paths of the page, with the same values, marked as derived", () => {
    const interactions = record(
      "POST /me/cups/{id}/fill\nPOST /users/{userId}/cups/{id}/fill",
      request(`POST ${HOST}/me/cups/7/fill`),
      response("HTTP/1.1 204 No Content\nContent-Type: application/json"),
    );
    expect(
      interactions.map(({ request: { path }, comments }) => [path, comments["graph-contracts"]]),
    ).toEqual([
      ["/me/cups/7/fill", { tier: "documented" }],
      [
        "/users/00000000-0000-4000-8000-000000000001/cups/7/fill",
        {
          tier: "documented",
          derived: true,
          placeholders: { userId: "00000000-0000-4000-8000-000000000001" },
        },
      ],
    ]);
    // 204 has no content, so it has no media type either.
    expect(interactions[0]?.response).toEqual({ status: 204 });
  });

  it("send no placeholder of a body as if it were a value, and name what they leave out", () => {
    const [interaction] = record(
      "POST /cups",
      request(
        `POST ${HOST}/cups\nContent-Type: application/json\n\n{ "name": "Red", "madeDateTime": "String (timestamp)", "parts": [{ "kind": "kind-value", "size": 1 }] }`,
      ),
      CREATED,
    );
    const body = interaction?.request.body;
    expect(body?.content).toEqual({ name: "Red", parts: [{ size: 1 }] });
    expect(interaction?.comments["graph-contracts"].bodyPlaceholders).toEqual([
      "/madeDateTime",
      "/parts/0/kind",
    ]);
  });

  it("name the placeholders of a path, and any value will do where a header shows one", () => {
    const [interaction] = record(
      "GET /cups/{cup-id}",
      request(`GET ${HOST}/cups/{cup-id}\nWorkbook-Session-Id: {session-id}`),
      response("HTTP/1.1 200 OK"),
    );
    expect(interaction?.request.path).toBe("/cups/00000000-0000-4000-8000-000000000001");
    expect(interaction?.comments["graph-contracts"].placeholders).toEqual({
      cupId: "00000000-0000-4000-8000-000000000001",
    });
    expect(interaction?.request.matchingRules?.header).toHaveProperty("Workbook-Session-Id");
  });

  it("keep a query's names and values decoded, however often they come", () => {
    const [interaction] = record(
      "GET /cups",
      request(
        `GET ${HOST}/cups?$filter=name eq 'a b'&$select=id%2Cname&$search=a+b%2Bc&x=1&x=2&bare&bad=%zz`,
      ),
      response("HTTP/1.1 200 OK"),
    );
    expect(interaction?.request.query).toEqual({
      $filter: ["name eq 'a b'"],
      $select: ["id,name"],
      $search: ["a b+c"],
      x: ["1", "2"],
      bare: [""],
      bad: ["%zz"],
    });
  });

  it("keep big integers to the last digit", () => {
    const [interaction] = record(
      "POST /cups",
      request(`POST ${HOST}/cups\nContent-Type: application/json\n\n{ "size": 12345678901234567890 }`),
      CREATED,
    );
    const body = interaction?.request.body;
    expect(body?.encoded).toBe("base64");
    expect(atob(String(body?.content))).toBe('{ "size": 12345678901234567890 }');
    expect(JSON.parse(stringifyJson(interaction))).toEqual(JSON.parse(JSON.stringify(interaction)));
  });

  it("keep text as text, and alternatives apart", () => {
    const interactions = record(
      "PUT /cups/{id}/label",
      request(`PUT ${HOST}/cups/1/label\nContent-Type: text/plain\n\nTea only`),
      response("HTTP/1.1 200 OK\nContent-Type: text/csv\n\na,b"),
      response("HTTP/1.1 404 Not Found", ', "name": "example"'),
    );
    expect(
      interactions.map(({ response: { status }, comments }) => [
        status,
        comments["graph-contracts"].alternative,
      ]),
    ).toEqual([
      [200, undefined],
      [404, 2],
    ]);
    expect(interactions[0]?.request.body).toEqual({
      contentType: "text/plain",
      encoded: false,
      content: "Tea only",
    });
    expect(interactions[0]?.response.body).toMatchObject({ contentType: "text/csv", content: "a,b" });
    expect(new Set(interactions.map(({ key }) => key)).size).toBe(2);
  });

  it("rest on no body that nobody can read", () => {
    expect(
      record(
        "POST /cups",
        request(`POST ${HOST}/cups\nContent-Type: application/json\n\n{ "a": ... }`),
        CREATED,
      ),
    ).toEqual([]);
  });
});

describe("names", () => {
  it("of files follow the page's path", () => {
    expect(contractFileName("api/v1.0/user-get.md")).toBe("api.v1.0.user-get.json");
    expect(contractFileName("ação?.MD")).toMatch(/^[A-Za-z0-9._-]+\.json$/);
  });
});
