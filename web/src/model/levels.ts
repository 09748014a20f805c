// The lines of a price chart: reference, rungs, limits and what would be a record.

import type { Alert, Quote } from "./types";

export type LevelKind = "reference" | "rung" | "limit" | "record";

export interface ChartLevel {
  kind: LevelKind;
  price: string;
  title: { reference?: string; since?: string | null; source?: string | null };
}

/// From the highest price to the lowest. `alerts` are all that are known: the newest record alert
/// of the symbol says beyond which price the day would go further back.
export function levels_of(quote: Quote, alerts: readonly Alert[]): ChartLevel[] {
  const levels: ChartLevel[] = [];
  const { reference, low_limit, high_limit, limit_source: source } = quote;
  if (reference) {
    const { kind, price } = reference;
    levels.push({ kind: "reference", price, title: { reference: kind } });
  }
  for (const price of quote.rungs) levels.push({ kind: "rung", price, title: {} });
  for (const price of [low_limit, high_limit]) {
    if (price !== null) levels.push({ kind: "limit", price, title: { source } });
  }
  const record = newest_record(quote.symbol, alerts);
  if (record?.record?.next_price) {
    const { next_price: price, next_since: since } = record.record;
    levels.push({ kind: "record", price, title: { since } });
  }
  return levels.sort((left, right) => Number(right.price) - Number(left.price));
}

function newest_record(symbol: string, alerts: readonly Alert[]): Alert | null {
  for (let index = alerts.length - 1; index >= 0; index -= 1) {
    const alert = alerts[index];
    if (alert && alert.kind === "record" && alert.symbol === symbol) return alert;
  }
  return null;
}
