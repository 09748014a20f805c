// What a deed asks for and what it sends, without the dialog.

import assert from "node:assert/strict";
import test from "node:test";
import { carry_out, scopes_of } from "../../src/deeds";
import { empty_state } from "../../src/model/state";
import type { Action } from "../../src/model/types";
import { Api } from "../../src/net/api";
import type { Desk } from "../../src/view/desk";
import { incident_like } from "../samples";

const incident = incident_like({ rule: "names", symbols: ["NVDA", "ORCL"] });
const answer = { who: "Mona", why: "the quarterly test", minutes: 30, target: null };

/// A desk whose requests are noted, not sent; these silences hold.
function desk_that_notes(silences: Partial<Action>[] = []): { desk: Desk; sent: unknown[] } {
  const sent: unknown[] = [];
  const api = new Api();
  api.silences = () => Promise.resolve(silences as Action[]);
  Object.assign(api, {
    change: (method: string, path: string, body: object) => {
      sent.push([method, path, body]);
      return Promise.resolve();
    },
  });
  return { desk: { api, state: empty_state() } as unknown as Desk, sent };
}

test("an incident, its rule and its symbols may be silenced or a drill, no more", async () => {
  const { desk } = desk_that_notes();
  const all = ["incident 00000000000000a1", "rule names", "symbol NVDA", "symbol ORCL"];
  for (const kind of ["silence", "drill"] as const) {
    const scopes = await scopes_of(desk, kind, incident);
    assert.deepEqual(scopes.map(({ scope, target }) => `${scope} ${target}`), all);
  }
  for (const kind of ["acknowledge", "note", "escalate"] as const) {
    assert.deepEqual(await scopes_of(desk, kind, incident), []);
  }
});

test("of silences those that hold can be ended", async () => {
  const { desk } = desk_that_notes([{ scope: "symbol", target: "ORCL" }]);
  assert.deepEqual(await scopes_of(desk, "unsilence", incident),
    [{ scope: "symbol", target: "ORCL" }]);
});

test("a drill is sent as a silence is: of what, for how long, who and why", async () => {
  const { desk, sent } = desk_that_notes();
  await carry_out(desk, "drill", incident, answer);
  await carry_out(desk, "silence", incident,
    { ...answer, target: { scope: "rule", target: "names" } });
  const { who, why, minutes } = answer;
  assert.deepEqual(sent, [
    ["POST", "drills", { scope: "incident", target: incident.incident, minutes, who, why }],
    ["POST", "silences", { scope: "rule", target: "names", minutes, who, why }]]);
});
