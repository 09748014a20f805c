// What must not be overlooked: blindness, old data, a failing store, a rehearsal.

import { blindness, type Blind } from "../model/blindness";
import { age_of, feed_clock, is_rehearsal } from "../model/staleness";
import { duration, time_of_day } from "../text/format";
import { language, say } from "../text/language";
import { today_of, zone_of, type Desk, type Part } from "./desk";
import { button, fill_once, h, sync, type Rows } from "./dom";

interface Banner {
  name: string;
  look: "alarm" | "caution" | "plain";
  loud: boolean; // told at once to who cannot see it
  title: string;
  text: string;
  retry: boolean;
}

export function make_banners(desk: Desk): Part {
  const element = h("div", { class: "banners", id: "banners" });
  return { element, draw: () => sync(element, banners_of(desk), rows(desk)) };
}

function banners_of(desk: Desk): Banner[] {
  return [
    ...connection_banners(desk),
    ...blindness(desk.state).map((blind) => blind_banner(desk, blind)),
    ...service_banners(desk),
  ];
}

function banner(name: string, look: Banner["look"], title: string, text = "",
                retry = false): Banner {
  return { name, look, loud: look === "alarm", title, text, retry };
}

function connection_banners(desk: Desk): Banner[] {
  const { state } = desk;
  const { phase, attempt, retry_at } = state.connection;
  const age = age_of(state, desk.now());
  const waits = phase === "waiting" || (phase === "connecting" && attempt > 0);
  const seconds = Math.max(0, Math.ceil((retry_at - desk.now()) / 1000));
  const lost = age.never ? say("never_banner") : say("lost_banner");
  const next = waits ? [lost, say("retry_in", { seconds, attempt })].join(" ") : "";
  if (age.old) {
    return [banner("old", "alarm", say("old_banner", { seconds: age.seconds }), next, waits)];
  }
  if (!waits) return [];
  return [banner("lost", "caution", lost, say("retry_in", { seconds, attempt }), true)];
}

function blind_banner(desk: Desk, blind: Blind): Banner {
  const title = say(blind.whole ? "blind_banner" : "impaired_banner", { feed: blind.feed });
  const meaning = say(blind.whole ? "blind_meaning" : "impaired_meaning");
  const text = [since(desk, blind.since), meaning, blind.text]
    .filter((part) => part !== "").join(" · ");
  const name = `blind ${blind.feed} ${blind.cause}`;
  return banner(name, blind.whole ? "alarm" : "caution", title, text);
}

function since(desk: Desk, time: string | null): string {
  const clock = feed_clock(desk.state, desk.now());
  if (time === null || clock === null) return "";
  return say("blind_since", {
    duration: duration(Math.max(1000, clock - Date.parse(time))),
    time: time_of_day(time, zone_of(desk), today_of(desk)),
  });
}

function service_banners(desk: Desk): Banner[] {
  const { status } = desk.state;
  if (!status) return [];
  const all: Banner[] = [];
  const { store } = status;
  if (store.state === "failing") {
    all.push(banner("store", "alarm", say("store_failing", { held: store.held })));
  }
  if (store.state === "none") all.push(banner("store", "plain", say("store_none")));
  if (!status.ready) {
    const what = status.waiting_for.join(", ");
    all.push(banner("ready", "caution", say("not_ready", { what })));
  }
  if (is_rehearsal(desk.state)) {
    const scale = status.clock_scale;
    const text = say("rehearsal_banner", { scale });
    all.push(banner("rehearsal", "plain", say("rehearsal", { scale }), text));
  }
  if (store.downtime) all.push(banner("downtime", "plain", downtime(desk, store.downtime)));
  return all;
}

function downtime(desk: Desk, told: { from: string; to: string; why: string }): string {
  const at = (time: string): string => time_of_day(time, zone_of(desk), today_of(desk));
  return say("downtime", { from: at(told.from), to: at(told.to), why: told.why });
}

/// The seconds that tick in a banner are no news: only the title is told aloud, and once.
function rows(desk: Desk): Rows<Banner> {
  return {
    key: ({ name }) => name,
    signature: (item) => JSON.stringify([item, language()]),
    make: ({ loud, look, name }) => {
      const made = h("div", { class: `banner ${look}`, "data-banner": name.split(" ")[0] ?? name });
      made.append(h("strong", { role: loud ? "alert" : "status" }), h("span", { dir: "auto" }));
      return made;
    },
    fill: (element, item) => {
      const [title, text] = Array.from(element.children) as [HTMLElement, HTMLElement];
      fill_once(title, item.title, () => [item.title]);
      fill_once(text, item.text, () => [item.text]);
      const known = element.querySelector("button");
      if (item.retry && !known) element.append(button("retry_now", desk.retry));
      if (!item.retry) known?.remove();
    },
  };
}
