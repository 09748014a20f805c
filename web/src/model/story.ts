// An incident told by who fell when: members in the order they fell, each with its lag.

import { worse_of } from "./severity";
import type { Alert, Severity, Story } from "./types";

export interface Moment {
  time: number; // ms since the epoch
  alert: Alert;
}

export interface Member {
  symbol: string;
  venue: string;      // empty: its own
  first: string;      // RFC 3339, exchange time
  lag_ms: number;     // after the first of all
  deepest_bp: number; // largest fall told (largest rise, of an incident upwards)
  kind: string;       // of the alerts: says what `deepest_bp` measures
  severity: Severity;
  moments: Moment[];  // its own alerts, oldest first
}

/// The members in the order of their falling. Rosters tell of members that have no alert of their
/// own; an alert without a time tells of none.
export function members_of(story: Story): Member[] {
  const members = new Map<string, Member>();
  for (const alert of story.alerts) {
    if (alert.roster) {
      for (const entry of alert.roster.entries) {
        join(members, entry.symbol, entry.venue ?? "", entry.crossed, entry.fall_bp, alert);
      }
    } else if (alert.symbol !== "") {
      const time = alert.exchange_time;
      const member = join(members, alert.symbol, alert.venue ?? "", time, alert.fall_bp, alert);
      if (member && time) member.moments.push({ time: Date.parse(time), alert });
    }
  }
  return with_lags([...members.values()]);
}

/// Alerts and actions of a story as one list, newest first.
export function log_of(story: Story): ({ alert: Alert } | { action: Story["actions"][number] })[] {
  const alerts = story.alerts.map((alert) => ({
    time: alert.exchange_time ?? "", order: alert.seq ?? Infinity, entry: { alert },
  }));
  const actions = story.actions.map((action) => ({
    time: action.time, order: action.seq ?? Infinity, entry: { action },
  }));
  const same_clock = alerts.every(({ order }) => order !== Infinity);
  return [...alerts, ...actions]
    .sort((left, right) => (same_clock ? right.order - left.order : 0)
      || right.time.localeCompare(left.time))
    .map(({ entry }) => entry);
}

function join(members: Map<string, Member>, symbol: string, venue: string, time: string | null,
              fall_bp: number, alert: Alert): Member | null {
  if (!time) return null;
  const key = `${symbol}@${venue}`;
  const known = members.get(key);
  const toward = alert.direction === "up" ? -1 : 1;
  if (!known) {
    const member: Member = {
      symbol, venue, first: time, lag_ms: 0, deepest_bp: fall_bp, kind: alert.kind,
      severity: alert.severity, moments: [],
    };
    members.set(key, member);
    return member;
  }
  if (time < known.first) known.first = time;
  if (fall_bp * toward > known.deepest_bp * toward) known.deepest_bp = fall_bp;
  known.severity = worse_of(known.severity, alert.severity);
  return known;
}

function with_lags(members: Member[]): Member[] {
  members.sort((left, right) => left.first.localeCompare(right.first)
    || left.symbol.localeCompare(right.symbol));
  const start = members[0] ? Date.parse(members[0].first) : 0;
  for (const member of members) member.lag_ms = Date.parse(member.first) - start;
  return members;
}
