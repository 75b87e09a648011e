import { describe, expect, it } from "vitest";
import { createMock } from "../index.ts";
import { DESCRIPTION } from "../testing/description.ts";
import { readSeedData, type SeedData } from "./seed-data.ts";

const DATA: SeedData = {
  users: [
    { id: "u1", userPrincipalName: "ada@contoso.example", displayName: "Ada", jobTitle: "Engineer" },
    { id: "u2", userPrincipalName: "bob@contoso.example" },
  ],
  collections: {
    "/me/contacts": [{ id: "c1", displayName: "Cy" }, { displayName: "Di" }],
    "/users/bob@contoso.example/contacts": [{ id: "c2", displayName: "Ed" }],
    "/users/u2/settings": { theme: "dark" },
  },
};

describe("seed data", () => {
  const mock = createMock({ document: DESCRIPTION, seedData: DATA });
  const send = async (path: string, method = "GET") => {
    const response = await mock.request(`/beta${path}`, {
      method,
      headers: { authorization: "Bearer token" },
    });
    const text = await response.text();
    return { status: response.status, json: text === "" ? undefined : JSON.parse(text) };
  };

  it("is there at the start and after a reset, instead of what the pages list", async () => {
    expect(mock.signedInUser).toEqual({
      id: "u1",
      userPrincipalName: "ada@contoso.example",
      displayName: "Ada",
    });
    for (let time = 0; time < 2; time += 1) {
      const { value } = (await send("/users/ADA@contoso.example/contacts")).json;
      expect(value).toEqual([
        { id: "c1", displayName: "Cy" },
        { id: expect.any(String), displayName: "Di" },
      ]);
      expect((await send("/users/u2/contacts")).json.value).toMatchObject([{ id: "c2" }]);
      expect((await send("/users/u2/contacts/c2")).json.displayName).toBe("Ed");
      expect((await send("/users/u2/contacts/c2", "DELETE")).status).toBe(204);
      expect((await send("/users/bob@contoso.example/contacts")).json.value).toEqual([]);
      mock.reset();
    }
  });

  it.each<[unknown, string]>([
    [[], "expected an object with 'users' or 'collections'"],
    [{ groups: [] }, "Unexpected 'groups'"],
    [{ users: [{ id: "1" }] }, "Unexpected users[0]"],
    [{ users: {} }, "Unexpected 'users'"],
    [{ collections: { groups: [] } }, "Unexpected path 'groups'"],
    [{ collections: { "/groups": [1] } }, "Unexpected value of '/groups'"],
    [{ collections: { "/groups": "all" } }, "Unexpected value of '/groups'"],
  ])("%j is refused", (value, message) => {
    expect(() => readSeedData(value)).toThrow(message);
  });

  it("is taken as it is", () => {
    expect(readSeedData(JSON.parse(JSON.stringify(DATA)))).toEqual(DATA);
  });
});
