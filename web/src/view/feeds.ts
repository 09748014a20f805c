// The health of feeds and their lines, how long each was silent, and the service itself.

import { is_rehearsal, feed_clock } from "../model/staleness";
import type { Feed, Line, Status } from "../model/types";
import { amount, duration, nothing, time_of_day } from "../text/format";
import { language, say, say_name } from "../text/language";
import { today_of, zone_of, type Desk, type Part } from "./desk";
import { make_blind_log } from "./blind_log";
import { fill_once, h, num, show, sync, type Rows } from "./dom";
import { make_plot } from "./plot";

export interface FeedsPart extends Part {
  recolour(): void;
}

export function make_feeds(desk: Desk): FeedsPart {
  const list = h("div", { class: "feeds", id: "feed-list" });
  const empty = h("p", { class: "empty" }, say("no_feeds"));
  const canvas = h("div", { class: "plot", dir: "ltr", role: "img",
    "aria-label": say("feed_age") });
  const key = h("p", { class: "plot-key" });
  const service = h("dl", { class: "facts-grid" });
  const plot = make_plot(canvas, () => zone_of(desk), false);
  const blind_log = make_blind_log(desk);
  const element = h("div", { class: "view feeds-view" },
    h("section", { class: "panel", "aria-labelledby": "feeds-title" },
      h("h1", { id: "feeds-title" }, say("feeds")), list, empty),
    h("section", { class: "panel", "aria-labelledby": "age-title" },
      h("h2", { id: "age-title" }, say("feed_age")), key, canvas),
    blind_log.element,
    h("section", { class: "panel", "aria-labelledby": "service-title" },
      h("h2", { id: "service-title" }, say("service")), service,
      h("p", { class: "rest" }, h("a", { href: "https://www.tradingview.com/",
        rel: "noreferrer" }, say("about")))));
  let plotted = 0;

  function draw(): void {
    if (desk.route.view !== "feeds") return;
    sync(list, desk.state.feeds, rows(desk));
    show(empty, desk.state.feeds.length === 0);
    draw_ages();
    blind_log.draw();
    const { status } = desk.state;
    fill_once(service, JSON.stringify([{ ...status, now: "" }, today_of(desk), language()]), () =>
      status ? service_facts(desk, status) : []);
  }

  function draw_ages(): void {
    const names = [...desk.state.feed_history.keys()];
    const newest = Math.max(0, ...[...desk.state.feed_history.values()]
      .map((history) => history.at(-1)?.at ?? 0));
    if (newest === plotted || names.length === 0) return;
    plotted = newest;
    plot.set(names, aligned(desk));
    fill_once(key, JSON.stringify(names), () => names.map((name, index) =>
      h("span", { class: `key-${index % 6}` }, num(name))));
  }

  return { element, draw, recolour: plot.recolour };
}

/// The histories of all feeds over one common axis of times.
function aligned(desk: Desk): (number | null)[][] {
  const histories = [...desk.state.feed_history.values()];
  const times = [...new Set(histories.flatMap((history) => history.map(({ at }) => at)))]
    .sort((left, right) => left - right);
  const columns = histories.map((history) => {
    const ages = new Map(history.map(({ at, age }) => [at, age]));
    return times.map((time) => ages.get(time) ?? null);
  });
  return [times, ...columns];
}

function rows(desk: Desk): Rows<Feed> {
  return {
    key: ({ name }) => name,
    signature: (feed) => JSON.stringify([feed, age_text(desk, feed.last_message_time),
      feed.lines.map(({ last_time }) => age_text(desk, last_time)), language()]),
    make: () => h("article", {}),
    fill: (element, feed) => {
      element.className = `feed ${feed.state}`;
      element.replaceChildren(...feed_card(desk, feed));
    },
  };
}

function age_text(desk: Desk, time: string | null): string {
  const clock = feed_clock(desk.state, desk.now());
  if (time === null || clock === null) return nothing;
  const ms = Math.max(0, clock - Date.parse(time));
  const [coarse, words] = is_rehearsal(desk.state) ? [60_000, "1 min"] : [1000, "1 s"];
  return ms < coarse ? `< ${words}` : duration(Math.floor(ms / 1000) * 1000);
}

function feed_card(desk: Desk, feed: Feed): HTMLElement[] {
  const at = (time: string | null): string => time_of_day(time, zone_of(desk), today_of(desk));
  const books = Object.entries(feed.books).filter(([, count]) => count > 0);
  return [
    h("div", { class: "feed-head" },
      h("h2", {}, num(feed.name)),
      h("span", { class: `mark feed-state ${feed.state}` }, say(`feed_${feed.state}`)),
      h("span", { class: "quiet-text" }, num(feed.stack))),
    h("p", { class: "facts" },
      h("span", {}, say("last_message"), " ", num(at(feed.last_message_time)), " · ",
        say("ago", { duration: age_text(desk, feed.last_message_time) })),
      h("span", {}, say("messages"), " ", num(amount(feed.messages))),
      h("span", { class: feed.lost > 0 ? "bad" : null }, say("messages_lost"), " ",
        num(amount(feed.lost))),
      h("span", { hidden: books.length === 0 }, `${say("books")}: `, ...books.flatMap(
        ([state, count], index) =>
          [index > 0 ? ", " : "", say_name(state, "book_"), " ", num(amount(count))]))),
    ...(feed.lines.length > 0 ? [line_table(desk, feed.lines)] : []),
  ];
}

function line_table(desk: Desk, lines: Line[]): HTMLElement {
  const names = [say("line"), say("state"), say("packets"), say("messages_lost"),
    say("duplicates"), say("last_message")];
  return h("div", { class: "scroll" }, h("table", { class: "lines" },
    h("thead", {}, h("tr", {}, ...names.map((name) => h("th", { scope: "col" }, name)))),
    h("tbody", {}, ...lines.map((line) => h("tr", { class: line.state },
      h("th", { scope: "row" }, num(line.name)),
      h("td", {}, h("span", { class: `mark line-state ${line.state}` }, say(`line_${line.state}`))),
      h("td", {}, num(amount(line.packets))), h("td", {}, num(amount(line.lost))),
      h("td", {}, num(amount(line.duplicates))),
      h("td", {}, say("ago", { duration: age_text(desk, line.last_time) })))))));
}

/// The build, which tells the version too where it is whole.
function version_of({ version, build }: Status): string {
  return build.includes(version) ? build : `${version} ${build}`;
}

function service_facts(desk: Desk, status: Status): HTMLElement[] {
  const { store } = status;
  const store_words = store.state === "ok" ? say("store_ok", { seq: store.last_seq })
    : store.state === "none" ? say("store_off") : say("store_bad", { held: store.held });
  const fact = (name: string, value: HTMLElement | string): HTMLElement =>
    h("div", {}, h("dt", {}, name), h("dd", {}, value));
  return [
    fact(say("version"), num(version_of(status))),
    fact(say("config"), num(status.config_hash.slice(0, 12))),
    fact(say("running_since"), num(time_of_day(status.started, zone_of(desk), today_of(desk)))),
    fact(say("store"), store_words),
  ];
}
