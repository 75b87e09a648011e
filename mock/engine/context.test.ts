import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../spec/openapi/index.ts";
import { createMock } from "../index.ts";
import { describedBy } from "../testing/described.ts";
import { factsOf, serviceOf, withQuery } from "./service.ts";

const ONE = { id: "7", displayName: "Ada" };
const MANY = { value: [ONE] };
const mock = createMock({
  wire: "graph",
  document: describedBy({
    "get /me": ONE,
    "get /users": MANY,
    "get /users/{id}": ONE,
    "post /users": ONE,
    "get /me/messages": MANY,
    "get /me/messages/{id}": ONE,
    "post /me/messages": ONE,
    "get /groups/{id}/members": MANY,
    "get /servicePrincipals/{id}/transitiveMemberOf/microsoft.graph.directoryRole": MANY,
    "get /deviceManagement/deviceConfigurations/{id}/assignments": MANY,
    "get /deviceManagement/deviceConfigurations/{id}/assignments/{assignmentId}": ONE,
    "get /me/joinedTeams": { "@odata.context": "https://x/$metadata#teams", value: [ONE] },
    "post /directoryObjects/{id}/checkMemberGroups": { value: ["a"] },
    "post /applications/{id}/addPassword": {
      "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#microsoft.graph.passwordCredential",
      secretText: "x",
    },
  }),
});
const ME = `users('${mock.signedInUser.id}')`;

async function send(line: string) {
  const [method = "", path = ""] = line.split(" ");
  const response = await mock.request(`/beta${path}`, {
    method,
    headers: { authorization: "Bearer token", "content-type": "application/json" },
    ...(method === "POST" ? { body: "{}" } : {}),
  });
  return { response, json: (await response.json()) as JsonObject };
}

describe("@odata.context", () => {
  it.each([
    ["GET /me", "users/$entity"],
    ["GET /users", "users"],
    ["GET /users/7", "users/$entity"],
    ["GET /users?$select=id,displayName", "users(id,displayName)"],
    ["GET /users/7?$select=id&$expand=manager($select=id)", "users(id,manager(id))/$entity"],
    ["GET /users?$expand=manager", "users(manager())"],
    ["GET /me/messages", `${ME}/messages`],
    ["GET /me/messages/AAMk=", `${ME}/messages/$entity`],
    ["GET /users/kim@contoso.example/messages", "users('kim%40contoso.example')/messages"],
    ["POST /me/messages", `${ME}/messages/$entity`],
    ["GET /groups/9/members", "directoryObjects"],
    ["GET /servicePrincipals/9/transitiveMemberOf/microsoft.graph.directoryRole", "directoryRoles"],
    [
      "GET /deviceManagement/deviceConfigurations/9/assignments",
      "deviceManagement/deviceConfigurations('9')/assignments",
    ],
    [
      "GET /deviceManagement/deviceConfigurations/9/assignments/1",
      "deviceManagement/deviceConfigurations('9')/assignments/$entity",
    ],
    ["GET /me/joinedTeams", "teams"],
    ["POST /directoryObjects/9/checkMemberGroups", "Collection(Edm.String)"],
    ["POST /applications/9/addPassword", "microsoft.graph.passwordCredential"],
  ])("of %s", async (line, fragment) => {
    const { json } = await send(line);
    expect(json["@odata.context"]).toBe(`https://graph.microsoft.com/beta/$metadata#${fragment}`);
  });
});

describe("fields of an answer", () => {
  it("tell where a new object is", async () => {
    const user = (await send("POST /users")).response.headers.get("location");
    // Graph names an address of the directory's own, which would lead away from the mock.
    expect(user).toMatch(/^http:\/\/localhost\/beta\/users\/\S+$/);
    const { response } = await send("POST /me/messages");
    expect(response.headers.get("location")).toMatch(/^http:\/\/localhost\/beta\//);
  });

  it("are those of the service", async () => {
    const fields = async (line: string) => {
      const { headers } = (await send(line)).response;
      return ["cache-control", "x-ms-resource-unit", "odata-version"].map((name) => headers.get(name));
    };
    expect(await fields("GET /users")).toEqual(["no-cache", "2", "4.0"]);
    expect(await fields("GET /me/messages")).toEqual(["private", null, "4.0"]);
    expect(await fields("GET /users/7?$filter=)")).toEqual(["no-cache", null, null]);
  });

  it("count Intune's lists unasked", async () => {
    expect(
      (await send("GET /deviceManagement/deviceConfigurations/9/assignments")).json["@odata.count"],
    ).toBe(1);
    expect((await send("GET /users")).json).not.toHaveProperty("@odata.count");
  });

  it("cost what was recorded", () => {
    expect(factsOf("GET", "/groups/1/members").units).toBe(3);
    expect([withQuery(2, "?$select=id"), withQuery(1, "?$select=id"), withQuery(2, "?$top=1")]).toEqual([
      1, 1, 2,
    ]);
    expect(factsOf("POST", "/directoryObjects/1/checkMemberGroups").units).toBe(4);
    expect(factsOf("DELETE", "/users/1").units).toBe(1);
    expect(factsOf("GET", "/me/messages").units).toBeUndefined();
  });
});

describe("a service", () => {
  it.each([
    ["/users/1", "directory"],
    ["/users/1/messages", "exchange"],
    ["/me/drive/root", "files"],
    ["/sites/root", "files"],
    ["/deviceManagement", "intune"],
    ["/teams/1/channels", "teams"],
    ["/reports/usage()", "other"],
  ])("of %s is %s", (path, name) => {
    expect(serviceOf(path).name).toBe(name);
  });

  it("words its own refusals", async () => {
    await send("POST /me/messages");
    expect((await send("GET /me/messages/gone")).json.error).toMatchObject({ code: "ErrorItemNotFound" });
    await send("POST /users");
    expect((await send("GET /users/gone")).json.error).toMatchObject({ code: "Request_ResourceNotFound" });
  });
});
