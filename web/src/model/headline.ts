// What an alert says in three words: the large figure of a card, by its kind.

import { say, say_name, set_apart } from "../text/language";
import { nothing, percent_of_fall } from "../text/format";
import type { Alert, Incident } from "./types";

export interface Headline {
  figure: string; // short and large
  note: string;   // what the figure is of; may be empty
}

export function headline(alert: Alert): Headline {
  switch (alert.kind) {
    case "blind":
      return { figure: say("blind_figure"), note: say_name(alert.cause ?? "", "cause_") };
    case "halt":
      return { figure: say("halt_figure"), note: alert.detail ?? "" };
    case "limit_distance":
      return { figure: measure_of(alert.kind, alert.fall_bp), note: say("of_the_way") };
    case "record":
      return { figure: percent_of_fall(alert.fall_bp), note: record_note(alert) };
    default:
      return { figure: percent_of_fall(alert.fall_bp), note: roster_note(alert) };
  }
}

/// What `fall_bp` tells of an alert of that kind: a fall, a part of the way, or nothing.
export function measure_of(kind: string, fall_bp: number): string {
  if (kind === "blind" || kind === "halt") return nothing;
  if (kind === "limit_distance") return `${(fall_bp / 100).toFixed(0)} %`;
  return percent_of_fall(fall_bp);
}

function record_note(alert: Alert): string {
  if (!alert.record) return "";
  return alert.record.since
    ? say("record_line", { since: alert.record.since })
    : say("record_ever", { from: alert.record.from });
}

/// How many of a list have fallen; else which instrument the figure is of.
function roster_note(alert: Alert): string {
  const { symbol, venue, roster } = alert;
  if (!roster) return set_apart(venue ? `${symbol} ${venue}` : symbol);
  const { crossed, members } = roster;
  return say("members", { crossed, members });
}

/// Symbols of an incident, or of its roster where its latest alert has one, in order of falling.
export function symbols_of(incident: Incident): string[] {
  const entries = incident.latest.roster?.entries;
  return entries ? entries.map((entry) => entry.symbol) : incident.symbols;
}

/// The same to read: with the venue where a symbol stands there twice.
export function names_of(incident: Incident): string[] {
  const symbols = symbols_of(incident);
  const entries = incident.latest.roster?.entries ?? [];
  return symbols.map((symbol, index) => {
    const venue = entries[index]?.venue;
    return venue && symbols.indexOf(symbol) !== symbols.lastIndexOf(symbol)
      ? `${symbol} ${venue}` : symbol;
  });
}

/// How a figure looks: one that is not clean must not look like one that is.
export function figure_look(alert: Alert): string {
  return alert.confidence === "CLEAN" ? "figure" : "figure doubtful";
}

export function kind_of(incident: Incident): string {
  return say_name(incident.kind);
}

/// Nobody has taken it in hand, and it still holds.
export function needs_someone(incident: Incident): boolean {
  const holds = incident.state === "firing" || incident.state === "unknown";
  return holds && !incident.acknowledged && !incident.silenced;
}
