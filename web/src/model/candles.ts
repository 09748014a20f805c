// Bars of one minute: those of the service, then live prices folded into them.

import type { Bar, Quote } from "./types";

export const bar_seconds = 60;
export const bars_max = 3000;

/// Folds a quote's price into the bars, in place. True when something changed. A quote older than
/// the newest bar changes nothing.
export function fold(bars: Bar[], quote: Quote): boolean {
  if (quote.price === null || quote.time === null) return false;
  const start = Math.floor(Date.parse(quote.time) / 1000 / bar_seconds) * bar_seconds;
  const newest = bars.at(-1);
  const newest_start = newest ? Date.parse(newest.time) / 1000 : -Infinity;
  if (start < newest_start) return false;
  if (!newest || start > newest_start) {
    const { price } = quote;
    const time = new Date(start * 1000).toISOString();
    bars.push({ time, open: price, high: price, low: price, close: price });
    if (bars.length > bars_max) bars.shift();
    return true;
  }
  if (newest.close === quote.price) return false;
  newest.close = quote.price;
  if (Number(quote.price) > Number(newest.high)) newest.high = quote.price;
  if (Number(quote.price) < Number(newest.low)) newest.low = quote.price;
  return true;
}
