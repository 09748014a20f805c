// The line to the service: it comes back later and later, asks for what it missed, and never
// listens to a line it gave up.

import assert from "node:assert/strict";
import test from "node:test";
import type { Frame, Request } from "../../src/model/types";
import { Unauthorized, Unreachable } from "../../src/net/api";
import { wait_before, wait_first_ms, wait_max_ms } from "../../src/net/backoff";
import { Link, silence_max_ms, type Socket } from "../../src/net/link";
import { alert_like, status_like } from "../samples";

class FakeSocket implements Socket {
  said: Request[] = [];
  closed = false;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;
  send(text: string): void { this.said.push(JSON.parse(text) as Request); }
  close(): void { this.closed = true; }
  receive(frame: unknown): void {
    this.onmessage?.({ data: typeof frame === "string" ? frame : JSON.stringify(frame) });
  }
}

function make() {
  const world = {
    clock: 0, failure: null as Error | null,
    sockets: [] as FakeSocket[], timers: [] as { run: () => void; ms: number }[],
    now: () => world.clock,
    random: () => 1 - Number.EPSILON,
    later: (run: () => void, ms: number) => { world.timers.push({ run, ms }); },
    prepare: () => (world.failure ? Promise.reject(world.failure) : Promise.resolve()),
    open: () => {
      const socket = new FakeSocket();
      world.sockets.push(socket);
      return socket;
    },
  };
  const heard: Frame[] = [];
  const phases: string[] = [];
  const link = new Link(world, {
    on_frame: (frame) => { heard.push(frame); },
    on_phase: (phase) => { phases.push(phase); },
    watch: () => ({ type: "watch", quotes: "all", depth: 5, rate: 4 }),
    since: () => 42,
  });
  return { world, heard, phases, link };
}

const settled = () => new Promise((resolve) => { setImmediate(resolve); });
const hello = { type: "hello", status: status_like(), last_seq: 50 };

test("after hello it says what to watch and asks for what came after its last seq", async () => {
  const { world, link, heard, phases } = make();
  link.start();
  await settled();
  world.sockets[0]?.receive(hello);
  assert.deepEqual(world.sockets[0]?.said, [
    { type: "watch", quotes: "all", depth: 5, rate: 4 }, { type: "since", seq: 42 }]);
  assert.deepEqual(phases, ["connecting", "open"]);
  assert.equal(heard.length, 1);
});

test("each failed try waits longer, and hello starts again from the beginning", async () => {
  const { world, link } = make();
  world.failure = new Unreachable("refused");
  link.start();
  for (let turn = 0; turn < 4; turn += 1) {
    await settled();
    if (turn === 3) world.failure = null;
    world.timers.at(-1)?.run();
  }
  await settled();
  assert.deepEqual(world.timers.map(({ ms }) => ms), [500, 1000, 2000, 4000]);
  world.sockets[0]?.receive(hello);
  world.sockets[0]?.onclose?.();
  assert.equal(world.timers.at(-1)?.ms, wait_first_ms);
});

test("a refused token is not tried again by itself", async () => {
  const { world, link, phases } = make();
  world.failure = new Unauthorized("token");
  link.start();
  await settled();
  assert.deepEqual(phases, ["connecting", "refused"]);
  assert.equal(world.timers.length, 0);
});

test("a line on which nothing comes is given up", async () => {
  const { world, link, phases } = make();
  link.start();
  await settled();
  world.sockets[0]?.receive(hello);
  world.clock = silence_max_ms - 1;
  link.check();
  assert.equal(world.sockets[0]?.closed, false);
  world.clock = silence_max_ms;
  link.check();
  assert.equal(world.sockets[0]?.closed, true);
  assert.equal(phases.at(-1), "waiting");
});

test("what a line brings after it was given up is not heard", async () => {
  const { world, link, heard } = make();
  link.start();
  await settled();
  const [first] = world.sockets;
  first?.receive(hello);
  link.start();
  await settled();
  first?.receive({ type: "alert", alert: alert_like() });
  first?.onclose?.();
  assert.equal(heard.length, 1);
  assert.equal(world.timers.length, 0);
  assert.equal(world.sockets.length, 2);
});

test("frames of a type it does not know, and what is no JSON, change nothing", async () => {
  const { world, link, heard } = make();
  link.start();
  await settled();
  world.sockets[0]?.receive({ type: "weather" });
  world.sockets[0]?.receive("{");
  world.sockets[0]?.receive("null");
  assert.deepEqual(heard, []);
});

test("waits double up to a limit, and spread over their upper half", () => {
  assert.deepEqual([0, 1, 2, 3].map((attempt) => wait_before(attempt, 0)), [250, 500, 1000, 2000]);
  assert.ok(wait_before(1000, 0.999) <= wait_max_ms);
  assert.equal(wait_before(1000, 0), wait_max_ms / 2);
});
