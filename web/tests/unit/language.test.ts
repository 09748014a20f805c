// Both languages say the same things, and numbers read from the left in Arabic.

import assert from "node:assert/strict";
import test, { afterEach } from "node:test";
import { ar } from "../../src/text/ar";
import { en, type Key } from "../../src/text/en";
import { direction, language, say, say_name, set_language } from "../../src/text/language";

afterEach(() => { set_language("en"); });

const fields_of = (words: string): string[] =>
  [...words.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "").sort();

test("Arabic has the keys and the fields of English", () => {
  assert.deepEqual(Object.keys(ar).sort(), Object.keys(en).sort());
  for (const key of Object.keys(en) as Key[]) {
    assert.deepEqual(fields_of(ar[key]), fields_of(en[key]), key);
  }
});

test("in Arabic every field stands between isolates, in English none does", () => {
  assert.equal(say("members", { crossed: 3, members: 4 }), "3 of 4");
  set_language("ar");
  assert.equal(say("members", { crossed: 3, members: 4 }), "\u20663\u2069 من \u20664\u2069");
});

test("the direction follows the language, one that is unknown is English", () => {
  assert.equal(set_language("ar"), true);
  assert.equal(direction(), "rtl");
  assert.equal(set_language("ar"), false);
  set_language("xx");
  assert.deepEqual([language(), direction()], ["en", "ltr"]);
});

test("a field that is not given stays to be seen; a value is never read as a template", () => {
  assert.equal(say("members", { crossed: 3 }), "3 of {members}");
  assert.equal(say("nothing_found", { search: "{search}" }), "Nothing matches “{search}”.");
});

test("names that the page has no words for are told as they are", () => {
  assert.equal(say_name("stale", "book_"), "messages lost");
  assert.equal(say_name("something_new"), "something_new");
});
