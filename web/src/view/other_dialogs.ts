// The dialogs for the keyboard, the alert sound, and the token.

import { severities } from "../model/severity";
import { say } from "../text/language";
import type { Desk } from "./desk";
import { button, h, num } from "./dom";
import { close_row, open_dialog } from "./dialog";
import { key_table } from "./keys";

export function open_help(): void {
  const rows = key_table().map(([keys, words]) => h("div", {},
    h("dt", {}, ...keys.map((key) => h("kbd", {}, num(key)))), h("dd", {}, words)));
  const dialog = open_dialog(say("help"), "help", h("dl", { class: "keys" }, ...rows),
    close_row(() => { dialog.close(); }));
}

export function open_sound(desk: Desk): void {
  const { sound } = desk.settings;
  const keep = (): void => {
    desk.settings.sound = sound;
    if (sound.on) desk.wake_sound();
    desk.draw();
  };
  const check = (words: string, name: string, checked: boolean, set: (on: boolean) => void):
      HTMLElement => {
    const box = h("input", { type: "checkbox", name, checked, onchange: () => {
      set(box.checked);
      keep();
    } });
    return h("label", { class: "check" }, box, words);
  };
  const of_severity = severities.map((severity) => h("div", { class: "sound-row" },
    check(say(severity), severity, sound.severities.includes(severity), (on) => {
      sound.severities = severities.filter((one) =>
        one === severity ? on : sound.severities.includes(one));
    }),
    button("sound_test", () => {
      desk.wake_sound();
      desk.play(severity);
    })));
  const dialog = open_dialog(say("sound_title"), "sound",
    check(say("sound_turn_on"), "on", sound.on, (on) => { sound.on = on; }),
    check(say("sound_mute"), "muted", sound.muted, (on) => { sound.muted = on; }),
    h("fieldset", {}, h("legend", {}, say("sound_for")), ...of_severity),
    h("p", { class: "quiet-text" }, say("sound_help")),
    close_row(() => { dialog.close(); }));
}

/// Asks for the token until it is given; `wrong` when the one that was given was not taken.
export function ask_token(wrong: boolean, use: (token: string) => void): void {
  if (document.querySelector('[data-dialog="token"]')) return;
  const field = h("input", { type: "password", name: "token", required: true,
    autocomplete: "current-password", dir: "ltr" });
  const form = h("form", { class: "form", onsubmit: (event) => {
    event.preventDefault();
    const token = field.value.trim();
    dialog.close();
    use(token);
  } },
    wrong && h("p", { class: "error", role: "alert" }, say("token_wrong")),
    h("label", {}, say("token_label"), field),
    h("p", { class: "quiet-text" }, say("token_kept")),
    h("div", { class: "dialog-actions" },
      h("button", { type: "submit", class: "primary" }, say("token_use"))));
  const dialog = open_dialog(say("token_title"), "token", form);
  dialog.addEventListener("cancel", (event) => { event.preventDefault(); });
}
