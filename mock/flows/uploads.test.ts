import { describe, expect, it } from "vitest";
import { type GadgetStage, openGadgets } from "../testing/gadget-stage.ts";

const PARTS = "/me/gadgets/42/parts";

async function begin({ send }: GadgetStage, line: string, body: object): Promise<string> {
  const { status, json } = await send(line, body);
  expect(status).toBe(200);
  expect(json.nextExpectedRanges).toEqual(["0-"]);
  return String(json.uploadUrl);
}

const beginPart = (stage: GadgetStage, name = "bolt"): Promise<string> =>
  begin(stage, `POST ${PARTS}/createUploadSession`, { PartItem: { name, size: 9 } });

const beginFile = (stage: GadgetStage, path: string, conflict?: string): Promise<string> =>
  begin(stage, `POST /me/drive/root:/${path}:/createUploadSession`, {
    item: { ...(conflict ? { "@microsoft.graph.conflictBehavior": conflict } : {}), name: path },
  });

const put = ({ send }: GadgetStage, url: string, text: string, range: string) =>
  send(`PUT ${url}`, text, { "content-range": `bytes ${range}`, authorization: "" });

describe("an upload session", () => {
  it("takes fragments of any size and makes the documented object of them", async () => {
    const stage = openGadgets();
    const url = await beginPart(stage);
    expect(url).toMatch(/^http:\/\/localhost\/beta\/\$uploads\/[\w-]+$/);
    const first = await put(stage, url, "hello", "0-4/9");
    expect([first.status, first.json.nextExpectedRanges]).toEqual([202, ["5-"]]);
    expect((await put(stage, url, " ", "5-5/9")).status).toBe(202);
    const last = await put(stage, url, "you", "6-8/9");
    expect(last.status).toBe(201);
    expect(last.json).toEqual({ id: expect.any(String), name: "bolt", size: 9, isInline: false });
    expect(last.headers.get("location")).toBe(`http://localhost/beta${PARTS}/${last.json.id}`);
    expect((await stage.send(`GET ${last.headers.get("location")}`)).json).toEqual(last.json);
    expect((await stage.send(`GET ${PARTS}/${last.json.id}/$value`)).text).toBe("hello you");
    expect((await stage.send(`GET ${url}`)).status).toBe(404);
  });

  it("tells what it still expects, so that a lost fragment is sent again", async () => {
    const stage = openGadgets();
    const url = await beginPart(stage);
    await put(stage, url, "hello", "0-4/9");
    stage.mock.faults.set({ method: "PUT", path: "/$uploads/*", drop: true });
    await expect(put(stage, url, " you", "5-8/9")).rejects.toThrow(/dropped/);
    expect((await stage.send(`GET ${url}`)).json.nextExpectedRanges).toEqual(["5-"]);
    expect((await put(stage, url, " you", "5-8/9")).status).toBe(201);
  });

  it.each([
    ["comes twice", "hello", "0-4/9", 416, "invalidRange"],
    ["leaves a gap", "you", "6-8/9", 416, "invalidRange"],
    ["goes beyond the end", "hello", "5-9/9", 416, "invalidRange"],
    ["says another length", "hello", "5-8/9", 400, "invalidRequest"],
    ["says another total", "hello", "5-9/10", 400, "invalidRequest"],
    ["says no range", "hello", "", 400, "invalidRequest"],
  ])("refuses a fragment that %s", async (_, text, range, status, code) => {
    const stage = openGadgets();
    const url = await beginPart(stage);
    await put(stage, url, "hello", "0-4/9");
    const refused = await put(stage, url, text, range);
    expect([refused.status, refused.json.error]).toEqual([status, expect.objectContaining({ code })]);
    expect((await put(stage, url, " you", "5-8/9")).status).toBe(201);
  });

  it("can be cancelled", async () => {
    const stage = openGadgets();
    const url = await beginPart(stage);
    expect((await stage.send(`DELETE ${url}`)).status).toBe(204);
    expect((await put(stage, url, "hello", "0-4/9")).status).toBe(404);
  });

  it("ends by the mock's clock, and each fragment gives it more time", async () => {
    let now = new Date("2021-01-31T12:00:00Z");
    const stage = openGadgets({ clock: () => now });
    const url = await beginPart(stage);
    now = new Date("2021-02-01T11:00:00Z");
    const { expirationDateTime } = (await put(stage, url, "hello", "0-4/9")).json;
    now = new Date(Date.parse(String(expirationDateTime)) - 1);
    expect((await stage.send(`GET ${url}`)).status).toBe(200);
    now = new Date(String(expirationDateTime));
    expect((await put(stage, url, " you", "5-8/9")).status).toBe(404);
  });

  it("goes on after a restart", async () => {
    const [stage, again] = [openGadgets(), openGadgets()];
    const url = await beginPart(stage);
    await put(stage, url, "he\u00e9lo", "0-5/9");
    again.mock.state.restore(JSON.parse(JSON.stringify(stage.mock.state.snapshot())));
    const { json } = await put(again, url, "you", "6-8/9");
    expect((await again.send(`GET ${PARTS}/${json.id}/$value`)).text).toBe("he\u00e9loyou");
  });

  it("meets chance and limits like any request", async () => {
    const busy = openGadgets({ throttle: { requests: 1, milliseconds: 60_000 } });
    const url = await beginPart(busy);
    expect((await put(busy, url, "hello", "0-4/9")).status).toBe(202);
    expect((await put(busy, url, " you", "5-8/9")).status).toBe(429);
  });

  it("waits as documented where a fault answers for it, and does without a token of its own", async () => {
    const stage = openGadgets();
    const url = await beginPart(stage);
    stage.mock.faults.set({ path: "/$uploads/*", status: 503 });
    expect((await put(stage, url, "hello you", "0-8/9")).status).toBe(503);
    expect((await put(stage, url, "hello you", "0-8/9")).status).toBe(201);
  });
});

describe("a file that is uploaded by its path", () => {
  it("is known by its id, its path and its folder", async () => {
    const stage = openGadgets();
    const url = await beginFile(stage, "folder/new plan.txt");
    const { status, json } = await put(stage, url, "the plan", "0-7/8");
    expect([status, json.name, json.size]).toEqual([201, "new plan.txt", 8]);
    expect((await stage.send(`GET /me/drive/items/${json.id}`)).json).toEqual(json);
    expect((await stage.send("GET /me/drive/root:/folder/new%20plan.txt")).json).toEqual(json);
    expect((await stage.send("GET /me/drive/root/delta")).items).toContainEqual(json);
    const top = (await put(stage, await beginFile(stage, "top.txt"), "top", "0-2/3")).json;
    expect((await stage.send("GET /me/drive/root/children")).items).toContainEqual(top);
  });

  it("is found by its path where the pages show ids alone", async () => {
    const stage = openGadgets();
    const path = "/shelves/s1/root:/folder/new%20plan.txt";
    const url = await begin(stage, `POST ${path}:/createUploadSession`, { item: { name: "new plan.txt" } });
    const { status, json } = await put(stage, url, "the plan", "0-7/8");
    expect([status, json.name]).toEqual([201, "new plan.txt"]);
    expect((await stage.send(`GET /shelves/s1/items/${json.id}`)).json).toEqual(json);
    expect((await stage.send(`GET ${path}`)).json).toEqual(json);
    const { headers } = await stage.send(`GET ${path}:/content`);
    expect((await stage.send(`GET ${headers.get("location")}`)).text).toBe("the plan");
  });

  it.each([
    ["fail", 409, undefined],
    ["replace", 200, "a.txt"],
    ["rename", 201, "a 1.txt"],
  ])("meets one of the same name: %s", async (conflict, status, name) => {
    const stage = openGadgets();
    const first = (await put(stage, await beginFile(stage, "a.txt"), "one", "0-2/3")).json;
    const body = { item: { "@microsoft.graph.conflictBehavior": conflict, name: "a.txt" } };
    const session = await stage.send("POST /me/drive/root:/a.txt:/createUploadSession", body);
    const last =
      session.status === 200 ? await put(stage, String(session.json.uploadUrl), "two!", "0-3/4") : session;
    expect([last.status, last.json.name]).toEqual([status, name]);
    const content = await stage.send(`GET ${first["@microsoft.graph.downloadUrl"]}`);
    expect(content.text).toBe(conflict === "replace" ? "two!" : "one");
  });

  it("is gone with its content once it is deleted", async () => {
    const stage = openGadgets();
    const { json } = await put(stage, await beginFile(stage, "a.txt"), "one", "0-2/3");
    expect((await stage.send(`DELETE /me/drive/items/${json.id}`)).status).toBe(204);
    expect((await stage.send(`GET ${json["@microsoft.graph.downloadUrl"]}`)).status).toBe(404);
    expect((await stage.send("GET /me/drive/root/children")).items).toMatchObject([{ name: "plan.txt" }]);
  });
});

describe("content", () => {
  const BYTES = new Uint8Array([0xff, 0xd8, 0x00, 0x80, 0x0a]);

  it("that was put is got, byte for byte, with its media type", async () => {
    const { send } = openGadgets();
    expect((await send("GET /me/photo/$value")).text).toBe("binary");
    expect((await send("PUT /me/photo/$value", BYTES, { "content-type": "image/png" })).status).toBe(200);
    const { bytes, headers } = await send("GET /me/photo/$value");
    expect([...bytes]).toEqual([...BYTES]);
    expect(headers.get("content-type")).toBe("image/png");
    expect([...(await send("GET /me/photos/48x48/$value")).bytes]).toEqual([...BYTES]);
  });

  it("of a small file makes the file, and a redirect leads to it without a token", async () => {
    const { send } = openGadgets();
    const created = await send("PUT /me/drive/root:/b.bin:/content", BYTES, { "content-type": "image/png" });
    expect(created.json).toMatchObject({ name: "b.bin", size: 5, file: { mimeType: "image/png" } });
    const redirect = await send(`GET /me/drive/items/${created.json.id}/content`);
    expect(redirect.status).toBe(302);
    const { bytes } = await send(`GET ${redirect.headers.get("location")}`, undefined, { authorization: "" });
    expect([...bytes]).toEqual([...BYTES]);
    await send(`PUT /me/drive/items/${created.json.id}/content`, "text", { "content-type": "text/plain" });
    expect((await send(`GET /me/drive/items/${created.json.id}`)).json.size).toBe(4);
  });

  it.each([
    ["bytes=1-2", 206, "el", "bytes 1-2/5"],
    ["bytes=3-", 206, "lo", "bytes 3-4/5"],
    ["bytes=-1", 206, "o", "bytes 4-4/5"],
    ["bytes=2-99", 206, "llo", "bytes 2-4/5"],
    ["bytes=0-0,2-2", 200, "hello", null],
    ["lines=1-2", 200, "hello", null],
  ])("is answered in part: %s", async (range, status, text, field) => {
    const { send } = openGadgets();
    const { json } = await send("PUT /me/drive/root:/a.txt:/content", "hello");
    const part = await send(`GET ${json["@microsoft.graph.downloadUrl"]}`, undefined, { range });
    expect([part.status, part.text, part.headers.get("content-range")]).toEqual([status, text, field]);
  });

  it("has no part behind its end", async () => {
    const { send } = openGadgets();
    const { json } = await send("PUT /me/drive/root:/a.txt:/content", "hello");
    const part = await send(`GET ${json["@microsoft.graph.downloadUrl"]}`, undefined, { range: "bytes=5-" });
    expect([part.status, part.headers.get("content-range")]).toEqual([416, "bytes */5"]);
  });

  it("travels through a batch as base64", async () => {
    const { send } = openGadgets();
    const url = "/me/photo/$value";
    const batch = await send("POST /$batch", {
      requests: [
        { id: "1", method: "PUT", url, headers: { "Content-Type": "image/png" }, body: "/9gAgAo=" },
        { id: "2", method: "GET", url, dependsOn: ["1"] },
      ],
    });
    expect(batch.json.responses).toMatchObject([{ status: 200 }, { status: 200, body: "/9gAgAo=" }]);
    expect([...(await send(`GET ${url}`)).bytes]).toEqual([...BYTES]);
  });

  it("is kept up to a number of bytes, the oldest goes first", async () => {
    const { send } = openGadgets({ maxBytes: 10 });
    const first = (await send("PUT /me/drive/root:/a.txt:/content", "123456")).json;
    const second = (await send("PUT /me/drive/root:/b.txt:/content", "1234567")).json;
    expect((await send(`GET ${first["@microsoft.graph.downloadUrl"]}`)).status).toBe(404);
    expect((await send(`GET ${second["@microsoft.graph.downloadUrl"]}`)).text).toBe("1234567");
    const refused = await send("PUT /me/drive/root:/c.txt:/content", "12345678901");
    expect([refused.status, refused.json.error]).toEqual([
      507,
      expect.objectContaining({ code: "quotaLimitReached" }),
    ]);
  });

  it("is saved and restored", async () => {
    const [{ mock, send }, again] = [openGadgets(), openGadgets()];
    await send("PUT /me/photo/$value", BYTES, { "content-type": "image/png" });
    again.mock.state.restore(JSON.parse(JSON.stringify(mock.state.snapshot())));
    expect([...(await again.send("GET /me/photo/$value")).bytes]).toEqual([...BYTES]);
  });
});
