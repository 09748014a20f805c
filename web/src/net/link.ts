// The page's line to the service: it comes back by itself, later after every failed try.

import type { Frame, Request } from "../model/types";
import { Unauthorized } from "./api";
import { wait_before } from "./backoff";

/// The part of a WebSocket that the link uses; tests bring their own.
export interface Socket {
  send(text: string): void;
  close(): void;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: (() => void) | null;
}

/// What the link needs of the world, so that a test can be the world.
export interface World {
  now(): number;
  random(): number;
  later(run: () => void, ms: number): void;
  prepare(): Promise<void>; // asks the service for what comes before frames; throws as Api does
  open(): Socket;
}

export interface Listener {
  on_frame(frame: Frame): void;
  on_phase(phase: "connecting" | "open" | "waiting" | "refused", retry_at: number,
           attempt: number): void;
  watch(): Request;
  since(): number;
}

/// A line on which nothing came for so long is given up: nobody may have told us of its end.
export const silence_max_ms = 10_000;

export class Link {
  private attempt_ = 0;
  private socket_: Socket | null = null;
  private heard_at_ = 0;
  private round_ = 0; // counts tries: what an older one still brings is not heard

  constructor(private readonly world: World, private readonly listener: Listener) {}

  /// Connects now, whatever it was waiting for.
  start(): void {
    const round = ++this.round_;
    this.socket_?.close();
    this.socket_ = null;
    this.listener.on_phase("connecting", 0, this.attempt_);
    this.world.prepare().then(
      () => { if (round === this.round_) this.open(round); },
      (error: unknown) => { if (round === this.round_) this.failed(error); },
    );
  }

  /// Says what is to be watched, if anybody listens; a new line says it by itself.
  say_watch(): void {
    this.say(this.listener.watch());
  }

  /// Gives a dead line up. Call it now and again.
  check(): void {
    if (this.socket_ && this.world.now() - this.heard_at_ >= silence_max_ms) this.wait();
  }

  private open(round: number): void {
    const socket = this.world.open();
    this.socket_ = socket;
    this.heard_at_ = this.world.now();
    socket.onmessage = (event) => { if (round === this.round_) this.hear(event.data); };
    socket.onclose = () => { if (round === this.round_) this.wait(); };
  }

  private hear(data: unknown): void {
    const frame = parsed(data);
    if (!frame) return;
    this.heard_at_ = this.world.now();
    if (frame.type !== "hello") {
      this.listener.on_frame(frame);
      return;
    }
    this.attempt_ = 0;
    this.listener.on_phase("open", 0, 0);
    this.listener.on_frame(frame);
    this.say(this.listener.watch());
    this.say({ type: "since", seq: this.listener.since() });
  }

  private failed(error: unknown): void {
    if (error instanceof Unauthorized) this.listener.on_phase("refused", 0, this.attempt_);
    else this.wait();
  }

  private wait(): void {
    const round = ++this.round_;
    this.socket_?.close();
    this.socket_ = null;
    const wait = wait_before(this.attempt_, this.world.random());
    this.attempt_ += 1;
    this.listener.on_phase("waiting", this.world.now() + wait, this.attempt_);
    this.world.later(() => { if (round === this.round_) this.start(); }, wait);
  }

  private say(request: Request): void {
    this.socket_?.send(JSON.stringify(request));
  }
}

const types = new Set(["hello", "alert", "incident", "quotes", "depth", "feeds", "status",
  "dropped"]);

/// Null for what is no frame that this page knows: a newer service may send more.
function parsed(data: unknown): Frame | null {
  try {
    const frame = JSON.parse(String(data)) as Frame;
    return types.has(frame.type) ? frame : null;
  } catch {
    return null;
  }
}
