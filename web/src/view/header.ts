// The top of the page: the views, the clock, the connection, and what the user may set.

import { blindness } from "../model/blindness";
import { needs_someone } from "../model/headline";
import { age_of, feed_clock, is_rehearsal } from "../model/staleness";
import { nothing, wall_clock } from "../text/format";
import { language, say, type Key } from "../text/language";
import { zone_of, type Desk, type Part } from "./desk";
import { button, fill_once, h, num, set_text, show } from "./dom";
import { address_of, type View } from "./route";

export interface HeaderActions {
  sound(): void;
  theme(): void;
  help(): void;
}

const views: readonly View[] = ["incidents", "wall", "feeds", "rules"];
const view_of_detail: Partial<Record<View, View>> = { incident: "incidents", instrument: "wall" };

export function make_header(desk: Desk, actions: HeaderActions): Part {
  const links = views.map((view) => h("a", { href: address_of(view), "data-view": view },
    h("span", {}, say(view as Key)), h("b", { class: "badge", hidden: true })));
  const clock = h("span", { class: "clock" });
  const day = h("span", { class: "day" });
  const link = h("span", { class: "pill", id: "connection", role: "status" });
  const rehearsal = h("span", { class: "pill rehearsal", id: "rehearsal", hidden: true });
  const sound = button("sound_off", actions.sound, "quiet");
  const theme = button("theme", actions.theme, "quiet");
  const help = h("button", {
    type: "button", class: "quiet", onclick: actions.help, "aria-keyshortcuts": "?",
    "aria-label": say("help"), title: say("help"),
  }, "?");
  const element = h("header", { class: "top" },
    h("a", { class: "brand", href: address_of("incidents"), dir: "ltr" }, "gapwire"),
    h("nav", { "aria-label": say("nav") }, ...links),
    h("div", { class: "time", title: say("feed_time") }, clock, day),
    rehearsal, link, h("div", { class: "tools" }, sound, theme, help));

  function draw(): void {
    draw_links(desk, links);
    draw_clock(desk, clock, day);
    draw_connection(desk, link);
    const scale = desk.state.status?.clock_scale ?? 1;
    show(rehearsal, is_rehearsal(desk.state));
    set_text(rehearsal, say("rehearsal", { scale }));
    set_text(sound, say(sound_key(desk)));
    set_text(theme, say(`theme_${desk.settings.theme}`));
  }
  return { element, draw };
}

function draw_links(desk: Desk, links: HTMLAnchorElement[]): void {
  const open = view_of_detail[desk.route.view] ?? desk.route.view;
  const waiting = [...desk.state.incidents.values()].filter(needs_someone).length;
  const blind = blindness(desk.state).filter((entry) => entry.whole).length;
  const counts: Partial<Record<View, number>> = { incidents: waiting, feeds: blind };
  for (const link of links) {
    const view = link.dataset["view"] as View;
    const badge = link.querySelector<HTMLElement>(".badge");
    const count = counts[view] ?? 0;
    if (view === open) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
    if (!badge) continue;
    show(badge, count > 0);
    set_text(badge, String(count));
  }
  const mark = blind > 0 ? `${say("feed_blind")} · ` : waiting > 0 ? `(${waiting}) ` : "";
  if (document.title !== `${mark}gapwire`) document.title = `${mark}gapwire`;
}

function draw_clock(desk: Desk, clock: HTMLElement, day: HTMLElement): void {
  const ms = feed_clock(desk.state, desk.now());
  const at = ms === null ? null : wall_clock(ms, zone_of(desk));
  const trading_date = desk.state.status?.trading_date ?? "";
  const read = at ? `${at.clock} ${at.zone}` : nothing;
  fill_once(clock, read, () => [num(at ? at.clock : nothing), " ", num(at?.zone ?? "", "zone")]);
  fill_once(day, JSON.stringify([at?.date, trading_date, language()]), () => at === null ? []
    : at.date === trading_date ? [num(at.date)]
      : [num(at.date), ` · ${say("trading_day")} `, num(trading_date)]);
}

function draw_connection(desk: Desk, pill: HTMLElement): void {
  const { phase } = desk.state.connection;
  const states = { connecting: "connecting", waiting: "lost", refused: "refused" } as const;
  const old = age_of(desk.state, desk.now()).old;
  const key = phase === "open" ? (old ? "old" : "live") : states[phase];
  pill.dataset["state"] = key;
  set_text(pill, say(key));
}

function sound_key(desk: Desk): Key {
  const { on, muted } = desk.settings.sound;
  if (!on) return "sound_off";
  if (muted) return "sound_muted";
  return desk.sound_waits() ? "sound_waits" : "sound_on";
}
