// Who fell when: members, lags, and the log of all that was told and done.

import assert from "node:assert/strict";
import test from "node:test";
import { headline, names_of, needs_someone } from "../../src/model/headline";
import { log_of, members_of } from "../../src/model/story";
import type { Action, Alert, RosterEntry, Story } from "../../src/model/types";
import { alert_like, incident_like } from "../samples";

function story_of(alerts: Alert[], actions: Action[] = []): Story {
  return { incident: incident_like({ ...(alerts[0] ? { latest: alerts[0] } : {}) }), alerts,
    actions };
}

const entry = (symbol: string, crossed: string | null, fall_bp = 800): RosterEntry =>
  ({ symbol, venue: symbol === "9984" ? "XTKS" : null, fall_bp, crossed });

test("a roster's members are told in the order of their crossing, with lags", () => {
  const roster = { crossed: 3, members: 4, entries: [
    entry("NVDA", "2025-01-27T09:00:00.000000000Z"),
    entry("9984", "2025-01-27T00:00:05.000000000Z"),
    entry("ASML", "2025-01-27T08:01:12.000000000Z")] };
  const told = members_of(story_of([alert_like({ kind: "contagion", roster })]));
  assert.deepEqual(told.map(({ symbol, venue, lag_ms }) => [symbol, venue, lag_ms]), [
    ["9984", "XTKS", 0], ["ASML", "", 28_867_000], ["NVDA", "", 32_395_000]]);
});

test("a gap's members are its symbols; each keeps its first time and deepest fall", () => {
  const at = (symbol: string, time: string, fall_bp: number): Alert =>
    alert_like({ symbol, exchange_time: `2025-01-27T${time}.000000000Z`, fall_bp });
  const [nvda, orcl] = members_of(story_of([at("NVDA", "09:00:00", 500),
    at("ORCL", "09:00:10", 700), at("NVDA", "10:00:00", 1000), at("NVDA", "11:00:00", 300)]));
  assert.deepEqual([nvda?.first, nvda?.deepest_bp, nvda?.moments.length],
    ["2025-01-27T09:00:00.000000000Z", 1000, 3]);
  assert.deepEqual([orcl?.lag_ms, orcl?.deepest_bp], [10_000, 700]);
});

test("of an incident upwards the deepest is the largest rise", () => {
  const up = (fall_bp: number): Alert => alert_like({ direction: "up", fall_bp });
  assert.equal(members_of(story_of([up(-300), up(-700), up(-100)]))[0]?.deepest_bp, -700);
});

test("a broken trade is no deepest fall, nor an unconfirmed print beside confirmed ones", () => {
  const told = (id: string, fall_bp: number, different: Partial<Alert> = {}): Alert =>
    alert_like({ id, fall_bp, ...different });
  const [pltr] = members_of(story_of([
    told("a", 9057, { confidence: "UNCONFIRMED", exchange_time: "2025-01-27T08:00:00Z" }),
    told("b", 700, { confidence: "UNCONFIRMED", exchange_time: "2025-01-27T09:00:00Z" }),
    told("b", 690, { revision: 2, reason: "confirmed", exchange_time: "2025-01-27T09:00:01Z" }),
    told("a", 650, { revision: 2, reason: "returned", exchange_time: "2025-01-27T09:30:00Z" }),
    told("c", 5000, { exchange_time: "2025-01-27T07:00:00Z" }),
    told("c", 5000, { revision: 2, state: "withdrawn", exchange_time: "2025-01-27T10:00:00Z" }),
  ]));
  assert.deepEqual([pltr?.deepest_bp, pltr?.first, pltr?.standing, pltr?.moments.length],
    [700, "2025-01-27T09:00:00Z", "confirmed", 6]);
});

test("a member of whom only one print speaks is told as unconfirmed, all withdrawn as that", () => {
  const [one] = members_of(story_of([alert_like({ confidence: "UNCONFIRMED" })]));
  assert.equal(one?.standing, "unconfirmed");
  const [none] = members_of(story_of([alert_like({ revision: 2, state: "withdrawn" })]));
  assert.equal(none?.standing, "withdrawn");
});

test("what has no time, or no symbol, is no member", () => {
  const roster = { crossed: 0, members: 2, entries: [entry("9984", null)] };
  const story = story_of([alert_like({ roster }), alert_like({ symbol: "" }),
    alert_like({ exchange_time: null })]);
  assert.deepEqual(members_of(story), []);
});

test("alerts and actions are one log by row of the store, newest first", () => {
  const action: Action = { seq: 2, time: "2026-11-27T00:00:00Z", kind: "acknowledge",
    scope: "incident", target: "x", who: "me", why: "seen", until: null };
  const log = log_of(story_of([alert_like({ seq: 1 }), alert_like({ seq: 3 })], [action]));
  assert.deepEqual(log.map((one) => "alert" in one ? one.alert.seq : one.action.who), [3, "me", 1]);
});

test("with an unstored alert the log goes by time", () => {
  const at = (seq: number | null, time: string): Alert =>
    alert_like({ seq, stored: seq !== null, exchange_time: `2025-01-27T${time}Z` });
  const log = log_of(story_of([at(1, "09:00:00"), at(null, "11:00:00"), at(2, "10:00:00")]));
  assert.deepEqual(log.map((one) => "alert" in one && one.alert.seq), [null, 2, 1]);
});

test("the large figure of a card is what its kind measures", () => {
  const figure = (different: Partial<Alert>): string => headline(alert_like(different)).figure;
  assert.equal(figure({}), "−10.00 %");
  assert.equal(figure({ kind: "limit_distance", fall_bp: 6210 }), "62 %");
  assert.equal(figure({ kind: "blind", fall_bp: 0 }), "BLIND");
});

test("a roster's names have their venue where a symbol stands twice", () => {
  const listed = (symbol: string, venue: string): RosterEntry =>
    ({ symbol, venue, fall_bp: 800, crossed: null });
  const entries = [listed("ASML", "XAMS"), listed("NVDA", "XNAS"), listed("ASML", "XNAS")];
  const latest = alert_like({ kind: "basket", roster: { crossed: 3, members: 4, entries } });
  assert.deepEqual(names_of(incident_like({ latest })), ["ASML XAMS", "NVDA", "ASML XNAS"]);
  assert.deepEqual(names_of(incident_like({ symbols: ["ORCL"] })), ["ORCL"]);
});

test("somebody is needed while it holds and nobody has it", () => {
  const mark = { who: "me", time: "", why: "" };
  assert.ok(needs_someone(incident_like()));
  assert.ok(needs_someone(incident_like({ state: "unknown" })));
  assert.ok(!needs_someone(incident_like({ acknowledged: mark })));
  assert.ok(!needs_someone(incident_like({ silenced: { ...mark, until: "" } })));
  assert.ok(!needs_someone(incident_like({ state: "recovering" })));
});
