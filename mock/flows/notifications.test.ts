import { describe, expect, it } from "vitest";
import type { CallbackRequest, SendCallback } from "../index.ts";
import { type GadgetStage, openGadgets } from "../testing/gadget-stage.ts";

const NOW = "2021-01-31T12:00:00.000Z";
const LATER = "2021-01-31T13:00:00Z";
const LOCAL = "http://localhost:9/notify";

const WATCH = {
  changeType: "created,updated,deleted",
  notificationUrl: "https://elsewhere.example/notify",
  resource: "me/gadgets",
  expirationDateTime: LATER,
  clientState: "mine",
};

/** A subscriber that answers as it must, and keeps what it was sent; `busy` is how often it is busy first. */
function subscriber(busy = 0): { send: SendCallback; sent: CallbackRequest[] } {
  const sent: CallbackRequest[] = [];
  let left = busy;
  return {
    sent,
    send: async (request) => {
      const token = new URL(request.url).searchParams.get("validationToken");
      sent.push(request);
      if (token !== null) return { status: 200, contentType: "text/plain; charset=utf-8", body: token };
      left -= 1;
      return { status: left >= 0 ? 503 : 202, contentType: "", body: "" };
    },
  };
}

function open(options: Parameters<typeof openGadgets>[0] = {}): GadgetStage {
  return openGadgets({ clock: () => new Date(NOW), notificationRetry: 1, ...options });
}

const watch = (stage: GadgetStage, more: object = {}) =>
  stage.send("POST /subscriptions", { ...WATCH, ...more });
const types = ({ mock }: GadgetStage) =>
  mock.notifications.list().flatMap(({ body }) => body.value.map(({ changeType }) => changeType));

describe("change notifications", () => {
  it("are collected where there is no way to send, one for each change of what is watched", async () => {
    const stage = open();
    const heard: number[] = [];
    stage.mock.notifications.subscribe(({ number }) => heard.push(number));
    const { json } = await watch(stage);
    const gadget = (await stage.send("POST /me/gadgets", { name: "a" })).json;
    await stage.send(`PATCH /me/gadgets/${gadget.id}`, { name: "b" });
    await stage.send(`DELETE /me/gadgets/${gadget.id}`);
    await stage.send("PUT /me/drive/root:/other.txt:/content", "other");
    expect(types(stage)).toEqual(["created", "updated", "deleted"]);
    expect(heard).toEqual([1, 2, 3]);
    const resource = `users/${stage.mock.signedInUser.id}/gadgets/${gadget.id}`;
    expect(stage.mock.notifications.list()[0]).toEqual({
      number: 1,
      time: NOW,
      url: WATCH.notificationUrl,
      state: "collected",
      attempts: [],
      body: {
        value: [
          {
            subscriptionId: json.id,
            subscriptionExpirationDateTime: LATER,
            clientState: "mine",
            tenantId: expect.any(String),
            changeType: "created",
            resource,
            resourceData: { "@odata.type": "#microsoft.graph.gadget", "@odata.id": resource, id: gadget.id },
          },
        ],
      },
    });
  });

  it.each([
    ["/me/gadgets?$filter=size eq 3", 1],
    ["https://graph.microsoft.com/beta/me/gadgets", 1],
    ["users('robin@contoso.example')/gadgets", 1],
    ["me/gadgets('{id}')", 0],
    ["/me/drive/root", 0],
  ])("name what they watch in several ways: %s", async (resource, count) => {
    const stage = open();
    expect((await watch(stage, { resource })).status).toBe(201);
    await stage.send("POST /me/gadgets", { name: "a" });
    expect(types(stage)).toHaveLength(count);
  });

  it("tell of all that is below a root, and of the change types that were asked for", async () => {
    const stage = open();
    await watch(stage, { resource: "/me/drive/root", changeType: "updated" });
    await stage.send("PUT /me/drive/root:/a.txt:/content", "one");
    await stage.send("PUT /me/drive/root:/a.txt:/content", "two");
    expect(types(stage)).toEqual(["updated"]);
  });

  it("go to this machine in batches, after a handshake", async () => {
    const { send, sent } = subscriber();
    const stage = open({ send });
    await watch(stage, { notificationUrl: `${LOCAL}?a=1` });
    expect(sent[0]).toMatchObject({ contentType: "text/plain; charset=utf-8", body: "" });
    expect(sent[0]?.url).toMatch(
      /^http:\/\/localhost:9\/notify\?a=1&validationToken=Validation%3A%20Testing/,
    );
    for (const name of ["a", "b", "c"]) await stage.send("POST /me/gadgets", { name });
    await stage.mock.notifications.settled();
    expect(sent).toHaveLength(2);
    expect(JSON.parse(sent[1]?.body ?? "").value).toHaveLength(3);
    expect(stage.mock.notifications.list()).toMatchObject([
      { state: "delivered", attempts: [{ status: 202 }] },
    ]);
  });

  it("never go anywhere else, unless the host was named", async () => {
    const { send, sent } = subscriber();
    const closed = open({ send });
    for (const notificationUrl of [
      "https://elsewhere.example/",
      "http://127.0.0.1.example/",
      "http://localhost@elsewhere.example/",
    ]) {
      expect((await watch(closed, { notificationUrl })).status).toBe(201);
      await closed.send("POST /me/gadgets", { name: "a" });
    }
    await closed.mock.notifications.settled();
    expect(sent).toEqual([]);
    const opened = open({ send, allowCallbacks: ["Elsewhere.example"] });
    await watch(opened);
    expect(sent).toHaveLength(1);
  });

  it("are sent again, and given up in the end", async () => {
    const patient = open({ send: subscriber(2).send });
    await watch(patient, { notificationUrl: LOCAL });
    await patient.send("POST /me/gadgets", { name: "a" });
    await patient.mock.notifications.settled();
    expect(patient.mock.notifications.list()).toMatchObject([
      { state: "delivered", attempts: [{ status: 503 }, { status: 503 }, { status: 202 }] },
    ]);
    const hopeless = open({ send: subscriber(99).send });
    await watch(hopeless, { notificationUrl: LOCAL });
    await hopeless.send("POST /me/gadgets", { name: "a" });
    await hopeless.mock.notifications.settled();
    expect(hopeless.mock.notifications.list()[0]?.state).toBe("given up");
    expect(hopeless.mock.notifications.list()[0]?.attempts).toHaveLength(6);
  });

  it("tell of the life of a subscription on command", async () => {
    const stage = open();
    const { id } = (await watch(stage, { lifecycleNotificationUrl: "https://elsewhere.example/life" })).json;
    for (const lifecycleEvent of ["reauthorizationRequired", "missed"]) {
      const command = new Request(`http://localhost/_mock/subscriptions/${id}/lifecycle`, {
        method: "POST",
        body: JSON.stringify({ lifecycleEvent }),
      });
      expect((await stage.mock.fetch(command)).status).toBe(204);
    }
    const shown = await stage.mock.request("/_mock/notifications");
    expect(await shown.json()).toMatchObject({
      notifications: [
        {
          url: "https://elsewhere.example/life",
          body: { value: [{ lifecycleEvent: "reauthorizationRequired" }] },
        },
        { body: { value: [{ lifecycleEvent: "missed", subscriptionId: id, clientState: "mine" }] } },
      ],
    });
    expect(() => stage.mock.notifications.lifecycle("none", "missed")).toThrow(TypeError);
    expect(() => stage.mock.notifications.lifecycle(String(id), "other")).toThrow(TypeError);
  });
});

describe("a subscription", () => {
  it.each([
    ["a change type that there is none of", { changeType: "created,moved" }, /changeType/],
    ["no change type", { changeType: undefined }, /changeType/],
    ["a resource that no page documents", { resource: "/me/nothing" }, /segment 'me\/nothing'/],
    ["a time that is past", { expirationDateTime: "2021-01-31T11:59:59Z" }, /future/],
    ["no time", { expirationDateTime: undefined }, /future/],
    ["a longer life than there is", { expirationDateTime: "2021-03-31T12:00:00Z" }, /only be 43200 minutes/],
    ["no address", { notificationUrl: "elsewhere" }, /notification URL/],
  ])("is refused with %s", async (_, more, message) => {
    const { status, json } = await watch(open(), more);
    expect([status, json.error]).toEqual([
      400,
      expect.objectContaining({ message: expect.stringMatching(message) }),
    ]);
  });

  it.each([
    ["another status", { status: 202, contentType: "text/plain", body: "" }],
    ["another media type", { status: 200, contentType: "application/json", body: "" }],
    ["another text", { status: 200, contentType: "text/plain", body: "token" }],
    ["no answer", undefined],
  ])("is refused where the address gives %s", async (_, answer) => {
    const send: SendCallback = async () => answer ?? Promise.reject(new TypeError("connection refused"));
    const { status, json } = await watch(open({ send }), { notificationUrl: LOCAL });
    expect([status, json.error]).toEqual([
      400,
      expect.objectContaining({ message: expect.stringMatching(/must respond with 200 OK/) }),
    ]);
  });

  it("is taken as the page shows it, past time and all", async () => {
    const { status } = await watch(open(), { ...WATCH, expirationDateTime: "2016-11-20T18:23:45.9356913Z" });
    expect(status).toBe(201);
  });

  it("is renewed, within the longest life, and ends by the mock's clock", async () => {
    let now = new Date(NOW);
    const stage = open({ clock: () => now });
    const { id } = (await watch(stage)).json;
    const renew = (expirationDateTime: string) =>
      stage.send(`PATCH /subscriptions/${id}`, { expirationDateTime });
    expect((await renew("2021-04-01T00:00:00Z")).status).toBe(400);
    expect((await renew("2021-02-01T12:00:00Z")).status).toBe(200);
    now = new Date("2021-02-01T11:59:59Z");
    await stage.send("POST /me/gadgets", { name: "a" });
    now = new Date("2021-02-01T12:00:00Z");
    await stage.send("POST /me/gadgets", { name: "b" });
    expect(types(stage)).toEqual(["created"]);
    expect((await stage.send(`GET /subscriptions/${id}`)).status).toBe(404);
  });

  it("ends when it is deleted, and goes on after a restart", async () => {
    const [stage, again] = [open(), open()];
    const kept = (await watch(stage)).json;
    const deleted = (await watch(stage, { clientState: "other" })).json;
    await stage.send(`DELETE /subscriptions/${deleted.id}`);
    again.mock.state.restore(JSON.parse(JSON.stringify(stage.mock.state.snapshot())));
    await again.send("POST /me/gadgets", { name: "a" });
    expect(again.mock.notifications.list()).toMatchObject([
      { body: { value: [{ subscriptionId: kept.id }] } },
    ]);
  });
});
