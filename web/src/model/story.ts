// An incident told by who fell when: members in the order they fell, each with its lag.

import { worse_of } from "./severity";
import type { Alert, Severity, Story } from "./types";

export interface Moment {
  time: number; // ms since the epoch
  alert: Alert;
}

/// How far a revision of an alert holds, the least first.
export type Standing = "withdrawn" | "unconfirmed" | "confirmed";
const standings: readonly Standing[] = ["withdrawn", "unconfirmed", "confirmed"];

export interface Member {
  symbol: string;
  venue: string;      // empty: its own
  first: string;      // RFC 3339, exchange time
  lag_ms: number;     // after the first of all
  deepest_bp: number; // largest fall told (largest rise, of an incident upwards)
  kind: string;       // of the alerts: says what `deepest_bp` measures
  severity: Severity;
  standing: Standing; // the best of its alerts; all else is told of those that have it
  moments: Moment[];  // its own alerts, oldest first
}

/// The members in the order of their falling. Rosters tell of members that have no alert of their
/// own; an alert without a time tells of none. What was withdrawn, or one print alone said, does
/// not count beside what is confirmed: a broken trade is nobody's deepest fall.
export function members_of(story: Story): Member[] {
  const members = new Map<string, Member>();
  const standing = standings_of(story.alerts);
  for (const alert of story.alerts) {
    const of_alert = standing.get(alert) ?? "confirmed";
    if (alert.roster) {
      for (const { symbol, venue, crossed, fall_bp } of alert.roster.entries) {
        join(members, { symbol, venue: venue ?? "", time: crossed, fall_bp }, alert, of_alert);
      }
    } else if (alert.symbol !== "") {
      const { symbol, venue = "", exchange_time: time, fall_bp } = alert;
      const member = join(members, { symbol, venue, time, fall_bp }, alert, of_alert);
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

/// The standing of every revision. One that rests on one print is as good as confirmed when the
/// next revision of its id says that it was; a later confirmed return says nothing of it. What is
/// withdrawn is so with all its revisions.
function standings_of(alerts: Alert[]): Map<Alert, Standing> {
  const standings = new Map<Alert, Standing>();
  const newest = new Map<string, Alert>();
  for (const alert of alerts) {
    const before = newest.get(alert.id);
    if (before && alert.reason === "confirmed") standings.set(before, "confirmed");
    standings.set(alert, alert.confidence === "UNCONFIRMED" ? "unconfirmed" : "confirmed");
    newest.set(alert.id, alert);
  }
  for (const alert of alerts) {
    if (newest.get(alert.id)?.state === "withdrawn") standings.set(alert, "withdrawn");
  }
  return standings;
}

interface Fallen {
  symbol: string;
  venue: string;
  time: string | null;
  fall_bp: number;
}

function join(members: Map<string, Member>, { symbol, venue, time, fall_bp }: Fallen,
              alert: Alert, standing: Standing): Member | null {
  if (!time) return null;
  const key = `${symbol}@${venue}`;
  const known = members.get(key);
  const better = standings.indexOf(standing) - standings.indexOf(known?.standing ?? standing);
  if (!known || better > 0) {
    const member: Member = {
      symbol, venue, first: time, lag_ms: 0, deepest_bp: fall_bp, kind: alert.kind,
      severity: alert.severity, standing, moments: known?.moments ?? [],
    };
    members.set(key, member);
    return member;
  }
  if (better < 0) return known;
  const toward = alert.direction === "up" ? -1 : 1;
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
