// What the desk cannot see now, from the status, the feeds and the books, in one list.

import type { State } from "./state";
import type { Feed } from "./types";

export interface Blind {
  feed: string;
  cause: string;
  since: string | null;
  text: string; // the service's own sentence; empty where only the feed's state says it
  whole: boolean; // false: one line of several, seen still but with nothing to confirm it
}

/// Causes that leave the watch seeing, with less to confirm what it sees.
const partial_causes = new Set(["line_silent", "none"]);

/// Whole blindness first, in the order of its beginning.
export function blindness(state: State): Blind[] {
  const told = (state.status?.blind ?? []).map((entry): Blind => ({
    ...entry,
    whole: !partial_causes.has(entry.cause),
  }));
  const seen_whole = new Set(told.filter((entry) => entry.whole).map((entry) => entry.feed));
  const seen = new Set(told.map((entry) => entry.feed));
  for (const feed of state.feeds) {
    if (feed.state === "blind" && !seen_whole.has(feed.name)) told.push(untold(feed, true));
    if (feed.state === "impaired" && !seen.has(feed.name)) told.push(untold(feed, false));
  }
  return told.sort((left, right) =>
    Number(right.whole) - Number(left.whole)
    || (left.since ?? "").localeCompare(right.since ?? "")
    || left.feed.localeCompare(right.feed));
}

function untold(feed: Feed, whole: boolean): Blind {
  const cause = whole ? "lines_silent" : "line_silent";
  return { feed: feed.name, cause, since: feed.last_message_time, text: "", whole };
}
