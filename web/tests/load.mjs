// Many desks at one service: node tests/load.mjs URL [CLIENTS] [SECONDS] [REQUESTS_A_SECOND].
// Each client watches all quotes and hears every alert; the last one stops reading. Prints one
// object: what came, how long alerts took from their capture to a client (and how late this program
// itself was), who was cut.

import { monitorEventLoopDelay } from "node:perf_hooks";
import process from "node:process";
import WebSocket from "ws";

const [url, clients = "1000", seconds = "30", rate = "50"] = process.argv.slice(2);
if (url === undefined) {
  console.error("want the address of a service: http://127.0.0.1:8080");
  process.exit(2);
}
const socket_url = new URL("/ws", url.replace(/^http/, "ws"));
const paths = ["status", "incidents", "watch", "feeds", "alerts?limit=50", "counters"];
const told = { connected: 0, refused: 0, cut: 0, frames: 0, bytes: 0, alerts: 0, dropped: 0 };
const connect_pause_ms = 10;  // the service admits so many requests a second of one address
const delays_ms = [];
const request_ms = [];
let failed_requests = 0;

function percentile(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  const place = Math.min(sorted.length - 1, Math.floor(part * sorted.length));
  return sorted.length === 0 ? null : sorted[place];
}

function take(data, at) {
  told.frames += 1;
  told.bytes += data.length;
  // Parsing what a thousand clients get would be the load itself: only alerts are looked at.
  const text = data.subarray(0, 24).toString();
  if (text.startsWith('{"type":"dropped"')) told.dropped += 1;
  if (!text.startsWith('{"type":"alert"')) return;
  told.alerts += 1;
  const captured = JSON.parse(data.toString()).alert.capture_time;
  const since = captured === null ? 0 : Date.parse(captured);
  if (since > started) delays_ms.push(at - since);
}

function connect(is_deaf) {
  return new Promise((resolve) => {
    const socket = new WebSocket(socket_url);
    socket.on("open", () => {
      told.connected += 1;
      if (is_deaf) socket.pause();
      resolve(socket);
    });
    socket.on("error", () => { told.refused += 1; resolve(null); });
    socket.on("close", (code) => { if (code === 1013 || code === 1006) told.cut += 1; });
    socket.on("message", (data) => take(data, Date.now()));
  });
}

async function request(path) {
  const from = performance.now();
  const answer = await fetch(new URL(`/api/v1/${path}`, url)).catch(() => null);
  if (answer === null || !answer.ok) failed_requests += 1;
  else await answer.arrayBuffer();
  request_ms.push(performance.now() - from);
}

const started = Date.now();
const sockets = [];
for (let i = 0; i < Number(clients); ++i) {
  sockets.push(await connect(i === Number(clients) - 1));
  await new Promise((resolve) => { setTimeout(resolve, connect_pause_ms); });
}
const connected_ms = Date.now() - started;
const own_delay = monitorEventLoopDelay({ resolution: 2 });
own_delay.enable();
const end = Date.now() + Number(seconds) * 1000;
for (let i = 0; Date.now() < end; ++i) {
  void request(paths[i % paths.length]);
  await new Promise((resolve) => { setTimeout(resolve, 1000 / Number(rate)); });
}
console.log(JSON.stringify({
  ...told, connected_ms, requests: request_ms.length, failed_requests,
  request_ms_p99: percentile(request_ms, 0.99),
  alert_ms_p50: percentile(delays_ms, 0.5), alert_ms_p99: percentile(delays_ms, 0.99),
  alert_ms_max: percentile(delays_ms, 1),
  own_delay_ms_p50: own_delay.percentile(50) / 1e6, own_delay_ms_p99: own_delay.percentile(99) / 1e6,
}));
process.exit(0);
