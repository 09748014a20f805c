// The wall's order, its search, the way to the next rung, and what an incident opens with.

import assert from "node:assert/strict";
import test from "node:test";
import { empty_state } from "../../src/model/state";
import type { Alert, RosterEntry } from "../../src/model/types";
import { by_fall, incident_matches, is_trusted, quote_matches, rungs_reached, way_to_next_rung,
} from "../../src/model/wall";
import { quote_told_of, type Desk } from "../../src/view/desk";
import { alert_like, incident_like, quote_like } from "../samples";

test("the largest fall is first, rises after, what has no fall last", () => {
  const quotes = [
    quote_like({ symbol: "UP", fall_bp: -55 }), quote_like({ symbol: "NONE", fall_bp: null }),
    quote_like({ symbol: "DEEP", fall_bp: 1120 }), quote_like({ symbol: "FLAT", fall_bp: 0 }),
    quote_like({ symbol: "ALSO", fall_bp: null }), quote_like({ symbol: "MILD", fall_bp: 300 }),
  ];
  assert.deepEqual(by_fall(quotes).map(({ symbol }) => symbol),
    ["DEEP", "MILD", "FLAT", "UP", "ALSO", "NONE"]);
});

test("equal falls are ordered by symbol, then venue", () => {
  const quotes = [quote_like({ symbol: "B" }), quote_like({ symbol: "A", venue: "XNAS" }),
    quote_like({ symbol: "A", venue: "XAMS" })];
  assert.deepEqual(by_fall(quotes).map(({ symbol, venue }) => `${symbol}@${venue}`),
    ["A@XAMS", "A@XNAS", "B@XNAS"]);
});

test("search finds symbols, venues, rules and members, in any case", () => {
  assert.ok(quote_matches(quote_like(), " nvd"));
  assert.ok(quote_matches(quote_like({ venue: "XAMS" }), "xams"));
  assert.ok(!quote_matches(quote_like(), "ORCL"));
  assert.ok(incident_matches(incident_like({ symbols: ["9984", "ASML"] }), "asml"));
  assert.ok(incident_matches(incident_like({ rule: "ai_names" }), "AI_"));
});

test("the next rung is the nearest one below the price", () => {
  const quote = quote_like({ price: "130.00", rungs: ["121.22", "135.48", "128.35"] });
  assert.equal(way_to_next_rung(quote)?.rung, "128.35");
  assert.equal(rungs_reached(quote), 1);
});

test("a price exactly on a rung has reached it", () => {
  assert.equal(rungs_reached(quote_like()), 4);
  assert.equal(way_to_next_rung(quote_like())?.rung, "125.50");
});

test("a rise has no part of the way behind it, and no reference gives no way", () => {
  assert.equal(way_to_next_rung(quote_like({ price: "150" }))?.part, 0);
  assert.equal(way_to_next_rung(quote_like({ reference: null })), null);
  assert.equal(way_to_next_rung(quote_like({ price: null })), null);
});

test("only whole books, and halted ones, are trusted", () => {
  const trusted = (["unknown", "recovering", "valid", "suspect", "stale", "halted"] as const)
    .filter((state) => is_trusted(quote_like({ state })));
  assert.deepEqual(trusted, ["valid", "halted"]);
});

test("an incident opens with what its figure is of, else with its first whole book", () => {
  const state = empty_state();
  const quotes = [quote_like({ id: 1, symbol: "9984", venue: "XTKS", state: "stale" }),
    quote_like({ id: 2, symbol: "ASML", venue: "XNAS" }),
    quote_like({ id: 3, symbol: "ASML", venue: "XAMS" })];
  for (const quote of quotes) state.quotes.set(quote.id, quote);
  const opened = (different: Partial<Alert>): number | undefined => quote_told_of(
    { state } as unknown as Desk, incident_like({ latest: alert_like(different) }))?.id;
  const entries = ["9984 XTKS", "ASML XAMS"].map((name): RosterEntry => {
    const [symbol = "", venue = null] = name.split(" ");
    return { symbol, venue, fall_bp: 800, crossed: null };
  });
  assert.equal(opened({ symbol: "9984", venue: "XTKS" }), 1);
  assert.equal(opened({ symbol: "markets", roster: { crossed: 2, members: 2, entries } }), 3);
  assert.equal(opened({ symbol: "NVDA" }), undefined);
});
