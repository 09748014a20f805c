// The desk in a browser over the mock service: what is seen, and what is done.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { incident_of } from "../mock_day";
import { MockService } from "../mock_service";
import { alert_like } from "../samples";
import { assert_accessible, launch, open, type Opened } from "./harness";

let browser: Browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

/// Runs with a service and a page of its own; the page must have had no trouble at the end.
function with_page(name: string, run: (opened: Opened, mock: MockService) => Promise<void>,
                   mock = (): MockService => new MockService()): void {
  test(name, { timeout: 180_000 }, async () => {
    const service = mock();
    await service.start();
    const opened = await open(browser, service.url);
    try {
      await opened.page.waitForSelector('#connection[data-state="live"]');
      await run(opened, service);
      assert.deepEqual(opened.troubles, []);
    } finally {
      await opened.close();
      await service.stop();
    }
  });
}

with_page("incidents, the wall and the worst one's story are seen at once", async ({ page }) => {
  await page.waitForSelector("#incident-list .card");
  const cards = page.locator("#incident-list .card");
  assert.equal(await cards.count(), 5);
  assert.match(await page.locator("h1").first().innerText(), /62 %/);
  const wall = await page.locator("#wall-list .symbol").allInnerTexts();
  assert.deepEqual(wall.slice(0, 3), ["ASML", "NVDA", "ORCL"]);
  assert.equal(wall.at(-1), "NEWCO");
  await page.waitForSelector("#ladder tr.bid");
  await page.waitForSelector(".chart canvas");
  await page.waitForSelector(".card .mark.drill");
  await page.waitForSelector(".card .mark.unstored");
  await assert_accessible(page, "the desk, dark");
});

with_page("a story tells who fell first and how long after it the others", async ({ page }) => {
  await page.click(`#incident-list [data-key="${incident_of.contagion}"] a`);
  await page.waitForSelector(".clock-table tbody tr:nth-child(4)");
  const lags = await page.locator(".clock-table .lag").allInnerTexts();
  assert.deepEqual(lags.slice(1), ["first", "+7 h 41 min", "+8 h 01 min", "+8 h 59 min"]);
  assert.equal(await page.locator("#story-log li").count(), 3);
  assert.match(await page.locator("#story-log").innerText(), /revision 3/);
  await page.locator(".clock-table button", { hasText: "NVDA" }).click();
  await page.waitForFunction(() =>
    document.querySelector("#instrument-title")?.textContent?.startsWith("NVDA"));
});

with_page("an incident is acknowledged, with a name that is remembered", async ({ page }, mock) => {
  await page.click(`#incident-list [data-key="${incident_of.nq}"] a`);
  await page.waitForSelector("#story-log li");
  await page.keyboard.press("a");
  await page.waitForSelector('[data-dialog="acknowledge"]');
  await assert_accessible(page, "the dialog");
  await page.fill('[name="who"]', "Mona");
  await page.fill('[name="why"]', "looking at it");
  await page.click('[data-dialog] [type="submit"]');
  await page.waitForSelector('.hands li:has-text("Acknowledged by Mona")');
  await page.waitForSelector('#story-log .done:has-text("looking at it")');
  assert.equal(mock.actions[0]?.kind, "acknowledge");
  await page.keyboard.press("n");
  assert.equal(await page.inputValue('[name="who"]'), "Mona");
  await page.reload();
  await page.waitForSelector('.hands li:has-text("Acknowledged by Mona")');
});

with_page("silence, note, escalate, drill, end of silence are sent", async ({ page }, mock) => {
  await page.click(`#incident-list [data-key="${incident_of.nq}"] a`);
  await page.waitForSelector("#story-log li");
  const send = async (key: string, why: string): Promise<void> => {
    await page.keyboard.press(key);
    await page.waitForSelector("[data-dialog]");
    await page.fill('[name="who"]', "Omar");
    await page.fill('[name="why"]', why);
    if (key === "s" || key === "d") await page.selectOption('[name="minutes"]', "30");
    await page.click('[data-dialog] [type="submit"]');
    await page.waitForSelector("[data-dialog]", { state: "detached" });
  };
  await send("s", "known");
  await page.waitForSelector('.hands li:has-text("Silenced by Omar until")');
  await send("n", "talked to the broker");
  await send("e", "needs a second pair of eyes");
  await page.waitForSelector('.hands li:has-text("Escalated by Omar")');
  assert.equal(await page.$(".story-head .mark.drill"), null);
  await send("d", "the quarterly test");
  await page.waitForSelector(".story-head .mark.drill");
  await send("u", "back at the desk");
  await page.waitForSelector('.hands li:has-text("Silenced by")', { state: "detached" });
  assert.deepEqual(mock.actions.map(({ kind, why }) => `${kind}: ${why}`), ["silence: known",
    "note: talked to the broker", "escalate: needs a second pair of eyes",
    "drill: the quarterly test",
    "unsilence: back at the desk"]);
});

with_page("what the service refuses is told in the dialog, which stays", async ({ page }) => {
  await page.click(`#incident-list [data-key="${incident_of.nq}"] a`);
  await page.waitForSelector("#story-log li");
  await page.keyboard.press("n");
  await page.fill('[name="who"]', "Omar");
  await page.fill('[name="why"]', "refuse me");
  await page.click('[data-dialog] [type="submit"]');
  await page.waitForSelector('.error:has-text("does not like this reason")');
});

with_page("both lines' outage is blindness that cannot be missed", async ({ page }, mock) => {
  mock.black_out("nasdaq");
  const banner = page.locator('[data-banner="blind"]');
  await banner.waitFor();
  assert.match(await banner.innerText(), /BLIND: nasdaq/);
  assert.match(await page.title(), /^BLIND/);
  await page.keyboard.press("3");
  await page.waitForSelector(".feed.blind");
  await page.waitForSelector('#blind-log [data-cause="lines_silent"]');
  assert.equal(await page.locator(".feed.blind tr.silent").count(), 2);
  await assert_accessible(page, "the feeds");
});

with_page("a new alert appears once, however often it is sent", async ({ page }, mock) => {
  await page.waitForSelector("#incident-list .card");
  const alert = mock.raise(alert_like({ id: "aaaa000000000001", incident: "00000000000000aa",
    rule: "es", symbol: "ESH5", exchange_time: "2025-01-27T14:12:40.000000000Z" }));
  await page.click('#incident-list [data-key="00000000000000aa"] a');
  await page.waitForSelector("#story-log li");
  mock.tell({ type: "alert", alert });
  mock.tell({ type: "alert", alert });
  await page.waitForTimeout(300);
  assert.equal(await page.locator("#story-log li").count(), 1);
});

with_page("text from the network is text, never HTML", async ({ page }, mock) => {
  const evil = '<img src=x onerror="document.title=1">';
  mock.raise(alert_like({ id: "bbbb000000000001", incident: "00000000000000bb", rule: evil,
    symbol: evil, text: evil, exchange_time: "2025-01-27T14:12:41.000000000Z" }));
  await page.click('#incident-list [data-key="00000000000000bb"] a');
  await page.waitForSelector("#story-log li");
  assert.equal(await page.locator("#main img").count(), 0);
  assert.ok((await page.locator("#story-log").innerText()).includes(evil));
});

with_page("rules read as sentences; silences can be ended there", async ({ page }, mock) => {
  const incident = mock.incidents.get(incident_of.nq);
  assert.ok(incident);
  incident.silenced = { who: "Omar", time: mock.status.now, why: "known",
    until: "2025-01-27T15:00:00.000000000Z" };
  await page.keyboard.press("4");
  await page.waitForSelector('#rule-list li:has-text("Rule nq: fires when")');
  await page.waitForSelector('#silence-list li:has-text("Omar silenced incident")');
  await assert_accessible(page, "the rules");
  await page.setViewportSize({ width: 1440, height: 420 });
  await assert_accessible(page, "the rules, scrolled");
  await page.focus(".skip");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement?.id), "main");
  await page.click("#silence-list button");
  await page.fill('[name="who"]', "Mona");
  await page.fill('[name="why"]', "over");
  await page.click('[data-dialog] [type="submit"]');
  await page.waitForSelector("#silence-list li", { state: "detached" });
  assert.equal(mock.actions[0]?.kind, "unsilence");
});

with_page("a rehearsal, a failing store and a service that waits are told", async ({ page }) => {
  await page.waitForSelector('#rehearsal:has-text("REHEARSAL ×60")');
  await page.waitForSelector('[data-banner="rehearsal"]');
  await page.waitForSelector('.day:has-text("2025-01-26 · Trading day 2025-01-27")');
  await page.waitForSelector('[data-banner="store"].alarm');
  await page.waitForSelector('[data-banner="ready"]:has-text("snapshots of nasdaq")');
  await page.waitForSelector('.empty:has-text("Nothing has fallen.")');
}, () => new MockService({ empty: true, status: {
  now: "2025-01-27T00:30:00.000000000Z",
  clock_scale: 60, ready: false, waiting_for: ["snapshots of nasdaq"],
  store: { state: "failing", held: 3, last_seq: 0, downtime: null },
} }));
