/** Every oddity that documentation pages show, as a page beside what is expected of it. An expectation is written by hand, never by the test. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { extract, stringifyJson } from "./index.ts";
import { summaryOf } from "./testing/summary.ts";

const FOLDER = fileURLToPath(new URL("./testing/pages/", import.meta.url));
const names = readdirSync(FOLDER)
  .filter((file) => file.endsWith(".md"))
  .map((file) => file.replace(/\.md$/, ""));

function expectation(name: string): unknown {
  const file = `${FOLDER}${name}.expected.json`;
  if (!existsSync(file)) throw new Error(`${name}.md has no expectation: write ${name}.expected.json`);
  return JSON.parse(readFileSync(file, "utf8"));
}

function read(name: string, change: (text: string) => string = (text) => text): unknown {
  const text = change(readFileSync(`${FOLDER}${name}.md`, "utf8"));
  return JSON.parse(stringifyJson(summaryOf(extract([{ name: `${name}.md`, text }]))));
}

describe("fixture pages", () => {
  it("are there, each with an expectation and no expectation without a page", () => {
    const expected = readdirSync(FOLDER).filter((file) => file.endsWith(".expected.json"));
    expect(names.length).toBeGreaterThan(20);
    expect(expected.map((file) => file.replace(/\.expected\.json$/, "")).sort()).toEqual([...names].sort());
  });

  it.each(names)("%s is read as expected", (name) => {
    expect(read(name)).toEqual(expectation(name));
  });

  it.each(names)("%s reads the same with other line ends and a byte order mark", (name) => {
    const expected = expectation(name);
    expect(read(name, (text) => text.replaceAll("\n", "\r\n"))).toEqual(expected);
    expect(read(name, (text) => text.replaceAll("\n", "\r"))).toEqual(expected);
    expect(read(name, (text) => `\ufeff${text}`)).toEqual(expected);
  });

  it("leaves a heading's wording out of account: pages without any known heading keep their operations and exchanges", () => {
    const plain = read("unannotated") as { operations: unknown[]; exchanges: unknown[] };
    const foreign = read("unannotated", (text) =>
      text.replace("## HTTP Request", "## Xyz").replace("## Example", "## Abc"),
    ) as typeof plain;
    expect(foreign.exchanges).toEqual(plain.exchanges);
    expect(foreign.operations).toEqual(plain.operations);
  });
});
