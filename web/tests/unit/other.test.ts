// Candles, chart lines, what sounds, what is remembered, which view an address opens.

import assert from "node:assert/strict";
import test from "node:test";
import { fold } from "../../src/model/candles";
import { levels_of } from "../../src/model/levels";
import type { Bar } from "../../src/model/types";
import { Settings } from "../../src/settings";
import { should_sound } from "../../src/sound";
import { address_of, parse_route } from "../../src/view/route";
import { alert_like, incident_like, quote_like } from "../samples";

test("a price widens the bar of its minute, the next minute begins another", () => {
  const bars: Bar[] = [];
  const at = (time: string, price: string | null) =>
    fold(bars, quote_like({ time: `2025-01-27T14:${time}.500000000Z`, price }));
  assert.deepEqual([at("00:01", "100"), at("00:30", "90"), at("00:59", "95"), at("01:00", "97")],
    [true, true, true, true]);
  assert.deepEqual(bars, [
    { time: "2025-01-27T14:00:00.000Z", open: "100", high: "100", low: "90", close: "95" },
    { time: "2025-01-27T14:01:00.000Z", open: "97", high: "97", low: "97", close: "97" }]);
});

test("an old quote, one without a price, and the same price again change no bar", () => {
  const bars: Bar[] = [];
  const at = (time: string | null, price: string | null) => fold(bars, quote_like({ time, price }));
  at("2025-01-27T14:05:00Z", "100");
  assert.deepEqual([at("2025-01-27T14:04:59Z", "90"), at(null, "90"),
    at("2025-01-27T14:05:10Z", null), at("2025-01-27T14:05:20Z", "100")],
  [false, false, false, false]);
});

test("chart lines go from the highest to the lowest, the record's from the newest alert", () => {
  const record = { since: "2022-09-13", since_fall_bp: 553, from: "1999-03-10",
    next_price: "110", next_since: "2020-03-16", series: "NQ" };
  const alerts = [alert_like({ kind: "record", record: { ...record, next_price: "111" } }),
    alert_like({ kind: "record", record }), alert_like({ kind: "record", symbol: "ORCL", record })];
  const levels = levels_of(quote_like({ rungs: ["120"], low_limit: "100", high_limit: "170",
    limit_source: "rule" }), alerts);
  assert.deepEqual(levels.map(({ kind, price }) => `${kind} ${price}`),
    ["limit 170", "reference 142.62", "rung 120", "record 110", "limit 100"]);
});

test("a record that is withdrawn has no line any more", () => {
  const alerts = [alert_like({ kind: "record", record: null })];
  assert.ok(!levels_of(quote_like(), alerts).some(({ kind }) => kind === "record"));
});

const on = { on: true, muted: false, severities: ["critical" as const] };
const critical = alert_like({ severity: "critical" });

test("what fires or returns sounds, when sound is on for its severity", () => {
  assert.ok(should_sound(critical, undefined, on, 0));
  assert.ok(should_sound({ ...critical, reason: "returned" }, undefined, on, 0));
  assert.ok(!should_sound({ ...critical, reason: "confirmed" }, undefined, on, 0));
  assert.ok(!should_sound({ ...critical, state: "recovering" }, undefined, on, 0));
  assert.ok(!should_sound(alert_like({ severity: "warning" }), undefined, on, 0));
  assert.ok(!should_sound(critical, undefined, { ...on, on: false }, 0));
  assert.ok(!should_sound(critical, undefined, { ...on, muted: true }, 0));
});

test("what is silenced makes no sound until the silence is over", () => {
  const silenced = { who: "me", time: "", why: "", until: "2025-01-27T15:00:00Z" };
  const incident = incident_like({ silenced });
  const until = Date.parse(silenced.until);
  assert.ok(!should_sound(critical, incident, on, until - 1));
  assert.ok(should_sound(critical, incident, on, until));
});

function shelf(kept: Record<string, string> = {}) {
  return {
    kept,
    getItem: (name: string) => kept[name] ?? null,
    setItem: (name: string, value: string) => { kept[name] = value; },
    removeItem: (name: string) => { delete kept[name]; },
  };
}

test("the token is kept in the tab only, all else in the browser", () => {
  const [lasting, of_tab] = [shelf(), shelf()];
  const settings = new Settings(lasting, of_tab);
  settings.token = "secret";
  settings.who = "Mona";
  assert.deepEqual(of_tab.kept, { "gapwire.token": "secret" });
  assert.deepEqual(lasting.kept, { "gapwire.who": "Mona" });
});

test("what was kept by nobody knows whom is read with care", () => {
  const settings = new Settings(shelf({ "gapwire.theme": "pink", "gapwire.sound": "{" }), shelf());
  assert.equal(settings.theme, "system");
  assert.equal(settings.sound.on, false);
  const odd = shelf({ "gapwire.sound": '{"on":1,"severities":["critical","loud"]}' });
  assert.deepEqual(new Settings(odd, shelf()).sound,
    { on: false, muted: false, severities: ["critical"] });
});

test("a browser that forbids storage is no failure", () => {
  const forbid = () => { throw new Error("forbidden"); };
  const shut = { getItem: forbid, setItem: forbid, removeItem: forbid };
  const settings = new Settings(shut, shut);
  settings.who = "Mona";
  assert.equal(settings.who, "");
});

test("an address opens its view, any other the incidents", () => {
  assert.deepEqual(parse_route(address_of("incident", "00000000000000a1")),
    { view: "incident", target: "00000000000000a1" });
  assert.deepEqual(parse_route(address_of("instrument", 12)), { view: "instrument", target: "12" });
  assert.deepEqual(parse_route("#/feeds"), { view: "feeds", target: "" });
  for (const odd of ["", "#/", "#/incident/../..", "#/instrument/x", "#/incident", "#/nowhere"]) {
    assert.deepEqual(parse_route(odd), { view: "incidents", target: "" });
  }
});
