import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packageRoot } from "./files/package-root.ts";
import type { BundledPackage } from "./lab/build/bundles.ts";

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

  it("installs in few packages and little space, without what is bundled", async () => {
    const installed = (await packageFolders(join(folder, "node_modules"))).sort();
    expect(installed.length).toBeLessThanOrEqual(20);
    expect(installed).not.toContain("dredd");
    expect(await sizeOf(join(folder, "node_modules"))).toBeLessThanOrEqual(40 * 1024 * 1024);
  });

  it("bundles what the lock file says, and nothing with a published advisory", async () => {
    const packed = join(folder, "node_modules/graph-contracts/dist");
    const bundled = JSON.parse(await readFile(join(packed, "bundled.json"), "utf8")) as BundledPackage[];
    const lock = JSON.parse(await readFile(join(root, "package-lock.json"), "utf8")) as Lock;
    expect(bundled.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["dredd", "@stoplight/prism-http", "gavel"]),
    );
    for (const one of bundled) {
      // A package may bring others inside its own archive; those are not locked one by one.
      const locked = lock.packages[one.folder];
      if (locked) expect([one.folder, one.version]).toEqual([one.folder, locked.version]);
    }
    expect(bundled.filter(({ name, version }) => isAffected(name, version))).toEqual([]);
    const notices = await readFile(join(packed, "THIRD-PARTY-NOTICES.txt"), "utf8");
    for (const { name, version } of bundled) expect(notices).toContain(`${name} ${version} (`);
  });

  it("loads the mock without Dredd, Prism or a Markdown reader", async () => {
    const program = `
      import { createMock } from "graph-contracts/mock";
      import { createRequire } from "node:module";
      const loaded = Object.keys(createRequire(import.meta.url).cache);
      console.log(typeof createMock, loaded.filter((file) => /packages[/\\\\]|markdown/.test(file)).length);`;
    await writeFile(join(folder, "light.mjs"), program);
    const { stdout } = await run(process.execPath, ["light.mjs"], { cwd: folder });
    expect(stdout).toBe("function 0\n");
  });

  it("can be required by CommonJS, as jest does", async () => {
    await writeFile(join(folder, "jest.config.cjs"), "module.exports = { testEnvironment: 'node' };");
    await writeFile(join(folder, "mock.test.cjs"), JEST);
    const jest = join(root, "node_modules/jest/bin/jest.js");
    const { stderr } = await run(
      process.execPath,
      [jest, "--rootDir", folder, "--testMatch", "**/mock.test.cjs", "--ci"],
      { cwd: folder },
    );
    expect(stderr).toMatch(/Tests: +1 passed, 1 total/);
  });

  it.each([
    { module: "node16", file: "use-common.cts" },
    { module: "nodenext", file: "use-common.cts" },
    { module: "esnext", moduleResolution: "bundler", file: "use-common.ts" },
  ])("has types for $module and $file", async ({ file, ...options }) => {
    await writeFile(join(folder, file), COMMON_USE);
    const config = JSON.parse(TSCONFIG) as { compilerOptions: object };
    const compilerOptions = { ...config.compilerOptions, ...options, noEmit: true };
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: [file] }));
    await run(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", folder]);
  });
});

/** Names of the packages below a `node_modules`, at any depth. */
async function packageFolders(modules: string): Promise<string[]> {
  const files = await readdir(modules, { recursive: true });
  return files.flatMap((file) => {
    const match = /^(?:.*[/\\]node_modules[/\\])?((?:@[^/\\]+[/\\])?[^@./\\][^/\\]*)[/\\]package\.json$/.exec(
      file,
    );
    return match?.[1] === undefined ? [] : [match[1]];
  });
}

async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(files.map((file) => stat(join(file.parentPath, file.name))));
  return sizes.reduce((sum, { size }) => sum + size, 0);
}

interface Lock {
  readonly packages: Readonly<Record<string, { readonly version: string }>>;
}

/** The first version without the advisories that are known of it; undefined: every version has one. */
const FIRST_SOUND: Readonly<Record<string, string | undefined>> = {
  ajv: "6.12.3",
  async: "3.2.2",
  "cross-spawn": "7.0.5",
  "form-data": "2.5.4",
  "js-yaml": "3.14.2",
  "json-pointer": "0.6.2",
  "jsonpath-plus": "10.3.0",
  lodash: "4.17.23",
  "markdown-it": "12.3.2",
  minimist: "1.2.6",
  qs: "6.14.1",
  request: undefined,
  semver: "7.5.2",
  tmp: "0.2.4",
  "tough-cookie": "4.1.3",
};

function isAffected(name: string, version: string): boolean {
  if (!Object.hasOwn(FIRST_SOUND, name)) return false;
  const sound = FIRST_SOUND[name];
  return sound === undefined || version.localeCompare(sound, "en", { numeric: true }) < 0;
}

const JEST = `
const { createMock } = require("graph-contracts/mock");
const description = require("graph-contracts/openapi.json");
test("the mock answers", async () => {
  const response = await createMock({ document: description }).request("/beta/me/profile", {
    method: "POST",
    headers: { Authorization: "Bearer token", "Content-Type": "application/json" },
    body: "{}",
  });
  expect(response.status).toBe(201);
});
`;

const COMMON_USE = `
import { createMock, type Mock } from "graph-contracts/mock";
const mock: Mock = createMock({
  document: {
    openapi: "3.0.3",
    info: { title: "Empty", version: "1" },
    servers: [],
    security: [],
    paths: {},
    components: { schemas: {}, securitySchemes: {} },
  },
});
console.log(typeof mock.fetch);
`;

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
