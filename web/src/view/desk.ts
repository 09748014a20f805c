// What every part of the page is given: what is known, what is open, and what may be done.

import { feed_clock } from "../model/staleness";
import type { State } from "../model/state";
import type { Incident, Quote, Severity } from "../model/types";
import { is_trusted } from "../model/wall";
import type { Api } from "../net/api";
import type { Settings } from "../settings";
import { wall_clock } from "../text/format";
import type { Route, View } from "./route";

export type ActionKind = "acknowledge" | "silence" | "unsilence" | "note" | "escalate"
  | "drill";

export interface Desk {
  state: State;
  api: Api;
  settings: Settings;
  route: Route;
  search: string;
  only_open: boolean;
  instrument: number | null; // whose chart and ladder are shown
  now(): number;             // page clock, ms
  go(view: View, target?: string | number): void;
  choose_instrument(id: number): void;
  act(kind: ActionKind, incident: Incident): void;
  end_silence(scope: string, target: string): void;
  retry(): void;
  play(severity: Severity): void;
  wake_sound(): void;
  sound_waits(): boolean;
  draw(): void;
}

/// One part of the page. `draw` brings it up to date, and is cheap when nothing changed.
export interface Part {
  element: HTMLElement;
  draw(): void;
}

export function zone_of(desk: Desk): string {
  return desk.state.status?.zone ?? "UTC";
}

/// The date of the feed clock, which in the evening is not yet the trading date.
export function today_of(desk: Desk): string | null {
  const ms = feed_clock(desk.state, desk.now());
  return ms === null ? null : wall_clock(ms, zone_of(desk)).date;
}

/// The quote of a symbol at a venue; any venue's where the alert names none.
export function quote_of(desk: Desk, symbol: string, venue: string): Quote | null {
  for (const quote of desk.state.quotes.values()) {
    if (quote.symbol === symbol && (venue === "" || quote.venue === venue)) return quote;
  }
  return null;
}

/// What the incident's figure is of; of many, the first fallen whose book is whole, else the first.
export function quote_told_of(desk: Desk, { latest, symbols }: Incident): Quote | null {
  const told = quote_of(desk, latest.symbol, latest.venue ?? "");
  if (told) return told;
  const members = latest.roster?.entries ?? symbols.map((symbol) => ({ symbol, venue: null }));
  const quotes = members.map(({ symbol, venue }) => quote_of(desk, symbol, venue ?? ""))
    .filter((quote) => quote !== null);
  return quotes.find(is_trusted) ?? quotes[0] ?? null;
}
