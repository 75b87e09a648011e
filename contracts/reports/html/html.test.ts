import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { renderReport } from "../index.ts";
import { HOSTILE, RESULTS, VERDICT, verdictOf } from "../testing/verdict.ts";
import { SCRIPT, SCRIPT_HASH } from "./script.ts";
import { STYLE, STYLE_HASH } from "./style.ts";

const CHROMIUM = "/usr/bin/chromium";
const ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"].concat([
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
]);

describe("renderHtml", () => {
  it.each([
    ["script", SCRIPT, SCRIPT_HASH],
    ["style sheet", STYLE, STYLE_HASH],
  ])("allows its %s by the right hash", (_, text, hash) => {
    expect(hash).toBe(`sha256-${createHash("sha256").update(text).digest("base64")}`);
  });

  it("allows nothing else, and has nothing that the policy would block", () => {
    const page = renderReport("html", VERDICT);
    expect(page).toContain('content="default-src &#39;none&#39;; img-src data:; style-src &#39;sha256-');
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).not.toMatch(/<[^>]* (?:style|on[a-z]+)=["']/);
    expect(page).not.toMatch(/<(?:img|iframe|object|embed|form action|link rel="stylesheet)/);
  });

  it("makes no link of what is no web address", () => {
    const citation = { kind: "rule", title: "a rule", url: "javascript:alert(1)" } as const;
    const [first] = RESULTS;
    const result = { ...(first as (typeof RESULTS)[number]), findings: [] };
    const page = renderReport("html", verdictOf([{ ...result, check: { ...result.check, citation } }]));
    expect(page).toContain("a rule");
    expect(page).not.toContain("javascript:");
  });

  it("leaves out what a browser could not hold, and says so", () => {
    const [failed, , passed] = RESULTS as [(typeof RESULTS)[number], unknown, (typeof RESULTS)[number]];
    const exchanges = Array.from(
      { length: 4000 },
      () => passed.exchanges[0] as (typeof passed.exchanges)[number],
    );
    const page = renderReport("html", verdictOf([failed, { ...passed, exchanges }]));
    expect(page).toContain("4000 exchanges are left out");
    expect(page.match(/class="exchange"/g)).toHaveLength(failed.exchanges.length);
  });
});

describe("a very large run", () => {
  const [failed, , passed] = RESULTS as [(typeof RESULTS)[number], unknown, (typeof RESULTS)[number]];
  const many = (result: (typeof RESULTS)[number], count: number) =>
    Array.from({ length: count }, (_, index) => ({
      ...result,
      check: { ...result.check, id: `operation${index}/${result.outcome}` },
    }));

  it("lists what did not pass and counts the rest", () => {
    const page = renderReport("html", verdictOf([...many(passed, 10_000), failed]));
    expect(page.match(/class="check"/g)).toHaveLength(1);
    expect(page).toContain("10,000 checks that passed are counted above and not listed below");
  });

  it("opens failures while they are few", () => {
    const open = (count: number) =>
      renderReport("html", verdictOf(many(failed, count))).match(/class="check"[^>]* open>/g)?.length;
    expect(open(20)).toBe(20);
    expect(open(21)).toBeUndefined();
  });

  it("shows the exchanges of failures until there are too many", () => {
    const page = renderReport("html", verdictOf(many(failed, 2000)));
    expect(page.match(/class="check"/g)).toHaveLength(2000);
    expect(page.match(/class="exchange"/g)).toHaveLength(3000);
  });
});

describe.skipIf(!existsSync(CHROMIUM))(`the page in a browser (needs ${CHROMIUM})`, () => {
  let browser: Browser;
  let folder: string;
  let page: Page;
  const requests: string[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "report-"));
    const file = join(folder, "report.html");
    await writeFile(file, renderReport("html", VERDICT));
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });
    page = await browser.newPage();
    page.on("request", (request) => requests.push(request.url()));
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(pathToFileURL(file).href);
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const visible = (): Promise<string[]> =>
    page.locator(".check:visible").evaluateAll((checks) => checks.map(({ id }) => id));

  it("runs nothing that a server sent, and shows it instead", async () => {
    await page.locator("details").evaluateAll((all) => {
      for (const one of all) (one as HTMLDetailsElement).open = true;
    });
    expect(await page.evaluate(() => "hacked" in window)).toBe(false);
    const bodies = await page.locator("pre.payload").allTextContents();
    expect(bodies.some((body) => body.startsWith(HOSTILE.slice(0, 40)))).toBe(true);
    expect(await page.locator(".check img, .check script").count()).toBe(0);
  });

  it("filters by outcome, by basis and by text, alone and together", async () => {
    const all = ["postMeProfile/documented", "postMeProfile/refuse-no-token", "postMeProfile/id-form"];
    expect(await visible()).toEqual([...all, ...RESULTS.slice(3).map(({ check }) => check.id)]);
    await page.locator("button[value=failed]").click();
    expect(await visible()).toEqual(all.slice(0, 2));
    await page.locator("button[value=policy]").click();
    expect(await visible()).toEqual(["postMeProfile/refuse-no-token"]);
    expect(await page.locator("#shown").textContent()).toBe("1 of 6 checks");
    await page.locator("button[value=failed]").click();
    await page.locator("button[value=policy]").click();
    await page.keyboard.press("/");
    await page.keyboard.type("getuser SKIP");
    expect(await visible()).toEqual(["getUser/refuse-no-token"]);
    await page.keyboard.press("Escape");
    expect(await visible()).toHaveLength(6);
    await page.locator("#query").fill("nothing like this");
    expect(await page.locator("#nothing").isVisible()).toBe(true);
    await page.locator("#query").fill("");
  });

  it("leads from a cause to its check, through every filter, and folds all at once", async () => {
    await page.locator("button[value=passed]").click();
    await page.locator(".causes a", { hasText: "postMeProfile/documented" }).click();
    expect(await visible()).toHaveLength(6);
    const opened = page.locator("[id='postMeProfile/documented']");
    expect(await opened.getAttribute("open")).not.toBeNull();
    await page.locator("[data-fold=closed]").click();
    expect(await page.locator(".check[open]").count()).toBe(0);
    await page.locator("[data-fold=open]").click();
    expect(await page.locator(".check[open]").count()).toBe(6);
  });

  it("is never wider than a phone", async () => {
    await page.setViewportSize({ width: 360, height: 800 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  });

  it("asks nothing of the network and breaks none of its own rules", () => {
    expect(requests.filter((url) => !/^(?:file|data):/.test(url))).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
