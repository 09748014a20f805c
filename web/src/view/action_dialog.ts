// The dialog behind acknowledge, silence, end silence, note, escalate and drill: who, and why.

import { Problem, Unauthorized, Unreachable, type SilenceTarget } from "../net/api";
import { say, type Key } from "../text/language";
import type { ActionKind, Desk } from "./desk";
import { button, h, num, set_text, show } from "./dom";
import { open_dialog } from "./dialog";

const who_bytes_max = 64;
const why_characters_max = 500;
const needs_why = new Set<ActionKind>(["silence", "note", "escalate", "drill"]);
const has_end = new Set<ActionKind>(["silence", "drill"]);
const minutes_offered = [15, 30, 60, 240, 720];

export interface Asked {
  kind: ActionKind;
  about: string;            // shown under the title
  scopes: SilenceTarget[];  // what may be silenced or a drill; the first is the proposal
  run(answer: Answer): Promise<void>;
}

export interface Answer {
  who: string;
  why: string;
  minutes: number;
  target: SilenceTarget | null;
}

export function ask_action(desk: Desk, asked: Asked): void {
  const named = desk.state.status?.authentication !== "token";
  const fields = make_fields(desk, asked, named);
  const error = h("p", { class: "error", role: "alert", hidden: true });
  const send = h("button", { type: "submit", class: "primary" }, say("send"));
  const form = h("form", { class: "form", method: "dialog", onsubmit: (event) => {
    event.preventDefault();
    void submit();
  } },
    h("p", { class: "quiet-text" }, num(asked.about)), ...fields.rows, error,
    h("div", { class: "dialog-actions" }, button("cancel", () => { dialog.close(); }), send));
  const dialog = open_dialog(say(asked.kind), asked.kind, form);
  fields.first.focus();

  async function submit(): Promise<void> {
    const answer = fields.answer();
    if (named) desk.settings.who = answer.who;
    send.disabled = true;
    try {
      await asked.run(answer);
      dialog.close();
    } catch (failure) {
      set_text(error, words_of(failure));
      show(error, true);
      if (failure instanceof Unauthorized) {
        dialog.close();
        desk.retry();
      }
    } finally {
      send.disabled = false;
    }
  }
}

function words_of(failure: unknown): string {
  if (failure instanceof Unreachable) return say("unreachable");
  const detail = failure instanceof Problem ? failure.message : String(failure);
  return say("failed", { detail });
}

interface Fields {
  rows: HTMLElement[];
  first: HTMLElement;
  answer(): Answer;
}

function make_fields(desk: Desk, asked: Asked, named: boolean): Fields {
  const who = h("input", { name: "who", required: true, maxlength: who_bytes_max,
    autocomplete: "nickname", dir: "auto", value: desk.settings.who });
  who.addEventListener("input", () => { who.setCustomValidity(too_long(who.value)); });
  const why = h("textarea", { name: "why", required: needs_why.has(asked.kind),
    maxlength: why_characters_max, rows: 3,
    dir: "auto" });
  const minutes = h("select", { name: "minutes" },
    ...minutes_offered.map((value) => h("option", { value }, minutes_words(value))));
  const scope = h("select", { name: "scope" },
    ...asked.scopes.map((target, index) => h("option", { value: index }, scope_words(target))));
  const row = (key: Key, field: HTMLElement): HTMLElement => h("label", {}, say(key), field);
  const rows: HTMLElement[] = [];
  if (asked.scopes.length > 1) rows.push(row("scope", scope));
  if (has_end.has(asked.kind)) rows.push(row("minutes", minutes));
  rows.push(named ? row("who", who) : h("p", { class: "quiet-text" }, say("who_is_token")));
  rows.push(row(asked.kind === "note" ? "why_note" : "why", why));
  const first = named && who.value === "" ? who : why;
  return {
    rows,
    first,
    answer: () => ({
      who: named ? who.value.trim() : "",
      why: why.value.trim(),
      minutes: Number(minutes.value),
      target: asked.scopes[Number(scope.value) || 0] ?? null,
    }),
  };
}

function too_long(who: string): string {
  return new TextEncoder().encode(who).length > who_bytes_max ? `> ${who_bytes_max}` : "";
}

function minutes_words(minutes: number): string {
  return minutes < 60 ? say("minutes_of", { minutes }) : say("hours_of", { hours: minutes / 60 });
}

function scope_words({ scope, target }: SilenceTarget): string {
  return say(`scope_${scope}`, { target });
}
