// The page's language: its words, its direction, and fields set apart so that numbers read right.

import { ar } from "./ar";
import { en, type Key } from "./en";

export type { Key } from "./en";

const languages: Record<string, Record<Key, string>> = { en, ar };

let code = "en";

export function language(): string {
  return code;
}

export function direction(): "ltr" | "rtl" {
  return code === "ar" ? "rtl" : "ltr";
}

/// True when this changed the language; one that the page does not know becomes English.
export function set_language(wanted: string): boolean {
  const next = wanted in languages ? wanted : "en";
  const changed = next !== code;
  code = next;
  return changed;
}

/// The words of a key with its fields filled in. In a language written from the right, every
/// field stands between U+2066 and U+2069, so that it reads from the left.
export function say(key: Key, fields: Record<string, string | number> = {}): string {
  const words = languages[code]?.[key] ?? en[key];
  return words.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = fields[name];
    return value === undefined ? whole : set_apart(String(value));
  });
}

export function set_apart(text: string): string {
  return direction() === "rtl" ? `\u2066${text}\u2069` : text;
}

/// The words for what the service calls by a name, or the name itself where the page has none.
export function say_name(name: string, prefix = ""): string {
  const key = `${prefix}${name}`;
  return key in en ? say(key as Key) : set_apart(name);
}
