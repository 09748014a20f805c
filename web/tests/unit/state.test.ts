// What frames do to what the page knows: de-duplication, restarts, limits.

import assert from "node:assert/strict";
import test from "node:test";
import { add_alert, alerts_max, apply_frame, empty_state, history_max, newest_first, put_story,
} from "../../src/model/state";
import { alert_like, feed_like, incident_like, quote_like, status_like } from "../samples";

test("the same id, revision and state is taken once", () => {
  const state = empty_state();
  const alert = alert_like({ seq: 7 });
  assert.equal(apply_frame(state, { type: "alert", alert }, 1).new_alert, alert);
  assert.equal(apply_frame(state, { type: "alert", alert: { ...alert } }, 2).new_alert, null);
  assert.equal(state.alerts.length, 1);
});

test("another revision, and another state of the same revision, are news", () => {
  const state = empty_state();
  assert.ok(add_alert(state, alert_like()));
  assert.ok(add_alert(state, alert_like({ revision: 2 })));
  assert.ok(add_alert(state, alert_like({ revision: 2, state: "unknown" })));
  assert.deepEqual(state.alerts.map(({ revision, state: of }) => `${revision} ${of}`),
    ["1 firing", "2 firing", "2 unknown"]);
});

test("the last seq is the largest, and an unstored alert has none", () => {
  const state = empty_state();
  add_alert(state, alert_like({ id: "a", seq: 9 }));
  add_alert(state, alert_like({ id: "b", seq: 4 }));
  add_alert(state, alert_like({ id: "c", seq: null, stored: false }));
  assert.equal(state.last_seq, 9);
});

test("a stored copy of an alert seen unstored takes its place, and is no news", () => {
  const state = empty_state();
  add_alert(state, alert_like({ seq: null, stored: false }));
  assert.equal(add_alert(state, alert_like({ seq: 12 })), false);
  assert.equal(state.last_seq, 12);
  assert.deepEqual(state.alerts.map(({ stored }) => stored), [true]);
});

test("no more alerts are kept than the limit, the oldest go", () => {
  const state = empty_state();
  for (let index = 0; index < alerts_max + 10; index += 1) {
    add_alert(state, alert_like({ id: String(index), seq: index }));
  }
  assert.equal(state.alerts.length, alerts_max);
  assert.equal(state.seen.size, alerts_max);
  assert.equal(state.alerts[0]?.id, "10");
});

test("every frame counts as heard, whatever it is", () => {
  const state = empty_state();
  apply_frame(state, { type: "dropped", quotes: 3 }, 4321);
  assert.equal(state.connection.last_frame_at, 4321);
  assert.equal(state.quotes_dropped, 3);
});

test("another run of the service voids its quotes, bars and feeds, not the alerts", () => {
  const state = empty_state();
  const hello = (started: string) =>
    ({ type: "hello" as const, status: status_like({ started }), last_seq: 1 });
  assert.equal(apply_frame(state, hello("2025-01-27T00:00:00Z"), 1).restarted, false);
  apply_frame(state, { type: "quotes", time: "", quotes: [quote_like()] }, 2);
  state.bars.set(1, []);
  add_alert(state, alert_like({ seq: 1 }));
  assert.equal(apply_frame(state, hello("2025-01-27T00:00:00Z"), 3).restarted, false);
  assert.equal(state.quotes.size, 1);
  assert.equal(apply_frame(state, hello("2025-01-27T09:00:00Z"), 4).restarted, true);
  assert.deepEqual([state.quotes.size, state.bars.size, state.alerts.length], [0, 0, 1]);
});

test("a store with fewer rows than were seen is another store: all is forgotten", () => {
  const state = empty_state();
  add_alert(state, alert_like({ seq: 50 }));
  apply_frame(state, { type: "hello", status: status_like(), last_seq: 3 }, 1);
  assert.deepEqual([state.last_seq, state.alerts.length, state.seen.size], [3, 0, 0]);
});

test("incidents are newest first, ties by id", () => {
  const at = (incident: string, last_time: string) => incident_like({ incident, last_time });
  const sorted = newest_first([at("b", "2025-01-27T01"), at("a", "2025-01-27T01"),
    at("c", "2025-01-27T02")]);
  assert.deepEqual(sorted.map(({ incident }) => incident), ["c", "a", "b"]);
});

test("an alert that came while a story was fetched stays in it", () => {
  const state = empty_state();
  const first = alert_like({ seq: 1 });
  const incident = incident_like({ latest: first });
  put_story(state, { incident, alerts: [first], actions: [] });
  add_alert(state, alert_like({ revision: 2, seq: 2 }));
  put_story(state, { incident, alerts: [first], actions: [] });
  const story = state.stories.get(incident.incident);
  assert.deepEqual(story?.alerts.map(({ revision }) => revision), [1, 2]);
});

test("the age of a feed is sampled whenever feeds are told, up to a limit", () => {
  const state = empty_state();
  const feeds = [feed_like({ last_message_time: "2025-01-27T14:00:00Z" })];
  for (let second = 0; second < history_max + 5; second += 1) {
    const now = new Date(Date.parse("2025-01-27T14:00:00Z") + second * 1000).toISOString();
    apply_frame(state, { type: "status", status: status_like({ now }) }, second);
    apply_frame(state, { type: "feeds", feeds }, second);
  }
  const history = state.feed_history.get("nasdaq");
  assert.equal(history?.length, history_max);
  assert.equal(history?.at(-1)?.age, history_max + 4);
});

test("a feed whose markets are closed is silent by right, and has no age", () => {
  const state = empty_state();
  apply_frame(state, { type: "status", status: status_like() }, 0);
  apply_frame(state, { type: "feeds", feeds: [feed_like({ state: "ended" })] }, 0);
  assert.equal(state.feed_history.size, 0);
});
