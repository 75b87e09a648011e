import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { build } from "esbuild";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createMock, type Mock } from "../mock/index.ts";
import { type Served, serveMock } from "./commands/mock/serve.ts";
import { packageRoot } from "./files/package-root.ts";
import { loadSource } from "./files/source.ts";
import type { Io } from "./terminal/io.ts";

const CHROMIUM = "/usr/bin/chromium";
const ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"].concat([
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
]);
const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What an application of somebody else's does, written against the package's own doors. */
const APPLICATION = `
  import { setupWorker } from "msw/browser";
  import { createMock } from "./mock/index.ts";
  import { handlers } from "./mock/msw.ts";
  import contract from "./contracts/recorded/create-profile.json";
  import document from "./spec/openapi.json";

  const mock = createMock({ document, contracts: [contract], seed: 1 });
  const worker = setupWorker(...handlers(mock));
  globalThis.mock = mock;
  globalThis.ready = worker.start({ quiet: true, onUnhandledRequest: "bypass" });
`;

/** What a page's script sees of an answer. */
interface Seen {
  readonly status: number;
  readonly requestId: string | null;
  readonly retryAfter: string | null;
  readonly body: Record<string, Record<string, unknown>>;
}

describe.skipIf(!existsSync(CHROMIUM))(`in a browser (needs ${CHROMIUM})`, () => {
  let browser: Browser;
  let page: Page;
  let site: { readonly origin: string; readonly server: Server };
  const complaints: string[] = [];

  beforeAll(async () => {
    const root = packageRoot();
    const application = await bundle(root);
    const worker = await readFile(join(root, "node_modules/msw/lib/mockServiceWorker.js"), "utf8");
    site = await serveFiles({
      "/": ["text/html", "<!doctype html><title>An application</title>"],
      "/worker": [
        "text/html",
        '<!doctype html><title>One with MSW</title><script src="/application.js"></script>',
      ],
      "/application.js": ["text/javascript", application],
      "/mockServiceWorker.js": ["text/javascript", worker],
      "/own.json": ["application/json", '{"own":true}'],
    });
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });
    page = await browser.newPage();
    page.on("pageerror", (error) => complaints.push(error.message));
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    site?.server.closeAllConnections();
    site?.server.close();
  });

  const post = (url: string, headers: Record<string, string> = {}): Promise<Seen> =>
    page.evaluate(
      async ([to, more]) => {
        const response = await fetch(to, {
          method: "POST",
          headers: { Authorization: "Bearer token", "Content-Type": "application/json", ...more },
          body: '{"@odata.type":"#microsoft.graph.profile"}',
        });
        return {
          status: response.status,
          requestId: response.headers.get("request-id"),
          retryAfter: response.headers.get("retry-after"),
          body: await response.json(),
        };
      },
      [url, headers] as const,
    );

  describe("a service worker", () => {
    const PROFILE = "https://graph.microsoft.com/beta/me/profile";

    beforeEach(async () => {
      await page.goto(`${site.origin}/worker`);
      await page.evaluate("ready");
    });

    it("answers Graph's own address, as the page documents it", async () => {
      const seen = await post(PROFILE);
      expect(seen.status).toBe(201);
      expect(seen.requestId).toMatch(GUID);
      expect(seen.body).toEqual({
        "@odata.type": "#microsoft.graph.profile",
        id: expect.stringMatching(GUID),
      });
      expect(await page.evaluate("mock.state.size")).toBe(1);
    });

    it("fails on command, with a network error too", async () => {
      await page.evaluate("mock.faults.set([{ status: 429 }, { drop: true }])");
      expect(await post(PROFILE)).toMatchObject({
        status: 429,
        retryAfter: "1",
        body: { error: { code: "TooManyRequests" } },
      });
      await expect(post(PROFILE)).rejects.toThrow("Failed to fetch");
      expect((await post(PROFILE)).status).toBe(201);
    });

    it("leaves the application's own requests alone", async () => {
      expect(await page.evaluate("fetch('/own.json').then((response) => response.json())")).toEqual({
        own: true,
      });
      expect(await page.evaluate("mock.log.entries()")).toEqual([]);
    });
  });

  describe("a page of another origin", () => {
    const methods: string[] = [];
    let mock: Mock;
    let served: Served;

    beforeAll(async () => {
      const { document, contracts } = await loadSource([], { cwd: packageRoot() } as Io);
      mock = createMock({ document, contracts });
      const fetch: Mock["fetch"] = (request, ...more) => {
        methods.push(request.method);
        return mock.fetch(request, ...more);
      };
      served = await serveMock(Object.create(mock, { fetch: { value: fetch } }), "127.0.0.1", 0);
    });
    beforeEach(async () => {
      await page.goto(`${site.origin}/`);
      mock.reset();
      methods.length = 0;
    });
    afterAll(() => served?.close());

    it("creates after a preflight, and reads the request id", async () => {
      const seen = await post(`${served.origin}/beta/me/profile`, {
        ConsistencyLevel: "eventual",
        "X-Own": "1",
      });
      expect(seen.status).toBe(201);
      expect(methods).toEqual(["OPTIONS", "POST"]);
      expect(seen.requestId).toMatch(GUID);
      expect(seen.body.id).toMatch(GUID);
    });

    it("reads refusals and when to come again", async () => {
      mock.faults.set({ status: 429 });
      const seen = await post(`${served.origin}/beta/me/profile`);
      expect(seen).toMatchObject({
        status: 429,
        retryAfter: "1",
        body: { error: { code: "TooManyRequests" } },
      });
      expect(seen.body.error?.innerError).toMatchObject({ "request-id": seen.requestId });
    });

    it("can neither steer the mock nor look into it", async () => {
      await post(`${served.origin}/beta/me/profile`);
      const tried = await page.evaluate(async (origin) => {
        const outcome = (promise: Promise<Response>): Promise<string> =>
          promise.then(
            ({ type }) => type,
            () => "failed",
          );
        return [
          await outcome(fetch(`${origin}/_mock/state`)),
          await outcome(fetch(`${origin}/_mock/reset`, { method: "POST", mode: "no-cors" })),
          await outcome(fetch(`${origin}/_mock/faults`, { method: "PUT", body: '{"drop":true}' })),
        ];
      }, served.origin);
      expect(tried).toEqual(["failed", "opaque", "failed"]);
      expect(mock.state.size).toBe(1);
      expect(mock.faults.list()).toEqual([]);
    });
  });

  it("went without a mistake of the scripts", () => {
    expect(complaints).toEqual([]);
  });
});

async function bundle(root: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: APPLICATION, resolveDir: root, loader: "js" },
    bundle: true,
    write: false,
    platform: "browser",
    format: "iife",
    logLevel: "silent",
  });
  return outputFiles[0]?.text ?? "";
}

async function serveFiles(
  files: Readonly<Record<string, readonly [type: string, text: string]>>,
): Promise<{ origin: string; server: Server }> {
  const server = createServer((request, response) => {
    const file = files[request.url ?? ""];
    response.writeHead(file ? 200 : 404, { "Content-Type": file?.[0] ?? "text/plain" });
    response.end(file?.[1]);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}
