import { spawn } from "node:child_process";
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createMock, type Mock } from "../../../mock/index.ts";
import { UsageError } from "../../terminal/io.ts";
import { keepState } from "./state-file.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "graph-contracts-state-"));
  file = join(folder, "state.json");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function open(): Mock {
  return createMock({
    document: {
      openapi: "3.0.3",
      info: { title: "Things", version: "1" },
      servers: [{ url: "/v1" }],
      security: [],
      paths: {},
      components: { schemas: {}, securitySchemes: {} },
    },
  });
}

const STATE = {
  version: 1,
  collections: { "/things": { a: { id: "a" } } },
  singletons: {},
  deleted: {},
  counters: {},
};

function ignore(): void {}

describe("a state file", () => {
  it("is loaded at the start and current at the end", async () => {
    const first = open();
    const kept = await keepState(first, file, ignore);
    first.state.restore(STATE);
    await kept.close();
    expect(JSON.parse(await readFile(file, "utf8"))).toEqual(STATE);
    expect(await readdir(folder)).toEqual(["state.json"]);

    const second = open();
    await (await keepState(second, file, ignore)).close();
    expect(second.state.snapshot()).toEqual(STATE);
  });

  it("is written through a link, and keeps its mode", async () => {
    await mkdir(join(folder, "data"));
    const target = join(folder, "data", "real.json");
    await writeFile(target, JSON.stringify(STATE));
    await chmod(target, 0o640);
    await symlink(target, file);
    const mock = open();
    const kept = await keepState(mock, file, ignore);
    mock.state.restore({ ...STATE, collections: {} });
    expect(await kept.close()).toBe(true);
    expect((await lstat(file)).isSymbolicLink()).toBe(true);
    expect(JSON.parse(await readFile(target, "utf8"))).toMatchObject({ collections: {} });
    expect((await stat(target)).mode & 0o777).toBe(0o640);
  });

  it("is refused to a second mock, and free again when the first has ended", async () => {
    const kept = await keepState(open(), file, ignore);
    const failure = await keepState(open(), file, ignore).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UsageError);
    expect((failure as Error).message).toMatch(/is in use by another mock/);
    await kept.close();
    await (await keepState(open(), file, ignore)).close();
  });

  it.each([
    ["a process that is gone", { host: hostname(), process: 2 ** 30, started: 0 }],
    ["an earlier process of this number", { host: hostname(), process: process.pid, started: 0 }],
  ])("is taken over from %s", async (_, holder) => {
    await writeFile(`${file}.lock`, JSON.stringify(holder));
    await (await keepState(open(), file, ignore)).close();
    expect(await readdir(folder)).toEqual([]);
  });

  it("is not taken from a process of another host", async () => {
    await writeFile(`${file}.lock`, JSON.stringify({ host: "elsewhere.example", process: 1, started: 0 }));
    await expect(keepState(open(), file, ignore)).rejects.toThrow(/remove .*\.lock if none is running/);
  });

  it("says whether the last save failed", async () => {
    const reasons: string[] = [];
    const mock = open();
    const kept = await keepState(mock, file, (reason) => reasons.push(reason));
    await mkdir(file);
    mock.state.restore(STATE);
    expect(await kept.close()).toBe(false);
    expect(reasons[0]).toMatch(/cannot be saved/);
  });

  it("is written after a change, without waiting for the end", async () => {
    const mock = open();
    const kept = await keepState(mock, file, ignore);
    mock.state.restore(STATE);
    await expect
      .poll(() => readFile(file, "utf8").catch(() => ""), { timeout: 10_000 })
      .toContain('"/things"');
    await kept.close();
  });

  it.each(["", "{", '{"version":1,"collections":7}', "[]"])(
    "that holds %j is reported and left untouched",
    async (text) => {
      await writeFile(file, text);
      const failure = await keepState(open(), file, ignore).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(UsageError);
      expect((failure as Error).message).toMatch(/damaged and was left as it is/);
      expect(await readFile(file, "utf8")).toBe(text);
    },
  );

  it("that cannot be written is told, and the mock goes on", async () => {
    const reasons: string[] = [];
    const mock = open();
    const kept = await keepState(mock, join(folder, "none", "state.json"), (reason) => reasons.push(reason));
    mock.state.restore(STATE);
    await kept.close();
    expect(reasons[0]).toMatch(/cannot be saved/);
  });

  it("can be loaded whenever the process that saves it is killed", async () => {
    const writer = join(folder, "writer.mts");
    const url = (path: string): string => JSON.stringify(new URL(path, import.meta.url).href);
    await writeFile(
      writer,
      `import { existsSync } from "node:fs";
       import { createMock } from ${url("../../../mock/index.ts")};
       import { keepState } from ${url("./state-file.ts")};
       const mock = createMock({ document: { openapi: "3.0.3", info: { title: "x", version: "1" }, servers: [], security: [], paths: {}, components: { schemas: {}, securitySchemes: {} } } });
       await keepState(mock, ${JSON.stringify(file)}, (reason) => console.log(reason), { shortest: 0, timesLastWrite: 0 });
       const things = Object.fromEntries(Array.from({ length: 20000 }, (_, n) => ["key" + n, { id: "key" + n, text: "x".repeat(100) }]));
       let told = false;
       for (let n = 0; ; n += 1) {
         mock.state.restore({ version: 1, collections: { "/things": things }, counters: { n } });
         if (!told && existsSync(${JSON.stringify(file)})) told = (console.log("saved"), true);
         await new Promise((resolve) => setTimeout(resolve, 1));
       }`,
    );
    for (let round = 0; round < 12; round += 1) {
      await killAfter(writer, round * 31);
      const mock = open();
      await (await keepState(mock, file, ignore)).close();
      expect(mock.state.size).toBe(20_000);
    }
  }, 120_000);
});

/** Lets the process work for so many milliseconds after its first save, and kills it without warning. */
function killAfter(script: string, milliseconds: number): Promise<void> {
  const child = spawn(process.execPath, ["--import", "tsx", script], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "inherit"],
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", () => resolve());
    child.stdout.on("data", () => setTimeout(() => child.kill("SIGKILL"), milliseconds));
  });
}
