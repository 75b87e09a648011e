/** What pages of any kind make of the mock: recorded exchanges as recorded, and state where a page documents it. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { type Interaction, type PactFile, recordContracts } from "../contracts/index.ts";
import { extract, type JsonObject, type JsonValue } from "../spec/index.ts";
import { createMock, type Mock } from "./index.ts";
import { jsonEqual } from "./store/json.ts";

const CORPUS = fileURLToPath(new URL("../../shared/corpus/api-reference/beta", import.meta.url));

/** A page of one operation with one exchange. */
function page(template: string, request: string, response: string, properties = ""): string {
  return `# Page\n\nNamespace: microsoft.graph\n\n## HTTP request\n<!-- { "blockType": "ignored" } -->\n\`\`\`http\n${template}\n\`\`\`\n${properties}\n## Example\n<!-- { "blockType": "request", "name": "one" } -->\n\`\`\`http\n${request}\n\`\`\`\n<!-- { "blockType": "response", "@odata.type": "microsoft.graph.note" } -->\n\`\`\`http\n${response}\n\`\`\`\n`;
}

const BASE = "https://graph.microsoft.com/beta";
const NOTE = '{\n  "id": "1234",\n  "text": "Hello",\n  "tags": ["a"]\n}';
const JSON_TYPE = "Content-Type: application/json";

const PAGES = {
  "create.md": page(
    "POST /me/notes\nPOST /users/{userId}/notes",
    `POST ${BASE}/me/notes\n${JSON_TYPE}\n\n{"text": "Hello"}`,
    `HTTP/1.1 201 Created\n${JSON_TYPE}\n\n${NOTE}`,
  ),
  "list.md": page(
    "GET /me/notes\nGET /users/{userId}/notes",
    `GET ${BASE}/me/notes`,
    `HTTP/1.1 200 OK\n${JSON_TYPE}\n\n{"@odata.context": "x", "value": [${NOTE}]}`,
  ),
  "get.md": page(
    "GET /me/notes/{id}",
    `GET ${BASE}/me/notes/1234`,
    `HTTP/1.1 200 OK\n${JSON_TYPE}\n\n${NOTE}`,
  ),
  "update.md": page(
    "PATCH /me/notes/{id}",
    `PATCH ${BASE}/me/notes/1234\n${JSON_TYPE}\n\n{"text": "Bye"}`,
    `HTTP/1.1 200 OK\n${JSON_TYPE}\n\n{"id": "1234", "text": "Bye"}`,
  ),
  "delete.md": page("DELETE /me/notes/{id}", `DELETE ${BASE}/me/notes/1234`, "HTTP/1.1 204 No Content"),
  "settings-get.md": page(
    "GET /me/settings",
    `GET ${BASE}/me/settings`,
    `HTTP/1.1 200 OK\n${JSON_TYPE}\n\n{"theme": "dark", "size": 1}`,
  ),
  "settings-update.md": page(
    "PATCH /me/settings",
    `PATCH ${BASE}/me/settings\n${JSON_TYPE}\n\n{"theme": "light"}`,
    "HTTP/1.1 204 No Content",
  ),
  "board.md": page(
    "GET /me/board",
    `GET ${BASE}/me/board`,
    `HTTP/1.1 200 OK\n${JSON_TYPE}\n\n{"name": "Board", "cards": [{"id": 7, "text": "Old"}]}`,
  ),
  "card.md": page(
    "POST /me/board/cards",
    `POST ${BASE}/me/board/cards\n${JSON_TYPE}\n\n{"text": "Old"}`,
    `HTTP/1.1 201 Created\n${JSON_TYPE}\n\n{"id": 7, "text": "Old"}`,
  ),
  "report.md": page(
    "GET /reports/usage(period='{period}')",
    `GET ${BASE}/reports/usage(period='D7')`,
    "HTTP/1.1 200 OK\nContent-Type: text/plain\n\nDay,Count\n1,2",
  ),
};

function pagesOf(pages: Readonly<Record<string, string>>) {
  const { model, document } = extract(Object.entries(pages).map(([name, text]) => ({ name, text })));
  return { document, contracts: recordContracts(model, document) };
}

const HEADERS = { authorization: "Bearer token", "content-type": "application/json" };

async function send(mock: Mock, line: string, body?: unknown) {
  const [method = "", path = ""] = line.split(" ");
  const response = await mock.request(`/beta${path}`, {
    method,
    headers: HEADERS,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: text.startsWith("{") ? JSON.parse(text) : undefined,
  };
}

describe("a mock of pages", () => {
  const artefacts = pagesOf(PAGES);
  let mock: Mock;
  beforeAll(() => {
    mock = createMock(artefacts);
  });
  const fresh = (): Mock => {
    mock.reset();
    return mock;
  };

  it("answers as documented while nobody has touched the collection", async () => {
    fresh();
    expect((await send(mock, "GET /me/notes")).json).toEqual({
      "@odata.context": "x",
      value: [JSON.parse(NOTE)],
    });
    expect((await send(mock, "GET /me/notes/1234")).json).toEqual(JSON.parse(NOTE));
    expect((await send(mock, "GET /me/notes/99")).json).toMatchObject({ id: "99", text: "Hello" });
    expect((await send(mock, "GET /me/notes?$select=text")).json.value).toEqual([{ text: "Hello" }]);
  });

  it("creates, reads, lists, changes and deletes with ids of the documented shape", async () => {
    fresh();
    const created = await send(mock, "POST /me/notes", { text: "Mine", own: 1 });
    expect(created.status).toBe(201);
    expect(created.json).toEqual({ id: expect.stringMatching(/^\d{4}$/), text: "Mine", tags: ["a"], own: 1 });
    const { id } = created.json;
    expect((await send(mock, `GET /me/notes/${id}`)).json).toEqual(created.json);
    expect((await send(mock, "GET /me/notes")).json).toEqual({
      "@odata.context": "x",
      value: [JSON.parse(NOTE), created.json],
    });
    const changed = { ...created.json, text: "Other" };
    expect((await send(mock, `PATCH /me/notes/${id}`, { text: "Other", id: "no" })).json).toEqual(changed);
    expect((await send(mock, `GET /me/notes/${id}`)).json).toEqual(changed);
    expect((await send(mock, `DELETE /me/notes/${id}`)).status).toBe(204);
    for (const method of ["GET", "DELETE"])
      expect((await send(mock, `${method} /me/notes/${id}`)).status).toBe(404);
    expect((await send(mock, `PATCH /me/notes/${id}`, {})).status).toBe(404);
    expect((await send(mock, "GET /me/notes")).json.value).toEqual([JSON.parse(NOTE)]);
  });

  it("knows in a collection with a state what was created and what the pages show, and nothing else", async () => {
    fresh();
    await send(mock, "POST /me/notes", { text: "Mine" });
    expect((await send(mock, "GET /me/notes/99")).json.error.code).toBe("Request_ResourceNotFound");
    expect((await send(mock, "GET /me/notes/1234")).status).toBe(200);
    expect((await send(mock, "GET /users/someone/notes")).json.value).toHaveLength(1);
  });

  it("changes and deletes what the page lists, and it stays deleted", async () => {
    fresh();
    await send(mock, "PATCH /me/notes/1234", { text: "Changed", more: 1 });
    expect((await send(mock, "GET /me/notes/1234")).json).toMatchObject({
      id: "1234",
      text: "Changed",
      more: 1,
    });
    expect((await send(mock, "GET /me/notes?$filter=more%20eq%201")).json.value).toHaveLength(1);
    expect((await send(mock, "DELETE /me/notes/1234")).status).toBe(204);
    for (const method of ["GET", "DELETE"])
      expect((await send(mock, `${method} /me/notes/1234`)).status).toBe(404);
    expect((await send(mock, "GET /me/notes")).json.value).toEqual([]);
    expect((await send(mock, `GET /users/${mock.signedInUser.id}/notes/1234`)).status).toBe(404);
    await send(mock, "POST /me/notes", { text: "Mine" });
    expect((await send(mock, "GET /me/notes")).json.value).toMatchObject([{ text: "Mine" }]);
  });

  it("undoes the changes of an object that only its own page names, when it is deleted", async () => {
    fresh();
    const { "list.md": _, ...others } = PAGES;
    const alone = createMock(pagesOf(others));
    await send(alone, "PATCH /me/notes/1234", { text: "Changed", more: 1 });
    for (let time = 0; time < 2; time += 1)
      expect((await send(alone, "DELETE /me/notes/1234")).status).toBe(204);
    expect((await send(alone, "GET /me/notes/1234")).json).toEqual(JSON.parse(NOTE));
  });

  it("knows the signed-in user by either path, though pages document one", async () => {
    fresh();
    const { id } = (await send(mock, "POST /me/notes", { text: "Mine" })).json;
    const { userPrincipalName } = mock.signedInUser;
    expect((await send(mock, `GET /users/${userPrincipalName}/notes/${id}`)).json.text).toBe("Mine");
    expect(
      (await send(mock, `PATCH /users/${mock.signedInUser.id}/settings`, { theme: "light" })).status,
    ).toBe(204);
    expect((await send(mock, "GET /me/settings")).json.theme).toBe("light");
  });

  it("counts what a list has, as text", async () => {
    fresh();
    await send(mock, "POST /me/notes", { text: "Mine" });
    const all = await send(mock, "GET /me/notes/$count");
    expect([all.status, all.text, all.headers.get("content-type")]).toEqual([200, "2", "text/plain"]);
    expect((await send(mock, "GET /me/notes/$count?$filter=text%20eq%20'Mine'")).text).toBe("1");
    expect((await send(mock, "GET /me/notes/$count?$filter=text%20likes%20'Mine'")).status).toBe(400);
  });

  it("changes what stands alone", async () => {
    fresh();
    expect((await send(mock, "PATCH /me/settings", { theme: "light" })).status).toBe(204);
    expect((await send(mock, "GET /me/settings")).json).toEqual({ theme: "light", size: 1 });
    expect((await send(mock, "GET /me/settings?$select=size")).json).toEqual({ size: 1 });
  });

  it("shows in an object the collections that are kept below it, with keys of the documented kind", async () => {
    fresh();
    expect((await send(mock, "GET /me/board")).json.cards).toEqual([{ id: 7, text: "Old" }]);
    const card = (await send(mock, "POST /me/board/cards", { text: "New" })).json;
    expect(card).toEqual({ id: expect.any(Number), text: "New" });
    expect((await send(mock, "GET /me/board")).json).toEqual({
      name: "Board",
      cards: [{ id: 7, text: "Old" }, card],
    });
  });

  it("creates by the example of the type that the client names", async () => {
    const typed = (type: string, own: string): string =>
      page(
        "POST /rules",
        `POST ${BASE}/rules\n${JSON_TYPE}\n\n{"@odata.type": "#microsoft.graph.${type}", "name": "One"}`,
        `HTTP/1.1 201 Created\n${JSON_TYPE}\n\n{"@odata.type": "#microsoft.graph.${type}", "id": "1", "name": "One", ${own}}`,
      );
    const rules = createMock(
      pagesOf({ "a.md": typed("firstRule", '"a": 1'), "b.md": typed("otherRule", '"b": 2') }),
    );
    const create = async (type: string) =>
      (await send(rules, "POST /rules", { "@odata.type": `#microsoft.graph.${type}`, name: "Mine" })).json;
    expect(await create("otherRule")).toMatchObject({ name: "Mine", b: 2 });
    expect(await create("otherRule")).not.toHaveProperty("a");
    expect(await create("firstRule")).toMatchObject({ name: "Mine", a: 1 });
  });

  it("answers text as text", async () => {
    const { text, headers } = await send(mock, "GET /reports/usage(period='D30')");
    expect(text).toBe("Day,Count\n1,2");
    expect(headers.get("content-type")).toBe("text/plain");
  });

  it("refuses what no page documents", async () => {
    expect((await send(mock, "PUT /me/notes/1234", {})).headers.get("allow")).toBe("DELETE, GET, PATCH");
    expect((await send(mock, "GET /me/notes/1234/parts")).json.error.message).toBe(
      "Resource not found for the segment 'parts'.",
    );
  });
});

describe.skipIf(!existsSync(CORPUS))("a mock of real pages (skipped where the sample is not at hand)", () => {
  it("answers every recorded exchange as recorded", async () => {
    const names = readdirSync(CORPUS, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.name.endsWith(".md"))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
    const artefacts = pagesOf(
      Object.fromEntries(names.map((name) => [relative(CORPUS, name), readFileSync(name, "utf8")])),
    );
    const mock = createMock({ ...artefacts, ids: "documented" });
    const misfits: string[] = [];
    let answered = 0;
    for (const interaction of artefacts.contracts.flatMap(({ interactions }: PactFile) => interactions)) {
      if (interaction.comments["graph-contracts"].alternative !== undefined) continue;
      mock.reset();
      answered += 1;
      const unmatchedSegment = await misfitOf(interaction, mock);
      if (unmatchedSegment !== undefined)
        misfits.push(`${interaction.comments.text[0]} ${interaction.description}: ${unmatchedSegment}`);
    }
    expect(misfits).toEqual([]);
    expect(answered).toBeGreaterThan(250);
  });
});

async function misfitOf({ request, response }: Interaction, mock: Mock): Promise<string | undefined> {
  const query = new URLSearchParams(
    Object.entries(request.query ?? {}).flatMap(([name, values]) => values.map((value) => [name, value])),
  ).toString();
  const headers = Object.entries(request.headers ?? {}).map(([name, values]): [string, string] => [
    name,
    values.join(", "),
  ]);
  const body = request.method === "GET" ? undefined : request.body;
  const answer = await mock.request(`/beta${request.path}${query === "" ? "" : `?${query}`}`, {
    method: request.method,
    headers,
    ...(body ? { body: typeof body.content === "string" ? body.content : JSON.stringify(body.content) } : {}),
  });
  const text = await answer.text();
  if (answer.status !== response.status)
    return `status ${answer.status}, expected ${response.status}: ${text}`;
  if (!response.body) return text === "" ? undefined : `body ${text}, expected none`;
  const mediaType = answer.headers.get("content-type")?.split(";")[0];
  if (mediaType !== response.body.contentType.split(";")[0]) return `media type ${mediaType}`;
  if (response.body.encoded === "base64") return text === "" ? "no body" : undefined;
  if (!/json/.test(response.body.contentType))
    return text === response.body.content ? undefined : `body ${text}`;
  const [answered, documented] = [JSON.parse(text), response.body.content].map((json) =>
    without(withoutLinks(json), request.method === "GET" ? (request.path === "/me" ? USER : /^$/) : STAMPS),
  );
  return jsonEqual(answered, documented) ? undefined : `body ${text.slice(0, 200)}`;
}

/** Links lead to the mock, wherever the page's lead. */
function withoutLinks(json: JsonValue): JsonValue {
  if (Array.isArray(json)) return json.map(withoutLinks);
  if (json === null || typeof json !== "object") return json;
  const members = Object.entries(json).filter(
    ([name, value]) => typeof value !== "string" || !/@odata\.\w*Link$|(?:upload|download)Url$/i.test(name),
  );
  return Object.fromEntries(members.map(([name, value]) => [name, withoutLinks(value)]));
}

/** A new object says when it was made and by whom, and a changed one when. */
const STAMPS = /^(?:created|creation|lastModified|lastUpdated)|^@odata\.etag$/;
/** The signed-in user is the mock's own. */
const USER = /^(?:id|displayName|userPrincipalName)$/;

function without(json: unknown, names: RegExp): JsonValue {
  return Object.fromEntries(Object.entries(json as JsonObject).filter(([name]) => !names.test(name)));
}
