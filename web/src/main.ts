// The desk's page: wires what is known, the line to the service, and what is shown.

import { do_to_incident, end_silence } from "./deeds";
import { make_loader } from "./loading";
import { fold } from "./model/candles";
import { needs_someone } from "./model/headline";
import { rank_of } from "./model/severity";
import { age_of } from "./model/staleness";
import { apply_frame, empty_state } from "./model/state";
import type { Alert, Frame, Incident } from "./model/types";
import { Api, type SilenceTarget } from "./net/api";
import { Link, type Socket } from "./net/link";
import { Settings } from "./settings";
import { mount } from "./shell";
import { should_sound, Speaker } from "./sound";
import { set_language } from "./text/language";
import { quote_told_of, type Desk } from "./view/desk";
import { listed_incidents } from "./view/incident_list";
import { listen_to_keys } from "./view/keys";
import { ask_token, open_help, open_sound } from "./view/other_dialogs";
import { address_of, parse_route, type View } from "./view/route";
import { apply_theme, next_theme } from "./view/theme";

const tick_ms = 500;
const ask_again_ms = 2000;
const quotes_a_second = 4;
const wide = window.matchMedia("(min-width: 1100px)");
const dark = window.matchMedia("(prefers-color-scheme: dark)");

const state = empty_state();
const settings = new Settings(localStorage, sessionStorage);
const speaker = new Speaker();
const api = new Api();
api.token = settings.token;
let chosen_for = ""; // the incident whose instrument was chosen
let story_is_due = false; // the open incident changed since it was read
let asked_at = 0; // when it, or the feeds, were last asked for again

const desk: Desk = {
  state, api, settings,
  route: parse_route(location.hash),
  search: "",
  only_open: false,
  instrument: null,
  now: () => performance.now(),
  go: (view, target) => { location.hash = address_of(view, target); },
  choose_instrument,
  act: (kind, incident) => {
    void do_to_incident(desk, kind, incident, () => { read_again(incident.incident); });
  },
  end_silence: (scope, target) => {
    end_silence(desk, { scope: scope as SilenceTarget["scope"], target }, loader.silences);
  },
  retry: () => { link.start(); },
  play: (severity) => { speaker.play(severity); },
  wake_sound: () => { speaker.wake(); },
  sound_waits: () => !speaker.awake,
  draw,
};

const loader = make_loader(state, api, draw, () => { link.start(); }, (incident) => {
  if (desk.route.target === incident) desk.go("incidents");
});

const link = new Link({
  now: desk.now,
  random: Math.random,
  later: (run, ms) => { window.setTimeout(run, ms); },
  prepare: loader.before_frames,
  open: open_socket,
}, {
  on_frame,
  on_phase,
  watch: () => ({
    type: "watch", quotes: "all", depth: desk.instrument, rate: quotes_a_second,
  }),
  since: () => state.last_seq,
});

apply_theme(settings);
set_language(settings.language);
const header_actions = { sound: () => { open_sound(desk); }, theme: change_theme, help: open_help };
let shell = mount(desk, header_actions);

function open_socket(): Socket {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const token = api.token === "" ? "" : `?token=${encodeURIComponent(api.token)}`;
  return new WebSocket(`${scheme}://${location.host}/ws${token}`) as Socket;
}

function on_frame(frame: Frame): void {
  const change = apply_frame(state, frame, desk.now());
  if (change.restarted) {
    desk.instrument = null;
    chosen_for = "";
  }
  if (change.reconnected) greet();
  if (frame.type === "quotes") {
    for (const quote of frame.quotes) {
      const bars = state.bars.get(quote.id);
      if (bars) fold(bars, quote);
    }
  }
  if (change.new_alert) tell(change.new_alert);
  if (frame.type === "incident" && desk.route.target === frame.incident.incident) {
    story_is_due = true;
  }
  draw();
}

/// A new line: what was missed is asked for, and the service's language is taken.
function greet(): void {
  speak_language();
  loader.all();
  if (desk.route.view === "incident") loader.story(desk.route.target);
  if (desk.instrument !== null) loader.bars(desk.instrument);
}

function speak_language(): void {
  const language = state.status?.language ?? "en";
  settings.language = language;
  if (set_language(language)) shell = mount(desk, header_actions);
}

function tell(alert: Alert): void {
  const incident = state.incidents.get(alert.incident);
  if (should_sound(alert, incident, settings.sound, Date.now())) speaker.play(alert.severity);
  if (alert.state === "firing") shell.announce(alert.text);
}

function on_phase(phase: typeof state.connection.phase, retry_at: number, attempt: number): void {
  Object.assign(state.connection, { phase, retry_at, attempt });
  if (phase === "refused") ask_token(api.token !== "", use_token);
  draw();
}

function use_token(token: string): void {
  api.token = token;
  settings.token = token;
  link.start();
}

function choose_instrument(id: number): void {
  if (desk.instrument === id) return;
  desk.instrument = id;
  link.say_watch();
  loader.bars(id);
  draw();
}

/// The instrument that the open view is about, unless the user chose another one there.
function settle_instrument(): void {
  const { view, target } = desk.route;
  if (view === "instrument" && state.quotes.has(Number(target))) choose_instrument(Number(target));
  if (view !== "incident" || chosen_for === target) return;
  const incident = state.incidents.get(target);
  if (!incident || state.quotes.size === 0) return;
  chosen_for = target;
  const told = quote_told_of(desk, incident);
  if (told) choose_instrument(told.id);
  else desk.instrument = null;
}

/// On a wide screen the middle is never empty: the worst that nobody has in hand, else the newest.
function settle_incident(): void {
  if (desk.route.view !== "incidents" || !wide.matches || desk.search !== "") return;
  const listed = listed_incidents(desk);
  const worst = listed.filter(needs_someone)
    .sort((left, right) => rank_of(right.severity) - rank_of(left.severity))[0] ?? listed[0];
  if (!worst) return;
  history.replaceState(null, "", address_of("incident", worst.incident));
  take_route();
}

function take_route(): void {
  desk.route = parse_route(location.hash);
  chosen_for = "";
  shell.to_top();
  draw();
  if (!state.status) return;
  if (desk.route.view === "incident") loader.story(desk.route.target);
  if (desk.route.view === "rules") loader.silences();
  if (desk.route.view === "feeds") loader.feeds();
}

/// What frames do not tell in full: the deeds of the open incident, and the figures of feeds,
/// whose frames come only with a change of state. Not more often than the service likes.
function ask_again(): void {
  if (state.connection.phase !== "open" || desk.now() - asked_at < ask_again_ms) return;
  asked_at = desk.now();
  if (story_is_due && desk.route.view === "incident") loader.story(desk.route.target);
  story_is_due = false;
  if (desk.route.view === "feeds") loader.feeds();
}

function read_again(incident: string): void {
  loader.story(incident);
  loader.silences();
}

let drawing = false;

/// Draws once with the next frame of the screen, however often it is called before.
function draw(): void {
  if (drawing) return;
  drawing = true;
  requestAnimationFrame(() => {
    drawing = false;
    settle_incident();
    settle_instrument();
    document.body.classList.toggle("old", age_of(state, desk.now()).old);
    shell.draw();
  });
}

function change_theme(): void {
  next_theme(settings);
  shell.recolour();
  draw();
}

/// The incident that a key is about: of the focused card, else the open one.
function current_incident(): Incident | null {
  const focused = document.activeElement?.closest<HTMLElement>("#incident-list li");
  const id = focused?.dataset["key"] ?? desk.route.target;
  return state.incidents.get(id) ?? null;
}

function act_on_current(kind: Parameters<Desk["act"]>[0]): void {
  const incident = current_incident();
  if (incident) desk.act(kind, incident);
}

function move(step: 1 | -1): void {
  const cards = Array.from(document.querySelectorAll<HTMLElement>("#incident-list a"));
  if (cards.length === 0) return;
  const here = cards.findIndex((card) => card === document.activeElement);
  const open = cards.findIndex((card) => card.ariaCurrent === "true");
  const from = here >= 0 ? here : open >= 0 ? open : step === 1 ? -1 : cards.length;
  cards[Math.min(cards.length - 1, Math.max(0, from + step))]?.focus();
}

const keyed_views: readonly View[] = ["incidents", "wall", "feeds", "rules"];

listen_to_keys({
  move,
  open: () => {
    const incident = current_incident() ?? listed_incidents(desk)[0];
    if (incident) desk.go("incident", incident.incident);
  },
  back: () => {
    if (desk.route.view === "incident") desk.go("incidents");
    if (desk.route.view === "instrument") desk.go("wall");
  },
  acknowledge: () => { act_on_current("acknowledge"); },
  silence: () => { act_on_current("silence"); },
  unsilence: () => { act_on_current("unsilence"); },
  note: () => { act_on_current("note"); },
  escalate: () => { act_on_current("escalate"); },
  drill: () => { act_on_current("drill"); },
  view: (index) => { desk.go(keyed_views[index] ?? "incidents"); },
  search: () => { shell.search.focus(); },
  mute: () => {
    settings.sound = { ...settings.sound, muted: !settings.sound.muted };
    draw();
  },
  theme: change_theme,
  help: open_help,
});

window.addEventListener("hashchange", take_route);
dark.addEventListener("change", () => { shell.recolour(); });
for (const gesture of ["pointerdown", "keydown"]) {
  document.addEventListener(gesture, () => { if (settings.sound.on) speaker.wake(); });
}
window.setInterval(() => {
  link.check();
  ask_again();
  draw();
}, tick_ms);
link.start();
take_route();
