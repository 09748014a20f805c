// What the page asks the service for, when, and how it goes into what the page knows.

import { add_alert, put_incident, put_story, take_feeds, type State } from "./model/state";
import { bar_seconds } from "./model/candles";
import { Problem, Unauthorized, type Api } from "./net/api";

const alerts_at_start_max = 200;

export interface Loader {
  before_frames(): Promise<void>;
  all(): void;
  story(incident: string): void;
  bars(instrument: number): void;
  silences(): void;
  feeds(): void;
}

/// `done` draws; `refused` is called when the service wants another token; `gone` when an incident
/// is asked for that does not exist.
export function make_loader(state: State, api: Api, done: () => void, refused: () => void,
                            gone: (incident: string) => void): Loader {
  /// What cannot be had now is asked for again with the next hello: a failure is not told twice.
  function ask<T>(asked: Promise<T>, take: (answer: T) => void,
                  failed: (error: unknown) => void = () => undefined): void {
    asked.then((answer) => {
      take(answer);
      done();
    }, (error: unknown) => {
      if (error instanceof Unauthorized) refused();
      else failed(error);
    });
  }

  async function load_alerts(): Promise<void> {
    const alerts = await api.alerts(alerts_at_start_max);
    for (const alert of alerts.reverse()) add_alert(state, alert);
  }

  /// A service that tells no alerts now tells them all by `since`; one that is gone is tried again.
  function unless_a_problem(error: unknown): void {
    if (!(error instanceof Problem)) throw error;
  }

  return {
    async before_frames() {
      const status = await api.status();
      if (state.status) return;
      await load_alerts().catch(unless_a_problem);
      state.status = status;
    },
    all() {
      if (state.alerts.length === 0) ask(load_alerts(), () => undefined);
      ask(api.incidents(), (incidents) => {
        for (const incident of incidents) put_incident(state, incident);
      });
      ask(api.watch(), (quotes) => {
        for (const quote of quotes) state.quotes.set(quote.id, quote);
      });
      this.feeds();
      ask(api.rules(), (rules) => { state.rules = rules; });
      ask(api.silences(), (silences) => { state.silences = silences; });
    },
    story(incident) {
      ask(api.story(incident), (story) => { put_story(state, story); }, (error) => {
        if (error instanceof Problem && error.status === 404) gone(incident);
      });
    },
    bars(instrument) {
      ask(api.bars(instrument, bar_seconds), (bars) => { state.bars.set(instrument, bars); });
    },
    feeds() {
      ask(api.feeds(), (feeds) => { take_feeds(state, feeds); });
    },
    silences() {
      ask(api.silences(), (silences) => { state.silences = silences; });
    },
  };
}
