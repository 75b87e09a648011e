import { describe, expect, it } from "vitest";
import { difference, withOtherWord, withOwnIds } from "./documented.ts";

const EXCHANGE = {
  name: "a page",
  method: "PATCH",
  template: "/users/{id}/notes/{noteId}",
  path: "/users/7/notes/8?a=1",
  headers: {},
  body: "{}",
  json: { kind: "plain", id: "1", parts: [{ "@odata.type": "of no words", text: "two words" }] },
  status: 200,
  answer: { id: "8", value: [1] },
};

describe("a replayed exchange", () => {
  it("takes ids of the client's own", () => {
    expect(withOwnIds(EXCHANGE)?.path).toMatch(/^\/users\/[0-9a-f-]{36}\/notes\/[0-9a-f-]{36}\?a=1$/);
    expect(withOwnIds({ ...EXCHANGE, template: "/me" })).toBeUndefined();
  });

  it("takes another word", () => {
    expect(withOtherWord(EXCHANGE)?.json).toMatchObject({
      kind: "plain",
      parts: [{ text: "Otherwise words" }],
    });
    expect(withOtherWord({ ...EXCHANGE, json: { a: "one" } })).toBeUndefined();
  });

  it("tells what differs", () => {
    const told = (status: number, answer: unknown) => difference(EXCHANGE, status, JSON.stringify(answer));
    expect(told(200, { id: "9", value: [2], more: 1 })).toBeUndefined();
    expect(told(404, {})).toContain("status 404, expected 200");
    expect(told(200, { value: [2] })).toBe("without id");
    expect(told(200, { id: "9", value: [] })).toBe("an empty list");
  });
});
