// A page in Debian's Chromium, with what must hold of every page: no error, no breach of the CSP.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";

const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
}

export interface Opened {
  page: Page;
  troubles: string[];
  close(): Promise<void>;
}

/// What a service that is down, or wants a token, makes the console say is no trouble.
const expected = /ERR_CONNECTION_REFUSED|status of 401|status of 409|WebSocket connection/;

export async function open(browser: Browser, url: string,
                           options: BrowserContextOptions = {}): Promise<Opened> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 }, colorScheme: "dark", ...options,
  });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on("pageerror", (error) => { troubles.push(String(error)); });
  page.on("console", (message) => {
    if (message.type() === "error" && !expected.test(message.text())) troubles.push(message.text());
  });
  await page.goto(url);
  return { page, troubles, close: () => context.close() };
}

interface Finding {
  id: string;
  impact: string;
  nodes: { html: string; failureSummary: string }[];
}

const axe_source = readFileSync("node_modules/axe-core/axe.min.js", "utf8");

/// Fails on any serious or critical finding of axe-core. Evaluated, not injected: the CSP holds.
export async function assert_accessible(page: Page, what: string): Promise<void> {
  await page.evaluate(axe_source);
  const { violations, passed } = await page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(): Promise<{ violations: Finding[]; passes: unknown[] }> };
    };
    const result = await axe.run();
    return { violations: result.violations, passed: result.passes.length };
  });
  assert.ok(passed > 10, `axe looked at nothing in ${what}`);
  const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  const told = grave.map(({ id, nodes }) =>
    `${id}: ${nodes.slice(0, 3).map(({ html, failureSummary }) => `${html} ${failureSummary}`)
      .join("\n")}`);
  assert.deepEqual(told, [], `axe in ${what}`);
}

/// No part of the page is wider than the screen.
export async function assert_fits(page: Page): Promise<void> {
  const { content, screen } = await page.evaluate(() => ({
    content: document.documentElement.scrollWidth, screen: window.innerWidth,
  }));
  assert.ok(content <= screen, `content is ${content} px wide on a screen of ${screen} px`);
}
