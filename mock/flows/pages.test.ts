import { describe, expect, it } from "vitest";
import { createMock } from "../index.ts";
import { gadgetArtefacts } from "../testing/gadget-pages.ts";
import { type GadgetAnswer, type GadgetStage, openGadgets } from "../testing/gadget-stage.ts";

async function create({ send }: GadgetStage, ...names: string[]): Promise<string[]> {
  const ids: string[] = [];
  // The documented one would be among them.
  await send("DELETE /me/gadgets/42");
  for (const name of names) ids.push(String((await send("POST /me/gadgets", { name })).json.id));
  return ids;
}

/** The names on all pages from one on, page by page. */
async function pagesFrom(first: GadgetAnswer, { send }: GadgetStage): Promise<unknown[][]> {
  const pages: unknown[][] = [];
  for (let page = first; ; page = await send(`GET ${page.link("nextLink")}`)) {
    expect(page.status).toBe(200);
    pages.push(page.items.map(({ name }) => name));
    if (page.json["@odata.nextLink"] === undefined) return pages;
    if (pages.length > 50) throw new Error("the list does not end");
  }
}

describe("pages", () => {
  it("are cut by $top, keep the query and end", async () => {
    const stage = openGadgets();
    await create(stage, "a", "b", "c", "d", "e");
    const first = await stage.send("GET /me/gadgets?$top=2&$select=name&$orderby=name desc");
    expect(first.link("nextLink")).toMatch(
      /^http:\/\/localhost\/beta\/me\/gadgets\?\$top=2&\$select=name&\$orderby=name%20desc&\$skiptoken=[\w-]+$/,
    );
    expect(await pagesFrom(first, stage)).toEqual([["e", "d"], ["c", "b"], ["a"]]);
    expect(first.items[0]).toEqual({ name: "e" });
  });

  it("are cut by odata.maxpagesize, on each page by what it asks for", async () => {
    const stage = openGadgets();
    await create(stage, "a", "b", "c", "d", "e");
    const first = await stage.send("GET /me/gadgets", undefined, { prefer: "odata.maxpagesize=2" });
    expect(first.headers.get("preference-applied")).toBe("odata.maxpagesize=2");
    const second = await stage.send(`GET ${first.link("nextLink")}`, undefined, {
      prefer: "odata.maxpagesize=1",
    });
    expect(second.items.map(({ name }) => name)).toEqual(["c"]);
    expect(await pagesFrom(second, stage)).toEqual([["c"], ["d", "e"]]);
  });

  it("survive writes in between: nothing comes twice, nothing that stays is left out", async () => {
    const stage = openGadgets();
    const ids = await create(stage, "a", "b", "c", "d", "e", "f");
    const first = await stage.send("GET /me/gadgets?$top=2");
    await stage.send(`DELETE /me/gadgets/${ids[0]}`);
    await stage.send(`DELETE /me/gadgets/${ids[2]}`);
    await stage.send(`PATCH /me/gadgets/${ids[4]}`, { name: "changed" });
    await create(stage, "g");
    expect(await pagesFrom(first, stage)).toEqual([["a", "b"], ["d", "changed"], ["f"]]);
  });

  it("end where everything that was to come is gone", async () => {
    const stage = openGadgets();
    const ids = await create(stage, "a", "b", "c");
    const first = await stage.send("GET /me/gadgets?$top=1");
    for (const id of ids) await stage.send(`DELETE /me/gadgets/${id}`);
    expect(await pagesFrom(first, stage)).toEqual([["a"], []]);
  });

  it("go on after a restart", async () => {
    const stage = openGadgets({ seed: 1 });
    await create(stage, "a", "b", "c");
    const first = await stage.send("GET /me/gadgets?$top=1");
    const again = openGadgets({ seed: 1 });
    again.mock.state.restore(JSON.parse(JSON.stringify(stage.mock.state.snapshot())));
    // A list that is begun after the restart does not disturb it.
    await again.send("GET /me/gadgets?$top=2");
    expect(await pagesFrom(first, again)).toEqual([["a"], ["b"], ["c"]]);
  });

  it("refuse a token of a list that is forgotten", async () => {
    const stage = openGadgets();
    await create(stage, "a", "b");
    const first = await stage.send("GET /me/gadgets?$top=1");
    stage.mock.reset();
    const { status, json } = await stage.send(`GET ${first.link("nextLink")}`);
    expect([status, json.error]).toEqual([
      400,
      expect.objectContaining({ code: "Directory_ExpiredPageToken" }),
    ]);
  });

  it("end behind a documented list that shows a next link", async () => {
    const stage = openGadgets();
    const first = await stage.send("GET /me/gadgets");
    expect(await pagesFrom(first, stage)).toEqual([["Sprocket"], []]);
  });

  it("are as long as the page says where the client does not", async () => {
    const { document, contracts = [] } = gadgetArtefacts();
    const path = document.paths["/me/gadgets"];
    const get = path?.get && {
      ...path.get,
      description: "The default page size is 2 gadgets, the maximum page size is 3.",
    };
    const described = {
      ...document,
      paths: { ...document.paths, "/me/gadgets": { ...path, ...(get ? { get } : {}) } },
    };
    const stage = { ...openGadgets(), mock: createMock({ document: described, contracts }) };
    const send: GadgetStage["send"] = openGadgets({ ...{ document: described, contracts } } as object).send;
    const sized = { ...stage, send };
    await create(sized, "a", "b", "c", "d", "e");
    expect(await pagesFrom(await send("GET /me/gadgets"), sized)).toEqual([["a", "b"], ["c", "d"], ["e"]]);
    expect(await pagesFrom(await send("GET /me/gadgets?$top=9"), sized)).toEqual([
      ["a", "b", "c"],
      ["d", "e"],
    ]);
  });
});

describe("counts", () => {
  it("come with $count=true", async () => {
    const stage = openGadgets();
    await create(stage, "a", "b", "c");
    expect((await stage.send("GET /me/gadgets?$count=true&$top=1")).json["@odata.count"]).toBe(3);
  });

  it("need ConsistencyLevel where the page asks for it", async () => {
    const { document, contracts = [] } = gadgetArtefacts();
    const path = document.paths["/me/gadgets"];
    const header = { name: "ConsistencyLevel", in: "header", schema: { type: "string" } } as const;
    const get = path?.get && { ...path.get, parameters: [header] };
    const described = {
      ...document,
      paths: { ...document.paths, "/me/gadgets": { ...path, ...(get ? { get } : {}) } },
    };
    const stage = openGadgets({ document: described, contracts } as object);
    await create(stage, "a");
    const line = "GET /me/gadgets?$count=true";
    expect((await stage.send(line)).json).not.toHaveProperty("@odata.count");
    const eventual = await stage.send(line, undefined, { consistencylevel: "eventual" });
    expect(eventual.json["@odata.count"]).toBe(1);
  });
});
