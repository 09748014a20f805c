// What the user does to an incident: the dialog that asks, the request, and what is read again.

import { headline, kind_of, symbols_of } from "./model/headline";
import type { Incident } from "./model/types";
import type { SilenceTarget } from "./net/api";
import { say } from "./text/language";
import { ask_action, type Answer } from "./view/action_dialog";
import type { ActionKind, Desk } from "./view/desk";

const scopes_max = 20;

/// `after` reads again what the deed changed.
export async function do_to_incident(desk: Desk, kind: ActionKind, incident: Incident,
                                     after: () => void): Promise<void> {
  const { figure } = headline(incident.latest);
  const about = `${kind_of(incident)} · ${incident.rule} · ${figure}`;
  ask_action(desk, {
    kind,
    about,
    scopes: await scopes_of(desk, kind, incident),
    run: async (answer) => {
      await carry_out(desk, kind, incident, answer);
      after();
    },
  });
}

export function end_silence(desk: Desk, target: SilenceTarget, after: () => void): void {
  ask_action(desk, {
    kind: "unsilence",
    about: `${say(`noun_${target.scope}`)} ${target.target}`,
    scopes: [target],
    run: async ({ who, why }) => {
      await desk.api.unsilence({ ...target, who, why });
      after();
    },
  });
}

export async function carry_out(desk: Desk, kind: ActionKind, incident: Incident,
                                { who, why, minutes, target }: Answer): Promise<void> {
  const about = target ?? { scope: "incident", target: incident.incident };
  if (kind === "silence") await desk.api.silence({ ...about, minutes, who, why });
  else if (kind === "drill") await desk.api.drill({ ...about, minutes, who, why });
  else if (kind === "unsilence") await desk.api.unsilence({ ...about, who, why });
  else await desk.api.act(incident.incident, kind, { who, why });
}

/// What of an incident may be silenced or a drill; of what is silenced, which silences hold.
export async function scopes_of(desk: Desk, kind: ActionKind, incident: Incident):
    Promise<SilenceTarget[]> {
  if (kind !== "silence" && kind !== "unsilence" && kind !== "drill") return [];
  const symbols = [...new Set([...incident.symbols, ...symbols_of(incident)])];
  const all: SilenceTarget[] = [
    { scope: "incident", target: incident.incident },
    { scope: "rule", target: incident.rule },
    ...symbols.map((target): SilenceTarget => ({ scope: "symbol", target })),
  ];
  if (kind !== "unsilence") return all.slice(0, scopes_max);
  const held = await desk.api.silences().catch(() => desk.state.silences);
  const holds = ({ scope, target }: SilenceTarget): boolean =>
    held.some((silence) => silence.scope === scope && silence.target === target);
  const holding = all.filter(holds);
  return holding.length > 0 ? holding : all.slice(0, 1);
}
