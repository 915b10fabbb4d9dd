"""A throwaway installation: a data directory with a synthetic site, and the web and worker processes on it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

import httpx

OUTSIDE = ("DATABASE_URL", "REDIS_URL", "MINIO_ENDPOINT", "LEASELAB_LLM_BASE_URL", "OTEL_EXPORTER_OTLP_ENDPOINT")
"""The figures are those of one machine with nothing configured."""
STOP_SECONDS = 25
LOOK_SECONDS = 0.01
PASSWORD = "leaselab-demo"
PREPARE = """
import asyncio, sys
from app.clock import utc_now
from app.database import close_database, open_database
from app.database_scope import every_site
from app.demo.bulk import seed_bulk
from app.demo.people_of_site import seed_people
from app.migrate import migrate
from app.sites.find import get_site_by_slug, get_user_by_email
from app.sites.tokens import create_token
@every_site("a synthetic site")
async def main():
    await migrate()
    await open_database()
    await seed_people(utc_now())
    await seed_bulk(int(sys.argv[1]), utc_now())
    site = await get_site_by_slug("load")
    user = await get_user_by_email("manager@oak.example")
    print(await create_token(site.id, user.id, utc_now()))
    await close_database()
asyncio.run(main())
"""


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@dataclass
class Installation:
    """`folder` is its data directory; `prepare` comes first."""

    folder: Path
    port: int = field(default_factory=_free_port)
    token: str = ""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in OUTSIDE}
        return {
            **kept,
            "LEASELAB_DATA_DIR": str(self.folder),
            "LEASELAB_SECRET_KEY": "only-for-benchmarks-" + "z" * 32,
            "LEASELAB_API_REQUESTS_A_MINUTE": "1000000",
            "LEASELAB_LOG_FORMAT": "json",
        }

    def run(self, program: str, *words: str) -> str:
        """What a Python program says that has the installation's settings. Raises CalledProcessError."""
        done = subprocess.run(
            [sys.executable, "-c", program, *words], env=self.environment, check=True, stdout=subprocess.PIPE, text=True
        )
        return done.stdout

    def prepare(self, leads: int) -> None:
        """Migrate, let people in and bring the site `load` to this many leads; `token` is then a manager's."""
        self.token = self.run(PREPARE, str(leads)).split()[-1]

    @contextmanager
    def web(self, **settings: str) -> Iterator[tuple[int, float]]:
        """The web process without nudges: its id, and the seconds from its start to its first answer."""
        began = perf_counter()
        with self._process(["serve", "--port", str(self.port)], {"LEASELAB_NUDGE": "0", **settings}) as process:
            _wait_for(process, self.address)
            yield process.pid, perf_counter() - began

    @contextmanager
    def worker(self, workers: int = 1) -> Iterator[int]:
        """A worker process that works on so many jobs at once; its id."""
        with self._process(["worker", "--workers", str(workers)], {}) as process:
            yield process.pid

    @contextmanager
    def _process(self, words: Sequence[str], settings: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
        with (self.folder / f"{words[0]}.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "app", *words], env={**self.environment, **settings}, stdout=log, stderr=log
            )
            try:
                yield process
            finally:
                process.terminate()
                process.wait(STOP_SECONDS)


def _wait_for(process: subprocess.Popen[bytes], address: str) -> None:
    with httpx.Client() as client:
        while process.poll() is None:
            try:
                client.get(f"{address}/health")
            except httpx.TransportError:
                with suppress(subprocess.TimeoutExpired):
                    process.wait(LOOK_SECONDS)  # the pause between two tries
            else:
                return
    raise RuntimeError("the server ended before it answered")


def log_in(address: str) -> dict[str, str]:
    """The headers of a browser of which a manager of the site `load` has logged in."""
    with httpx.Client(base_url=address) as browser:
        browser.get("/login")
        token = browser.cookies["leaselab_csrf"]
        form = {"email": "manager@oak.example", "password": PASSWORD, "_csrf_token": token}
        answer = browser.post("/login", data=form)
        if answer.status_code != 303:
            raise RuntimeError(f"the log-in was answered with {answer.status_code}")
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in browser.cookies.items())}


def lead_ids(address: str, token: str, most: int) -> list[str]:
    """Leads of the site in the order of their names."""
    with httpx.Client(base_url=address, headers={"Authorization": f"Bearer {token}"}) as client:
        pages = range(1, -(-most // 100) + 1)
        answers = [client.get(f"/api/ops/leads?sort=name&per_page=100&page={page}").json() for page in pages]
    return [str(lead["id"]) for answer in answers for lead in answer["data"]][:most]
