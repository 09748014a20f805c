#!/usr/bin/env python3
"""Builds the .deb of a build tree, installs, starts as systemd would, and removes it.

Usage: package_test.py BUILD WORK

As root on a machine that is thrown away (CI is set) the package is really installed; elsewhere it is
unpacked below WORK, and what dpkg would do around it is not tested.
"""
import os
import pathlib
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time

BUILD, WORK = (pathlib.Path(argument).resolve() for argument in sys.argv[1:3])
CONFIG = """trading_date = 2025-01-27
[references.static]
NVDA = "142.62"
[[rule]]
kind = "gap_down"
[[feed]]
name = "totalview"
stack = "udp/moldudp64/itch50"
[[feed.line]]
group = "239.255.72.103:26477"
interface = "127.0.0.1"
"""


def run(*command, **more):
    done = subprocess.run(command, capture_output=True, text=True, **more)
    if done.returncode != 0:
        sys.exit(f"{shlex.join(map(str, command))}: {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def check(is_so, what):
    if not is_so:
        sys.exit(f"not so: {what}")


def build_package():
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    run("cpack", "-G", "DEB", "--config", BUILD / "CPackConfig.cmake", "-B", WORK)
    packages = list(WORK.glob("gapwire_*.deb"))
    check(len(packages) == 1, f"one package, but {packages}")
    return packages[0]


def check_contents(package):
    names = {line.split()[5].lstrip(".") for line in run("dpkg-deb", "-c", package).splitlines()}
    for name in ("/usr/bin/gapwire", "/lib/systemd/system/gapwire.service",
                 "/usr/share/man/man1/gapwire.1", "/usr/share/gapwire/gapwire.example.toml",
                 "/usr/share/gapwire/calendars/markets.toml",
                 "/usr/share/bash-completion/completions/gapwire",
                 "/usr/share/zsh/vendor-completions/_gapwire"):
        check(name in names or f"/usr{name}" in names, f"{name} is in the package")
    check("libc6" in run("dpkg-deb", "-f", package, "Depends"), "the package depends on libc6")
    for script in ("postinst", "prerm", "postrm"):
        check(script in run("dpkg-deb", "-I", package), f"{script} is in the package")


def check_pages(root):
    page = root / "usr/share/man/man1/gapwire.1"
    text = page.read_text()
    for command in ("replay", "serve", "rules backtest"):
        check(f'.SS "gapwire {command}"' in text, f"{command} is in the manual page")
    if shutil.which("man"):
        shown = run("man", "--warnings", "-l", page, env=os.environ | {"MANWIDTH": "100"})
        check("EXIT STATUS" in shown, "man shows the page")
    script = root / "usr/share/bash-completion/completions/gapwire"
    for typed, wanted in ((["gapwire", "rul"], "rules"), (["gapwire", "rules", "back"], "backtest"),
                          (["gapwire", "serve", "--conf"], "--config"),
                          (["gapwire", "simulate", "--lines", "A"], "AB A")):
        words = shlex.join(typed)
        said = run("bash", "-c", f"source {script}; COMP_WORDS=({words}); "
                   f"COMP_CWORD={len(typed) - 1}; _gapwire; echo \"${{COMPREPLY[*]}}\"").strip()
        check(said == wanted, f"bash completes {words} to {wanted}, not {said}")
    if shutil.which("zsh"):
        run("zsh", "-n", root / "usr/share/zsh/vendor-completions/_gapwire")


class Manager:
    """systemd's side of Type=notify."""

    def __init__(self, command):
        self.path = WORK / "notify"
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(str(self.path))
        environment = {"NOTIFY_SOCKET": str(self.path), "WATCHDOG_USEC": "2000000"}
        self.errors = open(WORK / "stderr", "w+", encoding="utf-8")
        self.process = subprocess.Popen(command, env=os.environ | environment,
                                        stdout=subprocess.DEVNULL, stderr=self.errors)

    def wait_for(self, state):
        end = time.monotonic() + 30
        while time.monotonic() < end:
            self.socket.settimeout(end - time.monotonic())
            try:
                if state in self.socket.recv(4096).decode().splitlines():
                    return
            except socket.timeout:
                break
        self.errors.seek(0)
        sys.exit(f"the service did not say {state}\n{self.errors.read()}")


def check_service(root, config):
    unit = next(path for path in (root / "lib/systemd/system/gapwire.service",
                                  root / "usr/lib/systemd/system/gapwire.service") if path.exists())
    start = [line for line in unit.read_text().splitlines() if line.startswith("ExecStart=")]
    check(len(start) == 1, "the unit starts one program")
    command = shlex.split(start[0].removeprefix("ExecStart="))
    check(command == ["/usr/bin/gapwire", "serve", "--config", "/etc/gapwire/gapwire.toml"],
          f"the unit starts the installed program, not {command}")
    command[0] = root / "usr/bin/gapwire"
    command[-1] = config
    manager = Manager(command)
    manager.wait_for("READY=1")
    manager.wait_for("WATCHDOG=1")
    manager.process.send_signal(signal.SIGHUP)
    manager.wait_for("RELOADING=1")
    manager.wait_for("READY=1")
    manager.wait_for("WATCHDOG=1")
    manager.process.terminate()
    manager.wait_for("STOPPING=1")
    check(manager.process.wait(30) == 0, "the service ends with 0")


def main():
    package = build_package()
    check_contents(package)
    config = WORK / "gapwire.toml"
    if os.environ.get("CI") and os.geteuid() == 0 and not shutil.which("gapwire"):
        root = pathlib.Path("/")
        run("dpkg", "-i", package)
        try:
            config = root / "etc/gapwire/gapwire.toml"
            config.parent.mkdir(exist_ok=True)
            config.write_text(CONFIG)
            check_pages(root)
            if shutil.which("systemd-analyze"):
                run("systemd-analyze", "verify", "/lib/systemd/system/gapwire.service")
            check_service(root, config)
        finally:
            run("dpkg", "--purge", "gapwire")
        check(not shutil.which("gapwire") and not config.exists(), "nothing is left behind")
        print("installed, started, purged")
    else:
        root = WORK / "root"
        run("dpkg-deb", "-x", package, root)
        config.write_text(CONFIG)
        check_pages(root)
        check_service(root, config)
        print("unpacked and started")


main()
