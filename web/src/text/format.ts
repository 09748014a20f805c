// Numbers, times and durations as the page shows them, exact and the same in every language.

export const nothing = "–";

/// A fall of 1000 basis points is "−10.00 %"; a rise has a plus.
export function percent_of_fall(fall_bp: number | null): string {
  if (fall_bp === null) return nothing;
  const sign = fall_bp > 0 ? "−" : fall_bp < 0 ? "+" : "";
  return `${sign}${(Math.abs(fall_bp) / 100).toFixed(2)} %`;
}

/// The way from one price to another in percent of the first, signed.
export function percent_between(from: number, to: number): string {
  if (from === 0) return nothing;
  return percent_of_fall(Math.round(((from - to) / Math.abs(from)) * 10_000));
}

export function amount(value: number | string | null): string {
  if (value === null) return nothing;
  const [whole = "", decimals] = String(value).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return decimals === undefined ? grouped : `${grouped}.${decimals}`;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known) return known;
  const made = make_formatter(zone);
  clocks.set(zone, made);
  return made;
}

/// A zone that the browser does not know is read as UTC, and the label says so.
function make_formatter(zone: string): Intl.DateTimeFormat {
  const options: Intl.DateTimeFormatOptions = {
    year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
    second: "2-digit", hourCycle: "h23", timeZoneName: "short",
  };
  try {
    return new Intl.DateTimeFormat("en-US", { ...options, timeZone: zone });
  } catch {
    return new Intl.DateTimeFormat("en-US", { ...options, timeZone: "UTC" });
  }
}

interface WallClock {
  date: string;
  clock: string;
  zone: string;
}

export function wall_clock(ms: number, zone: string): WallClock {
  const parts: Record<string, string> = {};
  for (const part of formatter(zone).formatToParts(ms)) parts[part.type] = part.value;
  return {
    date: `${parts["year"]}-${parts["month"]}-${parts["day"]}`,
    clock: `${parts["hour"]}:${parts["minute"]}:${parts["second"]}`,
    zone: parts["timeZoneName"] ?? "UTC",
  };
}

/// The time of day in the zone; with the date before it where that is not `today`.
export function time_of_day(time: string | null, zone: string, today?: string | null): string {
  if (time === null) return nothing;
  const at = wall_clock(Date.parse(time), zone);
  return today && at.date !== today ? `${at.date} ${at.clock}` : at.clock;
}

/// With milliseconds, for a log in which much happens within a second.
export function fine_time(time: string | null, zone: string, today?: string | null): string {
  if (time === null) return nothing;
  const fraction = /\.(\d{3})/.exec(time)?.[1] ?? "000";
  return `${time_of_day(time, zone, today)}.${fraction}`;
}

/// "8 h 01 min", "1 min 07 s", "12 s", "0.340 s": the two largest units.
export function duration(ms: number): string {
  if (ms < 1000) return `${(ms / 1000).toFixed(3)} s`;
  const seconds = Math.floor(ms / 1000);
  const two = (value: number): string => String(value).padStart(2, "0");
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${two(seconds % 60)} s`;
  if (seconds < 86_400) {
    return `${Math.floor(seconds / 3600)} h ${two(Math.floor((seconds % 3600) / 60))} min`;
  }
  return `${Math.floor(seconds / 86_400)} d ${two(Math.floor((seconds % 86_400) / 3600))} h`;
}
