// What every part of the page is given: what is known, what is open, and what may be done.

import type { State } from "../model/state";
import type { Incident, Quote, Severity } from "../model/types";
import type { Api } from "../net/api";
import type { Settings } from "../settings";
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

export function today_of(desk: Desk): string | null {
  return desk.state.status?.trading_date ?? null;
}

/// The quote of a symbol at a venue; any venue's where the alert names none.
export function quote_of(desk: Desk, symbol: string, venue: string): Quote | null {
  for (const quote of desk.state.quotes.values()) {
    if (quote.symbol === symbol && (venue === "" || quote.venue === venue)) return quote;
  }
  return null;
}
