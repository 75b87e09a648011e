import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import http from "node:http";
import net, { type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createMock } from "../../mock/index.ts";
import { main } from "../cli.ts";
import { packageRoot } from "../files/package-root.ts";
import { loadSource } from "../files/source.ts";
import { type Behaviour, graphError, json, type RunningServer, serve } from "../lab/faults/reference.ts";
import type { Io } from "../terminal/io.ts";
import { serveMock } from "./mock/serve.ts";

const TOKEN = "a-very-secret-token-0123456789";

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function run(args: readonly string[], options: Partial<Io> = {}): Promise<Ran> {
  let out = "";
  let err = "";
  const output = (write: (text: string) => void) => ({ write, isTTY: false, color: false, columns: 80 });
  const code = await main(["verify", ...args], {
    cwd: packageRoot(),
    env: { GRAPH_TOKEN: TOKEN },
    stdout: output((text) => {
      out += text;
    }),
    stderr: output((text) => {
      err += text;
    }),
    signal: new AbortController().signal,
    ...options,
  });
  return { code, out, err };
}

const running: RunningServer[] = [];
async function target(behaviour: Behaviour = {}): Promise<string> {
  const server = await serve(behaviour);
  running.push(server);
  return server.url;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

describe("verify", () => {
  it("passes a server that does what the page says, and lists what it created", async () => {
    const { code, out, err } = await run([await target()]);
    expect(err).toBe("");
    expect(code).toBe(0);
    expect(out).toContain("conforms to the pages: 44 passed");
    expect(out).toMatch(/Created at the target: \d+/);
  });

  it("fails a server that does not, with the line of the page and a command that repeats it", async () => {
    const url = await target({
      decide: (_request, next) => ({ ...next(), body: '{"@odata.type":"#microsoft.graph.profile"}' }),
    });
    const { code, out } = await run([url, "--only", "documented"]);
    expect(code).toBe(1);
    expect(out).toContain("FAIL postMeProfile/documented  POST /me/profile");
    expect(out).toContain("'id' is missing");
    expect(out).toMatch(/documented\s+spec\/pages\/create-profile\.md:\d+: \|id\|/);
    expect(out).toContain(`curl -i -X POST '${url}/me/profile' -H "Authorization: Bearer $GRAPH_TOKEN"`);
  });

  it("makes only the checks that were asked for", async () => {
    const { code, out } = await run([
      await target(),
      "--only",
      "postMeProfile/refuse-*",
      "--skip",
      "refuse-no-token",
    ]);
    expect(code).toBe(0);
    expect(out).toContain("refuse-empty-token");
    expect(out).not.toMatch(/refuse-no-token|accept-|users/);
  });

  it("sends the given parameters and headers", async () => {
    const seen: string[] = [];
    const url = await target({
      decide: (request, next) => {
        seen.push(`${request.path} ${request.headers["x-mine"]}`);
        return next();
      },
    });
    await run([
      url,
      "--param",
      "usersId=robin@contoso.example",
      "--header",
      "X-Mine: yes",
      "--only",
      "documented",
    ]);
    expect(seen).toEqual(["/beta/me/profile yes", "/beta/users/robin%40contoso.example/profile yes"]);
  });

  it("counts hints only when it is strict", async () => {
    const behaviour: Behaviour = {
      decide: (_request, next) => {
        const reply = next();
        return reply.status === 401 ? { ...reply, headers: { "content-type": "application/json" } } : reply;
      },
    };
    expect((await run([await target(behaviour)])).code).toBe(0);
    expect((await run([await target(behaviour), "--strict"])).code).toBe(1);
  });

  it("lists the catalogue, and the requests, without making one", async () => {
    let requests = 0;
    const url = await target({
      decide: (_request, next) => {
        requests += 1;
        return next();
      },
    });
    const list = await run(["--list"]);
    expect(list.code).toBe(0);
    expect(list.out).toContain(
      "postMeProfile/refuse-no-token\n  policy: refuses a request without a token with 401\n",
    );
    const dry = await run([url, "--dry-run"]);
    expect(dry.code).toBe(0);
    expect(dry.out).toMatch(/\d+ requests in 44 checks; none was made/);
    expect(dry.out).not.toContain(TOKEN);
    expect(requests).toBe(0);
  });

  it("stops when it is told to, and says what it had found", async () => {
    const stop = new AbortController();
    const url = await target({
      decide: (request, next) => {
        if (request.count === 5) stop.abort();
        return request.count === 1 ? json(200, {}) : next();
      },
    });
    const { code, out } = await run([url], { signal: stop.signal });
    expect(code).toBe(2);
    expect(out).toContain("was not fully judged: stopped before all checks were made");
    expect(out).toContain("FAIL postMeProfile/documented");
  });

  it("does not judge what it has no name for", async () => {
    const url = await target({
      decide: (request, next) => {
        const user = /users\/([^/]+)\/profile$/.exec(request.path)?.[1];
        return user === undefined || next().status === 401
          ? next()
          : graphError(404, "Request_ResourceNotFound", `Resource '${user}' does not exist.`);
      },
    });
    const { code, out } = await run([url]);
    expect(code).toBe(2);
    expect(out).toContain("give --param usersId=VALUE");
    expect(out).not.toContain("FAIL");
  });
});

describe("verify --deep", () => {
  it("passes a server that is right", async () => {
    const { code, out } = await run([await target(), "--deep", "60", "--deep-seed", "7", "--only", "deep-*"]);
    expect(out).toContain("4 passed");
    expect(code).toBe(0);
  });

  it("shrinks a failure and names the seed that repeats it", async () => {
    const url = await target({
      decide: (request, next) => {
        const refused = next();
        return refused.status === 400 && request.body.toString().startsWith("[")
          ? graphError(500, "InternalServerError", "Broken.")
          : refused;
      },
    });
    const args = [url, "--deep", "200", "--deep-seed", "7", "--only", "postMeProfile/deep-invalid"];
    const { code, out } = await run(args);
    expect(code).toBe(1);
    expect(out).toContain("(found with --deep 200 --deep-seed 7)");
    expect(out).toContain("--data-binary '[]'");
    expect((await run(args)).out.split("\n").slice(0, 8)).toEqual(out.split("\n").slice(0, 8));
  });
});

describe("verify says in one line why it cannot run", () => {
  const closed = async (): Promise<number> => {
    const server = net.createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    return port;
  };

  it.each([
    ["no URL", [], "URL is missing"],
    ["another scheme", ["ftp://host"], "is not an http:// or https:// URL"],
    ["no URL at all", ["host:80"], "is not an http:// or https:// URL"],
    ["credentials", ["http://a:b@host"], "must not hold a user name"],
    ["a query", ["http://host/?a=b"], "cannot have a query"],
    ["production", ["https://graph.microsoft.com/beta"], "--allow-production"],
    ["a parameter without value", ["http://host", "--param", "usersId"], "NAME=VALUE"],
    ["an unknown parameter", ["http://host", "--param", "userId=1"], "(did you mean 'usersId'?)"],
    ["a bad header", ["http://host", "--header", "x"], "'Name: value'"],
    ["the token as a header", ["http://host", "--header", "Authorization: Bearer x"], "GRAPH_TOKEN"],
    ["a bad time", ["http://host", "--timeout", "soon"], "--timeout is 'soon'"],
    ["a bad report", ["http://host", "--report", "pdf=x"], "--report is 'pdf=x'; expected FORMAT=FILE"],
    ["no check left", ["http://host", "--only", "nothing"], "--list prints their ids"],
    ["a seed alone", ["http://host", "--deep-seed", "1"], "goes with --deep"],
    ["an unknown option", ["http://host", "--bogus"], "--bogus"],
    ["an unknown name", ["http://no-such-host.invalid/"], "cannot be resolved"],
  ])("%s", async (_name, args, message) => {
    const { code, out, err } = await run(args);
    expect(code).toBe(2);
    expect(out).toBe("");
    expect(err).toContain(message);
    expect(err.trimEnd()).not.toContain("\n");
  });

  it("a port where nothing listens", async () => {
    const { code, err } = await run([`http://127.0.0.1:${await closed()}/beta`]);
    expect(code).toBe(2);
    expect(err).toMatch(
      /^graph-contracts verify: nothing listens at 127\.0\.0\.1:\d+ \(connection refused\)[^\n]*\n$/,
    );
  });

  it("TLS where there is none", async () => {
    const { code, err } = await run([(await target()).replace("http:", "https:")]);
    expect(code).toBe(2);
    expect(err).toMatch(/https?:\/\//);
  });
});

describe("secrets", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "verify-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("are in no output and no report, even when the server sends them back", async () => {
    const url = await target({
      decide: (request, next) => ({
        ...next(),
        headers: { "content-type": "application/json", "x-echo": String(request.headers.authorization) },
        body: JSON.stringify({ error: `you sent ${request.headers.authorization}`, cookie: TOKEN }),
      }),
    });
    const formats = ["junit", "json", "html", "sarif", "markdown"];
    const reports = formats.flatMap((format) => [
      "--report",
      `${format}=${join(folder, `report.${format}`)}`,
    ]);
    const { code, out, err } = await run([url, ...reports]);
    expect(code).toBe(1);
    expect(out + err).not.toContain(TOKEN);
    const files = await readdir(folder);
    expect(files.toSorted()).toEqual(formats.map((format) => `report.${format}`).toSorted());
    for (const file of files) expect(await readFile(join(folder, file), "utf8")).not.toContain(TOKEN);
  });
});

describe("the mock", () => {
  it("conforms, strictly and deeply", async () => {
    const { document, contracts } = await loadSource([], io());
    const served = await serveMock(createMock({ document, contracts }), "127.0.0.1", 0);
    try {
      const { code, out } = await run([`${served.origin}/beta`, "--strict", "--deep", "50"]);
      expect(out).not.toMatch(/FAIL|skip/);
      expect(code).toBe(0);
    } finally {
      await served.close();
    }
  });

  const io = (): Io => {
    const output = { write: () => {}, isTTY: false, color: false, columns: 80 };
    return {
      cwd: packageRoot(),
      env: {},
      stdout: output,
      stderr: output,
      signal: new AbortController().signal,
    };
  };
});

describe("npx dredd alone", () => {
  const dredd = async (url: string): Promise<{ code: number; out: string }> => {
    const bin = join(packageRoot(), "node_modules/dredd/bin/dredd");
    const args = [
      bin,
      "contracts/dredd-seed.json",
      url,
      "--hookfiles=contracts/dredd-hooks.cjs",
      "--loglevel=error",
    ];
    try {
      const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: packageRoot() });
      return { code: 0, out: stdout };
    } catch (error) {
      const { code, stdout } = error as { code: number; stdout: string };
      return { code, out: stdout };
    }
  };

  it("runs the documented cases", async () => {
    const { code, out } = await dredd(await target());
    expect(out).toContain("2 passing, 0 failing");
    expect(code).toBe(0);
  });

  it("fails a server that deviates", async () => {
    const { code, out } = await dredd(
      await target({ decide: (_request, next) => ({ ...next(), status: 200 }) }),
    );
    expect(out).toContain("expected status 201, got status 200");
    expect(code).toBe(1);
  });
});

describe("a target that works against us", () => {
  it("is given up in bounded time when it accepts connections and says nothing", async () => {
    const server = http.createServer(() => {});
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const { code, out } = await run([`http://127.0.0.1:${port}/beta`, "--timeout", "200"]);
    server.closeAllConnections();
    server.close();
    expect(code).toBe(1);
    expect(out).toContain("no whole answer within 200 ms");
    expect(out).toContain("the target no longer answers");
  });
});
