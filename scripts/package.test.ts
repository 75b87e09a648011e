import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packageRoot } from "./files/package-root.ts";

const run = promisify(execFile);
const root = packageRoot();

/** The package as a stranger gets it: packed, installed into an empty folder, run from there. */
describe("the package", { timeout: 180_000 }, () => {
  let folder = "";
  let bin = "";
  const npm = (...args: string[]) => run("npm", args, { cwd: folder, maxBuffer: 16 * 1024 * 1024 });
  const cli = (...args: string[]) => run(process.execPath, [bin, ...args], { cwd: folder });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "graph-contracts-package-"));
    await writeFile(join(folder, "package.json"), '{ "private": true, "type": "module" }');
    await npm("pack", root, "--pack-destination", folder);
    const [tarball = ""] = (await readdir(folder)).filter((name) => name.endsWith(".tgz"));
    await npm("install", "--prefer-offline", "--no-audit", "--no-fund", `./${tarball}`);
    bin = join(folder, "node_modules/graph-contracts/dist/scripts/cli.js");
  }, 300_000);

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("holds what it needs and nothing that only developers run", async () => {
    const files = await readdir(join(folder, "node_modules/graph-contracts"), { recursive: true });
    expect(files).toEqual(
      expect.arrayContaining([
        "LICENSE",
        "spec/openapi.json",
        "spec/openapi.d.ts",
        "spec/pages/create-profile.md",
        "contracts/recorded/create-profile.json",
        "dist/contracts/node/dredd/hooks.cjs",
      ]),
    );
    const developers = files.filter((name) => DEVELOPERS.test(name));
    expect(developers).toEqual([]);
  });

  it("runs by its name", async () => {
    const { stdout } = await npm("exec", "--offline", "--", "graph-contracts", "--version");
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it("extracts pages", async () => {
    await mkdir(join(folder, "pages"));
    const page = join(folder, "node_modules/graph-contracts/spec/pages/create-profile.md");
    await cli("extract", page, "--out", join(folder, "out"));
    expect((await readdir(join(folder, "out"))).sort()).toEqual(
      expect.arrayContaining(["contracts", "openapi.json", "openapi.yaml"]),
    );
  });

  it("serves the mock, which conforms to the pages, and stops when told to", async () => {
    const child = spawn(process.execPath, [bin, "mock", "--port", "0", "--quiet"], { cwd: folder });
    const exit = once(child, "exit");
    let said = "";
    for await (const chunk of child.stdout) {
      said += String(chunk);
      if (said.includes("Try:")) break;
    }
    const base = /at (http:\S+)/.exec(said)?.[1] ?? "";
    const created = await fetch(`${base}/me/profile`, {
      method: "POST",
      headers: { Authorization: "Bearer token", "Content-Type": "application/json" },
      body: "{}",
    });
    expect(created.status).toBe(201);
    const { stdout, stderr } = await cli("verify", base);
    expect(stdout).toMatch(/conforms to the pages: \d+ passed/);
    expect(stderr).toBe("");
    child.kill("SIGINT");
    expect(await exit).toEqual([0, null]);
  });

  it("can be imported, with types that the compiler accepts", async () => {
    await writeFile(join(folder, "use.ts"), USE);
    await writeFile(join(folder, "tsconfig.json"), TSCONFIG);
    await run(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", folder]);
    const { stdout } = await run(process.execPath, ["use.js"], { cwd: folder });
    expect(stdout).toBe("1 201 401\n");
  });

  it("has types that refuse what is wrong", async () => {
    await writeFile(join(folder, "use.ts"), `${USE}\nextract(3);\ncreateMock({ seed: "one" });\n`);
    await writeFile(join(folder, "tsconfig.json"), TSCONFIG);
    const tsc = run(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", folder]);
    const { stdout } = await tsc.catch((error: { stdout: string }) => error);
    expect(stdout.match(/error TS\d+/g)?.length).toBeGreaterThanOrEqual(2);
  });
});

const DEVELOPERS = /\.test\.|\/(?:testing|bench|mutation)\/|scripts\/(?:faults|mutate|fuzz)\b/;

/** Declarations are checked too: a user may not skip that. */
const TSCONFIG = JSON.stringify({
  compilerOptions: {
    ...{ target: "es2023", lib: ["es2023", "dom", "dom.iterable"], module: "nodenext", strict: true },
    ...{ types: [], skipLibCheck: false, exactOptionalPropertyTypes: true },
  },
  files: ["use.ts"],
});

const USE = `
import { extract, type Extraction } from "graph-contracts";
import { createMock, type Mock } from "graph-contracts/mock";
import description from "graph-contracts/openapi.json" with { type: "json" };
import type { paths } from "graph-contracts/types";

const page = [
  "# Create thing", "", "## HTTP request", "", "\`\`\`http", "POST /things", "\`\`\`", "",
  "## Examples", "", '<!-- { "blockType": "request", "name": "create_thing" } -->', "\`\`\`http",
  "POST https://graph.microsoft.com/beta/things", "Content-Type: application/json", "", '{"name":"a"}', "\`\`\`", "",
  '<!-- { "blockType": "response", "truncated": true, "@odata.type": "microsoft.graph.thing" } -->', "\`\`\`http",
  "HTTP/1.1 201 Created", "Content-Type: application/json", "", '{"id":"1","name":"a"}', "\`\`\`", "",
].join("\\n");
const extraction: Extraction = extract([{ name: "thing.md", text: page }]);
const mock: Mock = createMock({ document: extraction.document });
const response = await mock.request("/beta/things", {
  method: "POST",
  headers: { Authorization: "Bearer token", "Content-Type": "application/json" },
  body: JSON.stringify({ name: "b" }),
});
const documented: keyof paths = "/me/profile";
const embedded = await createMock({ document: description }).request("/beta" + documented, { method: "POST" });
console.log(Object.keys(extraction.document.paths).length, response.status, embedded.status);
`;
