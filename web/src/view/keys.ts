// The keyboard: every common deed is one key, and none of them works while something is typed.

import { say } from "../text/language";
import { is_dialog_open } from "./dialog";

/// What a key may do. Each is asked for by name in `deeds`.
export interface Deeds {
  move(step: 1 | -1): void;
  open(): void;
  back(): void;
  acknowledge(): void;
  silence(): void;
  unsilence(): void;
  note(): void;
  escalate(): void;
  drill(): void;
  view(index: number): void;
  search(): void;
  mute(): void;
  theme(): void;
  help(): void;
}

const deeds: Record<string, (deeds: Deeds) => void> = {
  j: (to) => { to.move(1); },
  k: (to) => { to.move(-1); },
  Escape: (to) => { to.back(); },
  a: (to) => { to.acknowledge(); },
  s: (to) => { to.silence(); },
  u: (to) => { to.unsilence(); },
  n: (to) => { to.note(); },
  e: (to) => { to.escalate(); },
  d: (to) => { to.drill(); },
  "1": (to) => { to.view(0); },
  "2": (to) => { to.view(1); },
  "3": (to) => { to.view(2); },
  "4": (to) => { to.view(3); },
  "/": (to) => { to.search(); },
  m: (to) => { to.mute(); },
  t: (to) => { to.theme(); },
  "?": (to) => { to.help(); },
};

export function key_table(): [string[], string][] {
  return [
    [["j", "k"], say("key_move")],
    [["Enter"], say("key_open")],
    [["a"], say("acknowledge")],
    [["s"], say("silence")],
    [["u"], say("unsilence")],
    [["n"], say("note")],
    [["e"], say("escalate")],
    [["d"], say("drill")],
    [["1", "2", "3", "4"], say("key_views")],
    [["/"], say("key_search")],
    [["m"], say("sound_mute")],
    [["t"], say("theme")],
    [["Esc"], say("key_back")],
    [["?"], say("key_help")],
  ];
}

export function listen_to_keys(to: Deeds): void {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || is_dialog_open()) return;
    if (is_typing(event.target)) {
      if (event.key === "Escape") (event.target as HTMLElement).blur();
      return;
    }
    if (event.key === "Enter" && !is_control(event.target)) {
      to.open();
      return;
    }
    const deed = deeds[event.key] ?? deeds[letter_of(event.code)];
    if (!deed) return;
    event.preventDefault();
    deed(to);
  });
}

/// The letter at that place of the keyboard, so that j and k work in an Arabic layout too.
function letter_of(code: string): string {
  return code.startsWith("Key") ? code.slice(3).toLowerCase() : "";
}

function is_typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches(
    'input:not([type="checkbox"]), textarea, select');
}

function is_control(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("a, button, summary, input");
}
