import { expect, it } from "vitest";
import { type OpenForm, openStage } from "./stage.ts";

export function repeating(open: OpenForm): void {
  const clock = () => new Date("2021-01-31T12:00:00Z");
  const { send, mock } = openStage(open, { seed: 7, clock, fixedClock: true, failRate: 0.2 });

  it("answers the same requests with the same bytes", async () => {
    const run = async (): Promise<string[]> => {
      const answers: string[] = [];
      for (let n = 0; n < 8; n += 1) {
        const created = await send("POST /beta/me/profile", { displayName: `No. ${n}` });
        const listed = await send("GET /beta/me/contacts?$filter=((");
        answers.push(
          ...[created, listed].map(({ status, headers, text }) => `${status} ${fixed(headers)} ${text}`),
        );
      }
      return answers;
    };
    const first = await run();
    mock.reset();
    expect(await run()).toEqual(first);
    expect(new Set(first).size).toBe(first.length);
    expect(first[0]).toContain("Sun, 31 Jan 2021 12:00:00 GMT");
  });

  it("gives no id twice where a seed begins anew over a state that was saved", async () => {
    const create = async (): Promise<void> => {
      for (let n = 0; n < 8; n += 1) await send("POST /beta/me/profile", { displayName: `No. ${n}` });
    };
    await create();
    const saved = mock.state.snapshot();
    const { size } = mock.state;
    mock.reset();
    mock.state.restore(saved);
    await create();
    expect(size).toBeGreaterThan(0);
    expect(mock.state.size).toBe(2 * size);
  });
}

/** Without what belongs to the connection, and what a proxy remarks: it sees an id that comes again. */
function fixed(headers: Headers): string {
  return JSON.stringify(
    [...headers].filter(
      ([name]) => !/^(?:connection|keep-alive|transfer-encoding|graph-contracts-.*)$/.test(name),
    ),
  );
}
