// The incidents, the newest first: what fell, how far, how sure, and who has it in hand.

import { figure_look, headline, kind_of, names_of, needs_someone } from "../model/headline";
import { newest_first } from "../model/state";
import type { Incident } from "../model/types";
import { incident_matches } from "../model/wall";
import { time_of_day } from "../text/format";
import { language, say } from "../text/language";
import { today_of, zone_of, type Desk, type Part } from "./desk";
import { fill_once, h, num, show, sync, type Rows } from "./dom";
import { confidence_mark, operator_marks, severity_mark, state_mark, warning_marks } from "./marks";
import { address_of } from "./route";

const names_shown_max = 6;

/// The incidents that the list shows, in its order.
export function listed_incidents(desk: Desk): Incident[] {
  return newest_first([...desk.state.incidents.values()]).filter((incident) =>
    incident_matches(incident, desk.search) && (!desk.only_open || is_open(incident)));
}

function is_open(incident: Incident): boolean {
  return incident.state === "firing" || incident.state === "unknown";
}

export function make_incident_list(desk: Desk): Part {
  const list = h("ol", { class: "incidents", id: "incident-list" });
  const empty = h("div", { class: "empty" });
  const rest = h("p", { class: "rest" });
  const only_open = h("input", { type: "checkbox", onchange: () => {
    desk.only_open = only_open.checked;
    desk.draw();
  } });
  const element = h("section", { class: "panel list", "aria-labelledby": "incidents-title" },
    h("div", { class: "panel-head" },
      h("h2", { id: "incidents-title" }, say("incidents")),
      h("label", { class: "check" }, only_open, say("only_open"))),
    list, empty, rest);

  function draw(): void {
    only_open.checked = desk.only_open;
    const shown = listed_incidents(desk);
    sync(list, shown, rows(desk));
    const { incidents, quotes } = desk.state;
    show(empty, shown.length === 0);
    const count = quotes.size;
    fill_once(empty, `${desk.search}/${incidents.size}/${count}/${language()}`, () =>
      desk.search !== ""
        ? [h("p", {}, say("nothing_found", { search: desk.search }))]
        : [h("p", {}, say("no_incidents")), h("p", {}, say("no_incidents_more", { count }))]);
    const hidden = desk.only_open ? incidents.size - shown.length : 0;
    show(rest, hidden > 0 && desk.search === "");
    fill_once(rest, String(hidden), () => [say("closed_more", { count: hidden })]);
  }
  return { element, draw };
}

function rows(desk: Desk): Rows<Incident> {
  const is_current = (incident: Incident): boolean =>
    desk.route.view === "incident" && desk.route.target === incident.incident;
  const today = today_of(desk);
  return {
    key: ({ incident }) => incident,
    signature: (incident) =>
      JSON.stringify([incident, is_current(incident), zone_of(desk), today, language()]),
    make: ({ incident }) => h("li", {}, h("a", { href: address_of("incident", incident) })),
    fill: (element, incident) => {
      const link = element.firstElementChild as HTMLElement;
      const taken = needs_someone(incident) ? "" : "taken";
      link.className = `card ${incident.severity} ${incident.state} ${taken}`;
      if (is_current(incident)) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
      link.replaceChildren(...card(desk, incident).filter((part) => part !== false));
    },
  };
}

function card(desk: Desk, incident: Incident): (HTMLElement | false)[] {
  const { figure, note } = headline(incident.latest);
  const time = time_of_day(incident.last_time, zone_of(desk), today_of(desk));
  const names = names_of(incident);
  const is_told = names.length === 1 && note.includes(names[0] ?? "");
  const more = names.length - names_shown_max;
  return [
    h("span", { class: "card-top" },
      severity_mark(incident.severity, !needs_someone(incident)),
      h("span", { class: "kind" }, kind_of(incident), " · ", num(incident.rule)),
      num(time, "time")),
    h("span", { class: "card-figure" }, num(figure, figure_look(incident.latest)),
      h("span", {}, note)),
    !is_told && h("span", { class: "roster" },
      num(names.slice(0, names_shown_max).join(" → ") + (more > 0 ? ` +${more}` : ""))),
    h("span", { class: "marks" },
      ...warning_marks(incident.latest, incident.drill), state_mark(incident.state),
      confidence_mark(incident.kind, incident.confidence), ...operator_marks(incident)),
  ];
}
