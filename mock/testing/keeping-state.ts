import { expect, it } from "vitest";
import type { JsonObject } from "../../spec/openapi/index.ts";
import { type OpenForm, openStage } from "./stage.ts";

/** What the page lists. */
const DOCUMENTED = { displayName: "Kim Sample" };

export function keepingState(open: OpenForm): void {
  const { send, mock } = openStage(open);
  const create = async (displayName: string): Promise<string> =>
    String((await send("POST /beta/me/contacts", { displayName })).json.id);
  const at = (id: string): string => `/beta/me/contacts/${encodeURIComponent(id)}`;

  it("reads, changes, lists and deletes what was created", async () => {
    const id = await create("Ada");
    expect((await send(`GET ${at(id)}`)).json).toMatchObject({ id, displayName: "Ada" });
    expect((await send(`PATCH ${at(id)}`, { age: 36 })).json).toMatchObject({ displayName: "Ada", age: 36 });
    expect((await send("GET /beta/me/contacts")).json.value).toMatchObject([DOCUMENTED, { id, age: 36 }]);
    expect((await send(`DELETE ${at(id)}`)).status).toBe(204);
    const gone = await send(`GET ${at(id)}`);
    expect([gone.status, gone.error.code]).toEqual([404, "ErrorItemNotFound"]);
    expect((await send("GET /beta/me/contacts")).json.value).toMatchObject([DOCUMENTED]);
  });

  it("shows the documented list until it is touched", async () => {
    expect((await send("GET /beta/me/contacts")).json.value).toMatchObject([{ displayName: "Kim Sample" }]);
  });

  it("knows one user under every name, and another as another", async () => {
    const id = await create("Ada");
    const { signedInUser } = mock;
    for (const name of [signedInUser.id, signedInUser.userPrincipalName, "ROBIN@contoso.example"])
      expect((await send(`GET /beta/users/${name}/contacts`)).json.value).toMatchObject([DOCUMENTED, { id }]);
    const other = await send("GET /beta/users/someone@else.example/contacts");
    expect(other.json.value).toMatchObject([{ displayName: "Kim Sample" }]);
  });

  it("takes paths in any case, and ids as they are", async () => {
    const id = await create("Ada");
    expect((await send(`GET /Beta/ME/Contacts/${encodeURIComponent(id)}`)).json.id).toBe(id);
    const swapped = [...id].map((c) => (c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase())).join("");
    expect(swapped).not.toBe(id);
    expect((await send(`GET ${at(swapped)}`)).status).toBe(404);
  });

  it("selects, filters, counts and pages", async () => {
    for (const name of ["Ada", "Bob", "Cyd"]) await create(name);
    const filtered = await send(
      "GET /beta/me/contacts?$filter=displayName%20ne%20'Bob'&$count=true&$select=displayName",
    );
    expect(filtered.json["@odata.count"]).toBe(3);
    expect((filtered.json.value as JsonObject[]).map(({ displayName }) => displayName)).toEqual([
      "Kim Sample",
      "Ada",
      "Cyd",
    ]);
    const seen: unknown[] = [];
    for (let next: string | undefined = "/beta/me/contacts?$top=2"; next; ) {
      const { json }: { json: JsonObject } = await send(`GET ${next}`);
      seen.push((json.value as JsonObject[]).map(({ displayName }) => displayName));
      // Behind a proxy the link names the mock's own address, so only what follows that counts.
      const link = json["@odata.nextLink"];
      next = typeof link === "string" ? link.replace(/^https?:\/\/[^/]+/, "") : undefined;
    }
    expect(seen).toEqual([
      ["Kim Sample", "Ada"],
      ["Bob", "Cyd"],
    ]);
  });

  it("gives every one of many at once an id of its own", async () => {
    const ids = await Promise.all(Array.from({ length: 50 }, (_, n) => create(`No. ${n}`)));
    expect(new Set(ids).size).toBe(50);
    expect((await send("GET /beta/me/contacts?$top=100")).json.value).toHaveLength(51);
  });

  it("keeps `__proto__` and the like as names of properties", async () => {
    const body = '{"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}}';
    const answer = await send("POST /beta/me/profile", body);
    expect(answer.status).toBeLessThan(500);
    expect(({} as { admin?: unknown }).admin).toBeUndefined();
    expect((await send("POST /beta/me/profile", {})).json).not.toHaveProperty("admin");
  });

  it("takes a body of a megabyte as it is", async () => {
    const nickName = "一".repeat(350_000);
    expect((await send("POST /beta/me/profile", { nickName })).json.nickName === nickName).toBe(true);
  });

  it("forgets everything at a reset", async () => {
    await create("Ada");
    mock.reset();
    expect((await send("GET /beta/me/contacts")).json.value).toMatchObject([{ displayName: "Kim Sample" }]);
    expect(mock.state.size).toBe(0);
  });
}
