// The wall: every watched instrument, the largest fall first.

import type { Quote } from "../model/types";
import { by_fall, is_trusted, quote_matches, rungs_reached, way_to_next_rung } from "../model/wall";
import { nothing, percent_of_fall } from "../text/format";
import { language, say, say_name } from "../text/language";
import type { Desk, Part } from "./desk";
import { fill_once, h, num, show, sync, type Rows } from "./dom";
import { address_of } from "./route";

export function make_wall(desk: Desk): Part {
  const list = h("ol", { class: "wall", id: "wall-list" });
  const empty = h("p", { class: "empty" });
  const dropped = h("p", { class: "rest" });
  const element = h("section", { class: "panel wall-panel", "aria-labelledby": "wall-title" },
    h("div", { class: "panel-head" }, h("h2", { id: "wall-title" }, say("wall"))),
    list, empty, dropped);

  function draw(): void {
    const shown = by_fall(desk.state.quotes.values())
      .filter((quote) => quote_matches(quote, desk.search));
    sync(list, shown, rows(desk));
    show(empty, shown.length === 0);
    fill_once(empty, `${desk.search}/${language()}`, () => [
      desk.search !== "" ? say("nothing_found", { search: desk.search }) : say("no_quotes"),
    ]);
    const count = desk.state.quotes_dropped;
    show(dropped, count > 0);
    fill_once(dropped, String(count), () => [say("dropped", { count })]);
  }
  return { element, draw };
}

function rows(desk: Desk): Rows<Quote> {
  return {
    key: ({ id }) => String(id),
    signature: (quote) => JSON.stringify([
      quote.symbol, quote.venue, quote.state, quote.price, quote.fall_bp, quote.rungs,
      quote.reference, desk.instrument === quote.id, language(),
    ]),
    make: ({ id }) => h("li", {}, h("a", { href: address_of("instrument", id) })),
    fill: (element, quote) => {
      const link = element.firstElementChild as HTMLElement;
      link.className = `quote ${quote.state}${is_trusted(quote) ? "" : " doubtful"}`;
      if (desk.instrument === quote.id) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
      link.replaceChildren(...row(quote));
    },
  };
}

function row(quote: Quote): HTMLElement[] {
  const state = quote.state === "valid" ? null : say_name(quote.state, "book_");
  const next = way_to_next_rung(quote);
  return [
    h("span", { class: "name" }, num(quote.symbol, "symbol"), num(quote.venue, "venue")),
    num(quote.price ?? nothing, "price"),
    num(percent_of_fall(quote.fall_bp), fall_look(quote)),
    h("span", { class: "under" },
      state ? h("span", { class: "mark book" }, state) : null,
      quote.reference ? null : h("span", {}, say("no_reference_price")),
      next ? h("span", {}, say("next_rung", { rung: next.rung })) : null,
      rung_steps(quote)),
    fall_bar(quote),
  ];
}

function fall_look(quote: Quote): string {
  if (quote.fall_bp === null || quote.fall_bp === 0) return "fall";
  return quote.fall_bp > 0 ? "fall down" : "fall up";
}

/// One step a rung, filled when it is reached.
function rung_steps(quote: Quote): HTMLElement | null {
  const reached = rungs_reached(quote);
  const below = quote.reference
    ? quote.rungs.filter((rung) => Number(rung) < Number(quote.reference?.price)).length : 0;
  if (below === 0) return null;
  const steps = Array.from({ length: Math.min(below, 12) }, (_, index) =>
    h("i", { class: index < reached ? "step reached" : "step" }));
  return h("span", {
    class: "steps", role: "img", "aria-label": `${say("level_rung")} ${reached}/${below}`,
  }, ...steps);
}

/// A full bar is a fall of 15 %.
function fall_bar(quote: Quote): HTMLElement {
  const bar = h("i", { class: "bar", "aria-hidden": "true" });
  bar.style.inlineSize = `${Math.min(100, Math.max(0, (quote.fall_bp ?? 0) / 15))}%`;
  return bar;
}
