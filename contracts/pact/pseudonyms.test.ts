import { describe, expect, it } from "vitest";
import { redactor } from "../http/redact.ts";
import { createPseudonyms } from "./pseudonyms.ts";

const names = () => createPseudonyms().of(redactor([]));

describe("what is taken from recorded values", () => {
  it("are people's names, each the same wherever it stands, and not the names of things", () => {
    const { json } = names();
    expect(
      json({
        displayName: "Quarterly budget",
        createdBy: { user: { displayName: "Robin Canary" } },
        value: [
          {
            givenName: "Robin",
            surname: "Canary",
            displayName: "Robin Canary",
            mail: "robin@canary.example",
          },
        ],
      }),
    ).toEqual({
      displayName: "Quarterly budget",
      createdBy: { user: { displayName: "Name 1" } },
      value: [{ givenName: "Name 2", surname: "Name 3", displayName: "Name 1", mail: "person1@example.com" }],
    });
  });

  it("is all below a secret's name, in its form", () => {
    expect(
      names().json({ passwordProfile: { password: "canary", force: true, tries: [7, "canary"] } }),
    ).toEqual({
      passwordProfile: { password: "[redacted]", force: true, tries: [0, "[redacted]"] },
    });
  });

  it("are secrets in links", () => {
    expect(
      names().json({ "@odata.nextLink": "https://graph.example/v1.0/users?$skiptoken=canary&$top=5" }),
    ).toEqual({
      "@odata.nextLink": "https://graph.example/v1.0/users?$skiptoken=[redacted]&$top=5",
    });
  });

  it("numbers stand-ins one after the other, however many there are", () => {
    const guid = (n: number): string => `${n.toString(16).padStart(8, "0")}-aaaa-4aaa-8aaa-aaaaaaaaaaaa`;
    const { text } = names();
    for (let n = 0; n < 20_000; n += 1) text(guid(n));
    expect(text(guid(19_999))).toBe("00000000-0000-4000-8000-000000020000");
    expect(text(guid(0))).toBe("00000000-0000-4000-8000-000000000001");
  });
});
