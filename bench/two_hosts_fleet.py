"""The installation that is cut in pieces: web and worker on two machines; database, queue and store on a third."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
from pathlib import Path
from time import monotonic
from typing import Any

from bench.two_hosts_net import START_SECONDS, Machine, make_bridge
from tests.services import FAST, find_program

PORT = 8000
POSTGRES, REDIS, S3 = 5432, 6379, 9000
ANYBODY = "host all all 10.77.0.0/24 trust\n"
"""Of a network that ends with the run."""


class Fleet:
    """`start` brings everything up; the processes that must outlive every cut are `web` and `worker`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        make_bridge()
        self.machines = {name: Machine(name, number) for number, name in enumerate(("web", "worker", "services"), 2)}
        at = self.machines["services"].address
        self.settings = {
            "DATABASE_URL": f"postgresql://leaselab@{at}:{POSTGRES}/postgres",
            "REDIS_URL": f"redis://{at}:{REDIS}",
            "MINIO_ENDPOINT": f"{at}:{S3}",
            "MINIO_ACCESS_KEY": "two-hosts",
            "MINIO_SECRET_KEY": secrets.token_urlsafe(24),
            "MINIO_BUCKET": "two-hosts",
            "MINIO_SECURE": "0",
            "LEASELAB_SECRET_KEY": secrets.token_urlsafe(48),
            "LEASELAB_LOG_FORMAT": "json",
            "LEASELAB_API_REQUESTS_A_MINUTE": "100000",
        }
        self.url = f"http://{self.machines['web'].address}:{PORT}"

    def start_services(self) -> None:
        machine, at = self.machines["services"], self.machines["services"].address
        self._start_postgres(machine)
        redis = [find_program("redis-server"), "--port", str(REDIS), "--bind", at, "--protected-mode", "no"]
        machine.run([*redis, "--save", "", "--appendonly", "no"], self._log("redis"), cwd=self._home("redis"))
        keys = {"NANIO_ACCESS_KEY": self.settings["MINIO_ACCESS_KEY"]}
        keys["NANIO_SECRET_KEY"] = self.settings["MINIO_SECRET_KEY"]
        nanio = [str(Path(sys.executable).with_name("nanio")), "serve", "--data-dir", str(self._home("s3"))]
        words = ["--host", at, "--port", str(S3), "--log-level", "error", "--no-access-log"]
        machine.run([*nanio, *words], self._log("s3"), env={**os.environ, **keys})
        for port in (POSTGRES, REDIS, S3):
            self._wait_for(at, port)

    def start_application(self) -> None:
        web = self.machines["web"]
        self.web = self._app(web, "serve", "--host", web.address, "--port", str(PORT))
        self.worker = self._app(self.machines["worker"], "worker")
        self._wait_for(web.address, PORT)

    def ended(self) -> list[str]:
        """Which of web and worker ended, or died, by itself."""
        return [name for name in ("web", "worker") if getattr(self, name).poll() is not None]

    def log_of(self, name: str) -> str:
        return self._log(name).read_text(errors="replace")

    def close(self) -> None:
        for machine in self.machines.values():
            machine.close()

    def _app(self, machine: Machine, *words: str) -> subprocess.Popen[bytes]:
        settings = {**os.environ, **self.settings, "LEASELAB_DATA_DIR": str(self._home(machine.name))}
        command = [sys.executable, "-m", "app", *words]
        return machine.run(command, self._log(machine.name), env=settings)

    def _start_postgres(self, machine: Machine) -> None:
        home = self._home("postgres")
        who: dict[str, Any] = {"user": "postgres", "group": "postgres", "extra_groups": [], "cwd": home}
        os.chown(home, *_ids("postgres"))
        make = [find_program("initdb"), "--pgdata", str(home / "data"), "--auth", "trust", "--username", "leaselab"]
        subprocess.run(
            [*make, "--no-sync", "--encoding", "UTF8", "--locale", "C.UTF-8"], check=True, capture_output=True, **who
        )
        with (home / "data" / "pg_hba.conf").open("a") as rules:
            rules.write(ANYBODY)
        ids = ["--reuid", "postgres", "--regid", "postgres", "--clear-groups"]  # root enters the namespace first
        server = [find_program("postgres"), "-D", str(home / "data"), "-k", str(home), "-h", machine.address]
        options = [word for setting in FAST for word in ("-c", setting)]
        machine.run([*ids, *server, "-p", str(POSTGRES), *options], self._log("postgres"), cwd=home)

    def _home(self, name: str) -> Path:
        home = self.folder / name
        home.mkdir(exist_ok=True)
        return home

    def _log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def _wait_for(self, address: str, port: int) -> None:
        until = monotonic() + START_SECONDS
        while monotonic() < until:
            try:
                socket.create_connection((address, port), timeout=0.5).close()
                return
            except OSError:
                try:
                    self.machines["services"].holder.wait(timeout=0.05)  # a pause
                except subprocess.TimeoutExpired:
                    continue
        raise RuntimeError(f"Nothing answers at {address}:{port}; see the logs in {self.folder}")


def _ids(name: str) -> tuple[int, int]:
    import pwd

    found = pwd.getpwnam(name)
    return found.pw_uid, found.pw_gid
