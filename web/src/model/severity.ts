// The four severities, in order, and which of two is worse.

import type { Severity } from "./types";

export const severities: readonly Severity[] = ["info", "warning", "critical", "emergency"];

export function rank_of(severity: Severity): number {
  return severities.indexOf(severity);
}

export function worse_of(left: Severity, right: Severity): Severity {
  return rank_of(right) > rank_of(left) ? right : left;
}
