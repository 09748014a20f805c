// The wall of watched instruments: its order, and what of it a search leaves.

import type { Incident, Quote } from "./types";

/// Largest fall first; what has no fall comes last; ties by symbol and venue.
export function by_fall(quotes: Iterable<Quote>): Quote[] {
  return [...quotes].sort((left, right) => {
    if (left.fall_bp === null || right.fall_bp === null) {
      if (left.fall_bp !== right.fall_bp) return left.fall_bp === null ? 1 : -1;
    } else if (left.fall_bp !== right.fall_bp) {
      return right.fall_bp - left.fall_bp;
    }
    return left.symbol.localeCompare(right.symbol) || left.venue.localeCompare(right.venue);
  });
}

export function quote_matches(quote: Quote, search: string): boolean {
  return contains(`${quote.symbol} ${quote.venue}`, search);
}

export function incident_matches(incident: Incident, search: string): boolean {
  return contains([incident.rule, incident.kind, ...incident.symbols].join(" "), search);
}

function contains(text: string, search: string): boolean {
  return text.toLowerCase().includes(search.trim().toLowerCase());
}

/// How much of the way from the reference to the next rung not yet reached is gone, 0 to 1,
/// and that rung; null without a reference, price or rung to come.
export function way_to_next_rung(quote: Quote): { rung: string; part: number } | null {
  if (!quote.reference || quote.price === null) return null;
  const from = Number(quote.reference.price);
  const price = Number(quote.price);
  const below = quote.rungs
    .filter((rung) => Number(rung) < Math.min(price, from))
    .sort((left, right) => Number(right) - Number(left));
  const rung = below[0];
  if (rung === undefined) return null;
  return { rung, part: Math.max(0, (from - price) / (from - Number(rung))) };
}

/// How many of the quote's rungs below the reference the price has reached.
export function rungs_reached(quote: Quote): number {
  if (!quote.reference || quote.price === null) return 0;
  const from = Number(quote.reference.price);
  const price = Number(quote.price);
  return quote.rungs.filter((rung) => Number(rung) < from && price <= Number(rung)).length;
}

/// False when the price may not be taken at face value: the book is not whole.
export function is_trusted(quote: Quote): boolean {
  return quote.state === "valid" || quote.state === "halted";
}
