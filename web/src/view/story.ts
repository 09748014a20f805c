// One incident: its figure, who has it in hand, what to do, who fell when, and all that was told.

import { figure_look, headline, kind_of, measure_of } from "../model/headline";
import { members_of, type Member } from "../model/story";
import type { Incident, Mark, Story } from "../model/types";
import { duration, percent_of_fall, time_of_day } from "../text/format";
import { language, say, say_name } from "../text/language";
import { quote_of, today_of, zone_of, type Desk, type Part } from "./desk";
import { button, fill_once, h, num, show } from "./dom";
import { make_story_log } from "./story_log";
import { confidence_mark, severity_mark, state_mark, warning_marks } from "./marks";
import { address_of } from "./route";

export interface StoryPart extends Part {
  clock: HTMLElement;
  log: HTMLElement;
}

export function make_story(desk: Desk): StoryPart {
  const head = h("section", { class: "panel story-head", "aria-label": say("incidents") });
  const clock = h("section", { class: "panel story-clock", "aria-labelledby": "story-title" });
  const log = make_story_log(desk);

  function draw(): void {
    const id = desk.route.view === "incident" ? desk.route.target : "";
    const incident = desk.state.incidents.get(id);
    const story = desk.state.stories.get(id);
    show(head, id !== "");
    show(clock, !!story);
    log.draw();
    if (id === "") return;
    const drawn = JSON.stringify([incident ?? id, zone_of(desk), today_of(desk), language()]);
    fill_once(head, drawn, () => incident ? head_of(desk, incident) : [say("loading")]);
    if (story) draw_clock(desk, clock, story);
  }
  return { element: head, clock, log: log.element, draw };
}

function head_of(desk: Desk, incident: Incident): HTMLElement[] {
  const { figure, note } = headline(incident.latest);
  const { latest } = incident;
  const first = time_of_day(incident.first_time, zone_of(desk), today_of(desk));
  const last = time_of_day(incident.last_time, zone_of(desk), today_of(desk));
  return [
    h("div", { class: "marks" },
      h("a", { class: "back", href: address_of("incidents") }, say("back")),
      severity_mark(incident.severity, false), state_mark(incident.state),
      confidence_mark(incident.kind, incident.confidence),
      ...warning_marks(latest, incident.drill)),
    h("h1", { tabindex: -1 },
      num(figure, `${figure_look(latest)} ${latest.severity}`), " ", h("span", { class: "kind" },
        kind_of(incident), " · ", num(incident.rule), note === "" ? "" : ` · ${note}`)),
    h("p", { class: "sentence", dir: "auto" }, latest.text),
    h("p", { class: "facts" },
      num(`${first} – ${last}`), h("span", {}, say("alerts_count", { count: incident.alerts })),
      ...measured(incident)),
    hands(desk, incident),
    actions(desk, incident),
  ];
}

function measured(incident: Incident): HTMLElement[] {
  const { reference, low_limit, to_low_limit_bp } = incident.latest;
  const facts: HTMLElement[] = [];
  if (reference) {
    const kind = say_name(reference.kind);
    const fields = { kind, date: reference.date ?? "" };
    facts.push(h("span", {}, say("from_reference", { price: reference.price }), " ",
      say("measured_from", fields)));
  }
  if (low_limit && to_low_limit_bp !== undefined && to_low_limit_bp !== null) {
    const percent = percent_of_fall(to_low_limit_bp);
    facts.push(h("span", {}, say("to_limit", { percent, price: low_limit })));
  }
  return facts;
}

/// Who has the incident in hand; that nobody has is said as plainly.
function hands(desk: Desk, incident: Incident): HTMLElement {
  const at = (time: string): string => time_of_day(time, zone_of(desk), today_of(desk));
  const told = (words: string, why: string): HTMLElement =>
    h("li", {}, words, why === "" ? "" : h("q", { dir: "auto" }, why));
  const told_mark = (key: "acknowledged_by" | "escalated_by", mark: Mark): HTMLElement =>
    told(say(key, { who: mark.who, time: at(mark.time) }), mark.why);
  const { acknowledged, escalated, silenced } = incident;
  return h("ul", { class: "hands" },
    acknowledged
      ? told_mark("acknowledged_by", acknowledged)
      : h("li", { class: "nobody" }, say("not_acknowledged")),
    escalated && told_mark("escalated_by", escalated),
    silenced && told(say("silenced_by", { who: silenced.who, time: at(silenced.until) }),
      silenced.why));
}

function actions(desk: Desk, incident: Incident): HTMLElement {
  const primary = incident.acknowledged ? "" : "primary";
  return h("div", { class: "actions" },
    button("acknowledge", () => { desk.act("acknowledge", incident); }, primary, "a"),
    incident.silenced
      ? button("unsilence", () => { desk.act("unsilence", incident); }, "", "u")
      : button("silence", () => { desk.act("silence", incident); }, "", "s"),
    button("note", () => { desk.act("note", incident); }, "", "n"),
    button("escalate", () => { desk.act("escalate", incident); }, "", "e"),
    button("drill", () => { desk.act("drill", incident); }, "", "d"));
}

function draw_clock(desk: Desk, element: HTMLElement, story: Story): void {
  const members = members_of(story);
  const watched = members.map((member) => quote_of(desk, member.symbol, member.venue)?.id ?? null);
  const last = Date.parse(story.incident.last_time ?? "") || 0;
  const drawn = JSON.stringify([members.map(({ moments, ...told }) => [told, moments.length]),
    watched, desk.instrument, last, zone_of(desk), today_of(desk), language()]);
  fill_once(element, drawn, () => {
    const start = members[0] ? Date.parse(members[0].first) : 0;
    const end = Math.max(last, start + 1, ...members.map((member) => Date.parse(member.first)));
    const lines = members.map((member, index) =>
      member_row(desk, member, watched[index] ?? null, start, end));
    return [
      h("h2", { id: "story-title" }, say("story")),
      h("table", { class: "clock-table" },
        h("thead", {}, h("tr", {},
          ...(["name", "time", "lag", "deepest", "track"] as const).map((column) =>
            h("th", { scope: "col", class: column }, column_name(column))))),
        h("tbody", {}, ...lines)),
    ];
  });
}

function column_name(column: "name" | "time" | "lag" | "deepest" | "track"): string {
  if (column === "lag") return say("lag");
  if (column === "deepest") return say("deepest");
  return "";
}

function member_row(desk: Desk, member: Member, watched: number | null, start: number,
                    end: number): HTMLElement {
  const name = [num(member.symbol, "symbol"), " ", num(member.venue, "venue")];
  const chosen = watched !== null && watched === desk.instrument;
  const lag = member.lag_ms === 0 ? say("story_first") : `+${duration(member.lag_ms)}`;
  return h("tr", { class: `${member.standing} ${chosen ? "chosen" : ""}`.trim() },
    h("th", { scope: "row", class: "name" }, ...(watched === null ? name : [h("button", {
      type: "button", class: "link", "aria-pressed": String(chosen),
      onclick: () => { desk.choose_instrument(watched); },
    }, ...name)])),
    h("td", { class: "time" }, num(time_of_day(member.first, zone_of(desk), today_of(desk)))),
    h("td", { class: "lag" }, num(lag)),
    h("td", { class: "deepest" }, num(measure_of(member.kind, member.deepest_bp)),
      member.standing === "unconfirmed"
        ? h("span", { class: "mark confidence unconfirmed" }, say("UNCONFIRMED")) : null),
    h("td", { class: "track" }, track(member, start, end)));
}

/// The member's own line on the incident's clock: where it fell, and each alert of it.
function track(member: Member, start: number, end: number): HTMLElement {
  const place = (time: number): string => `${((time - start) / (end - start)) * 100}%`;
  const first = Date.parse(member.first);
  const line = h("i", { class: `since ${member.severity}` });
  line.style.left = place(first);
  const dots = member.moments.map(({ time, alert }) =>
    dot(place(time), `${alert.severity} ${alert.state}`));
  const fell = dot(place(first), member.severity);
  return h("div", { class: "rail", dir: "ltr", "aria-hidden": "true" }, line, fell, ...dots);
}

function dot(place: string, look: string): HTMLElement {
  const made = h("i", { class: `dot ${look}` });
  made.style.left = place;
  return made;
}
