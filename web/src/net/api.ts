// Requests to the service: what is asked, and the three ways in which it may fail.

import type {
  Action, Alert, Bar, Feed, Incident, Quote, RuleSentence, Status, Story,
} from "../model/types";

/// The service wants a token, or another one.
export class Unauthorized extends Error {}

/// The service answered that it will not, and why.
export class Problem extends Error {
  constructor(readonly status: number, detail: string) {
    super(detail);
  }
}

/// Nobody answered.
export class Unreachable extends Error {}

export interface Reasoned {
  who: string;
  why: string;
}

export interface SilenceTarget {
  scope: "incident" | "rule" | "symbol";
  target: string;
}

const answer_wait_max_ms = 10_000;

export class Api {
  token = "";

  status(): Promise<Status> {
    return this.get("status");
  }

  async incidents(): Promise<Incident[]> {
    return (await this.get<{ incidents: Incident[] }>("incidents")).incidents;
  }

  story(incident: string): Promise<Story> {
    return this.get(`incidents/${encodeURIComponent(incident)}`);
  }

  async alerts(limit: number): Promise<Alert[]> {
    return (await this.get<{ alerts: Alert[] }>(`alerts?limit=${limit}`)).alerts;
  }

  async bars(instrument: number, seconds: number): Promise<Bar[]> {
    const path = `instruments/${instrument}/bars?seconds=${seconds}`;
    return (await this.get<{ bars: Bar[] }>(path)).bars;
  }

  async watch(): Promise<Quote[]> {
    return (await this.get<{ quotes: Quote[] }>("watch")).quotes;
  }

  async feeds(): Promise<Feed[]> {
    return (await this.get<{ feeds: Feed[] }>("feeds")).feeds;
  }

  async rules(): Promise<RuleSentence[]> {
    return (await this.get<{ rules: RuleSentence[] }>("rules")).rules;
  }

  async silences(): Promise<Action[]> {
    return (await this.get<{ silences: Action[] }>("silences")).silences;
  }

  act(incident: string, what: "acknowledge" | "note" | "escalate", body: Reasoned): Promise<void> {
    return this.change("POST", `incidents/${encodeURIComponent(incident)}/${what}`, body);
  }

  silence(body: SilenceTarget & Reasoned & { minutes: number }): Promise<void> {
    return this.change("POST", "silences", body);
  }

  drill(body: SilenceTarget & Reasoned & { minutes: number }): Promise<void> {
    return this.change("POST", "drills", body);
  }

  unsilence(body: SilenceTarget & Reasoned): Promise<void> {
    return this.change("DELETE", "silences", body);
  }

  private async get<T>(path: string): Promise<T> {
    return (await this.ask(path, { method: "GET" })).json() as Promise<T>;
  }

  private async change(method: string, path: string, body: object): Promise<void> {
    const headers = { "Content-Type": "application/json", "X-Gapwire": "1" };
    await this.ask(path, { method, headers, body: JSON.stringify(body) });
  }

  private async ask(path: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    if (this.token !== "") headers.set("Authorization", `Bearer ${this.token}`);
    const signal = AbortSignal.timeout(answer_wait_max_ms);
    let response: Response;
    try {
      response = await fetch(`/api/v1/${path}`, { ...init, headers, signal, cache: "no-store" });
    } catch (error) {
      throw new Unreachable(String(error));
    }
    if (response.status === 401) throw new Unauthorized(await detail_of(response));
    if (!response.ok) throw new Problem(response.status, await detail_of(response));
    return response;
  }
}

/// The reason that a problem+json tells, else its status line.
async function detail_of(response: Response): Promise<string> {
  const short = `${response.status} ${response.statusText}`;
  try {
    const problem = (await response.json()) as { title?: string; detail?: string };
    return problem.detail || problem.title || short;
  } catch {
    return short;
  }
}
