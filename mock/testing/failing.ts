import { describe, expect, it } from "vitest";
import { type OpenForm, openStage } from "./stage.ts";

const CREATE = "POST /beta/me/profile";

export function failing(open: OpenForm): void {
  const stage = openStage(open);
  const { send, mock } = stage;

  it("fails the next requests that fit, and those alone", async () => {
    mock.faults.set({ method: "POST", path: "/me/*", status: 429, times: 2 });
    expect((await send("GET /beta/me/contacts")).status).toBe(200);
    expect((await send("POST /beta/users/someone/profile", {})).status).toBe(201);
    const statuses = [await send(CREATE, {}), await send(CREATE, {}), await send(CREATE, {})];
    expect(statuses.map(({ status }) => status)).toEqual([429, 429, 201]);
    expect(statuses[0]?.headers.get("retry-after")).toMatch(/^\d+$/);
    expect(statuses[0]?.error).toMatchObject({
      code: "TooManyRequests",
      innerError: { code: "TooManyRequests", status: "429" },
    });
    expect(mock.faults.list()).toEqual([]);
  });

  it("drops a connection", async () => {
    mock.faults.set({ drop: true });
    const { dropped } = stage.form;
    if (dropped === "rejects") await expect(send(CREATE, {})).rejects.toThrow(Error);
    else expect((await send(CREATE, {})).status).toBe(dropped);
    expect((await send(CREATE, {})).status).toBe(201);
  });

  it.each([400, 401, 403, 404, 409, 429, 500, 503, 504])(
    "answers Prefer: code=%i with that",
    async (code) => {
      const answer = await send(CREATE, {}, { prefer: `code=${code}` });
      expect(answer.status).toBe(code);
      expect(answer.error.code).toMatch(/./);
      expect(mock.state.size).toBe(0);
    },
  );

  it("waits as long as Prefer says, and answers then", async () => {
    expect((await send(CREATE, {}, { prefer: "delay=5" })).status).toBe(201);
  });

  describe("at a rate", () => {
    const { send } = openStage(open, { failRate: 0.5, seed: 4 });

    it("fails as Graph does when it is busy", async () => {
      const statuses = new Set<number>();
      for (let n = 0; n < 40; n += 1) statuses.add((await send(CREATE, {})).status);
      expect([...statuses].sort()).toEqual([201, 429, 500, 503, 504]);
    });
  });

  describe("by throttling", () => {
    const { send } = openStage(open, { throttle: { requests: 3, milliseconds: 600_000 } });

    it("lets each user do so much", async () => {
      const as = async (user: string): Promise<number> =>
        (await send(CREATE, {}, { authorization: `Bearer ${user}` })).status;
      expect([await as("a"), await as("a"), await as("a"), await as("a")]).toEqual([201, 201, 201, 429]);
      expect(await as("b")).toBe(201);
      const refused = await send(CREATE, {}, { authorization: "Bearer a" });
      expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(500);
    });
  });
}
