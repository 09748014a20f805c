// Objects of the service for tests: each whole and plausible, with what a test wants different.

import type {
  Alert, Feed, Incident, Quote, Status,
} from "../src/model/types";

export function alert_like(different: Partial<Alert> = {}): Alert {
  return {
    id: "00c0ffee12345678", revision: 1, state: "firing", rule: "names", symbol: "NVDA",
    trading_date: "2025-01-27", rung_bp: 1000, fall_bp: 1000,
    reference: { kind: "official_close", price: "142.62", date: "2025-01-24" },
    price: "128.35", exchange_time: "2025-01-27T14:12:33.123456789Z",
    capture_time: "2025-01-27T14:12:33.123499000Z", book_state: "valid", confidence: "CLEAN",
    kind: "gap", reason: "fired", severity: "warning", direction: "down",
    incident: "00000000000000a1", references: [], seq: 1, stored: true,
    text: "09:12:33.123456789 EST  NVDA  -10.00 %  at 128.35, from 142.62  rung -10 %  CLEAN",
    drill: false, ...different,
  };
}

export function incident_like(different: Partial<Incident> = {}): Incident {
  const latest = different.latest ?? alert_like();
  return {
    incident: latest.incident, rule: latest.rule, kind: latest.kind, direction: latest.direction,
    trading_date: latest.trading_date, severity: latest.severity, state: latest.state,
    confidence: latest.confidence, first_time: latest.exchange_time,
    last_time: latest.exchange_time, alerts: 1, symbols: [latest.symbol], acknowledged: null,
    escalated: null, silenced: null, drill: latest.drill, latest, ...different,
  };
}

export function quote_like(different: Partial<Quote> = {}): Quote {
  return {
    id: 1, symbol: "NVDA", venue: "XNAS", feed: "nasdaq", state: "valid",
    time: "2025-01-27T14:12:33.000000000Z", bid: "128.34", bid_size: 300, ask: "128.36",
    ask_size: 500, last: "128.35", session_high: "142.01",
    session_low: "128.30", price: "128.35",
    reference: { kind: "official_close", price: "142.62", date: "2025-01-24" }, fall_bp: 1000,
    rungs: ["135.48", "132.63", "131.21", "128.35", "125.50", "121.22"], low_limit: null,
    high_limit: null, limit_source: null, ...different,
  };
}

export function feed_like(different: Partial<Feed> = {}): Feed {
  return {
    name: "nasdaq", stack: "udp/moldudp64/itch50", state: "ok",
    last_message_time: "2025-01-27T14:12:33.000000000Z", messages: 81234, lost: 0,
    books: { valid: 5 },
    lines: ["A", "B"].map((name) => ({
      name, state: "ok" as const, packets: 4021, lost: 0, duplicates: 4020,
      last_time: "2025-01-27T14:12:33.000000000Z",
    })), ...different,
  };
}

export function status_like(different: Partial<Status> = {}): Status {
  return {
    version: "0.9.0", build: "mock", config_hash: "8c1f00aa55e1d2b3", trading_date: "2025-01-27",
    now: "2025-01-27T14:12:35.000000000Z", clock_scale: 1,
    started: "2025-01-26T23:00:00.000000000Z", zone: "America/New_York", language: "en",
    ready: true, waiting_for: [], authentication: "loopback",
    store: { state: "ok", held: 0, last_seq: 0, downtime: null }, blind: [], ...different,
  };
}
