import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Ajv } from "ajv";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { main } from "../cli.ts";
import { packageRoot } from "../files/package-root.ts";
import { serve } from "../lab/faults/reference.ts";

const PAGE = readFileSync(join(packageRoot(), "spec/pages/create-profile.md"), "utf8");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "graph-contracts-config-"));
  write("docs/create-profile.md", PAGE);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, content: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}
const read = (path: string): string => readFileSync(join(folder, path), "utf8");

async function run(args: readonly string[], env: Readonly<Record<string, string>> = {}, cwd = folder) {
  const said = { out: "", err: "" };
  const keep = (name: "out" | "err") => ({
    write: (text: string) => {
      said[name] += text;
    },
    isTTY: false,
    color: false,
    columns: 80,
  });
  const io = { cwd, env, stdout: keep("out"), stderr: keep("err"), signal: new AbortController().signal };
  return { code: await main(args, io), ...said };
}

describe("a configuration file", () => {
  it("names pages and severities for every folder below it; the command line stands above it", async () => {
    write(
      "graph-contracts.config.yaml",
      "sources: [docs]\nseverities: { placeholder: error }\nextract: { format: json }\n",
    );
    write("below/here/x.md", PAGE);
    const configured = await run(["extract"], {}, join(folder, "below/here"));
    expect(configured.code).toBe(1);
    const { diagnostics } = JSON.parse(configured.out) as {
      diagnostics: { rule: string; severity: string; file: string }[];
    };
    expect(diagnostics.find(({ rule }) => rule === "placeholder")).toMatchObject({
      severity: "error",
      file: "../../docs/create-profile.md",
    });
    const typed = await run(["extract", "x.md", "--format", "pretty"], {}, join(folder, "below/here"));
    expect(typed.out).toMatch(/^x\.md:4:1 error /);
  });

  it("may be JSON or TypeScript, and is printed without what its variables hold", async () => {
    write(
      "graph-contracts.config.ts",
      'export default { verify: { header: ["X-Key: ${KEY}"], report: ["junit=a/b.xml"] } };',
    );
    const { out } = await run(["config"], { KEY: "s3cret" });
    expect(JSON.parse(out)).toMatchObject({
      file: "graph-contracts.config.ts",
      commands: { verify: { header: ["X-Key: [hidden]"], report: [`junit=${join(folder, "a/b.xml")}`] } },
    });
    expect(out).not.toContain("s3cret");
    write("graph-contracts.config.json", '{"target": "http://h/beta"}');
    expect(JSON.parse((await run(["config"])).out)).toMatchObject({ target: "http://h/beta" });
  });

  it.each([
    ["{", "cannot be read"],
    ["[]", "expected an object"],
    ['{"verfy": {}}', "unknown member 'verfy' (did you mean 'verify'?)"],
    ['{"mock": {"prot": 1}}', "'mock' has no option 'prot' (did you mean 'port'?)"],
    ['{"mock": {"port": [1, 2]}}', "'mock.port' takes one value"],
    ['{"mock": {"port": "x"}}', "--port is 'x'"],
    [
      '{"severities": {"placeholder": "loud"}}',
      "'severities.placeholder' must be off, info, warning or error",
    ],
    ['{"severities": {"placehodler": "off"}}', "(did you mean 'placeholder'?)"],
    ['{"options": {"header": ["X: ${NOT_SET}"]}}', "needs the environment variable NOT_SET"],
    ['{"ignore": [{"rule": "x"}]}', "'ignore' wants entries"],
  ])("%s is refused in one line", async (content, reason) => {
    write("graph-contracts.config.json", content);
    const { code, err } = await run(["mock"]);
    expect([code, err.trimEnd().split("\n")]).toEqual([2, [expect.stringContaining(reason)]]);
  });

  it("is written by init, once, and fits the schema that is published", async () => {
    expect((await run(["init"])).code).toBe(0);
    expect((await run(["init"])).err).toContain("is there already");
    const { code, out } = await run(["extract"]);
    expect([code, out]).toEqual([0, expect.stringContaining("docs/create-profile.md:4:1 warning")]);
    const schema = JSON.parse((await run(["config", "--schema"])).out);
    const published = readFileSync(join(packageRoot(), "scripts/configuration/schema.json"), "utf8");
    const again =
      "an option changed: npx tsx scripts/cli.ts config --schema > scripts/configuration/schema.json";
    expect(JSON.parse(published), again).toEqual(schema);
    const valid = new Ajv({ allowUnionTypes: true }).compile(schema);
    const written = parse(read("graph-contracts.config.yaml"));
    const given = Object.fromEntries(Object.entries(written).filter(([, value]) => value !== null));
    expect([valid(given), valid.errors]).toEqual([true, null]);
    expect(valid({ verify: { report: ["pdf=x"] } })).toBe(false);
  });
});

describe("diagnostics that a project accepts", () => {
  it("are taken back by a comment on the page, and by path", async () => {
    write(
      "docs/create-profile.md",
      PAGE.replace("# Create profile", "<!-- graph-contracts-disable-page placeholder -->\n# Create profile"),
    );
    expect((await run(["extract", "docs"])).out).toMatch(
      /1 page: .*; 3 notes not shown \(--verbose\); \d+ suppressed\n$/,
    );
    write("graph-contracts.config.json", '{"ignore": [{"path": "docs/**"}]}');
    expect((await run(["extract", "docs"])).out).toMatch(/^1 page: .*no diagnostics; 11 suppressed\n$/);
  });

  it("are counted against --max-warnings", async () => {
    expect((await run(["extract", "docs", "--max-warnings", "8"])).code).toBe(0);
    const { code, err } = await run(["extract", "docs", "--max-warnings", "7"]);
    expect([code, err]).toEqual([1, expect.stringContaining("8 warnings; --max-warnings allows 7")]);
  });

  it("are listed in a baseline, and told when they are gone", async () => {
    expect((await run(["extract", "docs", "--baseline", "b.json"])).code).toBe(2);
    expect((await run(["extract", "docs", "--baseline", "b.json", "--baseline-update"])).code).toBe(0);
    const accepted = await run(["extract", "docs", "--baseline", "b.json", "--max-warnings", "0"]);
    expect([accepted.code, accepted.out]).toEqual([0, expect.stringContaining("no diagnostics")]);
    write("docs/create-profile.md", PAGE.replaceAll(/^(author|ms\.prod): .*$/gm, "$1: someone"));
    const gone = await run(["extract", "docs", "--baseline", "b.json"]);
    expect([gone.code, gone.err]).toEqual([
      0,
      expect.stringContaining("no longer occurs: the value of 'author'"),
    ]);
    expect((await run(["extract", "docs", "--baseline", "b.json", "--baseline-strict"])).code).toBe(1);
  });

  it("are annotations in a workflow", async () => {
    const { err } = await run(["extract", "docs"], { GITHUB_ACTIONS: "true" });
    expect(err).toMatch(
      /^::warning file=docs\/create-profile\.md,line=4,title=placeholder::the value of 'author'/,
    );
  });
});

describe("verify with a baseline", () => {
  it("fails by what is new only", async () => {
    const server = await serve({
      decide: (_, next) => ({ ...next(), body: '{"@odata.type":"#microsoft.graph.profile"}' }),
    });
    const verify = (...more: string[]) =>
      run(["verify", server.url, "--only", "documented", "--baseline", "b.json", ...more], {
        GITHUB_ACTIONS: "true",
        GITHUB_STEP_SUMMARY: join(folder, "summary.md"),
      });
    try {
      expect((await run(["verify", server.url, "--only", "documented"])).code).toBe(1);
      expect((await verify("--baseline-update")).code).toBe(0);
      const known = await verify();
      expect([known.code, known.out]).toEqual([
        0,
        expect.stringContaining("known, accepted by the baseline"),
      ]);
      const [first, ...others] = JSON.parse(read("b.json")).entries;
      write(
        "b.json",
        JSON.stringify({ version: 1, entries: [{ ...first, expires: "2020-01-01" }, ...others] }),
      );
      const expired = await verify();
      expect([expired.code, expired.err]).toEqual([
        1,
        expect.stringContaining("expired on 2020-01-01; it fails again"),
      ]);
      expect(expired.err).toMatch(
        /^::error file=.*create-profile\.md,line=\d+,title=postMeProfile\/documented::/m,
      );
      expect(read("summary.md")).toContain("postMeProfile");
    } finally {
      await server.close();
    }
  });
});
