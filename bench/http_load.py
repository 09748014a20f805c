#!/usr/bin/env python3
"""The feed thread beside a thousand desks: python3 bench/http_load.py GAPWIRE [options].

Plays a synthetic day at an even rate into `gapwire serve`, in turn with nobody and with many
WebSocket clients and requests at its HTTP port (web/tests/load.mjs), and prints one line a run and
the ratio of each pair: processor time of the feed thread a message, from the kernel's schedstat.
Needs two cores, Node and the page's packages. Core 1 has the feed thread and the player, core 0 all
other threads of the service and the clients.
"""
import argparse
import json
import os
import pathlib
import statistics
import struct
import subprocess
import sys
import tempfile
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
GROUP = "239.255.43.17:26477"
PACKET_BYTES = 1_200  # of messages, about 37 of them
BURST_NS = 500_000  # packets leave so far apart, several at once: a timer each is the player's load
DATE = "2025-01-27"
CONFIG = """trading_date = {date}

[serve]
prefault = true
feed_cpu = 1
rules_cpu = 0
sinks_cpu = 0

[store]
path = "{folder}/alerts.db"

[http]
address = "127.0.0.1:{port}"

[[feed]]
name = "day"
stack = "udp/moldudp64/itch50"
[[feed.line]]
name = "A"
group = "{group}"
interface = "lo"

[[rule]]
kind = "velocity"
symbols = [{symbols}]
move = "0.4"
within = "1m"
hysteresis = "0.05"
trigger = "both"
recovery = "1s"
cool_down = "1s"

[[sink]]
kind = "file"
path = "{folder}/alerts.jsonl"
"""


def checksum(header):
    total = sum(struct.unpack(f">{len(header) // 2}H", header))
    total = (total & 0xFFFF) + (total >> 16)
    return ~(total + (total >> 16)) & 0xFFFF


def frame(payload):
    """An Ethernet frame with IPv4 and UDP to GROUP."""
    address, port = GROUP.split(":")
    group = bytes(int(part) for part in address.split("."))
    udp = struct.pack(">HHHH", 40_000, int(port), 8 + len(payload), 0)
    ip = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 28 + len(payload), 0, 0, 1, 17, 0,
                     bytes([10, 0, 0, 1]), group)
    ip = ip[:10] + struct.pack(">H", checksum(ip)) + ip[12:]
    ethernet = bytes([1, 0, 0x5E, group[1] & 0x7F, group[2], group[3]]) + b"\x02" + bytes(5)
    return ethernet + b"\x08\x00" + ip + udp + payload


def wrap(day, capture, rate):
    """The messages of a BinaryFILE as MoldUDP64 in a pcap, `rate` a second. Returns how many."""
    data = memoryview(pathlib.Path(day).read_bytes())
    sequence, at = 1, 0
    with open(capture, "wb") as out:
        out.write(struct.pack("<IHHiIII", 0xA1B23C4D, 2, 4, 0, 0, 65_535, 1))

        def write(payload):
            ns = (sequence - 1) * 1_000_000_000 // rate // BURST_NS * BURST_NS
            whole = frame(payload)
            out.write(struct.pack("<IIII", 1_737_968_400 + ns // 1_000_000_000,
                                  ns % 1_000_000_000, len(whole), len(whole)) + whole)

        while at < len(data):
            end, count = at, 0
            while end < len(data):
                size = 2 + (data[end] << 8 | data[end + 1])
                if count > 0 and end + size - at > PACKET_BYTES:
                    break
                end, count = end + size, count + 1
            write(struct.pack(">10sQH", b"SESSION001", sequence, count) + bytes(data[at:end]))
            sequence, at = sequence + count, end
    return sequence - 1


def processor_ns(pid):
    """Processor time of each thread so far, by name."""
    spent = {}
    for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
        name = (task / "comm").read_text().strip()
        spent[name] = spent.get(name, 0) + int((task / "schedstat").read_text().split()[0])
    return spent


def figures(port):
    """The series of /metrics without labels told apart: sums by name, events by their own."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=20) as answer:
        lines = answer.read().decode().splitlines()
    sums = {}
    for line in lines:
        if line.startswith("#"):
            continue
        name, value = line.rsplit(" ", 1)
        key = name.split("{")[0]
        if 'event="' in name:
            key = name.split('event="')[1].split('"')[0]
        sums[key] = sums.get(key, 0) + float(value)
    return sums


def wait_until(done, patience_s=60):
    for _ in range(patience_s * 20):
        try:
            if done():
                return True
        except OSError:
            pass
        time.sleep(0.05)
    return False


def start_service(options, folder, symbols):
    """The service, when it answers. What it says is in `folder`/serve.log."""
    config, said = folder / "load.toml", folder / "serve.log"
    config.write_text(CONFIG.format(date=DATE, folder=folder, port=options.port, group=GROUP,
                                    symbols=", ".join(f'"{symbol}"' for symbol in symbols)))
    with open(said, "w") as log:
        serve = subprocess.Popen(["taskset", "-c", "0", options.gapwire, "serve", "--config",
                                  str(config)], stdout=log, stderr=log)
    if not wait_until(lambda: figures(options.port)):
        serve.kill()
        sys.exit(f"the service did not start: {said.read_text()}")
    return serve


def start_clients(options, seconds):
    """The desks, when all are connected."""
    clients = subprocess.Popen(
        ["taskset", "-c", "0", "node", str(HERE.parent / "web/tests/load.mjs"),
         f"http://127.0.0.1:{options.port}", str(options.clients), str(seconds),
         str(options.requests)], stdout=subprocess.PIPE, text=True)
    if not wait_until(lambda: figures(options.port)["gapwire_ws_clients"] >= options.clients):
        clients.kill()
        sys.exit("not all clients were connected")
    return clients


def play(options, capture, messages):
    subprocess.run(["taskset", "-c", "1", options.gapwire, "simulate", "play", "--route",
                    f"{GROUP}={GROUP}", capture], check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    wait_until(lambda: figures(options.port)["gapwire_feed_messages_total"] >= messages, 5)


def one_run(options, work, capture, messages, symbols, with_clients):
    folder = pathlib.Path(tempfile.mkdtemp(dir=work))
    serve, clients = start_service(options, folder, symbols), None
    try:
        if with_clients:
            clients = start_clients(options, messages / options.rate + 4)
        before, began = processor_ns(serve.pid), time.time()
        desks = sum(processor_ns(clients.pid).values()) if clients else 0
        play(options, capture, messages)
        after, part = processor_ns(serve.pid), 1e9 * (time.time() - began)
        busy = {name: round((ns - before.get(name, 0)) / part, 3) for name, ns in after.items()}
        told = figures(options.port)
        run = {"clients": options.clients if with_clients else 0,
               "ns_a_message": (after["feed"] - before["feed"]) / messages,
               "lost": int(told["gapwire_feed_messages_lost_total"]),
               "kernel_drops": int(told.get("udp_kernel_drops", 0)),
               "merged": int(told.get("rule_updates_merged", 0)),
               "alerts": int(told.get("alerts_stored", 0)), "busy": busy}
        if clients:
            busy["desks"] = round((sum(processor_ns(clients.pid).values()) - desks) / part, 3)
            run["desks"] = json.loads(clients.communicate(timeout=120)[0])
        return run
    finally:
        if clients:
            clients.kill()
        serve.terminate()
        serve.wait(timeout=60)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gapwire", help="the program, of a release build")
    parser.add_argument("--pairs", type=int, default=11)
    parser.add_argument("--clients", type=int, default=1_000)
    parser.add_argument("--requests", type=int, default=50, help="a second")
    parser.add_argument("--messages", type=int, default=10_000_000)
    parser.add_argument("--rate", type=int, default=1_000_000, help="messages a second")
    parser.add_argument("--watched", type=int, default=6, help="symbols that the rule watches")
    parser.add_argument("--port", type=int, default=18_080)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="gapwire-load-") as work:
        day, capture, books = f"{work}/day.itch", f"{work}/day.pcap", f"{work}/books.csv"
        subprocess.run([options.gapwire, "simulate", "--day", "--messages", str(options.messages),
                        "--truth", books, "-o", day], check=True, stdout=subprocess.DEVNULL)
        messages = wrap(day, capture, options.rate)
        os.remove(day)
        depth = {}
        for line in open(books):
            symbol = line.split(",")[0]
            depth[symbol] = depth.get(symbol, 0) + 1
        symbols = sorted(depth, key=depth.get, reverse=True)[:options.watched]
        ratios = []
        for _ in range(options.pairs):
            pair = [one_run(options, work, capture, messages, symbols, with_clients)
                    for with_clients in (False, True)]
            for run in pair:
                print(json.dumps(run), flush=True)
            ratios.append(pair[1]["ns_a_message"] / pair[0]["ns_a_message"])
            print(f"ratio {ratios[-1]:.3f}", flush=True)
        print(f"median ratio {statistics.median(ratios):.3f}, from {min(ratios):.3f} to "
              f"{max(ratios):.3f}, of {len(ratios)} pairs")


if __name__ == "__main__":
    main()
