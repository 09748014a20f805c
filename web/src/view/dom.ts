// Elements made and kept up to date. Text is put in as text, never as HTML.

import { say, type Key } from "../text/language";

type Child = Node | string | null | false;
type Attributes = Record<string, string | number | boolean | ((event: Event) => void) | null>;

/// An element with attributes, `on...` listeners and children. Null and false are left out.
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag, attributes: Attributes = {}, ...children: Child[]): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === false) continue;
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.filter((child): child is Node | string => !!child));
  return element;
}

/// A number, price, time or name: read from the left in every language.
export function num(text: string, look = ""): HTMLElement {
  return h("bdi", { dir: "ltr", class: `num ${look}`.trim() }, text);
}

export function button(key: Key, run: () => void, look = "", shortcut = ""): HTMLButtonElement {
  return h("button", {
    type: "button", class: look || null, onclick: run, "aria-keyshortcuts": shortcut || null,
  }, say(key), shortcut !== "" && h("kbd", { "aria-hidden": "true" }, shortcut));
}

export function set_text(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

export function show(element: HTMLElement, shown: boolean): void {
  if (element.hidden === shown) element.hidden = !shown;
}

/// How a list's items become elements.
export interface Rows<Item> {
  key(item: Item): string;
  signature(item: Item): string; // all that `fill` shows
  make(item: Item): HTMLElement;
  fill(element: HTMLElement, item: Item): void;
}

const signatures = new WeakMap<HTMLElement, string>();

/// Makes the children of `container` those of `items`, in order. An element lives as long as its
/// key, so that focus and scrolling stay, and is filled again only when its signature changed.
export function sync<Item>(container: HTMLElement, items: Item[], rows: Rows<Item>): void {
  const known = new Map<string, HTMLElement>();
  for (const child of Array.from(container.children) as HTMLElement[]) {
    known.set(child.dataset["key"] ?? "", child);
  }
  let place: Element | null = container.firstElementChild;
  for (const item of items) {
    const key = rows.key(item);
    const element = known.get(key) ?? rows.make(item);
    known.delete(key);
    element.dataset["key"] = key;
    const signature = rows.signature(item);
    if (signatures.get(element) !== signature) {
      rows.fill(element, item);
      signatures.set(element, signature);
    }
    if (element === place) place = place.nextElementSibling;
    else container.insertBefore(element, place);
  }
  for (const gone of known.values()) gone.remove();
}

/// Fills an element again only when its signature changed. True when it did.
export function fill_once(element: HTMLElement, signature: string, make: () => Child[]): boolean {
  if (signatures.get(element) === signature) return false;
  element.replaceChildren(...make().filter((child): child is Node | string => !!child));
  signatures.set(element, signature);
  return true;
}
