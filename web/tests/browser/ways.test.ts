// The page in other ways: keyboard, themes, phone, Arabic, tokens, a service that dies.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { incident_of } from "../mock_day";
import { MockService, type MockOptions } from "../mock_service";
import { alert_like } from "../samples";
import { assert_accessible, assert_fits, launch, open, type Opened } from "./harness";

let browser: Browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

async function with_page(options: MockOptions, context: BrowserContextOptions,
                         run: (opened: Opened, mock: MockService) => Promise<void>): Promise<void> {
  const mock = new MockService(options);
  await mock.start();
  const opened = await open(browser, mock.url, context);
  try {
    await run(opened, mock);
    assert.deepEqual(opened.troubles, []);
  } finally {
    await opened.close();
    await mock.stop();
  }
}

const live = '#connection[data-state="live"]';
const limit = { timeout: 180_000 };
const ground = (page: Page): Promise<string> =>
  page.evaluate(() => getComputedStyle(document.body).backgroundColor);

test("keys move, open, search, help and go back", limit, () =>
  with_page({}, {}, async ({ page }) => {
    await page.waitForSelector("#incident-list .card");
    const focused = (): Promise<string | undefined> => page.evaluate(() =>
      document.activeElement?.closest<HTMLElement>("li")?.dataset["key"]);
    await page.keyboard.press("j");
    const second = await focused();
    await page.keyboard.press("j");
    assert.notEqual(await focused(), second);
    await page.keyboard.press("k");
    assert.equal(await focused(), second);
    const outline = await page.evaluate(() =>
      getComputedStyle(document.activeElement ?? document.body).outlineStyle);
    assert.equal(outline, "solid");
    await page.keyboard.press("Enter");
    await page.waitForFunction((id) => location.hash.endsWith(id ?? "?"), second);
    await page.keyboard.press("/");
    await page.keyboard.type("jasml");
    assert.equal(await page.inputValue('[name="search"]'), "jasml");
    await page.fill('[name="search"]', "asml");
    await page.waitForFunction(() => document.querySelectorAll("#wall-list li").length === 1);
    await page.keyboard.press("Escape");
    await page.keyboard.press("?");
    await page.waitForSelector('[data-dialog="help"]');
    await assert_accessible(page, "the help");
    await page.keyboard.press("Escape");
    await page.waitForSelector("[data-dialog]", { state: "detached" });
  }));

test("light and dark follow the system until the user chooses", limit, () =>
  with_page({}, { colorScheme: "light" }, async ({ page }) => {
    await page.waitForSelector("#story-log li");
    const light = await ground(page);
    await assert_accessible(page, "the desk, light");
    await page.emulateMedia({ colorScheme: "dark" });
    const dark = await ground(page);
    assert.notEqual(light, dark);
    await page.keyboard.press("t");
    assert.equal(await ground(page), light);
    await page.reload();
    await page.waitForSelector(live);
    assert.equal(await ground(page), light);
  }));

test("sound is off until it is turned on, and has its settings", limit, () =>
  with_page({}, {}, async ({ page }) => {
    await page.waitForSelector(live);
    await page.click('button:has-text("Sound off")');
    await assert_accessible(page, "the sound dialog");
    await page.check('[data-dialog="sound"] [name="on"]');
    await page.uncheck('[data-dialog="sound"] [name="info"]');
    await page.keyboard.press("Escape");
    await page.waitForSelector('button:has-text("Sound on")');
    await page.keyboard.press("m");
    await page.waitForSelector('button:has-text("Sound muted")');
    const kept = await page.evaluate(() => localStorage.getItem("gapwire.sound"));
    assert.deepEqual(JSON.parse(kept ?? "{}"),
      { on: true, muted: true, severities: ["warning", "critical", "emergency"] });
  }));

test("on a phone each view fits, and an incident has a way back", limit, () =>
  with_page({}, { viewport: { width: 320, height: 640 } }, async ({ page }, mock) => {
    await page.waitForSelector("#incident-list .card");
    await assert_fits(page);
    await assert_accessible(page, "the phone's list");
    assert.equal(await page.locator(".wall-panel").isVisible(), false);
    await page.click(`#incident-list [data-key="${incident_of.contagion}"] a`);
    await page.waitForSelector("#story-log li");
    await assert_fits(page);
    await assert_accessible(page, "the phone's incident");
    await page.click(".story-head .back");
    await page.waitForSelector("#incident-list .card");
    await page.click('nav [data-view="wall"]');
    await page.click("#wall-list a");
    await page.waitForSelector("#ladder tr.bid");
    await assert_fits(page);
    mock.black_out("nasdaq");
    await page.waitForSelector('[data-banner="blind"]');
    await page.click('nav [data-view="feeds"]');
    await page.waitForSelector(".feed.blind");
    await assert_fits(page);
  }));

test("in Arabic the page reads from the right, its numbers from the left", limit, () =>
  with_page({ status: { language: "ar" } }, {}, async ({ page }) => {
    await page.waitForSelector('html[dir="rtl"][lang="ar"] #incident-list .card');
    await page.waitForSelector('h2:has-text("الحوادث")');
    const list = await page.locator(".list").boundingBox();
    const wall = await page.locator(".wall-panel").boundingBox();
    assert.ok(list && wall && list.x > wall.x);
    const figure = page.locator(".card-figure bdi").first();
    assert.equal(await figure.getAttribute("dir"), "ltr");
    await page.waitForSelector("#story-log li");
    await assert_accessible(page, "the desk in Arabic");
    await page.setViewportSize({ width: 320, height: 640 });
    await assert_fits(page);
  }));

test("a token is asked for, a wrong one again, and it is kept in the tab", limit, () =>
  with_page({ token: "right" }, {}, async ({ page }) => {
    await page.waitForSelector('[data-dialog="token"]');
    await assert_accessible(page, "the token dialog");
    await page.fill('[name="token"]', "wrong");
    await page.keyboard.press("Enter");
    await page.waitForSelector('[data-dialog="token"] .error');
    await page.fill('[name="token"]', "right");
    await page.keyboard.press("Enter");
    await page.waitForSelector(live);
    await page.waitForSelector("#story-log li");
    await page.keyboard.press("a");
    await page.waitForSelector('[data-dialog="acknowledge"]');
    assert.equal(await page.locator('[name="who"]').count(), 0);
    await page.fill('[name="why"]', "seen");
    await page.click('[data-dialog] [type="submit"]');
    await page.waitForSelector('.hands li:has-text("Acknowledged by desk-token")');
    await page.reload();
    await page.waitForSelector(live);
    assert.equal(await page.evaluate(() => localStorage.getItem("gapwire.token")), null);
  }));

test("without a frame for three seconds what is shown is told to be old", limit, () =>
  with_page({}, {}, async ({ page }, mock) => {
    await page.waitForSelector(live);
    mock.heartbeat = false;
    await page.waitForSelector('[data-banner="old"]:has-text("WHAT YOU SEE IS OLD")');
    await page.waitForSelector('#connection[data-state="old"]');
    await assert_accessible(page, "old data");
    mock.heartbeat = true;
    await page.waitForSelector('[data-banner="old"]', { state: "detached" });
  }));

test("when the service dies and comes back, what was missed is asked for", limit, () =>
  with_page({}, {}, async ({ page }, mock) => {
    await page.waitForSelector("#incident-list .card");
    const last_seq = mock.status.store.last_seq;
    await mock.stop();
    await page.waitForSelector('#connection[data-state="lost"]');
    await page.waitForSelector('[data-banner="old"]:has-text("Next try in")');
    mock.raise(alert_like({ id: "aaaa000000000001", incident: "00000000000000aa", rule: "es",
      symbol: "ESH5", exchange_time: "2025-01-27T14:12:50.000000000Z" }));
    mock.heard.length = 0;
    await mock.start();
    await page.click('[data-banner] button');
    await page.waitForSelector(live);
    await page.waitForSelector('#incident-list [data-key="00000000000000aa"]');
    assert.deepEqual(mock.heard.find(({ type }) => type === "since"),
      { type: "since", seq: last_seq });
  }));
