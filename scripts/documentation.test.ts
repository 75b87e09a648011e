/** The README and the pages below .github/docs cannot rot: their commands are parsed, their listings run, their links followed. */
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { createMock } from "../mock/index.ts";
import { COMMANDS } from "./cli.ts";
import { type Served, serveMock } from "./commands/mock/serve.ts";
import { packageRoot } from "./files/package-root.ts";
import { loadSource } from "./files/source.ts";
import { readCommandLine } from "./terminal/command-line.ts";
import type { Io } from "./terminal/io.ts";

const root = packageRoot();
const files = [
  "README.md",
  ...readdirSync(join(root, ".github/docs")).map((name) => `.github/docs/${name}`),
].filter((file) => file.endsWith(".md") && !file.endsWith("rules.md"));
const read = (file: string): string => readFileSync(join(root, file), "utf8");

interface Listing {
  readonly file: string;
  readonly language: string;
  readonly text: string;
}

const listings = files.flatMap((file): Listing[] =>
  [...read(file).matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language = "", text = ""]) => ({
    file,
    language,
    text,
  })),
);

/** Words of a shell line; quotes are taken off, comments, redirections and what a variable holds do not matter here. */
function words(line: string): string[] {
  return [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, single, double, plain]) => single ?? double ?? plain ?? "",
  );
}

const commandLines = listings
  .filter(({ language }) => language === "sh" || language === "yaml")
  .flatMap(({ file, text }) =>
    text
      .replaceAll(/\\\n\s*/g, " ")
      .split("\n")
      .map((line) => line.replace(/\s#.*$/, ""))
      .filter((line) => line.includes("npx graph-contracts "))
      .map((line) => ({
        file,
        line: line.slice(line.indexOf("npx graph-contracts ") + "npx graph-contracts ".length).trim(),
      })),
  );

describe("the commands that the documentation shows", () => {
  it("are some", () => expect(commandLines.length).toBeGreaterThan(15));

  it.each(commandLines)("$file: $line", async ({ line }) => {
    const [name = "", ...args] = words(line);
    const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    expect(load, `no command ${name}`).toBeDefined();
    const command = await load?.();
    expect(() => readCommandLine(command?.command.options ?? {}, args)).not.toThrow();
  });
});

describe("the links of the documentation", () => {
  const anchors = (file: string): string[] =>
    [...read(file).matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
      heading
        .toLowerCase()
        .replace(/[^\w\s-]/g, "")
        .trim()
        .replaceAll(/\s/g, "-"),
    );

  it.each(files)("%s", (file) => {
    for (const [, target = ""] of read(file).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^(?:https?:|\.\.\/resources\/)/.test(target)) continue;
      const [path = "", anchor] = target.split("#");
      const to = path === "" ? file : join(dirname(file), path);
      expect(existsSync(join(root, to)), `${file} -> ${target}`).toBe(true);
      if (anchor !== undefined) expect(anchors(to), `${file} -> ${target}`).toContain(anchor);
    }
  });
});

describe("the listings of the documentation", () => {
  let served: Served;
  let folder: string;
  beforeAll(async () => {
    const { document, contracts } = await loadSource([], { cwd: root } as Io);
    served = await serveMock(createMock({ document, contracts }), "127.0.0.1", 0);
    // Inside the project, so that packages are found.
    folder = mkdtempSync(join(root, "node_modules/.graph-contracts-listings-"));
  });
  afterAll(async () => {
    await served.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const scripts = listings.filter(({ language }) => language === "js" || language === "ts");

  it("are some", () => expect(scripts.length).toBeGreaterThan(3));

  it.each(scripts.map((listing, index) => ({ ...listing, index })))(
    "$file, listing $index runs",
    async ({ text, index }) => {
      const program = text
        .replaceAll("http://127.0.0.1:4010", served.origin)
        .replaceAll('"graph-contracts/mock"', JSON.stringify(join(root, "mock/index.ts")))
        .replaceAll('"graph-contracts/msw"', JSON.stringify(join(root, "mock/msw.ts")))
        .replaceAll('"graph-contracts/openapi.json"', JSON.stringify(join(root, "spec/openapi.json")));
      const file = join(folder, `listing-${index}.mts`);
      writeFileSync(file, program);
      const run = promisify(execFile)(process.execPath, ["--import", "tsx", file], { cwd: root });
      await expect(run).resolves.toBeDefined();
    },
  );

  it.each(listings.filter(({ language }) => language === "yaml" || language === "json"))(
    "$file: $language can be read",
    ({ text }) => {
      expect(typeof parse(text)).toBe("object");
    },
  );

  it("shows a configuration that fits its schema", async () => {
    const { Ajv } = await import("ajv");
    const schema: object = JSON.parse(read("scripts/configuration/schema.json"));
    const [shown] = listings.filter(
      ({ file, language }) => file.endsWith("configuration.md") && language === "yaml",
    );
    const valid = new Ajv({ allowUnionTypes: true }).compile(schema);
    expect([valid(parse(shown?.text ?? "")), valid.errors]).toEqual([true, null]);
  });
});

describe("what GitHub is given", () => {
  it("is an action that runs verify with its inputs", () => {
    const { runs, inputs } = parse(read(".github/actions/verify/action.yml"));
    expect(runs.using).toBe("composite");
    expect(Object.keys(inputs)).toEqual(["target", "sources", "options", "token"]);
    expect(runs.steps[0].run).toContain("npx graph-contracts verify");
  });

  it("is a matcher of the lines that extract prints", () => {
    const matcher = JSON.parse(read(".github/actions/verify/problem-matcher.json"));
    const { regexp } = matcher.problemMatcher[0].pattern[0];
    const line =
      "spec/pages/create-profile.md:48:1 warning 'id' is marked required [property-required-absent]";
    expect(new RegExp(regexp).exec(line)?.slice(1)).toEqual([
      "spec/pages/create-profile.md",
      "48",
      "1",
      "warning",
      "'id' is marked required",
      "property-required-absent",
    ]);
  });
});
