"""Machines of their own on one bridge, as network namespaces that vanish with this process; each can be cut off."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from time import monotonic
from typing import Any

NEEDED = ("ip", "unshare", "nsenter", "setpriv", "sleep")
INSIDE = "LEASELAB_TWO_HOSTS_INSIDE"
HERE = "10.77.0.1"
START_SECONDS = 60.0


def why_not() -> str:
    """What is missing to make such networks; empty when nothing is."""
    if os.geteuid() != 0:
        return "Network namespaces need root."
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if missing:
        return f"Not installed: {', '.join(missing)}. On Debian: apt-get install iproute2 util-linux"
    tried = subprocess.run(
        ["unshare", "--net", "ip", "link", "add", "name", "try", "type", "bridge"], capture_output=True
    )
    return "" if tried.returncode == 0 else "This kernel, or the container around, allows no bridge in a namespace."


def enter(words: Sequence[str]) -> None:
    """Go on in a network of our own, where nothing of the machine's is touched; returns where we are in it already."""
    if os.environ.get(INSIDE):
        return
    os.environ[INSIDE] = "1"
    os.execvp("unshare", ["unshare", "--net", sys.executable, *words])


def ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True)


def make_bridge() -> None:
    """The switch that all machines hang on; we are on it too, as the people's browsers."""
    ip("link", "set", "lo", "up")
    ip("link", "add", "name", "bridge", "type", "bridge")
    ip("addr", "add", f"{HERE}/24", "dev", "bridge")
    ip("link", "set", "bridge", "up")


class Machine:
    """A network namespace with an address; `run` starts a process in it, `cut_off` pulls its cable."""

    def __init__(self, name: str, number: int) -> None:
        self.name, self.address = name, f"10.77.0.{number}"
        self.holder = subprocess.Popen(["setpriv", "--pdeathsig", "KILL", "unshare", "--net", "sleep", "infinity"])
        self._running: list[subprocess.Popen[bytes]] = []
        self._wait_for_namespace()
        pid = str(self.holder.pid)
        ip("link", "add", "name", name, "type", "veth", "peer", "name", "eth0", "netns", pid)
        ip("link", "set", name, "master", "bridge", "up")
        for words in (("link", "set", "lo", "up"), ("addr", "add", f"{self.address}/24", "dev", "eth0")):
            subprocess.run([*self._inside(), "ip", *words], check=True)
        subprocess.run([*self._inside(), "ip", "link", "set", "eth0", "up"], check=True)

    def cut_off(self) -> None:
        ip("link", "set", self.name, "down")

    def bring_back(self) -> None:
        ip("link", "set", self.name, "up")

    def run(self, command: Sequence[str], log: Path, **how: Any) -> subprocess.Popen[bytes]:
        """The command as a process of this machine; it ends with us at the latest."""
        how = {"stdin": subprocess.DEVNULL, "stderr": subprocess.STDOUT, **how}
        with log.open("ab") as output:
            process = subprocess.Popen([*self._inside(), *command], stdout=output, **how)
        self._running.append(process)
        return process

    def close(self) -> None:
        for process in (*self._running, self.holder):
            process.kill()
            process.wait()

    def _inside(self) -> list[str]:
        """nsenter becomes the command itself, so that a signal reaches it."""
        return ["nsenter", f"--net=/proc/{self.holder.pid}/ns/net", "--", "setpriv", "--pdeathsig", "KILL"]

    def _wait_for_namespace(self) -> None:
        own = Path("/proc/self/ns/net").readlink()
        until = monotonic() + START_SECONDS
        while Path(f"/proc/{self.holder.pid}/ns/net").readlink() == own:
            if monotonic() > until:
                raise RuntimeError("The network namespace was not made.")
            try:
                self.holder.wait(timeout=0.02)
            except subprocess.TimeoutExpired:
                continue
