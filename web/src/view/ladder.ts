// The live depth of one instrument: offers above, bids below, each with its quantity as a bar.

import type { Depth, Level } from "../model/types";
import { amount, nothing } from "../text/format";
import { language, say } from "../text/language";
import type { Desk, Part } from "./desk";
import { fill_once, h, num } from "./dom";

export function make_ladder(desk: Desk): Part {
  const table = h("table", { class: "ladder", dir: "ltr" });
  const element = h("div", { class: "ladder-box", id: "ladder" },
    h("h3", {}, say("depth")), table);

  function draw(): void {
    const { depth } = desk.state;
    const own = depth && depth.id === desk.instrument ? depth : null;
    fill_once(table, JSON.stringify([own, language()]), () => own && levels_in(own) > 0
      ? [head(), h("tbody", {}, ...levels(own))]
      : [h("tbody", {}, h("tr", {}, h("td", { class: "empty" }, say("no_depth"))))]);
  }
  return { element, draw };
}

function levels_in(depth: Depth): number {
  return depth.asks.length + depth.bids.length;
}

function head(): HTMLElement {
  return h("thead", {}, h("tr", {},
    ...[say("price"), say("size"), say("orders")].map((name) => h("th", { scope: "col" }, name))));
}

function levels(depth: Depth): HTMLElement[] {
  const quantities = [...depth.asks, ...depth.bids].map(({ quantity }) => Number(quantity));
  const most = Math.max(1, ...quantities);
  return [
    ...[...depth.asks].reverse().map((level) => row(level, "ask", most)),
    ...depth.bids.map((level) => row(level, "bid", most)),
  ];
}

function row(level: Level, side: "ask" | "bid", most: number): HTMLElement {
  const bar = h("i", { class: "size-bar", "aria-hidden": "true" });
  bar.style.width = `${(Number(level.quantity) / most) * 100}%`;
  return h("tr", { class: side },
    h("th", { scope: "row" }, num(level.price)),
    h("td", {}, bar, num(amount(level.quantity))),
    h("td", {}, num(level.orders === null ? nothing : amount(level.orders))));
}
