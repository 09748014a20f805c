// The story of DeepSeek Monday as the program itself tells it: the alerts of its golden file.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { members_of } from "../../src/model/story";
import type { Alert, Story } from "../../src/model/types";
import { incident_like } from "../samples";

const day = readFileSync("../tests/app/deepseek-monday.jsonl", "utf8").trim().split("\n")
  .map((line) => ({ ...(JSON.parse(line) as Alert), seq: null, stored: true, text: "" }));

function story_of(rule: string): Story {
  const alerts = day.filter((alert) => alert.rule === rule);
  const latest = alerts.at(-1);
  assert.ok(latest);
  return { incident: incident_like({ latest }), alerts, actions: [] };
}

test("contagion began in Tokyo, hours before New York", () => {
  const members = members_of(story_of("contagion"));
  assert.equal(members[0]?.symbol, "9984");
  assert.ok((members.find(({ symbol }) => symbol === "NVDA")?.lag_ms ?? 0) > 8 * 3_600_000);
});

test("the print at a tenth of Palantir's price is not told as its fall", () => {
  const members = members_of(story_of("names"));
  const palantir = members.find(({ symbol }) => symbol === "PLTR");
  assert.ok(day.some(({ symbol, fall_bp }) => symbol === "PLTR" && fall_bp > 9000));
  assert.equal(palantir?.deepest_bp, 701);
});
