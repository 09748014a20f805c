// The rules as sentences, and the silences that hold.

import type { Action, RuleSentence } from "../model/types";
import { time_of_day } from "../text/format";
import { language, say, say_name } from "../text/language";
import { today_of, zone_of, type Desk, type Part } from "./desk";
import { button, h, num, show, sync, type Rows } from "./dom";

export function make_rules(desk: Desk): Part {
  const list = h("ul", { class: "rules", id: "rule-list" });
  const none = h("p", { class: "empty" }, say("no_rules"));
  const silences = h("ul", { class: "silences", id: "silence-list" });
  const nothing_silenced = h("p", { class: "empty" }, say("no_silences"));
  const element = h("div", { class: "view rules-view" },
    h("section", { class: "panel", "aria-labelledby": "rules-title" },
      h("h1", { id: "rules-title" }, say("rules")), list, none),
    h("section", { class: "panel", "aria-labelledby": "silences-title" },
      h("h2", { id: "silences-title" }, say("silences")), silences, nothing_silenced));

  function draw(): void {
    if (desk.route.view !== "rules") return;
    sync(list, desk.state.rules, rule_rows);
    show(none, desk.state.rules.length === 0);
    sync(silences, desk.state.silences, silence_rows(desk));
    show(nothing_silenced, desk.state.silences.length === 0);
  }
  return { element, draw };
}

const rule_rows: Rows<RuleSentence> = {
  key: ({ name }) => name,
  signature: (rule) => JSON.stringify([rule, language()]),
  make: () => h("li", {}),
  fill: (element, rule) => {
    element.replaceChildren(
      h("span", { class: "rule-name" }, num(rule.name), h("span", {}, say_name(rule.kind))),
      h("p", { dir: "auto" }, rule.sentence));
  },
};

function silence_rows(desk: Desk): Rows<Action> {
  const today = today_of(desk);
  return {
    key: ({ scope, target }) => `${scope} ${target}`,
    signature: (action) => JSON.stringify([action, zone_of(desk), today, language()]),
    make: () => h("li", {}),
    fill: (element, { who, scope, target, until, why }) => {
      const time = time_of_day(until, zone_of(desk), today);
      element.replaceChildren(
        h("span", {}, say("did_silence",
          { who, scope: say_name(scope, "noun_"), target, until: time })),
        h("q", { dir: "auto" }, why),
        button("unsilence", () => { desk.end_silence(scope, target); }));
    },
  };
}
