import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { main } from "../cli.ts";
import { packageRoot } from "../files/package-root.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "recordings-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function run(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  let out = "";
  let err = "";
  const output = (write: (text: string) => void) => ({ write, isTTY: false, color: false, columns: 80 });
  const code = await main(["judge", ...args], {
    cwd: packageRoot(),
    env: {},
    stdout: output((text) => {
      out += text;
    }),
    stderr: output((text) => {
      err += text;
    }),
    signal: new AbortController().signal,
  });
  return { code, out, err };
}

async function recording(name: string, content: unknown): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
}

const har = (body: unknown, path = "/beta/me/profile"): unknown => ({
  log: {
    entries: [
      {
        request: {
          method: "POST",
          url: `https://graph.microsoft.com${path}`,
          headers: [{ name: "Content-Type", value: "application/json" }],
          postData: { text: '{"@odata.type":"#microsoft.graph.profile"}' },
        },
        response: {
          status: 201,
          headers: [{ name: "Content-Type", value: "application/json" }],
          content: { text: JSON.stringify(body) },
        },
      },
    ],
  },
});

describe("judge", () => {
  it("passes what the page says, with its exit code and reports", async () => {
    const file = await recording("good.har", har({ "@odata.type": "#microsoft.graph.profile", id: "1" }));
    const report = join(folder, "report.json");
    const { code, out, err } = await run(file, "--report", `json=${report}`);
    expect(err).toBe("");
    expect(out).toContain("conforms to the pages: 1 passed");
    expect(code).toBe(0);
    expect(JSON.parse(await readFile(report, "utf8"))).toMatchObject({ outcome: "conforms" });
  });

  it("fails what it does not say, with the line of the page", async () => {
    const file = await recording("bad.har", har({ "@odata.type": "#microsoft.graph.profile", id: 17 }));
    const { code, out } = await run(file);
    expect(code).toBe(1);
    expect(out).toContain("create-profile.md:");
    expect(out).toContain("'id'");
  });

  it("says what no page describes, and is of no use where that is everything", async () => {
    const file = await recording("other.har", har({}, "/beta/elsewhere"));
    const { code, out } = await run(file);
    expect(code).toBe(2);
    expect(out).toContain("no page describes POST /elsewhere");
  });

  it("tells in one line what is wrong with a file", async () => {
    const broken = await recording("broken.yaml", "a: [");
    expect(await run(broken)).toMatchObject({ code: 2, out: "" });
    expect((await run(broken)).err).toMatch(
      /^graph-contracts judge: \S*broken\.yaml is not valid YAML: [^\n]+\n$/,
    );
    expect((await run()).err).toContain("name a recording");
    expect((await run(join(folder, "absent.har"))).err).toContain("cannot be read (ENOENT)");
  });
});

const shared = join(packageRoot(), "../shared");
const traffic = join(shared, "traffic/exchanges.json");

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly requestHeaders: readonly (readonly [string, string])[];
  readonly requestBody: string | null;
  readonly status: number;
  readonly responseHeaders: readonly (readonly [string, string])[];
  readonly responseBody: string | null;
}

describe("recorded traffic of the real service", () => {
  const fields = (list: Seen["requestHeaders"]) => list.map(([name, value]) => ({ name, value }));
  it.skipIf(!existsSync(traffic))("is judged as a HAR against the corpus", async () => {
    const exchanges = JSON.parse(await readFile(traffic, "utf8")) as readonly Seen[];
    const entries = exchanges.map((one) => ({
      request: {
        method: one.method,
        url: one.url,
        headers: fields(one.requestHeaders),
        ...(one.requestBody === null ? {} : { postData: { text: one.requestBody } }),
      },
      response: {
        status: one.status,
        headers: fields(one.responseHeaders),
        content: { text: one.responseBody ?? "" },
      },
    }));
    const file = await recording("exchanges.har", { log: { entries } });
    const report = join(folder, "exchanges.json");
    const { code } = await run(file, join(shared, "corpus"), "--report", `json=${report}`);
    expect([0, 1]).toContain(code);
    const { results } = JSON.parse(await readFile(report, "utf8")) as {
      results: readonly { outcome: string }[];
    };
    expect(results).toHaveLength(exchanges.length);
    // None of them is lost, and those that a page describes are judged.
    expect(results.filter(({ outcome }) => outcome === "passed").length).toBeGreaterThan(0);
  });
});
