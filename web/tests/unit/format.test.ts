// Numbers, times and durations as they are shown.

import assert from "node:assert/strict";
import test from "node:test";
import { amount, duration, fine_time, percent_between, percent_of_fall, time_of_day, wall_clock,
} from "../../src/text/format";

test("a fall has a minus, a rise a plus, nothing has neither", () => {
  assert.deepEqual([1000, -55, 0, 1, null].map(percent_of_fall),
    ["−10.00 %", "+0.55 %", "0.00 %", "−0.01 %", "–"]);
});

test("the way between prices is in percent of the first", () => {
  assert.equal(percent_between(21010.25, 20387.25), "−2.97 %");
  assert.equal(percent_between(0, 5), "–");
});

test("amounts are grouped in thousands, decimals are left as they are", () => {
  assert.deepEqual([0, 999, 1000, 1234567, "1234.5678", null].map(amount),
    ["0", "999", "1,000", "1,234,567", "1,234.5678", "–"]);
});

test("times are read in the desk's zone, winter and summer", () => {
  assert.equal(time_of_day("2025-01-27T14:12:33.123456789Z", "America/New_York"), "09:12:33");
  assert.equal(time_of_day("2025-07-01T14:12:33.000000000Z", "America/New_York"), "10:12:33");
  assert.equal(time_of_day(null, "America/New_York"), "–");
});

test("another day than today is told with its date, midnight is 00", () => {
  const tokyo = "2025-01-27T00:00:05.000000000Z";
  assert.equal(time_of_day(tokyo, "America/New_York", "2025-01-27"), "2025-01-26 19:00:05");
  assert.equal(time_of_day(tokyo, "UTC", "2025-01-27"), "00:00:05");
});

test("a log tells milliseconds, and none where none are written", () => {
  assert.equal(fine_time("2025-01-27T14:12:33.123456789Z", "UTC"), "14:12:33.123");
  assert.equal(fine_time("2025-01-27T14:12:33Z", "UTC"), "14:12:33.000");
});

test("a zone nobody knows is read as UTC and says so", () => {
  assert.deepEqual(wall_clock(Date.parse("2025-01-27T14:12:33Z"), "Mars/Olympus"),
    { date: "2025-01-27", clock: "14:12:33", zone: "UTC" });
});

test("durations have their two largest units", () => {
  assert.deepEqual([340, 12_999, 67_000, 28_867_000, 90_000_000].map(duration),
    ["0.340 s", "12 s", "1 min 07 s", "8 h 01 min", "1 d 01 h"]);
});
