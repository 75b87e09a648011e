import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { main } from "../cli.ts";
import type { Output } from "../terminal/io.ts";

const PAGE = fileURLToPath(new URL("../../spec/pages/create-profile.md", import.meta.url));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "graph-contracts-mock-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

interface Running {
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly base: string;
  create(): Promise<Response>;
  /** Stops it as SIGTERM would, and answers with the exit code. */
  stop(): Promise<number>;
}

async function run(...args: string[]): Promise<Running> {
  const stop = new AbortController();
  let out = "";
  let err = "";
  const output = (take: (text: string) => void): Output => ({
    write: take,
    isTTY: false,
    color: false,
    columns: 80,
  });
  const ended = main(["mock", "--port", "0", ...args], {
    cwd: folder,
    env: {},
    stdout: output((text) => (out += text)),
    stderr: output((text) => (err += text)),
    signal: stop.signal,
  });
  const started = await Promise.race([
    expect
      .poll(() => out, { timeout: 20_000 })
      .toContain("Signed in")
      .then(() => true),
    ended.then(() => false),
  ]);
  const base = / at (http:\S+)/.exec(out)?.[1] ?? "";
  if (!started) throw new Error(err);
  return {
    stdout: () => out,
    stderr: () => err,
    base,
    create: () =>
      fetch(`${base}/me/profile`, {
        method: "POST",
        headers: { authorization: "Bearer token", "content-type": "application/json" },
        body: "{}",
      }),
    stop: () => {
      stop.abort();
      return ended;
    },
  };
}

describe("graph-contracts mock", () => {
  it("writes a starter file for seed data, once, and begins with it", async () => {
    await expect(run("--init")).rejects.toThrow();
    const starter = await readFile(join(folder, "seed-data.yaml"), "utf8");
    expect(starter).toContain("--seed-data seed-data.yaml");
    await expect(run("--init")).rejects.toThrow("seed-data.yaml is there already");
    const running = await run("--seed-data", "seed-data.yaml");
    expect(running.stdout()).toContain("Signed in: ada@contoso.example");
    expect(await running.stop()).toBe(0);
  });

  it("tells how to call it, serves, and stops with 0", async () => {
    const mock = await run();
    expect(mock.stdout()).toMatch(/Signed in: \S+@\S+, id [0-9a-f-]{36}\n/);
    const command = /^Try: curl -i -X POST .*'(http:\S+)'$/m.exec(mock.stdout());
    expect(command?.[1]).toBe(`${mock.base}/me/profile`);
    expect((await mock.create()).status).toBe(201);
    expect(await mock.stop()).toBe(0);
  });

  it("prints a line of JSON for each exchange, with the page line, and none when quiet", async () => {
    const mock = await run();
    await mock.create();
    await fetch(`${mock.base}/me/nothing`, { headers: { authorization: "Bearer token" } });
    await mock.stop();
    const lines = mock
      .stdout()
      .split("\n")
      .filter((line) => line.startsWith("{"))
      .map((line) => JSON.parse(line));
    expect(lines).toMatchObject([
      {
        method: "POST",
        url: "/beta/me/profile",
        status: 201,
        source: { page: "create-profile.md", line: expect.any(Number) },
      },
      { status: 400, reason: "Unexpected path /me/nothing, expected a documented one" },
    ]);
    const quiet = await run("--quiet");
    await quiet.create();
    await quiet.stop();
    expect(quiet.stdout()).not.toContain('{"time"');
  });

  it("keeps the state from run to run", async () => {
    const first = await run("--state", "state.json");
    const { id } = (await (await first.create()).json()) as { id: string };
    await first.stop();
    expect(await readFile(join(folder, "state.json"), "utf8")).toContain(id);
    const second = await run("--state", "state.json");
    expect(await (await fetch(`${new URL(second.base).origin}/_mock/state`)).text()).toContain(id);
    await second.stop();
  });

  it("follows a changed page without losing state, and keeps the last good one", async () => {
    const page = join(folder, "page.md");
    await copyFile(PAGE, page);
    const mock = await run("page.md", "--watch");
    await mock.create();
    const other = () =>
      fetch(`${mock.base}/groups/1/profile`, {
        method: "POST",
        headers: { authorization: "Bearer token", "content-type": "application/json" },
        body: "{}",
      });
    expect((await other()).status).toBe(400);
    const text = await readFile(page, "utf8");
    await writeFile(
      page,
      text.replaceAll("POST /me/profile\n", "POST /me/profile\nPOST /groups/{groupId}/profile\n"),
    );
    await expect.poll(async () => (await other()).status, { timeout: 20_000 }).toBe(201);
    await writeFile(page, "\u0000");
    await expect
      .poll(() => mock.stderr(), { timeout: 20_000 })
      .toContain("the last good state of the pages is still served");
    expect((await other()).status).toBe(201);
    const state = await (await fetch(`${new URL(mock.base).origin}/_mock/state`)).json();
    expect(Object.keys((state as { collections: object }).collections).sort()).toEqual([
      "/groups/1/profile",
      expect.stringMatching(/^\/users\/.*\/profile$/),
    ]);
    expect(await mock.stop()).toBe(0);
  });

  it("says so where the pages document nothing to call", async () => {
    await writeFile(join(folder, "notes.md"), "# Notes\n");
    const mock = await run("notes.md");
    expect(await mock.stop()).toBe(0);
    expect(mock.stderr()).toContain("the pages document no operation");
  });

  it("says once that objects go, and that scopes are not asked for", async () => {
    const mock = await run("--max-objects", "1", "--auth", "off");
    for (let n = 0; n < 3; n += 1) await mock.create();
    await mock.stop();
    expect(mock.stderr().match(/oldest are evicted/g)).toHaveLength(1);
    const scopes = await run("--auth", "scopes");
    await scopes.stop();
    expect(scopes.stderr()).toContain("2 of 2 operations name no permissions");
  });

  it.each([
    [["--state", "damaged.json"], "damaged and was left as it is"],
    [["missing.md"], "missing.md does not exist"],
    [["--nonsense"], "nonsense"],
  ])("%j ends with 2 and one line", async (args, reason) => {
    await writeFile(join(folder, "damaged.json"), "{");
    const failure = await run(...args).catch((error: Error) => error.message);
    expect(failure).toContain(reason);
    expect(String(failure).trim()).not.toContain("\n");
  });
});
