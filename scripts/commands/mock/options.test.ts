import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCommandLine } from "../../terminal/command-line.ts";
import { type Io, type Output, UsageError } from "../../terminal/io.ts";
import { MOCK_OPTIONS, mockOptions } from "./options.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "graph-contracts-options-"));
  await writeFile(join(folder, "users.json"), '[{"id":"1","userPrincipalName":"a@b.example"}]');
  await writeFile(join(folder, "none.json"), "[]");
  await writeFile(join(folder, "broken.json"), "[");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const silent: Output = { write: () => {}, isTTY: false, color: false, columns: 80 };

async function read(...args: string[]) {
  const io: Io = {
    cwd: folder,
    env: {},
    stdout: silent,
    stderr: silent,
    signal: new AbortController().signal,
  };
  return mockOptions(readCommandLine(MOCK_OPTIONS, args), io);
}

describe("the options of mock", () => {
  it("have defaults", async () => {
    expect(await read()).toEqual({
      paths: [],
      host: "127.0.0.1",
      port: 4010,
      stateFile: undefined,
      watch: false,
      quiet: false,
      init: false,
      mock: { ids: "random", auth: "bearer", wire: "docs" },
    });
  });

  it("read seed data from YAML and JSON", async () => {
    await writeFile(join(folder, "seed.yaml"), "collections:\n  /groups:\n    - id: g1\n");
    await writeFile(join(folder, "seed.json"), '{"users":[{"id":"1"}]}');
    expect((await read("--seed-data", "seed.yaml")).mock.seedData).toEqual({
      collections: { "/groups": [{ id: "g1" }] },
    });
    await expect(read("--seed-data", "seed.json")).rejects.toThrow(
      "seed.json: Unexpected users[0], expected 'id' and 'userPrincipalName'",
    );
    await expect(read("--seed-data", "nowhere.yaml")).rejects.toThrow("mock --init");
  });

  it("are read with their units", async () => {
    const { mock, paths, stateFile } = await read(
      ...["pages", "--latency", "200-800", "--fail-rate", "0.1", "--throttle", "5/10s", "--seed", "7"],
      ...[
        "--clock",
        "2021-01-31T12:00:00Z",
        "--state",
        "s.json",
        "--users",
        "users.json",
        "--max-objects",
        "9",
        "--max-bytes",
        "10",
        "--operations",
        "5s,fail",
        "--allow-callbacks",
        "hook.example",
      ],
    );
    expect(paths).toEqual(["pages"]);
    expect(stateFile).toBe(join(folder, "s.json"));
    expect(mock).toMatchObject({
      latency: { from: 200, to: 800 },
      failRate: 0.1,
      throttle: { requests: 5, milliseconds: 10_000 },
      seed: 7,
      fixedClock: true,
      maxObjects: 9,
      maxBytes: 10,
      operations: { milliseconds: 5000, fails: true },
      allowCallbacks: ["hook.example"],
      users: [{ id: "1", userPrincipalName: "a@b.example" }],
    });
    expect(mock.clock?.().toISOString()).toBe("2021-01-31T12:00:00.000Z");
    expect((await read("--latency", "300")).mock.latency).toEqual({ from: 300, to: 300 });
    expect((await read("--operations", "3")).mock.operations).toEqual({ polls: 3 });
    expect((await read("--throttle", "100/m")).mock.throttle).toEqual({
      requests: 100,
      milliseconds: 60_000,
    });
  });

  it("take the admin token from the environment, so that no process list shows it", async () => {
    const env = { GRAPH_CONTRACTS_ADMIN_TOKEN: "secret" };
    const io: Io = { cwd: folder, env, stdout: silent, stderr: silent, signal: new AbortController().signal };
    expect((await mockOptions(readCommandLine(MOCK_OPTIONS, []), io)).mock.adminToken).toBe("secret");
  });

  it.each([
    [["--port", "x"], "--port is 'x'; expected a whole number from 0 to 65535"],
    [["--port", "65536"], "--port is '65536'"],
    [["--ids", "pretty"], "--ids is 'pretty'; expected random or documented"],
    [["--auth", "basic"], "expected bearer, off or scopes"],
    [["--clock", "noon"], "--clock is 'noon'"],
    [["--latency", "800-200"], "--latency is '800-200'"],
    [["--fail-rate", "2"], "expected a number from 0 to 1"],
    [["--throttle", "5"], "--throttle is '5'"],
    [["--throttle", "5/0s"], "--throttle is '5/0s'"],
    [["--operations", "soon"], "--operations is 'soon'"],
    [["--users", "missing.json"], "missing.json cannot be read"],
    [["--users", "none.json"], "none.json lists no users"],
    [["--users", "broken.json"], "broken.json is not JSON"],
  ])("%j is refused in one line", async (args, reason) => {
    const failure = await read(...args).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UsageError);
    expect((failure as Error).message).toContain(reason);
    expect((failure as Error).message).not.toContain("\n");
  });
});
