// Whether what is shown is old, and what the feed clock reads between two heartbeats.

import type { State } from "./state";

export const frame_age_max_ms = 3000;

export interface Age {
  old: boolean;
  seconds: number; // since the last frame; 0 before the first
  never: boolean;  // no frame ever came
}

export function age_of(state: State, now: number): Age {
  const last = state.connection.last_frame_at;
  if (last === 0) return { old: false, seconds: 0, never: true };
  const age = Math.max(0, now - last);
  return { old: age >= frame_age_max_ms, seconds: Math.floor(age / 1000), never: false };
}

/// The feed clock in ms since the epoch, run on from the newest status at its own speed; it stops
/// when what is shown is old, for then nobody knows. Null before the first status.
export function feed_clock(state: State, now: number): number | null {
  if (!state.status) return null;
  const passed = Math.min(Math.max(0, now - state.status_at), frame_age_max_ms);
  return Date.parse(state.status.now) + passed * state.status.clock_scale;
}

export function is_rehearsal(state: State): boolean {
  return state.status !== null && state.status.clock_scale !== 1;
}
