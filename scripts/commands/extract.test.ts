import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { afterEach, describe, expect, it } from "vitest";
import { main } from "../cli.ts";
import type { Output } from "../terminal/io.ts";

const PAGE = [
  "# Create spoon",
  "",
  "## HTTP request",
  "",
  "```http",
  "POST /spoons",
  "```",
  "",
  '<!-- { "blockType": "request", "name": "create_spoon" } -->',
  "```http",
  "POST https://graph.microsoft.com/v1.0/spoons",
  "Content-Type: application/json",
  "",
  '{ "size": 12345678901234567890 }',
  "```",
  "",
  '<!-- { "blockType": "response" } -->',
  "```http",
  "HTTP/1.1 201 Created",
  "```",
  "",
].join("\n");

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
      if (entry.isDirectory()) chmodSync(join(entry.parentPath ?? entry.path, entry.name), 0o755);
    rmSync(folder, { recursive: true, force: true });
  }
});

/** A folder with the given files, by path. */
function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), "extract-"));
  folders.push(folder);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function extract(cwd: string, ...args: string[]): Promise<Ran> {
  const collect = (): Output & { text: string } => ({
    text: "",
    isTTY: false,
    color: false,
    columns: 80,
    write(text) {
      this.text += text;
    },
  });
  const [stdout, stderr] = [collect(), collect()];
  const io = { cwd, env: {}, stdout, stderr, signal: new AbortController().signal };
  const code = await main(["extract", ...args], io);
  return { code, out: stdout.text, err: stderr.text };
}

function filesBelow(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
      .sort()
      .map((file) => [file.slice(folder.length + 1), readFileSync(file, "utf8")]),
  );
}

describe("extract", () => {
  it("replaces no file that it did not write, unless it is told to", async () => {
    const folder = folderWith({
      "pages/create-spoon.md": PAGE,
      "out/contracts/create-spoon.json": '{"name":"mine"}',
    });
    const refused = await extract(folder, "pages", "--out", "out");
    expect(refused.code).toBe(2);
    expect(refused.err).toContain("out/contracts/create-spoon.json was not written by this tool");
    expect(Object.keys(filesBelow(join(folder, "out")))).toEqual(["contracts/create-spoon.json"]);
    expect((await extract(folder, "pages", "--out", "out", "--force")).code).toBe(0);
    expect((await extract(folder, "pages", "--out", "out")).code).toBe(0);
  });

  it("gives pages distinct names of bounded length, whatever the file system", async () => {
    const long = `${"deep-".repeat(45)}.md`;
    const folder = folderWith({ [`pages/a/${long}`]: PAGE, "pages/Spoon.md": PAGE, "pages/spoon.md": PAGE });
    expect((await extract(folder, "pages", "--out", "out")).code).toBe(0);
    const names = readdirSync(join(folder, "out/contracts"));
    expect(names).toHaveLength(3);
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(3);
    expect(Math.max(...names.map((name) => name.length))).toBeLessThanOrEqual(180);
  });

  it("writes the description and the contracts, the same every time, to the last digit", async () => {
    const folder = folderWith({ "pages/create-spoon.md": PAGE, "pages/deeper/notes.md": "# Notes\n" });
    const { code, err } = await extract(folder, "pages", "--out", "one");
    expect(code).toBe(0);
    expect(err).toContain("one/openapi.json");
    await extract(folder, "pages", "--out", "two");
    const one = filesBelow(join(folder, "one"));
    expect(Object.keys(one)).toEqual([
      "contracts/create-spoon.json",
      ...["openapi.d.json.ts", "openapi.d.ts", "openapi.json", "openapi.yaml"],
    ]);
    expect(filesBelow(join(folder, "two"))).toEqual(one);
    expect(one["openapi.json"]).toContain("12345678901234567890");
    expect(one["openapi.yaml"]).toContain("POST /spoons".slice(5));
    expect((await extract(folder, "pages", "--out", "one", "--check")).code).toBe(0);
  });

  it("without an argument reads spec/pages and writes where the project keeps its artefacts", async () => {
    const folder = folderWith({ "spec/pages/create-spoon.md": PAGE });
    expect((await extract(folder)).code).toBe(0);
    expect(Object.keys(filesBelow(folder))).toEqual([
      "contracts/recorded/create-spoon.json",
      "spec/openapi.d.ts",
      "spec/openapi.json",
      "spec/openapi.yaml",
      "spec/pages/create-spoon.md",
    ]);
    expect((await extract(folder, "--check")).code).toBe(0);
  });

  it("with pages and no --out only says what it finds", async () => {
    const folder = folderWith({ "a.md": PAGE.replace("12345678901234567890 }", "1, }") });
    const { code, out } = await extract(folder, "a.md");
    expect(code).toBe(0);
    expect(out).toContain("a.md:14:1 warning the body is not valid JSON: trailing comma");
    expect(out).toContain("1 page: 1 operation, 1 exchange");
    expect(Object.keys(filesBelow(folder))).toEqual(["a.md"]);
  });

  it.each([
    ["an edited description", "spec/openapi.json"],
    ["an edited YAML file", "spec/openapi.yaml"],
    ["an edited contract", "contracts/recorded/create-spoon.json"],
  ])("--check finds %s, and names it", async (_, path) => {
    const folder = folderWith({ "spec/pages/create-spoon.md": PAGE });
    await extract(folder);
    writeFileSync(join(folder, path), `${readFileSync(join(folder, path), "utf8")} `);
    const before = filesBelow(folder);
    const { code, err } = await extract(folder, "--check");
    expect(code).toBe(1);
    expect(err.trim().split("\n")).toHaveLength(1);
    expect(err).toContain(`${path} is stale`);
    expect(filesBelow(folder)).toEqual(before);
  });

  it("--check finds an edited page, a missing file and a contract whose page is gone", async () => {
    const folder = folderWith({
      "spec/pages/create-spoon.md": PAGE,
      "spec/pages/other.md": PAGE.replaceAll("spoon", "fork"),
    });
    await extract(folder);
    writeFileSync(join(folder, "spec/pages/create-spoon.md"), PAGE.replace("201 Created", "200 OK"));
    rmSync(join(folder, "spec/openapi.yaml"));
    rmSync(join(folder, "spec/pages/other.md"));
    const { code, err } = await extract(folder, "--check");
    expect(code).toBe(1);
    for (const path of [
      "spec/openapi.json",
      "spec/openapi.yaml",
      "contracts/recorded/create-spoon.json",
      "contracts/recorded/other.json",
    ])
      expect(err).toContain(`${path} is stale`);
    await extract(folder);
    expect(existsSync(join(folder, "contracts/recorded/other.json"))).toBe(false);
    expect((await extract(folder, "--check")).code).toBe(0);
  });

  it("leaves files alone that it has not written", async () => {
    const folder = folderWith({
      "spec/pages/a.md": PAGE,
      "contracts/recorded/mine.json": '{ "interactions": [] }',
    });
    await extract(folder);
    expect(filesBelow(folder)["contracts/recorded/mine.json"]).toBe('{ "interactions": [] }');
    expect((await extract(folder, "--check")).code).toBe(0);
  });

  it.each([
    ["a missing file", ["missing.md"], /missing\.md does not exist/],
    ["a folder without pages", ["empty"], /no Markdown page in empty/],
    ["an unknown format", ["a.md", "--format", "xml"], /--format is 'xml'; expected pretty, json or sarif/],
    ["an unknown option", ["a.md", "--wrong"], /unknown option '--wrong'; --help lists the options$/m],
    ["an option without its value", ["a.md", "--out"], /--out needs a value: --out DIR/],
    ["--check of pages without --out", ["a.md", "--check"], /--check with pages needs --out/],
    ["--out onto a file", ["a.md", "--out", "a.md"], /cannot write/],
  ])("%s is wrong usage, in one line", async (_, args, message) => {
    const folder = folderWith({ "a.md": PAGE, "empty/x.txt": "" });
    const { code, err } = await extract(folder, ...args);
    expect(code).toBe(2);
    expect(err).toMatch(message);
    expect(err.trim().split("\n")).toHaveLength(1);
    expect(readFileSync(join(folder, "a.md"), "utf8")).toBe(PAGE);
  });

  it("says so where the pages describe no API", async () => {
    const folder = folderWith({ "a.md": "# Notes\n\nNothing to call.\n" });
    const { code, err } = await extract(folder, "a.md");
    expect(code).toBe(0);
    expect(err).toMatch(/^Nothing in a\.md describes an API: /);
    expect((await extract(folderWith({ "a.md": PAGE }), "a.md")).err).not.toContain("Nothing in");
  });

  it("without an argument and without spec/pages says so", async () => {
    const { code, err } = await extract(folderWith({}));
    expect(code).toBe(2);
    expect(err).toContain("no folder spec/pages");
  });

  it.each([
    ["empty", "", "page-empty"],
    ["blank", " \n\n\t\n", "page-empty"],
    ["binary", new Uint8Array(4096).map((_, index) => (index * 37) % 256), "page-binary"],
    ["huge", new Uint8Array(5 * 1024 * 1024).fill(0x61), "page-too-large"],
  ])("a page that is %s costs that page only", async (_, content, rule) => {
    const folder = folderWith({ "pages/bad.md": content, "pages/good.md": PAGE });
    const { code, out } = await extract(folder, "pages", "--out", "out");
    expect(code).toBe(1);
    expect(out).toMatch(new RegExp(`pages/bad\\.md:1:1 error .*\\[${rule}\\]`));
    expect(Object.keys(filesBelow(join(folder, "out")))).toEqual([
      "contracts/good.json",
      ...["openapi.d.json.ts", "openapi.d.ts", "openapi.json", "openapi.yaml"],
    ]);
    const alone = await extract(folder, "pages/bad.md", "--out", "alone");
    expect(alone.code).toBe(1);
    expect(existsSync(join(folder, "alone"))).toBe(false);
  });

  it("a page without examples makes a description without contracts", async () => {
    const folder = folderWith({ "a.md": "# Get fork\n\n## HTTP request\n\n```http\nGET /forks/{id}\n```\n" });
    expect((await extract(folder, "a.md", "--out", "out")).code).toBe(0);
    expect(Object.keys(filesBelow(join(folder, "out")))).toEqual([
      ...["openapi.d.json.ts", "openapi.d.ts", "openapi.json", "openapi.yaml"],
    ]);
  });

  it("a page without anything makes an empty description", async () => {
    const folder = folderWith({ "a.md": "Nothing to see.\n" });
    expect((await extract(folder, "a.md", "--out", "out")).code).toBe(0);
    expect(JSON.parse(filesBelow(join(folder, "out"))["openapi.json"] ?? "")).toMatchObject({
      openapi: "3.0.3",
      paths: {},
    });
  });

  it("a broken annotation is an error on its line, and the rest is written", async () => {
    const folder = folderWith({
      "a.md": PAGE.replace('"blockType": "response"', '"blockType": response, x'),
    });
    const { code, out } = await extract(folder, "a.md", "--out", "out");
    expect(code).toBe(1);
    expect(out).toMatch(/a\.md:17:\d+ error .*\[annotation-unreadable\]/);
    expect(Object.keys(filesBelow(join(folder, "out")))).toContain("openapi.json");
  });

  it("follows a link that is named itself", async () => {
    const folder = folderWith({ "real/a.md": PAGE });
    symlinkSync(join(folder, "real"), join(folder, "link"));
    expect((await extract(folder, "link")).out).toContain("1 page: 1 operation");
  });

  it("follows no link out of the folder", async () => {
    const folder = folderWith({ "pages/a.md": PAGE, "secret/b.md": PAGE.replaceAll("spoon", "secret") });
    symlinkSync(join(folder, "secret"), join(folder, "pages/linked"));
    symlinkSync(join(folder, "secret/b.md"), join(folder, "pages/b.md"));
    symlinkSync(join(folder, "nowhere.md"), join(folder, "pages/dangling.md"));
    const { code, out } = await extract(folder, "pages", "--out", "out");
    expect(code).toBe(0);
    expect(out).toContain("1 page:");
    expect(JSON.stringify(filesBelow(join(folder, "out")))).not.toContain("secret");
  });

  const isRoot = process.getuid?.() === 0;
  it.skipIf(isRoot)("an unreadable folder and a read-only folder are one line each", async () => {
    const folder = folderWith({ "locked/a.md": PAGE, "fixed/keep.txt": "", "a.md": PAGE });
    chmodSync(join(folder, "locked"), 0);
    chmodSync(join(folder, "fixed"), 0o555);
    expect(await extract(folder, "locked")).toMatchObject({ code: 2 });
    const { code, err } = await extract(folder, "a.md", "--out", "fixed");
    expect(code).toBe(2);
    expect(err).toMatch(/cannot write .*EACCES/);
    expect(Object.keys(filesBelow(join(folder, "fixed")))).toEqual(["keep.txt"]);
  });

  it("prints findings as JSON, with a stable form", async () => {
    const folder = folderWith({ "a.md": PAGE.replace("201 Created", "204 Created") });
    const { out } = await extract(folder, "a.md", "--format", "json");
    const report = JSON.parse(out) as {
      diagnostics: { rule: string; file: string; place: unknown }[];
      statistics: object;
    };
    expect(report.statistics).toMatchObject({
      pages: 1,
      operations: 1,
      exchanges: { documented: 1, inferred: 0 },
    });
    expect(report.diagnostics).toContainEqual(
      expect.objectContaining({ rule: "reason-phrase", file: "a.md", place: { page: "a.md", line: 19 } }),
    );
  });

  it("sums up a large folder by rule", async () => {
    const pages = Object.fromEntries(
      Array.from({ length: 25 }, (_, index) => [
        `pages/p${index}.md`,
        PAGE.replaceAll("spoon", `spoon${index}`).replace("201 Created", "201"),
      ]),
    );
    const { out } = await extract(folderWith(pages), "pages");
    expect(out).toContain("25 pages: 25 operations, 25 exchanges");
    expect(out).not.toContain("\u001b");
  });
});
