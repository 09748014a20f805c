// The objects of the service's HTTP interface, as they come over the wire.

export type Severity = "info" | "warning" | "critical" | "emergency";
export type AlertState = "firing" | "recovering" | "unknown" | "withdrawn";
export type Confidence = "CLEAN" | "UNCONFIRMED" | "DEGRADED";
export type BookState = "unknown" | "recovering" | "valid" | "suspect" | "stale" | "halted";

export interface Reference {
  kind: string;
  price: string;
  date: string | null;
}

export interface RosterEntry {
  symbol: string;
  venue: string | null;
  fall_bp: number;
  crossed: string | null;
}

export interface Roster {
  crossed: number;
  members: number;
  entries: RosterEntry[];
}

export interface DayRecord {
  since: string | null;
  since_fall_bp: number | null;
  from: string;
  next_price: string | null;
  next_since: string | null;
  series: string;
}

export interface Alert {
  id: string;
  revision: number;
  state: AlertState;
  rule: string;
  symbol: string;
  venue?: string;
  trading_date: string;
  rung_bp: number;
  fall_bp: number;
  reference: Reference | null;
  price: string | null;
  low_limit?: string | null;
  to_low_limit_bp?: number | null;
  limit_source?: string;
  exchange_time: string | null;
  capture_time: string | null;
  book_state: BookState;
  confidence: Confidence;
  kind: string;
  reason: string;
  severity: Severity;
  direction: "down" | "up";
  incident: string;
  references: (Reference & { source: string; version: number })[];
  window_ns?: number;
  detail?: string;
  quantity?: number;
  cause?: string;
  record?: DayRecord | null;
  roster?: Roster;
  seq: number | null;
  stored: boolean;
  text: string;
  drill: boolean;
}

export interface Mark {
  who: string;
  time: string;
  why: string;
}

export interface Incident {
  incident: string;
  rule: string;
  kind: string;
  direction: "down" | "up";
  trading_date: string;
  severity: Severity;
  state: AlertState;
  confidence: Confidence;
  first_time: string | null;
  last_time: string | null;
  alerts: number;
  symbols: string[];
  acknowledged: Mark | null;
  escalated: Mark | null;
  silenced: (Mark & { until: string }) | null;
  drill: boolean;
  latest: Alert;
}

export interface Action {
  seq: number | null;
  time: string;
  kind: string;
  scope: string;
  target: string;
  who: string;
  why: string;
  until: string | null;
}

export interface Quote {
  id: number;
  symbol: string;
  venue: string;
  feed: string;
  state: BookState;
  time: string | null;
  bid: string | null;
  bid_size: number | string | null;
  ask: string | null;
  ask_size: number | string | null;
  last: string | null;
  session_high: string | null;
  session_low: string | null;
  price: string | null;
  reference: Reference | null;
  fall_bp: number | null;
  rungs: string[];
  low_limit: string | null;
  high_limit: string | null;
  limit_source: string | null;
}

export interface Level {
  price: string;
  quantity: number | string;
  orders: number | null;
}

export interface Depth {
  id: number;
  symbol: string;
  venue: string;
  state: BookState;
  time: string | null;
  bids: Level[];
  asks: Level[];
}

export interface Bar {
  time: string;
  open: string;
  high: string;
  low: string;
  close: string;
}

export interface Line {
  name: string;
  state: "ok" | "silent";
  packets: number;
  lost: number;
  duplicates: number;
  last_time: string | null;
}

export type FeedState = "waiting" | "ok" | "impaired" | "blind" | "recovering" | "ended";

export interface Feed {
  name: string;
  stack: string;
  state: FeedState;
  last_message_time: string | null;
  messages: number;
  lost: number;
  books: Record<string, number>;
  lines: Line[];
}

export interface Blindness {
  feed: string;
  cause: string;
  since: string | null;
  text: string;
}

export interface Status {
  version: string;
  build: string;
  config_hash: string;
  trading_date: string | null;
  now: string;
  clock_scale: number;
  started: string;
  zone: string;
  language: string;
  ready: boolean;
  waiting_for: string[];
  authentication: "loopback" | "token";
  store: {
    state: "ok" | "failing" | "none";
    held: number;
    last_seq: number;
    downtime: { from: string; to: string; why: string } | null;
  };
  blind: Blindness[];
}

export interface RuleSentence {
  name: string;
  kind: string;
  sentence: string;
}

export interface Story {
  incident: Incident;
  alerts: Alert[];
  actions: Action[];
}

/// What the WebSocket sends.
export type Frame =
  | { type: "hello"; status: Status; last_seq: number }
  | { type: "alert"; alert: Alert }
  | { type: "incident"; incident: Incident }
  | { type: "quotes"; time: string; quotes: Quote[] }
  | ({ type: "depth" } & Depth)
  | { type: "feeds"; feeds: Feed[] }
  | { type: "status"; status: Status }
  | { type: "dropped"; quotes: number };

/// What the client may say on the WebSocket.
export type Request =
  | { type: "watch"; quotes: "all" | number[]; depth: number | null; rate: number }
  | { type: "since"; seq: number };
