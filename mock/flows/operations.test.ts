import { describe, expect, it } from "vitest";
import { openGadgets } from "../testing/gadget-stage.ts";

describe("a long-running operation", () => {
  it("has a monitor of the mock's own where no page documents one", async () => {
    const { send } = openGadgets();
    const begun = await send("POST /me/gadgets/42/copy", { name: "Copy" });
    const monitor = begun.headers.get("location") ?? "";
    expect([begun.status, monitor]).toEqual([
      202,
      expect.stringMatching(/^http:\/\/localhost\/beta\/\$operations\//),
    ]);
    const running = await send(`GET ${monitor}`, undefined, { authorization: "" });
    expect([running.status, running.json]).toEqual([
      202,
      { operation: "copy", status: "inProgress", percentageComplete: 50 },
    ]);
    for (let look = 0; look < 2; look += 1) {
      const done = await send(`GET ${monitor}`);
      expect([done.status, done.json]).toMatchObject([200, { status: "completed", percentageComplete: 100 }]);
    }
  });

  it("is watched where the page documents its monitor, in the page's words", async () => {
    const { send } = openGadgets();
    const begun = await send("POST /me/gadgets/77/archive");
    const monitor = begun.headers.get("location") ?? "";
    expect(monitor).toMatch(/^http:\/\/localhost\/beta\/me\/gadgets\/77\/operations\/[\w-]+$/);
    const id = monitor.split("/").at(-1);
    const running = await send(`GET ${monitor}`);
    expect(running.json).toEqual({ id, operationType: "archive", status: "running", attemptsCount: 1 });
    expect((await send(`GET ${monitor}`)).json).toMatchObject({ id, status: "succeeded" });
    expect((await send("GET /me/gadgets/77/operations/9")).json).toMatchObject({
      id: "9",
      status: "succeeded",
    });
  });

  it("ends after as many looks as it is told to", async () => {
    const { send } = openGadgets({ operations: { polls: 0 } });
    const monitor = (await send("POST /me/gadgets/42/copy", {})).headers.get("location");
    expect((await send(`GET ${monitor}`)).json.status).toBe("completed");
  });

  it("ends after a time by the mock's clock, or fails", async () => {
    let now = new Date("2021-01-31T12:00:00Z");
    const { send, mock } = openGadgets({ clock: () => now, operations: { milliseconds: 5000 } });
    const monitor = (await send("POST /me/gadgets/42/archive")).headers.get("location");
    now = new Date("2021-01-31T12:00:04.999Z");
    expect((await send(`GET ${monitor}`)).json.status).toBe("running");
    mock.operations.set({ milliseconds: 5000, fails: true });
    now = new Date("2021-01-31T12:00:05Z");
    expect((await send(`GET ${monitor}`)).json).toMatchObject({
      status: "failed",
      error: { code: "generalException" },
    });
  });

  it("goes on after a restart", async () => {
    const [stage, again] = [openGadgets({ seed: 1 }), openGadgets({ seed: 1 })];
    const monitor = (await stage.send("POST /me/gadgets/42/copy", {})).headers.get("location");
    await stage.send(`GET ${monitor}`);
    again.mock.state.restore(JSON.parse(JSON.stringify(stage.mock.state.snapshot())));
    const other = (await again.send("POST /me/gadgets/42/copy", {})).headers.get("location");
    expect(other).not.toBe(monitor);
    expect((await again.send(`GET ${monitor}`)).json.status).toBe("completed");
    expect((await again.send(`GET ${other}`)).json.status).toBe("inProgress");
  });

  it.each([{ polls: -1 }, { looks: 1 }, 3])("cannot be told %j", (pace) => {
    const { mock } = openGadgets();
    expect(() => mock.operations.set(pace)).toThrow(TypeError);
  });
});
