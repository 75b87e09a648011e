import { describe, expect, it } from "vitest";
import { type GadgetAnswer, type GadgetStage, openGadgets } from "../testing/gadget-stage.ts";

/** All items of a round, and the link to the next one. */
async function round(
  stage: GadgetStage,
  line: string,
  headers = {},
): Promise<{ items: object[]; next: string }> {
  const items: object[] = [];
  let page: GadgetAnswer = await stage.send(line, undefined, headers);
  for (;;) {
    expect(page.status).toBe(200);
    items.push(...page.items);
    if (page.json["@odata.nextLink"] === undefined) return { items, next: `GET ${page.link("deltaLink")}` };
    page = await stage.send(`GET ${page.link("nextLink")}`, undefined, headers);
  }
}

describe("a round of changes", () => {
  it("begins as documented, and goes on with what was created, changed and removed", async () => {
    const stage = openGadgets();
    const { send } = stage;
    const documented = await round(stage, "GET /me/gadgets/delta");
    expect(documented.items).toEqual([{ id: "42", name: "Sprocket", size: 3 }]);
    const [a, b] = [
      (await send("POST /me/gadgets", { name: "a" })).json,
      (await send("POST /me/gadgets", { name: "b" })).json,
    ];
    const second = await round(stage, documented.next);
    expect(second.items).toEqual([a, b]);
    await send(`PATCH /me/gadgets/${a.id}`, { name: "changed" });
    await send(`DELETE /me/gadgets/${b.id}`);
    const brief = (await send("POST /me/gadgets", { name: "brief" })).json;
    await send(`DELETE /me/gadgets/${brief.id}`);
    const third = await round(stage, second.next);
    expect(third.items).toEqual([
      { ...a, name: "changed" },
      { id: b.id, "@removed": { reason: "deleted" } },
    ]);
    expect((await round(stage, third.next)).items).toEqual([]);
    // A link may be used again: the client may have lost the answer.
    expect((await round(stage, documented.next)).items).toEqual([{ ...a, name: "changed" }]);
  });

  it("lists everything at first, page by page, and misses nothing that is written meanwhile", async () => {
    const stage = openGadgets();
    for (const name of ["a", "b", "c"]) await stage.send("POST /me/gadgets", { name });
    // The documented one would be among them.
    await stage.send("DELETE /me/gadgets/42");
    const prefer = { prefer: "odata.maxpagesize=2" };
    const page = await stage.send("GET /me/gadgets/delta?$select=name", undefined, prefer);
    expect(page.items.map(({ name }) => name)).toEqual(["a", "b"]);
    expect(page.json).not.toHaveProperty("@odata.deltaLink");
    await stage.send("POST /me/gadgets", { name: "late" });
    const rest = await round(stage, `GET ${page.link("nextLink")}`, prefer);
    expect(rest.items).toEqual([{ id: expect.any(String), name: "c" }]);
    // What the first request selected holds for the next round, though its link does not say so.
    expect((await round(stage, rest.next)).items).toEqual([{ id: expect.any(String), name: "late" }]);
  });

  it("begins now with $deltatoken=latest", async () => {
    const stage = openGadgets();
    await stage.send("POST /me/gadgets", { name: "old" });
    const latest = await round(stage, "GET /me/gadgets/delta?$deltatoken=latest");
    expect(latest.items).toEqual([]);
    await stage.send("POST /me/gadgets", { name: "new" });
    expect((await round(stage, latest.next)).items).toMatchObject([{ name: "new" }]);
  });

  it.each(["nonsense", "WyJkZWx0YSIsIm90aGVyLjEiLCIiXQ"])(
    "refuses the token %s and says where to begin anew",
    async (token) => {
      const stage = openGadgets();
      const { status, headers, json } = await stage.send(`GET /me/gadgets/delta?$deltatoken=${token}`);
      expect([status, json.error]).toEqual([410, expect.objectContaining({ code: "syncStateNotFound" })]);
      const location = headers.get("location") ?? "";
      expect(location).toBe("http://localhost/beta/me/gadgets/delta?$deltatoken=");
      expect((await round(stage, `GET ${location}`)).items).toHaveLength(1);
    },
  );

  it("goes on after a restart, and not after a reset", async () => {
    const [stage, again] = [openGadgets(), openGadgets()];
    const first = await round(stage, "GET /me/gadgets/delta");
    await stage.send("POST /me/gadgets", { name: "before" });
    again.mock.state.restore(JSON.parse(JSON.stringify(stage.mock.state.snapshot())));
    await again.send("POST /me/gadgets", { name: "after" });
    expect((await round(again, first.next)).items).toMatchObject([{ name: "before" }, { name: "after" }]);
    stage.mock.reset();
    await round(stage, "GET /me/gadgets/delta");
    expect((await stage.send(first.next)).status).toBe(410);
  });

  it("tells of all that is below a root, with the documented mark of what is gone", async () => {
    const stage = openGadgets();
    const first = await round(stage, "GET /me/drive/root/delta");
    const file = (await stage.send("PUT /me/drive/root:/new.txt:/content", "new")).json;
    const second = await round(stage, first.next);
    expect(second.items).toMatchObject([{ id: file.id, name: "new.txt" }]);
    await stage.send(`DELETE /me/drive/items/${file.id}`);
    expect((await round(stage, second.next)).items).toEqual([
      { id: file.id, deleted: { state: "softdeleted" } },
    ]);
  });
});
