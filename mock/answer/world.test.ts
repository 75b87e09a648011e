/** What clients may rely on when they come back: users by any name, membership, stamps, versions. */
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../spec/openapi/index.ts";
import { createMock, type Mock } from "../index.ts";
import { describedBy } from "../testing/described.ts";

const USER = { id: "u-1", displayName: "Listed", userPrincipalName: "listed@contoso.example" };
const USERS = {
  "get /users": { value: [USER] },
  "get /users/{id}": { ...USER, id: "u-9" },
  "post /users": {
    ...USER,
    createdDateTime: "2001-01-01T00:00:00Z",
    createdBy: { application: null, user: { id: "x", displayName: "X" } },
    "@odata.etag": "one",
  },
  "patch /users/{id}": {},
};
const GROUPS = {
  "get /groups/{id}/members": { value: [{ "@odata.type": "#microsoft.graph.user", id: "m-1" }] },
  "post /groups/{id}/members/$ref": {},
  "delete /groups/{id}/members/{memberId}/$ref": {},
  "get /users/{id}/manager": { id: "boss" },
  "put /users/{id}/manager/$ref": {},
};

async function send(mock: Mock, line: string, body?: unknown) {
  const [method = "", path = ""] = line.split(" ");
  const response = await mock.request(path.startsWith("/v1.0") ? path : `/beta${path}`, {
    method,
    headers: { authorization: "Bearer token", "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, json: (text.startsWith("{") ? JSON.parse(text) : {}) as JsonObject };
}

const ids = ({ json }: { json: JsonObject }) => (json.value as unknown as JsonObject[]).map(({ id }) => id);

describe("the world of a mock", () => {
  it("knows users by id and by userPrincipalName, whether clients or pages put them there", async () => {
    const mock = createMock({ document: describedBy(USERS) });
    const created = await send(mock, "POST /users", {
      displayName: "Ada",
      userPrincipalName: "Ada@contoso.example",
    });
    const found = await send(mock, "GET /users/ada@contoso.example");
    expect([found.status, found.json.id, found.json.displayName]).toEqual([200, created.json.id, "Ada"]);
    expect((await send(mock, "GET /users/listed@contoso.example")).json.id).toBe("u-1");
    await send(mock, "PATCH /users/LISTED@contoso.example", { displayName: "Changed" });
    expect((await send(mock, "GET /users/u-1")).json.displayName).toBe("Changed");
  });

  it("says when a new object was made and by whom, and never tells a password", async () => {
    const now = new Date("2030-05-06T07:08:09.123Z");
    const mock = createMock({ document: describedBy(USERS), clock: () => now });
    const { json } = await send(mock, "POST /users", {
      displayName: "Ada",
      passwordProfile: { password: "x" },
    });
    expect(json).toMatchObject({
      createdDateTime: "2030-05-06T07:08:09Z",
      createdBy: { application: null, user: { id: mock.signedInUser.id } },
    });
    expect(json["@odata.etag"]).not.toBe("one");
    expect(JSON.stringify([json, mock.state.snapshot()])).not.toContain("password");
    await send(mock, `PATCH /users/${json.id}`, { displayName: "Eve" });
    expect((await send(mock, `GET /users/${json.id}`)).json["@odata.etag"]).not.toBe(json["@odata.etag"]);
  });

  it("changes membership by reference", async () => {
    const mock = createMock({ document: describedBy({ ...USERS, ...GROUPS }) });
    const { id } = (await send(mock, "POST /users", { displayName: "Ada" })).json;
    const reference = { "@odata.id": `https://graph.microsoft.com/v1.0/directoryObjects/${id}` };
    expect((await send(mock, "POST /groups/g/members/$ref", reference)).status).toBe(204);
    const members = await send(mock, "GET /groups/g/members");
    expect(ids(members)).toEqual(["m-1", id]);
    expect(members.json).toMatchObject({ value: [{}, { displayName: "Ada" }] });
    expect((await send(mock, "DELETE /groups/g/members/m-1/$ref")).status).toBe(204);
    expect(ids(await send(mock, "GET /groups/g/members"))).toEqual([id]);
    expect(ids(await send(mock, "GET /groups/other/members"))).toEqual(["m-1"]);
    expect((await send(mock, "POST /groups/g/members/$ref", {})).status).toBe(400);
    await send(mock, "PUT /users/u-1/manager/$ref", reference);
    expect((await send(mock, "GET /users/u-1/manager")).json).toMatchObject({ id, displayName: "Ada" });
  });

  it("is one for all versions, each answered from its own pages", async () => {
    const mock = createMock({
      document: describedBy({ "get /users": { value: [{ ...USER, beta: true }] }, "post /users": USER }),
      otherVersions: [{ document: describedBy({ "get /users": { value: [USER] } }, "v1.0") }],
    });
    expect((await send(mock, "GET /users")).json).toEqual({ value: [{ ...USER, beta: true }] });
    expect((await send(mock, "GET /v1.0/users")).json).toEqual({ value: [USER] });
    expect((await send(mock, "POST /v1.0/users", {})).status).toBe(405);
    const { id } = (await send(mock, "POST /users", { displayName: "Ada" })).json;
    expect(ids(await send(mock, "GET /v1.0/users"))).toEqual(["u-1", id]);
    expect(mock.api.prefixes).toEqual(["/beta", "/v1.0"]);
  });
});
