// A dialog: modal, closed by Escape, gone from the page when it is closed.

import { button, h } from "./dom";

let made = 0;

export function open_dialog(title: string, name: string, ...content: HTMLElement[]):
    HTMLDialogElement {
  made += 1;
  const id = `dialog-title-${made}`;
  const dialog = h("dialog", { class: "dialog", "aria-labelledby": id, "data-dialog": name },
    h("h2", { id }, title), ...content);
  dialog.addEventListener("close", () => { dialog.remove(); });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

export function is_dialog_open(): boolean {
  return document.querySelector("dialog[open]") !== null;
}

export function close_row(close: () => void): HTMLElement {
  return h("div", { class: "dialog-actions" }, button("close", close));
}
