// When what is shown is old, what the feed clock reads, and what the desk cannot see.

import assert from "node:assert/strict";
import test from "node:test";
import { blindness } from "../../src/model/blindness";
import { age_of, feed_clock, is_rehearsal } from "../../src/model/staleness";
import { apply_frame, empty_state } from "../../src/model/state";
import { feed_like, status_like } from "../samples";

function heard_at(now: number, clock_scale = 1) {
  const state = empty_state();
  const status = status_like({ clock_scale, now: "2025-01-27T14:00:00Z" });
  apply_frame(state, { type: "status", status }, now);
  return state;
}

test("old begins at three seconds without a frame", () => {
  const state = heard_at(10_000);
  assert.equal(age_of(state, 12_999).old, false);
  assert.deepEqual(age_of(state, 13_000), { old: true, seconds: 3, never: false });
});

test("before the first frame nothing is old, for nothing is shown", () => {
  assert.deepEqual(age_of(empty_state(), 99_999), { old: false, seconds: 0, never: true });
});

test("the feed clock runs on at its own speed, and stops when data is old", () => {
  const at = (scale: number, now: number) =>
    new Date(feed_clock(heard_at(0.001, scale), now) ?? 0).toISOString().slice(11, 19);
  assert.equal(at(1, 2000.001), "14:00:02");
  assert.equal(at(60, 2000.001), "14:02:00");
  assert.equal(at(60, 60_000), "14:03:00");
  assert.equal(feed_clock(empty_state(), 5), null);
});

test("a rehearsal is any other speed than one", () => {
  assert.equal(is_rehearsal(heard_at(1)), false);
  assert.equal(is_rehearsal(heard_at(1, 60)), true);
});

test("whole blindness comes first; one silent line is not blindness", () => {
  const state = empty_state();
  const since = "2025-01-27T14:00:00Z";
  state.status = status_like({ blind: [
    { feed: "cme", cause: "line_silent", since, text: "impaired" },
    { feed: "nasdaq", cause: "lines_silent", since, text: "BLIND" },
  ] });
  assert.deepEqual(blindness(state).map(({ feed, whole }) => `${feed} ${whole}`),
    ["nasdaq true", "cme false"]);
});

test("a feed that is blind is told of even when no alert says so yet", () => {
  const state = empty_state();
  state.status = status_like();
  state.feeds = [feed_like({ state: "blind" }), feed_like({ name: "cme", state: "impaired" })];
  assert.deepEqual(blindness(state).map(({ feed, whole, text }) => [feed, whole, text]),
    [["nasdaq", true, ""], ["cme", false, ""]]);
});

test("one that is told of already is not told of twice", () => {
  const state = empty_state();
  state.feeds = [feed_like({ state: "blind" })];
  state.status = status_like({ blind: [
    { feed: "nasdaq", cause: "lines_silent", since: null, text: "BLIND" }] });
  assert.equal(blindness(state).length, 1);
});
