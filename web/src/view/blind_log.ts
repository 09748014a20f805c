// When the desk could not see, and when it could again: the blind alerts, the newest first.

import { key_of } from "../model/state";
import type { Alert } from "../model/types";
import { language, say } from "../text/language";
import { today_of, zone_of, type Desk, type Part } from "./desk";
import { h, show, sync, type Rows } from "./dom";
import { told } from "./story_log";

const shown_max = 50;

export function make_blind_log(desk: Desk): Part {
  const list = h("ol", { class: "log", id: "blind-log" });
  const none = h("p", { class: "empty" }, say("no_blind"));
  const element = h("section", { class: "panel", "aria-labelledby": "blind-title" },
    h("h2", { id: "blind-title" }, say("blind_log")), list, none);

  function draw(): void {
    const blind = desk.state.alerts.filter(({ kind }) => kind === "blind");
    const newest = new Map(blind.map((alert) => [alert.id, alert]));
    sync(list, blind.reverse().slice(0, shown_max), rows(desk, newest));
    show(none, blind.length === 0);
  }
  return { element, draw };
}

/// `newest`: of each alert what was told of it last. What it was before looks over.
function rows(desk: Desk, newest: Map<string, Alert>): Rows<Alert> {
  const today = today_of(desk);
  const is_over = (alert: Alert): boolean => newest.get(alert.id) !== alert;
  return {
    key: key_of,
    signature: (alert) =>
      JSON.stringify([alert, is_over(alert), zone_of(desk), today, language()]),
    make: (alert) => h("li", { "data-cause": alert.cause ?? null }),
    fill: (element, alert) => {
      element.className = `told ${alert.severity} ${is_over(alert) ? "over" : alert.state}`;
      element.replaceChildren(...told(desk, alert));
    },
  };
}
