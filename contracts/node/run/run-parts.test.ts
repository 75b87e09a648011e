import { describe, expect, it } from "vitest";
import { createSendQueue } from "../wire/send-queue.ts";
import { createBreaker } from "./breaker.ts";
import { createIdBindings } from "./id-bindings.ts";

describe("a breaker", () => {
  const fed = (probe: boolean, ...inVain: boolean[]) => {
    const breaker = createBreaker(async () => probe);
    for (const one of inVain) breaker.record(one);
    return breaker.isDead();
  };
  it("gives a target up after three requests in vain and a vain probe", async () => {
    expect(await fed(false, true, true, true)).toBe(true);
    expect(await fed(false, true, true)).toBe(false);
    expect(await fed(false, true, true, false, true)).toBe(false);
    expect(await fed(true, true, true, true)).toBe(false);
  });
});

describe("a sendQueue", () => {
  it("lets one pass alone, after the others and before those that come later", async () => {
    const sendQueue = createSendQueue();
    const order: string[] = [];
    const step = (name: string, turns: number) => async () => {
      order.push(`${name} in`);
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
      order.push(`${name} out`);
    };
    const first = sendQueue.together(step("a", 20));
    await Promise.resolve();
    const alone = sendQueue.alone(step("b", 20));
    const later = sendQueue.together(step("c", 1));
    await Promise.all([first, alone, later]);
    expect(order).toEqual(["a in", "a out", "b in", "b out", "c in", "c out"]);
  });

  it("says whether there was company", async () => {
    const sendQueue = createSendQueue();
    expect((await sendQueue.together(async () => 1)).wasAlone).toBe(true);
    const both = await Promise.all([1, 2].map((value) => sendQueue.together(async () => value)));
    expect(both.some(({ wasAlone }) => !wasAlone)).toBe(true);
  });
});

describe("the ids of a run", () => {
  const bindings = createIdBindings((_template, name) => name === "usersId");
  bindings.created("/me/profile/emails", "new/id");
  bindings.created("/users/fixed/messages", "m1");
  bindings.created("/users", "other");
  it.each([
    ["/me/profile/emails/{id}", "/me/profile/emails/old", "/me/profile/emails/new%2Fid"],
    ["/me/profile/emails/{id}", "/me/profile/emails/old?$select=a", "/me/profile/emails/new%2Fid?$select=a"],
    ["/me/profile/phones/{id}", "/me/profile/phones/old", "/me/profile/phones/old"],
    ["/users/{usersId}/messages/{id}/x", "/users/fixed/messages/old/x", "/users/fixed/messages/m1/x"],
    ["/me/profile/emails/{id}", "/unknown/me/profile/emails/old", "/unknown/me/profile/emails/old"],
  ])("%s", (template, path, expected) => {
    expect(bindings.resolve(template, path).path).toBe(expected);
  });

  it("tell what nothing is known of, and forget what was deleted", () => {
    const ids = createIdBindings(() => false);
    const aim = () => ids.resolve("/things/{thingId}/parts/{partId}", "/things/a/parts/b");
    expect(aim()).toMatchObject({ namesCreated: false, unknown: ["thingId", "partId"], deleted: [] });
    ids.created("/things", "T1");
    expect(aim()).toMatchObject({ path: "/things/T1/parts/b", namesCreated: true, unknown: ["partId"] });
    ids.created("/things/T1/parts", "P1");
    expect(aim()).toMatchObject({ path: "/things/T1/parts/P1", unknown: [] });
    ids.deleted("/things/T1");
    expect(aim()).toMatchObject({ path: "/things/a/parts/b", unknown: ["thingId", "partId"] });
    expect(aim().deleted).toEqual(["/things"]);
    ids.created("/things", "T2");
    ids.created("/things", "T3");
    expect(aim()).toMatchObject({ path: "/things/T2/parts/b", deleted: [] });
    ids.deleted("/things/t2");
    expect(aim()).toMatchObject({ path: "/things/T3/parts/b", deleted: [] });
  });

  it("tell of a documented object that was deleted, also where the user named it", () => {
    const ids = createIdBindings(() => true);
    ids.deleted("/things/a");
    expect(ids.resolve("/things/{thingId}", "/things/a").deleted).toEqual(["/things"]);
    expect(ids.resolve("/things/{thingId}", "/things/b").deleted).toEqual([]);
  });
});
