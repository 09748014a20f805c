// One instrument: its numbers, its chart with the lines that matter, its last ticks, its depth.

import { levels_of, type ChartLevel } from "../model/levels";
import type { Quote } from "../model/types";
import { is_trusted } from "../model/wall";
import { amount, nothing, percent_between, percent_of_fall, time_of_day } from "../text/format";
import { language, say, say_name, set_apart } from "../text/language";
import { today_of, zone_of, type Desk, type Part } from "./desk";
import { fill_once, h, num, show } from "./dom";
import { make_ladder } from "./ladder";
import { make_plot } from "./plot";
import { make_price_chart } from "./price_chart";
import { address_of } from "./route";

const ticks_max = 600;

export interface InstrumentPart extends Part {
  recolour(): void;
}

type Tick = [number, number | null, number | null, number | null];

export function make_instrument(desk: Desk): InstrumentPart {
  const head = h("div", { class: "instrument-head" });
  const canvas = h("div", { class: "chart", dir: "ltr", role: "img", "aria-label": say("chart") });
  const tick_canvas = h("div", { class: "plot", dir: "ltr", role: "img",
    "aria-label": say("ticks") });
  const tick_key = h("p", { class: "plot-key" }, ...(["bid", "ask", "last"] as const).map(
    (name, index) => h("span", { class: `key-${index}` }, say(name))));
  const tick_box = h("div", { hidden: true }, h("h3", {}, say("ticks")), tick_key, tick_canvas);
  const levels_box = h("div", { class: "levels" });
  const ladder = make_ladder(desk);
  const element = h("section", { class: "panel instrument", "aria-labelledby": "instrument-title" },
    head,
    h("div", { class: "instrument-body" },
      h("div", { class: "charts" }, h("h3", {}, say("chart")), canvas, tick_box),
      ladder.element),
    levels_box);
  const chart = make_price_chart(canvas, () => zone_of(desk));
  const plot = make_plot(tick_canvas, () => zone_of(desk), true);
  let ticks: Tick[] = [];
  let drawn = { instrument: -1, tick: "", levels: "" };

  function draw(): void {
    const quote = desk.instrument === null ? null : desk.state.quotes.get(desk.instrument) ?? null;
    const on_screen = desk.route.view === "incident" || desk.route.view === "instrument";
    show(element, on_screen && quote !== null);
    if (!on_screen || !quote) return;
    if (drawn.instrument !== quote.id) {
      ticks = [];
      show(tick_box, false);
      drawn = { instrument: quote.id, tick: "", levels: "" };
    }
    fill_once(head, JSON.stringify([quote, desk.route.view, today_of(desk), language()]), () =>
      numbers(desk, quote));
    draw_levels(quote);
    draw_tick(quote);
    ladder.draw();
  }

  function draw_levels(quote: Quote): void {
    const levels = levels_of(quote, desk.state.alerts);
    const signature = JSON.stringify([levels, language()]);
    if (drawn.levels !== signature) chart.set_levels(levels, title_of);
    drawn.levels = signature;
    fill_once(levels_box, JSON.stringify([signature, quote.price]), () =>
      level_table(levels, quote));
  }

  function draw_tick(quote: Quote): void {
    const tick = JSON.stringify([quote.time, quote.bid, quote.ask, quote.last]);
    const bars = desk.state.bars.get(quote.id) ?? [];
    const signature = `${tick} ${bars.length} ${bars[0]?.time}`;
    if (drawn.tick === signature) return;
    drawn.tick = signature;
    chart.show(quote.id, bars, decimals_of(quote));
    if (quote.time === null) return;
    const at = Date.parse(quote.time) / 1000;
    if (at < (ticks.at(-1)?.[0] ?? 0)) return;
    const next: Tick = [at, number_of(quote.bid), number_of(quote.ask), number_of(quote.last)];
    if (String(next) === String(ticks.at(-1))) return;
    ticks.push(next);
    if (ticks.length > ticks_max) ticks.shift();
    if (ticks.length < 2) return;
    show(tick_box, true);
    const columns = [0, 1, 2, 3].map((column) => ticks.map((row) => row[column] ?? null));
    plot.set(["bid", "ask", "last"], columns);
  }

  return { element, draw, recolour: () => { chart.recolour(); plot.recolour(); } };
}

function number_of(price: string | null): number | null {
  return price === null ? null : Number(price);
}

/// As many decimals as the quote's own prices are written with, two at least.
function decimals_of(quote: Quote): number {
  const prices = [quote.bid, quote.ask, quote.last, quote.price, quote.reference?.price ?? null];
  return Math.max(2, ...prices.map((price) => price?.split(".")[1]?.length ?? 0));
}

function numbers(desk: Desk, quote: Quote): HTMLElement[] {
  const fact = (name: string, value: string | null): HTMLElement =>
    h("div", {}, h("dt", {}, name), h("dd", {}, num(value ?? nothing)));
  const sized = (price: string | null, size: number | string | null): string =>
    price === null ? nothing : `${price} × ${amount(size)}`;
  const look = (quote.fall_bp ?? 0) > 0 ? "fall down" : "fall up";
  const alone = desk.route.view === "instrument";
  return [
    h("div", { class: "instrument-title" },
      alone ? h("a", { class: "back", href: address_of("wall") }, say("back")) : null,
      h("h2", { id: "instrument-title" }, num(quote.symbol, "symbol"), " ",
        num(quote.venue, "venue")),
      num(quote.price ?? nothing, "figure"), num(percent_of_fall(quote.fall_bp), look),
      h("span", { class: `mark book ${is_trusted(quote) ? "" : "doubtful"}` },
        `${say("book")}: ${say_name(quote.state, "book_")}`)),
    h("dl", { class: "facts-grid" },
      fact(say("bid"), sized(quote.bid, quote.bid_size)),
      fact(say("ask"), sized(quote.ask, quote.ask_size)),
      fact(say("last"), quote.last), fact(say("high"), quote.session_high),
      fact(say("low"), quote.session_low),
      fact(say("last_message"), time_of_day(quote.time, zone_of(desk), today_of(desk)))),
  ];
}

function title_of(level: ChartLevel): string {
  const { reference, since, source } = level.title;
  if (reference) return say_name(reference);
  if (since) return say("record_line", { since });
  if (level.kind === "limit" && source) {
    return `${say("level_limit")} ${say_name(source, "limit_")}`;
  }
  return say(`level_${level.kind}`);
}

/// The chart's lines as a table: also for who cannot see the chart.
function level_table(levels: ChartLevel[], quote: Quote): HTMLElement[] {
  if (levels.length === 0) return [];
  const price = number_of(quote.price);
  const away = (level: ChartLevel): string =>
    price === null ? nothing : percent_between(price, Number(level.price));
  const rows = levels.map((level) => h("tr", { class: `level ${level.kind}` },
    h("th", { scope: "row" }, title_of(level)),
    h("td", {}, num(level.price)),
    h("td", {}, num(away(level)), " ", h("span", { class: "quiet-text" }, say("away")))));
  return [h("details", {}, h("summary", {}, `${say("levels")} ${set_apart(`(${levels.length})`)}`),
    h("table", { class: "level-table" }, h("tbody", {}, ...rows)))];
}
