// The page's skeleton: header, banners, the three columns of the desk, the other views.

import { say, direction, language } from "./text/language";
import { make_banners } from "./view/banners";
import type { Desk, Part } from "./view/desk";
import { h, set_text } from "./view/dom";
import { make_feeds } from "./view/feeds";
import { make_header, type HeaderActions } from "./view/header";
import { make_incident_list } from "./view/incident_list";
import { make_instrument } from "./view/instrument";
import { make_rules } from "./view/rules";
import { make_story } from "./view/story";
import { make_wall } from "./view/wall";

export interface Shell {
  search: HTMLInputElement;
  draw(): void;
  recolour(): void;
  announce(text: string): void;
  to_top(): void; // where another view begins
}

/// Builds the page anew in the language in force, in place of what was there.
export function mount(desk: Desk, actions: HeaderActions): Shell {
  document.documentElement.lang = language();
  document.documentElement.dir = direction();
  const header = make_header(desk, actions);
  const banners = make_banners(desk);
  const incidents = make_incident_list(desk);
  const story = make_story(desk);
  const instrument = make_instrument(desk);
  const wall = make_wall(desk);
  const feeds = make_feeds(desk);
  const rules = make_rules(desk);
  const search = make_search(desk);
  const announcer = h("div", { class: "hidden", role: "log", "aria-live": "polite" });
  const chosen = h("div", { class: "column chosen", id: "chosen" },
    story.element, story.clock, instrument.element, story.log,
    h("p", { class: "empty choose" }, say("choose")));
  const main = h("main", { id: "main", tabindex: 0 }, // keys scroll what has no link or button
    h("div", { class: "desk" },
      h("div", { class: "column first" }, search.parentElement, incidents.element),
      chosen, wall.element),
    feeds.element, rules.element);
  document.body.replaceChildren(
    h("a", { class: "skip", href: "#main", onclick: (event) => {
      event.preventDefault();
      const title = chosen.querySelector("h1");
      (title?.checkVisibility() ? title : main).focus();
    } }, say("skip")),
    header.element, banners.element, main, announcer);

  const parts: Part[] = [header, banners, incidents, story, instrument, wall, feeds, rules];
  return {
    search,
    draw() {
      document.body.dataset["view"] = desk.route.view;
      for (const part of parts) part.draw();
    },
    recolour() {
      instrument.recolour();
      feeds.recolour();
    },
    announce(text) { set_text(announcer, text); },
    to_top() {
      chosen.scrollTop = 0;
      main.scrollTop = 0;
      window.scrollTo(0, 0);
    },
  };
}

function make_search(desk: Desk): HTMLInputElement {
  const search = h("input", {
    type: "search", name: "search", placeholder: say("search"), "aria-label": say("search"),
    "aria-keyshortcuts": "/", dir: "auto", autocomplete: "off", value: desk.search,
  });
  search.addEventListener("input", () => {
    desk.search = search.value;
    desk.draw();
  });
  h("div", { class: "search", role: "search" }, search);
  return search;
}
