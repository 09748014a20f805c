// All that was told and done about one incident, the newest first, revisions included.

import { measure_of } from "../model/headline";
import { key_of } from "../model/state";
import { log_of } from "../model/story";
import type { Action, Alert } from "../model/types";
import { fine_time, nothing, time_of_day } from "../text/format";
import { language, say, say_name, type Key } from "../text/language";
import { today_of, zone_of, type Desk, type Part } from "./desk";
import { h, num, show, sync, type Rows } from "./dom";
import { confidence_mark, severity_mark, state_mark, warning_marks } from "./marks";

type Entry = ReturnType<typeof log_of>[number];

export function make_story_log(desk: Desk): Part {
  const list = h("ol", { class: "log", id: "story-log" });
  const element = h("section", { class: "panel", "aria-labelledby": "log-title" },
    h("h2", { id: "log-title" }, say("log")), list);

  function draw(): void {
    const id = desk.route.view === "incident" ? desk.route.target : "";
    const story = desk.state.stories.get(id);
    show(element, !!story);
    if (story) sync(list, log_of(story), rows(desk));
  }
  return { element, draw };
}

function rows(desk: Desk): Rows<Entry> {
  const today = today_of(desk);
  return {
    key: (entry) => "alert" in entry ? key_of(entry.alert) : action_key(entry.action),
    signature: (entry) => JSON.stringify([zone_of(desk), today, language(),
      "alert" in entry ? entry.alert : entry.action]),
    make: () => h("li", {}),
    fill: (element, entry) => {
      element.className = "alert" in entry ? `told ${entry.alert.severity}` : "done";
      element.replaceChildren(
        ...("alert" in entry ? told(desk, entry.alert) : done(desk, entry.action)));
    },
  };
}

function action_key(action: Action): string {
  return `action ${action.seq ?? action.time} ${action.kind}`;
}

/// One alert as a log tells it.
export function told(desk: Desk, alert: Alert): HTMLElement[] {
  const measure = measure_of(alert.kind, alert.fall_bp);
  const look = `fall ${alert.fall_bp < 0 ? "up" : "down"}`;
  const doubt = alert.confidence === "CLEAN" ? "" : " doubtful";
  return [
    h("div", { class: "log-line" },
      num(fine_time(alert.exchange_time, zone_of(desk), today_of(desk)), "time"),
      num(alert.symbol, "symbol"),
      measure === nothing ? null : num(measure, `${look}${doubt}`),
      severity_mark(alert.severity, true), state_mark(alert.state),
      confidence_mark(alert.kind, alert.confidence),
      h("span", { class: "reason" }, say_name(alert.reason),
        alert.revision > 1 ? ` · ${say("revision", { revision: alert.revision })}` : ""),
      ...warning_marks(alert, alert.drill)),
    h("p", { class: "sentence", dir: "auto" }, alert.text),
  ];
}

const deeds: Record<string, Key> = {
  acknowledge: "did_acknowledge",
  note: "did_note",
  escalate: "did_escalate",
  silence: "did_silence",
  unsilence: "did_unsilence",
  drill: "did_drill",
};

function done(desk: Desk, action: Action): HTMLElement[] {
  const { who, kind, target } = action;
  const scope = say_name(action.scope, "noun_");
  const until = time_of_day(action.until, zone_of(desk), today_of(desk));
  return [
    h("div", { class: "log-line" },
      num(fine_time(action.time, zone_of(desk), today_of(desk)), "time"),
      h("strong", {}, say(deeds[kind] ?? "did_other", { who, kind, scope, target, until }))),
    h("p", { class: "why", dir: "auto" }, action.why),
  ];
}
