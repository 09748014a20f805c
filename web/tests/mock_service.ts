// A small stand-in for the service: its HTTP and WebSocket interface over an invented day.

import { createReadStream, existsSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { join, normalize } from "node:path";
import { WebSocketServer, type WebSocket } from "ws";
import { worse_of } from "../src/model/severity";
import type { Action, Alert, Frame, Incident, Request, Status } from "../src/model/types";
import { alerts_of_the_day, bars_of, depth_of, incident_of, quotes_of_the_day, rules_of_the_day,
} from "./mock_day";
import { alert_like, feed_like, incident_like, status_like } from "./samples";

export interface MockOptions {
  token?: string;
  empty?: boolean;
  status?: Partial<Status>;
}

const types: Record<string, string> = {
  html: "text/html; charset=utf-8", js: "text/javascript", css: "text/css", svg: "image/svg+xml",
  txt: "text/plain",
};

export class MockService {
  readonly alerts: Alert[] = [];
  readonly actions: Action[] = [];
  readonly incidents = new Map<string, Incident>();
  readonly quotes = quotes_of_the_day();
  readonly feeds = [feed_like(), feed_like({ name: "cme", stack: "udp/mdp3" })];
  readonly heard: Request[] = []; // what clients said on the WebSocket
  readonly status: Status;
  port = 0;
  heartbeat = true;
  private server_: Server | null = null;
  private readonly clients_ = new Map<WebSocket, number | null>();
  private beat_: NodeJS.Timeout | null = null;
  private row_ = 0;

  constructor(private readonly options: MockOptions = {}) {
    const authentication = options.token === undefined ? "loopback" : "token";
    this.status = status_like({ authentication, ...options.status });
    if (!options.empty) alerts_of_the_day().forEach((alert) => { this.raise(alert); });
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/`;
  }

  async start(): Promise<void> {
    const server = createServer((request, response) => { void this.answer(request, response); });
    const sockets = new WebSocketServer({ noServer: true });
    server.on("upgrade", (request, socket, head) => {
      const url = new URL(request.url ?? "/", "http://mock");
      const { token } = this.options;
      if (token !== undefined && url.searchParams.get("token") !== token) {
        socket.end("HTTP/1.1 401 Unauthorized\r\n\r\n");
        return;
      }
      sockets.handleUpgrade(request, socket, head, (client) => { this.welcome(client); });
    });
    await new Promise<void>((resolve) => { server.listen(this.port, "127.0.0.1", resolve); });
    const address = server.address();
    if (address !== null && typeof address === "object") this.port = address.port;
    this.server_ = server;
    this.beat_ = setInterval(() => { this.beat(); }, 1000);
  }

  /// As a service that dies: every connection is cut. `start` brings it back at its port.
  async stop(): Promise<void> {
    if (this.beat_) clearInterval(this.beat_);
    for (const client of this.clients_.keys()) client.terminate();
    this.clients_.clear();
    const server = this.server_;
    this.server_ = null;
    server?.closeAllConnections();
    await new Promise<void>((resolve) => {
      if (server) server.close(() => { resolve(); });
      else resolve();
    });
  }

  /// Stores an alert, brings its incident up to date, and tells both.
  raise(alert: Alert): Alert {
    const row = { ...alert, seq: alert.stored ? ++this.row_ : null };
    this.alerts.push(row);
    this.status.store.last_seq = this.row_;
    const known = this.incidents.get(row.incident);
    const symbols = new Set([...(known?.symbols ?? []), row.symbol]);
    const incident = incident_like({
      ...known, latest: row, severity: worse_of(known?.severity ?? "info", row.severity),
      state: row.state, confidence: row.confidence, last_time: row.exchange_time,
      alerts: this.alerts.filter((one) => one.incident === row.incident).length,
      symbols: [...symbols], drill: row.drill,
    });
    this.incidents.set(row.incident, incident);
    this.tell({ type: "alert", alert: row });
    this.tell({ type: "incident", incident });
    return row;
  }

  /// Both lines of a feed fall silent: its books go stale, blindness is told.
  black_out(name: string): void {
    const since = this.status.now;
    const text = `${name}  BLIND: every line is silent, for 3 seconds`;
    const feed = this.feeds.find((one) => one.name === name);
    if (feed) {
      feed.state = "blind";
      feed.lines.forEach((line) => { line.state = "silent"; });
    }
    this.status.blind.push({ feed: name, cause: "lines_silent", since, text });
    this.tell({ type: "feeds", feeds: this.feeds });
    this.tell({ type: "status", status: this.status });
    this.raise(alert_like({
      id: "f100000000000001", rule: "blind", kind: "blind", symbol: name, severity: "critical",
      incident: incident_of.blind, reference: null, price: null, fall_bp: 0, rung_bp: 0,
      exchange_time: since, cause: "lines_silent", window_ns: 3e9, text,
    }));
  }

  tell(frame: Frame): void {
    for (const client of this.clients_.keys()) client.send(JSON.stringify(frame));
  }

  private welcome(client: WebSocket): void {
    const say = (frame: Frame): void => { client.send(JSON.stringify(frame)); };
    this.clients_.set(client, null);
    client.on("close", () => this.clients_.delete(client));
    client.on("message", (data) => { this.hear(client, JSON.parse(String(data)) as Request); });
    say({ type: "hello", status: this.status, last_seq: this.row_ });
    say({ type: "quotes", time: this.status.now, quotes: this.quotes });
    say({ type: "feeds", feeds: this.feeds });
  }

  private hear(client: WebSocket, request: Request): void {
    this.heard.push(request);
    if (request.type === "since") {
      for (const alert of this.alerts) {
        if (alert.seq !== null && alert.seq > request.seq) {
          client.send(JSON.stringify({ type: "alert", alert }));
        }
      }
      return;
    }
    this.clients_.set(client, request.depth);
    this.send_depth(client, request.depth);
  }

  private send_depth(client: WebSocket, instrument: number | null): void {
    const quote = this.quotes.find(({ id }) => id === instrument);
    if (quote) client.send(JSON.stringify({ type: "depth", ...depth_of(quote) }));
  }

  private beat(): void {
    if (!this.heartbeat) return;
    const passed = 1000 * this.status.clock_scale;
    this.status.now = new Date(Date.parse(this.status.now) + passed).toISOString();
    for (const feed of this.feeds) {
      if (feed.state === "ok") feed.last_message_time = this.status.now;
    }
    this.tell({ type: "status", status: this.status });
    for (const [client, depth] of this.clients_) this.send_depth(client, depth);
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://mock");
    if (!url.pathname.startsWith("/api/v1/")) {
      this.file(url.pathname, response);
      return;
    }
    const { token } = this.options;
    if (token !== undefined && request.headers.authorization !== `Bearer ${token}`) {
      refuse(response, 401, "Unauthorized", "a token is needed");
      return;
    }
    const path = url.pathname.slice("/api/v1/".length);
    if (request.method === "GET") this.get(path, response);
    else await this.change(request.method ?? "", path, request, response);
  }

  private get(path: string, response: ServerResponse): void {
    const [first = "", second = "", third = ""] = path.split("/");
    const quote = this.quotes.find(({ id }) => id === Number(second));
    const incident = this.incidents.get(second);
    if (first === "incidents" && second !== "" && !incident) {
      refuse(response, 404, "Not Found", `no incident ${second}`);
    } else if (first === "incidents" && incident) {
      answer_json(response, 200, { incident,
        alerts: this.alerts.filter((alert) => alert.incident === second),
        actions: this.actions.filter(({ target }) =>
          [second, incident.rule, ...incident.symbols].includes(target)) });
    } else if (first === "instruments" && third === "bars" && quote) {
      answer_json(response, 200, { id: quote.id, seconds: 60, sampled: true,
        bars: bars_of(quote) });
    } else {
      const answers: Record<string, unknown> = {
        status: this.status, watch: { quotes: this.quotes }, feeds: { feeds: this.feeds },
        rules: { rules: rules_of_the_day, language: this.status.language },
        incidents: { incidents: [...this.incidents.values()] },
        alerts: { alerts: [...this.alerts].reverse(), next: null },
        silences: { silences: this.holding() },
      };
      if (first in answers) answer_json(response, 200, answers[first]);
      else refuse(response, 404, "Not Found", path);
    }
  }

  private holding(): Action[] {
    return [...this.incidents.values()].flatMap(({ silenced, incident }) => silenced
      ? [{ ...silenced, seq: null, kind: "silence", scope: "incident", target: incident }] : []);
  }

  private async change(method: string, path: string, request: IncomingMessage,
                       response: ServerResponse): Promise<void> {
    if (request.headers["x-gapwire"] !== "1"
        || request.headers["content-type"] !== "application/json") {
      refuse(response, 403, "Forbidden", "X-Gapwire and Content-Type are needed");
      return;
    }
    let text = "";
    for await (const part of request) text += String(part);
    const body = JSON.parse(text) as Partial<Action> & { minutes?: number };
    const [, target = "", deed = ""] = path.split("/");
    if (body.why === "refuse me") {
      refuse(response, 409, "Conflict", "the service does not like this reason");
      return;
    }
    const kind = path === "drills" ? "drill"
      : path === "silences" ? (method === "DELETE" ? "unsilence" : "silence") : deed;
    const until = kind === "silence" || kind === "drill"
      ? new Date(Date.now() + (body.minutes ?? 0) * 60_000).toISOString() : null;
    const action: Action = {
      seq: ++this.row_, time: new Date().toISOString(), kind, scope: body.scope ?? "incident",
      target: body.target ?? target, until, why: body.why ?? "",
      who: this.options.token === undefined ? body.who ?? "" : "desk-token",
    };
    this.actions.push(action);
    this.take(action);
    answer_json(response, method === "DELETE" ? 200 : 201, { action });
  }

  private take(action: Action): void {
    const incident = this.incidents.get(action.target);
    if (!incident) return;
    const mark = { who: action.who, time: action.time, why: action.why };
    if (action.kind === "acknowledge") incident.acknowledged = mark;
    if (action.kind === "escalate") incident.escalated = mark;
    if (action.kind === "silence") incident.silenced = { ...mark, until: action.until ?? "" };
    if (action.kind === "drill") incident.drill = true;
    if (action.kind === "unsilence") incident.silenced = null;
    this.tell({ type: "incident", incident });
  }

  private file(path: string, response: ServerResponse): void {
    const name = normalize(path === "/" ? "/index.html" : path);
    const place = join("dist", name);
    if (!existsSync(place)) {
      refuse(response, 404, "Not Found", name);
      return;
    }
    response.writeHead(200, {
      "Content-Type": types[name.split(".").pop() ?? ""] ?? "application/octet-stream",
      "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'none'; "
        + "object-src 'none'; frame-ancestors 'none'",
    });
    createReadStream(place).pipe(response);
  }
}

function answer_json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
}

function refuse(response: ServerResponse, status: number, title: string, detail: string): void {
  response.writeHead(status, { "Content-Type": "application/problem+json" })
    .end(JSON.stringify({ type: "about:blank", title, status, detail }));
}
