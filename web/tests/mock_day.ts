// DeepSeek Monday as the mock service tells it: invented prices near those of the day.

import type { Alert, Bar, Depth, Level, Quote, RosterEntry, Severity } from "../src/model/types";
import { alert_like, quote_like } from "./samples";

export const incident_of = {
  contagion: "00000000000000c1",
  nq: "00000000000000a1",
  limit: "00000000000000d1",
  names: "00000000000000b1",
  record: "00000000000000e1",
  blind: "00000000000000f1",
};

const roster: RosterEntry[] = [
  { symbol: "9984", venue: "XTKS", fall_bp: 832, crossed: "2025-01-27T00:00:05.000000000Z" },
  { symbol: "NQH5", venue: null, fall_bp: 411, crossed: "2025-01-27T07:41:17.250000000Z" },
  { symbol: "ASML", venue: "XAMS", fall_bp: 1120, crossed: "2025-01-27T08:01:12.500000000Z" },
  { symbol: "NVDA", venue: null, fall_bp: 1000, crossed: "2025-01-27T09:00:00.123000000Z" },
];

const settlement = { kind: "settlement", price: "21911.25", date: "2025-01-24" };

/// The alerts of the day before the page is opened, oldest first; `seq` is given by the service.
export function alerts_of_the_day(): Alert[] {
  return [
    ...[1, 3, 4].map((crossed, index) => alert_like({
      id: "c100000000000001", revision: index + 1, rule: "ai_markets", kind: "contagion",
      symbol: "ai_markets", incident: incident_of.contagion, rung_bp: 300,
      fall_bp: [832, 788, 841][index] ?? 0, reference: null, price: null,
      reason: index === 0 ? "fired" : "changed",
      severity: (["info", "warning", "critical"] as Severity[])[index] ?? "info",
      exchange_time: roster[crossed - 1]?.crossed ?? null,
      roster: { crossed, members: 4, entries: roster.slice(0, crossed) },
      text: `0${index + 3}:00:00.123456789 EST  [critical]  ai_markets  ${crossed} of 4 markets `
        + "down 3 % or more: first 9984 on XTKS -8.32 % at 2025-01-26 19:00:05.000  CLEAN",
    })),
    ...[200, 300, 400].map((rung, index) => nq_rung(rung, index)),
    alert_like({
      id: "d100000000000001", rule: "limit_distance", kind: "limit_distance", symbol: "NQH5",
      incident: incident_of.limit, rung_bp: 6200, fall_bp: 6210, reference: settlement,
      price: "20966.25", severity: "emergency", detail: "price limit", low_limit: "20387.25",
      to_low_limit_bp: 276, limit_source: "rule", confidence: "DEGRADED", stored: false,
      exchange_time: "2025-01-27T12:50:01.000000000Z",
      text: "07:50:01.000000000 EST  [emergency]  NQH5  62 % of the way to the price limit "
        + "20387.25 by the rule (from 21911.25); at 20966.25, -2.76 % to go  DEGRADED",
    }),
    alert_like({
      id: "e100000000000001", rule: "record", kind: "record", symbol: "NQH5", rung_bp: 0,
      incident: incident_of.record, fall_bp: 411, reference: settlement, price: "21010.25",
      exchange_time: "2025-01-27T12:30:00.000000000Z",
      record: { since: "2022-09-13", since_fall_bp: 553, from: "1999-03-10",
        next_price: "20700.09", next_since: "2020-03-16", series: "NQ" },
      text: "07:30:00.000000000 EST  [warning]  NQH5  if it settled here (21010.25, -4.11 %): "
        + "largest one-day fall since 2022-09-13 (-5.53 %)  CLEAN",
    }),
    alert_like({
      id: "b100000000000001", incident: incident_of.names, drill: true,
      confidence: "UNCONFIRMED", exchange_time: "2025-01-27T09:00:00.123000000Z",
      text: "04:00:00.123000000 EST  NVDA  -10.00 %  at 128.35, from 142.62 (official close "
        + "2025-01-24)  rung -10 %  UNCONFIRMED (one print, or one line only)",
    }),
  ];
}

function nq_rung(rung: number, index: number): Alert {
  return alert_like({
    id: `a10000000000000${index}`, rule: "nq", symbol: "NQH5", incident: incident_of.nq,
    rung_bp: rung, fall_bp: rung + 4, reference: settlement,
    price: (21911.25 * (1 - rung / 10_000)).toFixed(2),
    severity: (["info", "warning", "critical"] as Severity[])[index] ?? "info",
    exchange_time: `2025-01-27T0${7 + index}:41:17.250000000Z`,
    text: `0${2 + index}:41:17.250000000 EST  NQH5  -${rung / 100}.04 %  from 21911.25 `
      + "(settlement 2025-01-24)  CLEAN",
  });
}

export function quotes_of_the_day(): Quote[] {
  const nq = quote_like({
    id: 1, symbol: "NQH5", venue: "XCME", feed: "cme", price: "21010.25", last: "21010.25",
    bid: "21010.00", ask: "21010.50", bid_size: 7, ask_size: 4,
    session_high: "21902.00", session_low: "20988.75", reference: settlement, fall_bp: 411,
    rungs: ["21692.14", "21473.03", "21253.91", "21034.80", "20815.69"],
    low_limit: "20387.25", high_limit: "23435.25", limit_source: "rule",
  });
  const named = (id: number, symbol: string, venue: string, from: string, price: string,
                 fall_bp: number): Quote => quote_like({
    id, symbol, venue, price, last: price, fall_bp, bid: price, ask: price,
    reference: { kind: "official_close", price: from, date: "2025-01-24" },
    rungs: [5, 7, 8, 10, 12, 15].map((part) => (Number(from) * (1 - part / 100)).toFixed(2)),
  });
  return [
    nq,
    { ...nq, id: 2, symbol: "ESH5", price: "6011.50", last: "6011.50", fall_bp: 201,
      bid: "6011.25", ask: "6011.75", session_high: "6130.00", session_low: "6003.25",
      reference: { ...settlement, price: "6134.75" }, rungs: ["6073.40", "6012.06", "5950.71"],
      low_limit: "5708.25", high_limit: "6563.75" },
    named(3, "NVDA", "XNAS", "142.62", "128.35", 1000),
    named(4, "ORCL", "XNAS", "183.60", "167.68", 867),
    named(5, "PLTR", "XNAS", "78.98", "73.45", 700),
    named(6, "ASML", "XAMS", "700", "621.60", 1120),
    { ...named(7, "9984", "XTKS", "10560", "9681", 832), state: "stale" },
    { ...named(8, "SPY", "XNAS", "607.97", "594.10", 228), rungs: [] },
    { ...named(9, "AAPL", "XNAS", "222.78", "224.02", -55), rungs: [] },
    { ...named(10, "NEWCO", "XNAS", "1", "14.12", 0), reference: null, fall_bp: null, rungs: [] },
  ];
}

export function bars_of(quote: Quote): Bar[] {
  const from = Number(quote.reference?.price ?? quote.price);
  const to = Number(quote.price);
  const end = Date.parse("2025-01-27T14:12:00Z");
  return Array.from({ length: 180 }, (_, index) => {
    const swing = Math.sin(index / 7) * 0.0025 + Math.sin(index / 2.3) * 0.0012;
    const at = (step: number): number => (from + (to - from) * (step / 180)) * (1 + swing);
    const [open, close] = [at(index), at(index + 1) * (1 + Math.sin(index * 1.7) * 0.0006)];
    return {
      time: new Date(end - (179 - index) * 60_000).toISOString(),
      open: open.toFixed(2), close: close.toFixed(2),
      high: (Math.max(open, close) * 1.0008).toFixed(2),
      low: (Math.min(open, close) * 0.9992).toFixed(2),
    };
  });
}

export function depth_of(quote: Quote): Depth {
  const decimals = quote.price?.split(".")[1]?.length ?? 2;
  const level = (side: number, step: number): Level => ({
    price: (Number(quote.price) + side * step * 0.25).toFixed(decimals),
    quantity: 3 + ((step * 7 + side + 3) % 11) * step,
    orders: step,
  });
  const steps = Array.from({ length: 10 }, (_, index) => index + 1);
  return {
    id: quote.id, symbol: quote.symbol, venue: quote.venue, state: quote.state, time: quote.time,
    bids: steps.map((step) => level(-1, step)), asks: steps.map((step) => level(1, step)),
  };
}

export const rules_of_the_day = [
  { name: "ai_markets", kind: "contagion", sentence: "Rule ai_markets: fires when 2 or more of "
    + "Tokyo, Amsterdam, Globex, US have fallen 3 % from their own close; tells who was first." },
  { name: "nq", kind: "gap_down", sentence: "Rule nq: fires when NQ falls 1, 2, 3, 4, 5 % below "
    + "its settlement, by trades or the mid. Each rung once a trading date." },
  { name: "blind", kind: "blind", sentence: "Rule blind: tells when NQ, ES, NVDA cannot be seen." },
];
