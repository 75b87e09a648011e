import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Io } from "../../terminal/io.ts";
import { readParameters } from "./parameters-file.ts";

let cwd = "";
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), "params-"));
});
afterAll(() => rm(cwd, { recursive: true }));

async function read(text: string): Promise<Readonly<Record<string, string>>> {
  await writeFile(join(cwd, "params"), text);
  return readParameters(["params"], { cwd } as Io);
}

describe("a file of parameters", () => {
  it("holds values by name, by path and name, or by path with the names below it", async () => {
    const yaml = 'usersId: robin\n"/me/skills/{id}:id": a1\n/me/notes/{id}:\n  id: 7\n';
    const values = { usersId: "robin", "/me/skills/{id}:id": "a1", "/me/notes/{id}:id": "7" };
    expect(await read(yaml)).toEqual(values);
    expect(await read(JSON.stringify(values))).toEqual(values);
  });

  it.each([
    ["- a", "params is not an object of names and values"],
    ["a: [1]", "the value of 'a' is neither a text nor a number"],
    ["a: [", "params: "],
  ])("that is broken is told of: %s", async (text, expected) => {
    await expect(read(text)).rejects.toThrow(expected);
  });

  it("that is not there too", async () => {
    await expect(readParameters(["absent"], { cwd } as Io)).rejects.toThrow("absent cannot be read (ENOENT)");
  });
});
