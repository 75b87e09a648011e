import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createMock, type Mock, type MockOptions } from "../../../mock/index.ts";
import { packageRoot } from "../../files/package-root.ts";
import { pageAssets } from "./page-assets.ts";
import { type Served, serveMock } from "./serve.ts";

const CHROMIUM = "/usr/bin/chromium";
const ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"].concat([
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
]);
const HOSTILE = "<img src=x onerror='window.hacked = true'><script>window.hacked = true</script>";

const DOCUMENT: MockOptions["document"] = JSON.parse(
  await readFile(join(packageRoot(), "spec/openapi.json"), "utf8"),
);

/** A description with so many operations, the last of which is named to do harm. */
function large(count: number): MockOptions["document"] {
  const create = DOCUMENT.paths["/me/profile"]?.post;
  if (!create) throw new Error("the committed description has no POST /me/profile");
  const paths = Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `/me/things${index}`,
      {
        post: { ...create, operationId: `create${index}`, summary: index === count - 1 ? HOSTILE : "Create" },
      },
    ]),
  );
  return { ...DOCUMENT, paths };
}

describe.skipIf(!existsSync(CHROMIUM))(`the mock's page in a browser (needs ${CHROMIUM})`, () => {
  let browser: Browser;
  let page: Page;
  let mock: Mock;
  let served: Served;
  let complaints: string[];
  let origins: Set<string>;

  const open = async (options: Partial<MockOptions> = {}, width = 1300): Promise<void> => {
    mock = createMock({ document: DOCUMENT, assets: pageAssets, ...options });
    served = await serveMock(mock, "127.0.0.1", 0);
    complaints = [];
    origins = new Set();
    page = await browser.newPage({ viewport: { width, height: 900 } });
    page.on("request", (request) => origins.add(new URL(request.url()).origin));
    page.on("console", (message) => {
      if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
        complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(`${served.origin}/_mock/`);
  };
  const live = () => page.locator("#live[data-live=yes]").waitFor();

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });
  }, 60_000);
  afterAll(() => browser?.close());
  afterEach(async () => {
    await page.close();
    mock.close();
    await served.close();
  });

  it("creates, shows the exchange with its page line, causes a 429, resets", async () => {
    await open();
    await live();
    await page.getByRole("button", { name: "Send" }).click();
    const first = page.locator("#log .entry").first();
    expect(await first.locator("summary").textContent()).toMatch(
      /^201POST \/beta\/me\/profilecreate-profile\.md:\d+/,
    );

    await page.getByRole("spinbutton", { name: "Requests" }).fill("2");
    await page.getByRole("button", { name: "Add" }).click();
    await page.getByText("the next 2 requests: answers 429").waitFor();
    await page.getByRole("button", { name: "Send" }).click();
    await page.locator("#answer.s4").waitFor();
    await page.getByText("the next request: answers 429").waitFor();

    await page.getByRole("tab", { name: "State" }).click();
    await page.locator("#state .entry").waitFor();
    expect(Object.keys(mock.state.snapshot().collections)).toHaveLength(1);
    await page.getByRole("button", { name: "Reset" }).click();
    await page.getByText("No objects yet").waitFor();
    expect(mock.state.size).toBe(0);
    expect(mock.faults.list()).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it("says what was wrong with a refused request, without being reloaded", async () => {
    await open();
    await live();
    const init = {
      method: "POST",
      headers: { Authorization: "Bearer x", "Content-Type": "application/json" },
    };
    await fetch(`${served.origin}/beta/me/profile`, { ...init, body: "{" });
    expect(await page.locator("#log .reason").textContent()).toMatch(/Unexpected body/);
    await page.locator("#log .entry summary").click();
    expect(await page.locator("#log .message").last().textContent()).toContain('"BadRequest"');
  });

  it("follows changed pages and a reset by somebody else", async () => {
    await open();
    await live();
    await page.getByRole("button", { name: "Send" }).click();
    await page.locator("#log .entry").waitFor();
    mock.load({ document: large(5) });
    await page.getByRole("option", { name: "/me/things3" }).waitFor();
    mock.reset();
    await page.locator("#quiet").waitFor();
    expect(await page.locator("#log .entry").count()).toBe(0);
  });

  it("finds one of thousands of operations by typing, with the keyboard alone", async () => {
    await open({ document: large(3000) });
    await live();
    await page.keyboard.press("/");
    await page.keyboard.type("post things2997");
    await page.keyboard.press("Enter");
    expect(await page.locator("#send h2").textContent()).toBe("POST /me/things2997");
    await page.keyboard.press("Enter");
    await page.locator("#answer.s2").waitFor();
  });

  it("runs nothing that a description or a client put into it", async () => {
    await open({ document: large(3) });
    await live();
    await page.locator("#operations li").last().click();
    await page
      .locator("#send textarea")
      .fill(JSON.stringify({ "@odata.type": "#microsoft.graph.profile", HOSTILE }));
    await page.getByRole("button", { name: "Send" }).click();
    await page.locator("#log .entry summary").first().click();
    expect(await page.getByText("<img src=x").count()).toBeGreaterThan(0);
    expect(await page.evaluate(() => "hacked" in window)).toBe(false);
    // The policy would have stopped it as well: no element may even come of it.
    expect(await page.locator("#layout img, #layout script").count()).toBe(0);
  });

  it("shows the reference without asking anybody else", async () => {
    await open();
    await page.getByRole("tab", { name: "Reference" }).click();
    await page.frameLocator("iframe").getByText("Create profile").first().waitFor();
    expect([...origins].filter((origin) => origin !== "null")).toEqual([served.origin]);
    expect(complaints).toEqual([]);
  });

  it("shows one operation of a large description in the reference", async () => {
    await open({ document: large(300) });
    await page.getByRole("tab", { name: "Reference" }).click();
    const frame = page.frameLocator("iframe");
    await frame.getByText("/me/things0").first().waitFor();
    expect(await frame.getByText("/me/things1").count()).toBe(0);
  });

  it("asks for the admin token and goes on with it", async () => {
    await open({ adminToken: "sesame" });
    await page.getByLabel("Admin token").fill("sesame");
    await page.getByRole("button", { name: "Unlock" }).click();
    await live();
    expect(await page.locator("#operations li").count()).toBe(2);
  });

  it("is never wider than a phone, whichever view is shown", async () => {
    await open({}, 360);
    await live();
    await page.getByRole("button", { name: "Send" }).click();
    for (const name of ["Log", "State", "Reference", "Try"]) {
      await page.getByRole("tab", { name }).click();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    }
  });
});
