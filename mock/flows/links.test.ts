/** No answer offers a link that leads away from the mock, and each link that is offered leads somewhere. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { recordContracts } from "../../contracts/index.ts";
import { extract, type JsonValue } from "../../spec/index.ts";
import { corpusPages } from "../../spec/testing/corpus.ts";
import { createMock, type Mock, type WireMode } from "../index.ts";
import type { Artefacts } from "../options.ts";
import { gadgetArtefacts } from "../testing/gadget-pages.ts";
import { openGadgets } from "../testing/gadget-stage.ts";

const LINK = /@odata\.\w*Link$|(?:upload|download|monitor)Url$/i;
const FIELDS = ["location", "content-location", "operation-location", "azure-asyncoperation"];

function linksIn(json: JsonValue): [name: string, link: string][] {
  if (Array.isArray(json)) return json.flatMap(linksIn);
  if (json === null || typeof json !== "object") return [];
  return Object.entries(json).flatMap(([name, value]): [string, string][] =>
    typeof value === "string" && LINK.test(name) ? [[name, value]] : linksIn(value ?? null),
  );
}

async function offered(response: Response): Promise<[name: string, link: string][]> {
  const text = await response.clone().text();
  const body =
    /json/.test(response.headers.get("content-type") ?? "") && text !== "" ? linksIn(JSON.parse(text)) : [];
  return [
    ...body,
    ...FIELDS.flatMap((name): [string, string][] => {
      const value = response.headers.get(name);
      return value === null ? [] : [[name, value]];
    }),
  ];
}

const CORPUS = corpusPages();
const HEADERS = { authorization: "Bearer token", "content-type": "application/json" };
const ORIGIN = "https://proxy.example/graph";
const FORWARDED = {
  "x-forwarded-host": "proxy.example",
  "x-forwarded-proto": "https",
  "x-forwarded-prefix": "/graph",
};

/** Sends every documented request to a mock behind a proxy, and looks at all links of the answers. */
async function strayLinks(
  { document, contracts = [] }: Artefacts,
  wire: WireMode,
): Promise<{ stray: string[]; links: number }> {
  const mock = createMock({ document, contracts, wire, auth: "off" });
  const stray: string[] = [];
  let links = 0;
  for (const { request, comments } of contracts.flatMap(({ interactions }) => interactions)) {
    mock.reset();
    const query = Object.entries(request.query ?? {}).flatMap(([name, values]) =>
      values.map((value) => `${name}=${encodeURIComponent(value)}`),
    );
    const path = `/beta${request.path}${query.length === 0 ? "" : `?${query.join("&")}`}`;
    const body = request.method === "GET" ? undefined : request.body?.content;
    const headers = Object.fromEntries(
      Object.entries(request.headers ?? {}).map(([name, values]) => [name.toLowerCase(), values.join(", ")]),
    );
    const response = await mock.request(path, {
      method: request.method,
      headers: { ...HEADERS, ...headers, ...FORWARDED },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    for (const [name, link] of await offered(response)) {
      links += 1;
      const why = link.startsWith(`${ORIGIN}/beta/`) ? await follow(mock, name, link) : "leads away";
      if (why) stray.push(`${comments.text[0]} ${name}: ${link} ${why}`);
    }
  }
  return { stray, links };
}

/** Undefined where the link can be followed, and for a page where it ends. */
async function follow(mock: Mock, name: string, link: string): Promise<string | undefined> {
  let at = link;
  for (let step = 0; step < 20; step += 1) {
    // Proxies that take off the prefix, and proxies that do not.
    const path = step % 2 === 0 ? at.replace(ORIGIN, "") : at.replace("https://proxy.example", "");
    const response = await mock.request(path, { headers: FORWARDED });
    if (response.status >= 400 && !/editLink/i.test(name)) return `answers ${response.status}`;
    const [next] = (await offered(response)).filter(([one]) => /nextLink$|^location$/i.test(one));
    if (!next) return undefined;
    at = next[1];
    if (!at.startsWith(ORIGIN)) return `leads on to ${at}`;
  }
  return "does not end";
}

describe("links", () => {
  it.each(["docs", "graph"] as const)("stay inside on made-up pages, wire mode %s", async (wire) => {
    const { stray, links } = await strayLinks(gadgetArtefacts(), wire);
    expect(stray).toEqual([]);
    expect(links).toBeGreaterThan(10);
  });

  describe.skipIf(!CORPUS)("of real pages (skipped where the sample is not at hand)", () => {
    it.each(["docs", "graph"] as const)(
      "stay inside, wire mode %s",
      async (wire) => {
        const { model, document } = extract(CORPUS ?? []);
        const { stray, links } = await strayLinks(
          { document, contracts: recordContracts(model, document) },
          wire,
        );
        expect(stray).toEqual([]);
        expect(links).toBeGreaterThan(5);
      },
      60_000,
    );
  });

  it("stay inside whatever a body has them in, and touch nothing else", async () => {
    const foreign = fc.webUrl({ withQueryParameters: true });
    const name = fc.constantFrom(
      "@odata.nextLink",
      "@odata.deltaLink",
      "parts@odata.nextLink",
      "uploadUrl",
      "downloadUrl",
      "@microsoft.graph.downloadUrl",
      "@odata.readLink",
      "owner@odata.navigationLink",
      "@odata.mediaEditLink",
      "monitorUrl",
    );
    const plain = fc.constantFrom(
      "@odata.context",
      "@odata.id",
      "webUrl",
      "id",
      "joinWebUrl",
      "notificationUrl",
      "text",
    );
    const { body } = fc.letrec<{ body: JsonValue; member: [string, JsonValue] }>((tie) => ({
      member: fc.oneof(
        fc.tuple(name, foreign),
        fc.tuple(plain, foreign),
        fc.tuple(fc.constantFrom("value", "a"), tie("body")),
      ),
      body: fc.oneof(
        { maxDepth: 4 },
        fc.string(),
        fc.array(tie("body"), { maxLength: 3 }),
        fc.array(tie("member"), { maxLength: 4 }).map((members) => Object.fromEntries(members) as JsonValue),
      ),
    }));
    await fc.assert(
      fc.asyncProperty(body, async (made) => {
        const { send } = openGadgets();
        const { json } = await send("POST /me/gadgets", { name: "a", made });
        const found = linksIn(json.made ?? null);
        expect(found.length).toBe(linksIn(made).length);
        for (const [, link] of found) {
          expect(link.startsWith("http://localhost/beta/")).toBe(true);
          expect((await send(`GET ${link}`)).status).toBe(200);
        }
        expect(withoutLinks(json.made ?? null)).toEqual(withoutLinks(made));
      }),
      { numRuns: 50 },
    );
  });

  it.each([
    [
      { "x-forwarded-host": "a.example:8443, b.example", "x-forwarded-proto": "https,http" },
      "https://a.example:8443",
    ],
    [{ "x-forwarded-prefix": "/api/" }, "http://localhost/api"],
    [{ forwarded: 'for=192.0.2.1;proto=https;host="a.example"' }, "https://a.example"],
    [{ "x-forwarded-host": "a.example/evil" }, "http://localhost"],
    [{ "x-forwarded-proto": "javascript" }, "http://localhost"],
    [{ "x-forwarded-prefix": "//evil.example" }, "http://localhost"],
  ])("begin as the client's address does: %j", async (headers, origin) => {
    const { send } = openGadgets();
    await send("POST /me/gadgets", { name: "a" });
    await send("POST /me/gadgets", { name: "b" });
    const page = await send("GET /me/gadgets?$top=1", undefined, headers);
    expect(page.link("nextLink")).toMatch(`${origin}/beta/me/gadgets?`);
    const batch = await send(
      "POST /$batch",
      { requests: [{ id: "1", method: "GET", url: "/me/gadgets?$top=1" }] },
      headers,
    );
    expect(batch.text).toContain(`"${origin}/beta/me/gadgets?`);
  });
});

function withoutLinks(json: JsonValue): JsonValue {
  if (Array.isArray(json)) return json.map(withoutLinks);
  if (json === null || typeof json !== "object") return json;
  const members = Object.entries(json).filter(
    ([name, value]) => typeof value !== "string" || !LINK.test(name),
  );
  return Object.fromEntries(members.map(([name, value]) => [name, withoutLinks(value ?? null)]));
}
