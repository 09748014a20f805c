// The main path against a real service: GAPWIRE_URL, which plays the DeepSeek Monday demo.
// GAPWIRE_TOKEN is given where it asks for one; SCREENSHOTS=1 keeps pictures for the documents.

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { assert_accessible, assert_fits, launch, open, type Opened } from "../browser/harness";

const url = process.env["GAPWIRE_URL"];
const token = process.env["GAPWIRE_TOKEN"] ?? "";
const pictures = process.env["SCREENSHOTS"] === "1" ? "../docs/images" : null;
const alert_wait_max = { timeout: 120_000 };
const of_the_day = /NQH5|ASML|NVDA/;

let browser: Browser;
let opened: Opened;

before(async () => {
  assert.ok(url, "GAPWIRE_URL is not set: the address of a running service");
  if (pictures) mkdirSync(pictures, { recursive: true });
  browser = await launch();
  opened = await open(browser, url);
  await sign_in(opened.page);
});

after(async () => {
  await opened?.close();
  await browser?.close();
});

async function sign_in(page: Page): Promise<void> {
  if (token !== "") {
    await page.fill('[data-dialog="token"] [name="token"]', token);
    await page.keyboard.press("Enter");
  }
  await page.waitForSelector('#connection[data-state="live"]', alert_wait_max);
}

async function picture(page: Page, name: string): Promise<void> {
  if (!pictures) return;
  await page.evaluate(() => { (document.activeElement as HTMLElement | null)?.blur(); });
  await page.screenshot({ path: `${pictures}/page-${name}.png` });
}

test("an incident of the day is seen, acknowledged, and is so after a reload", async () => {
  const { page } = opened;
  const card = page.locator("#incident-list .card").filter({ hasText: of_the_day }).first();
  await card.waitFor(alert_wait_max);
  await card.click();
  await page.waitForSelector("#story-log li");
  await page.keyboard.press("a");
  if (token === "") await page.fill('[name="who"]', "e2e");
  await page.fill('[name="why"]', "seen by the end-to-end test");
  await page.click('[data-dialog] [type="submit"]');
  const acknowledged = '.hands li:has-text("seen by the end-to-end test")';
  await page.waitForSelector(acknowledged);
  await page.waitForSelector('#story-log .done:has-text("seen by the end-to-end test")');
  await page.reload();
  await page.waitForSelector('#connection[data-state="live"]');
  await page.waitForSelector(acknowledged);
});

test("the outage of both lines is seen as blindness in the feed view", async () => {
  const { page } = opened;
  await page.keyboard.press("3");
  await page.waitForSelector("#feed-list .feed");
  const blind = ["messages_lost", "lines_silent"].map((cause) => `[data-cause="${cause}"]`);
  await page.waitForSelector(`#blind-log :is(${blind.join()})`, alert_wait_max);
  await assert_accessible(page, "the feeds");
  await picture(page, "feeds");
});

test("the desk shows prices, a chart and depth, and is accessible", async () => {
  const { page } = opened;
  await page.keyboard.press("2");
  await page.waitForSelector("#wall-list .quote .price", alert_wait_max);
  const quote = page.locator("#wall-list .quote").filter({ hasText: of_the_day }).first();
  await quote.click();
  await page.waitForSelector(".chart canvas");
  await page.waitForSelector("#ladder tr", alert_wait_max);
  await assert_accessible(page, "an instrument");
  await picture(page, "instrument");
  await page.keyboard.press("1");
  await page.waitForSelector("#story-log li");
  await assert_accessible(page, "the desk, dark");
  await picture(page, "desk-dark");
  await page.emulateMedia({ colorScheme: "light" });
  await assert_accessible(page, "the desk, light");
  await picture(page, "desk-light");
  await page.emulateMedia({ colorScheme: "dark" });
});

test("rules read as sentences", async () => {
  const { page } = opened;
  await page.keyboard.press("4");
  await page.waitForSelector("#rule-list li p");
  await assert_accessible(page, "the rules");
});

test("all of it fits a phone", async () => {
  const { page } = opened;
  await page.setViewportSize({ width: 320, height: 640 });
  for (const view of ["incidents", "wall", "feeds", "rules"]) {
    await page.click(`nav [data-view="${view}"]`);
    await assert_fits(page);
    if (view === "incidents") await picture(page, "phone");
  }
});

test("nothing broke the content security policy, and nothing failed", () => {
  assert.deepEqual(opened.troubles, []);
});
