// What the page knows, and how each frame of the service changes it. No I/O, no clock.

import type {
  Alert, Bar, Depth, Feed, Frame, Incident, Quote, RuleSentence, Action, Status, Story,
} from "./types";

export const alerts_max = 5000;
export const incidents_max = 1000;
export const history_max = 600;

export interface FeedSample {
  at: number;  // seconds of the feed clock
  age: number; // seconds since the last message
}

export type Phase = "connecting" | "open" | "waiting" | "refused";

export interface Connection {
  phase: Phase;
  attempt: number;
  retry_at: number;       // page clock, ms
  last_frame_at: number;  // page clock, ms; 0 before the first
}

export interface State {
  connection: Connection;
  status: Status | null;
  status_at: number; // page clock, ms, of the newest status
  last_seq: number;
  seen: Set<string>;
  alerts: Alert[]; // oldest first
  incidents: Map<string, Incident>;
  stories: Map<string, Story>;
  quotes: Map<number, Quote>;
  depth: Depth | null;
  bars: Map<number, Bar[]>;
  feeds: Feed[];
  feed_history: Map<string, FeedSample[]>;
  rules: RuleSentence[];
  silences: Action[];
  quotes_dropped: number;
}

/// What a frame changed, so that only that is drawn, sounded or asked for again.
export interface Change {
  new_alert: Alert | null;
  restarted: boolean; // the service is another run: what was asked of it is void
  reconnected: boolean;
}

export function empty_state(): State {
  return {
    connection: { phase: "connecting", attempt: 0, retry_at: 0, last_frame_at: 0 },
    status: null,
    status_at: 0,
    last_seq: 0,
    seen: new Set(),
    alerts: [],
    incidents: new Map(),
    stories: new Map(),
    quotes: new Map(),
    depth: null,
    bars: new Map(),
    feeds: [],
    feed_history: new Map(),
    rules: [],
    silences: [],
    quotes_dropped: 0,
  };
}

export function key_of(alert: Alert): string {
  return `${alert.id}/${alert.revision}/${alert.state}`;
}

/// Applies one frame that came at `now` (page clock, ms).
export function apply_frame(state: State, frame: Frame, now: number): Change {
  const change: Change = { new_alert: null, restarted: false, reconnected: false };
  state.connection.last_frame_at = now;
  switch (frame.type) {
    case "hello":
      change.reconnected = true;
      change.restarted = greet(state, frame.status, frame.last_seq, now);
      break;
    case "alert":
      if (add_alert(state, frame.alert)) change.new_alert = frame.alert;
      break;
    case "incident":
      put_incident(state, frame.incident);
      break;
    case "quotes":
      for (const quote of frame.quotes) state.quotes.set(quote.id, quote);
      break;
    case "depth":
      state.depth = frame;
      break;
    case "feeds":
      take_feeds(state, frame.feeds);
      break;
    case "status":
      take_status(state, frame.status, now);
      break;
    case "dropped":
      state.quotes_dropped += frame.quotes;
      break;
  }
  return change;
}

/// Adds an alert once: false when this (id, revision, state) is known already.
export function add_alert(state: State, alert: Alert): boolean {
  const key = key_of(alert);
  if (alert.seq !== null && alert.seq > state.last_seq) state.last_seq = alert.seq;
  if (state.seen.has(key)) {
    if (alert.stored) mark_stored(state, key, alert);
    return false;
  }
  state.seen.add(key);
  state.alerts.push(alert);
  if (state.alerts.length > alerts_max) {
    for (const old of state.alerts.splice(0, state.alerts.length - alerts_max)) {
      state.seen.delete(key_of(old));
    }
  }
  const story = state.stories.get(alert.incident);
  if (story && !story.alerts.some((known) => key_of(known) === key)) story.alerts.push(alert);
  return true;
}

/// One that was told unstored is in the store by now: what is shown says so.
function mark_stored(state: State, key: string, alert: Alert): void {
  for (const alerts of [state.alerts, state.stories.get(alert.incident)?.alerts ?? []]) {
    const index = alerts.findIndex((known) => !known.stored && key_of(known) === key);
    if (index >= 0) alerts[index] = alert;
  }
}

export function put_incident(state: State, incident: Incident): void {
  state.incidents.set(incident.incident, incident);
  const story = state.stories.get(incident.incident);
  if (story) story.incident = incident;
  if (state.incidents.size <= incidents_max) return;
  const oldest = newest_first([...state.incidents.values()]).at(-1);
  if (oldest) state.incidents.delete(oldest.incident);
}

export function put_story(state: State, story: Story): void {
  const known = state.stories.get(story.incident.incident);
  const keys = new Set(story.alerts.map(key_of));
  const came_meanwhile = (known?.alerts ?? []).filter((alert) => !keys.has(key_of(alert)));
  state.stories.set(story.incident.incident, {
    ...story,
    alerts: [...story.alerts, ...came_meanwhile],
  });
  state.incidents.set(story.incident.incident, story.incident);
}

/// Newest first by last time, then by id so that the order never flickers.
export function newest_first(incidents: Incident[]): Incident[] {
  return incidents.sort((left, right) =>
    (right.last_time ?? "").localeCompare(left.last_time ?? "")
    || left.incident.localeCompare(right.incident));
}

function greet(state: State, status: Status, last_seq: number, now: number): boolean {
  const restarted = state.status !== null && state.status.started !== status.started;
  if (restarted) {
    state.quotes.clear();
    state.depth = null;
    state.bars.clear();
    state.feeds = [];
    state.feed_history.clear();
  }
  if (last_seq < state.last_seq) forget_alerts(state, last_seq);
  take_status(state, status, now);
  return restarted;
}

/// The store is another one, for it has fewer rows than were seen: nothing known still counts.
function forget_alerts(state: State, last_seq: number): void {
  state.last_seq = last_seq;
  state.seen.clear();
  state.alerts = [];
  state.incidents.clear();
  state.stories.clear();
}

function take_status(state: State, status: Status, now: number): void {
  state.status = status;
  state.status_at = now;
}

/// Takes the feeds as they are, and a sample of how long each that should speak was silent by then.
export function take_feeds(state: State, feeds: Feed[]): void {
  state.feeds = feeds;
  const { status } = state;
  if (status) feeds.forEach((feed) => { sample(state, feed, status.now); });
}

function sample(state: State, feed: Feed, feed_now: string): void {
  if (!feed.last_message_time || feed.state === "ended") return;
  const at = Date.parse(feed_now) / 1000;
  const age = Math.max(0, at - Date.parse(feed.last_message_time) / 1000);
  const history = state.feed_history.get(feed.name) ?? [];
  const newest = history.at(-1);
  if (newest && newest.at >= at) return;
  history.push({ at, age });
  if (history.length > history_max) history.shift();
  state.feed_history.set(feed.name, history);
}
