// Small marks that say what something is: severity, state, how sure, drill, not stored.

import type { Alert, AlertState, Confidence, Incident, Severity } from "../model/types";
import { say } from "../text/language";
import { h } from "./dom";

export function severity_mark(severity: Severity, taken: boolean): HTMLElement {
  return h("span", { class: `mark severity ${severity}${taken ? " taken" : ""}` }, say(severity));
}

export function state_mark(state: AlertState): HTMLElement {
  return h("span", { class: `mark state ${state}` }, say(state));
}

/// Null for blindness: it is a state of the watch, and no alert's confidence.
export function confidence_mark(kind: string, confidence: Confidence): HTMLElement | null {
  if (kind === "blind") return null;
  return h("span", {
    class: `mark confidence ${confidence.toLowerCase()}`, title: say(`${confidence}_means`),
  }, say(confidence));
}

export function warning_marks(alert: Alert, drill: boolean): HTMLElement[] {
  const marks: HTMLElement[] = [];
  if (drill) marks.push(h("span", { class: "mark drill" }, say("drill_mark")));
  if (!alert.stored) marks.push(h("span", { class: "mark unstored" }, say("unstored")));
  return marks;
}

export function operator_marks(incident: Incident): HTMLElement[] {
  const marks: HTMLElement[] = [];
  const mark = (words: string): void => { marks.push(h("span", { class: "mark" }, words)); };
  if (incident.acknowledged) mark(`✓ ${incident.acknowledged.who}`);
  if (incident.escalated) mark(`↑ ${incident.escalated.who}`);
  if (incident.silenced) mark(`∅ ${incident.silenced.who}`);
  return marks;
}
