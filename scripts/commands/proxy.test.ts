import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { main } from "../cli.ts";
import { packageRoot } from "../files/package-root.ts";
import { json, PROFILE, serve } from "../lab/faults/reference.ts";
import type { Io, Output } from "../terminal/io.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "graph-contracts-proxy-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const TOKEN = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.top-secret";

interface Run {
  /** The base that stands in for the upstream's, once it listens. */
  readonly base: Promise<string>;
  /** Ends it as Ctrl-C does. */
  stop(): Promise<{ code: number; out: string; err: string }>;
}

function start(args: readonly string[], cwd = packageRoot()): Run {
  const written = { out: "", err: "" };
  const stop = new AbortController();
  let found = (_base: string): void => undefined;
  const base = new Promise<string>((resolve) => {
    found = resolve;
  });
  const output = (name: "out" | "err"): Output => ({
    write(text) {
      written[name] += text;
      const match = /^(http:\S+) stands in for /.exec(written.out);
      if (match?.[1]) found(match[1]);
    },
    ...{ isTTY: false, color: false, columns: 80 },
  });
  const io: Io = { cwd, env: {}, stdout: output("out"), stderr: output("err"), signal: stop.signal };
  const ended = main(["proxy", ...args], io);
  return {
    base,
    async stop() {
      stop.abort();
      return { code: await ended, ...written };
    },
  };
}

/** Runs a command line that ends by itself. */
const refused = (args: readonly string[]) => start(args, folder).stop();

const create = (base: string, path = "/me/profile", init: RequestInit = {}): Promise<Response> =>
  fetch(base + path, {
    method: "POST",
    headers: {
      authorization: `Bearer ${TOKEN}`,
      "content-type": "application/json",
      cookie: "session=very-secret",
    },
    body: JSON.stringify({ "@odata.type": PROFILE }),
    ...init,
  });

describe("proxy", () => {
  it("says where it listens, what deviates with page and line, and what was never seen", async () => {
    const upstream = await serve({ decide: () => json(201, { "@odata.type": PROFILE }) });
    const run = start([upstream.url, "--port", "0"]);
    const response = await create(await run.base);
    expect([response.status, await response.json()]).toEqual([201, { "@odata.type": PROFILE }]);
    expect(response.headers.get("graph-contracts-deviation")).toBe(
      "schema: 'id' is missing; expected a value of type string, got nothing (documented: spec/pages/create-profile.md:48)",
    );
    await fetch(`${await run.base}/groups/42`);
    await fetch(`${await run.base}/groups/43`);
    const { code, out } = await run.stop();
    await upstream.close();
    expect(code).toBe(0);
    expect(out.split("\n").slice(1)).toEqual([
      "POST /beta/me/profile 201",
      "  answer   'id' is missing: expected a value of type string, got nothing",
      expect.stringMatching(/^ {11}documented spec\/pages\/create-profile\.md:48: \|id\|String\|/),
      "GET /beta/groups/42 201: no page documents it",
      "",
      "3 exchanges, 1 answer and 0 requests with deviations",
      "Never seen: 1 of 2 operations",
      "  POST /users/{usersId}/profile  spec/pages/create-profile.md:32",
      "On no page:",
      "  GET /beta/groups/{…}  2 times",
      "",
    ]);
  });

  it("answers 502 with --fail and ends with 1, without deviations with 0", async () => {
    const wrong = await serve({ decide: () => json(200, {}) });
    const failing = start([wrong.url, "--port", "0", "--fail"]);
    const response = await create(await failing.base);
    expect([response.status, (await response.json()) as unknown]).toEqual([
      502,
      {
        error: expect.objectContaining({
          code: "BadGateway",
          message: expect.stringContaining("status 200"),
        }),
      },
    ]);
    expect(await failing.stop()).toMatchObject({
      code: 1,
      out: expect.stringContaining("200, replaced by 502"),
    });
    await wrong.close();

    const right = await serve({});
    const passing = start([right.url, "--port", "0", "--fail"]);
    expect((await create(await passing.base)).status).toBe(201);
    expect((await create(await passing.base, "/me/profile", { headers: {} })).status).toBe(401);
    expect(await passing.stop()).toMatchObject({
      code: 0,
      out: expect.stringContaining("0 answers and 1 request"),
    });
    await right.close();
  });

  it("records each kind of exchange once, without token, cookie, person or tenant", async () => {
    const tenant = "2f7c1a1e-9a4b-4b9e-8a51-6d1f1f1f1f1f";
    const upstream = await serve({
      decide: (request, next) => {
        const reply = next();
        if (reply.status !== 201) return reply;
        return json(201, {
          "@odata.type": PROFILE,
          id: tenant,
          mail: "adele@contoso.com",
          echo: request.headers.authorization,
        });
      },
    });
    const run = start([upstream.url, "--port", "0", "--record", join(folder, "new/observed.json")]);
    const base = await run.base;
    for (const path of ["/me/profile", "/me/profile", `/users/adele@contoso.com/profile`])
      await create(base, path);
    await create(base, "/me/profile", { body: "{" });
    const { code, out } = await run.stop();
    await upstream.close();
    expect([code, out]).toEqual([0, expect.stringContaining("observed.json: 2 interactions recorded")]);
    expect(await readdir(join(folder, "new"))).toEqual(["observed.json"]);
    const text = await readFile(join(folder, "new/observed.json"), "utf8");
    for (const secret of [TOKEN, "top-secret", "very-secret", tenant, "contoso"])
      expect(text).not.toContain(secret);
    for (const secret of [TOKEN, "top-secret", "very-secret"]) expect(out).not.toContain(secret);
    expect(JSON.parse(text).interactions[0].response.matchingRules.body["$['id']"].matchers[0]).toEqual({
      match: "type",
    });
  });

  it("tells an upstream that is away in one line, and lives", async () => {
    const run = start(["http://127.0.0.1:1/beta", "--port", "0"]);
    for (let count = 0; count < 2; count += 1) expect((await create(await run.base)).status).toBe(502);
    const { code, out } = await run.stop();
    expect(code).toBe(0);
    expect(out).toContain("POST /beta/me/profile: nothing listens at 127.0.0.1:1 (connection refused)");
    expect(out).toContain("2 requests without an answer");
  });

  it("takes pages and extracted documents", async () => {
    const upstream = await serve({});
    for (const source of ["spec/pages/create-profile.md", "spec/openapi.json"]) {
      const run = start([upstream.url, source, "--port", "0"]);
      const response = await create(await run.base);
      expect([response.status, response.headers.get("graph-contracts-deviation")]).toEqual([201, null]);
      expect((await run.stop()).code).toBe(0);
    }
    await upstream.close();
  });

  it.each<[readonly string[], string]>([
    [[], "UPSTREAM is missing"],
    [["ftp://x"], "'ftp://x' is not an http:// or https:// URL"],
    [["localhost:4010"], "'localhost:4010' is not an http:// or https:// URL"],
    [["http://u:p@x/"], "must not hold a user name or password"],
    [["http://x/?a=b"], "cannot have a query"],
    [["http://x/", "--port", "65536"], "--port is '65536'; expected a whole number from 0 to 65535"],
    [["http://x/", "--port", ""], "--port is ''; expected a whole number"],
    [["http://localhost:4011/beta"], "UPSTREAM is the proxy's own port 4011"],
    [["http://x/", "--timeout", "0"], "--timeout is '0'; expected a whole number"],
    [["http://x/", "--record", "."], "--record wants a file, and . is a folder"],
    [["http://x/", "nowhere.md"], "nowhere.md does not exist"],
    [["http://x/", "--nonsense"], "unknown option '--nonsense'"],
    [["http://x/", "--host", "203.0.113.1"], "203.0.113.1 is not an address of this machine"],
  ])("refuses %j in one line", async (args, line) => {
    const { code, out, err } = await refused(args);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(/^graph-contracts proxy: [^\n]+\n$/);
    expect(err).toContain(line);
  });

  it("refuses a port that is taken", async () => {
    const other = http.createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", () => resolve()));
    const { port } = other.address() as AddressInfo;
    const { code, err } = await refused(["http://x/", "--port", String(port)]);
    other.close();
    expect([code, err]).toEqual([
      2,
      `graph-contracts proxy: port ${port} is in use; stop what listens there or choose another with --port\n`,
    ]);
  });

  it("leaves an old record as it is where it cannot be written anew", async () => {
    const file = join(folder, "old.json");
    await writeFile(file, "old");
    const { code } = await refused(["http://x/", "nowhere.md", "--record", file]);
    expect([code, await readFile(file, "utf8")]).toEqual([2, "old"]);
  });
});
