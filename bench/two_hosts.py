"""`make two-hosts`: web, worker and services on three machines; each is cut off for a while, and nothing may be lost.

The machines are network namespaces, so this needs root. Exit status 1 when anything is lost, doubled or hangs, 3 where
such machines cannot be made.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import secrets
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Any

import httpx

from app.database_scope import every_site
from bench.two_hosts_fleet import Fleet
from bench.two_hosts_judge import LONGEST_PAGE, judge, rows, table
from bench.two_hosts_net import enter, why_not
from bench.two_hosts_traffic import Traffic

EMAIL, PASSWORD = "bob@oak.example", secrets.token_urlsafe(16)
LOOK = 0.25
NOT_POSSIBLE = 3
IN_WORK = "SELECT id FROM ai_evaluation_jobs WHERE status = 'processing'"
OPEN = "SELECT id FROM ai_evaluation_jobs WHERE status IN ('pending', 'processing')"
DONE = "SELECT id FROM ai_evaluation_jobs WHERE status IN ('completed', 'failed')"


class TooLate(Exception):
    """Something was waited for that did not come."""


class Run:
    """One run: `begun` is when, `limit` the seconds after which it is given up."""

    def __init__(self, fleet: Fleet, traffic: Traffic, limit: float) -> None:
        self.fleet, self.traffic = fleet, traffic
        self.until = monotonic() + limit
        self.recovery: dict[str, dict[str, float]] = {}

    async def cut(self, name: str, seconds: float) -> None:
        """Pull the cable in the middle of work, plug it in again, and wait until everything works by itself."""
        await self.reach("a job in work", lambda: rows(IN_WORK))
        self.traffic.phases.append(name)
        machine = self.fleet.machines[name]
        machine.cut_off()
        await asyncio.sleep(seconds)
        machine.bring_back()
        self.traffic.phases.append(f"then ({name})")
        back = monotonic()
        await self.reach("the web ready", self._is_ready)
        ready = monotonic() - back
        before = {
            row["id"] for row in await self.reach("the database", lambda: rows(f"{OPEN} UNION {DONE} LIMIT 9999"))
        }

        async def finishes_new_ones() -> bool:
            return any(row["id"] not in before for row in await rows(DONE))

        await self.reach("a new job done", finishes_new_ones)
        self.recovery[name] = {"ready after s": round(ready, 1), "new job done after s": round(monotonic() - back, 1)}
        if ended := self.fleet.ended():
            raise TooLate(f"{' and '.join(ended)} ended by itself")

    async def reach(self, what: str, found: Any) -> Any:
        """What `found` gives as soon as it is something. Raises TooLate."""
        while monotonic() < self.until:
            with suppress(OSError, httpx.TransportError, ConnectionError, _unreachable()):
                if result := await found():
                    return result
            await asyncio.sleep(LOOK)
        raise TooLate(f"{what} was not reached in time")

    async def _is_ready(self) -> bool:
        async with httpx.AsyncClient(base_url=self.fleet.url, timeout=5) as proxy:
            return (await proxy.get("/ready")).status_code == 200

    async def all_closed(self) -> bool:
        return not await rows(OPEN)


def _unreachable() -> type[Exception]:
    from app.database_outage import DatabaseUnreachable

    return DatabaseUnreachable


@every_site("a synthetic installation")
async def whole(fleet: Fleet, asked: argparse.Namespace) -> int:
    """Everything but the services, which run already; the exit status."""
    from app.database import close_database, open_database

    token = await _prepare()
    fleet.start_application()
    await open_database()
    traffic = Traffic(fleet.url, token, EMAIL, PASSWORD)
    run, problem = Run(fleet, traffic, asked.limit), ""
    working = asyncio.create_task(traffic.run(asked.people))
    try:
        await run.reach("a first job done", lambda: rows(DONE))
        for name in asked.only:
            await run.cut(name, asked.cut)
        traffic.stopping.set()
        await working
        await run.reach("the end of all jobs", run.all_closed)
    except TooLate as late:
        problem = str(late)
    finally:
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
    judged = await judge(traffic, asked.longest)
    await close_database()
    wrong = [*([problem] if problem else []), *judged.wrong]
    sys.stdout.write("\n".join(table(traffic.answers)) + "\n")
    sys.stdout.write(json.dumps({**judged.figures, "recovery": run.recovery, "wrong": wrong}, indent=2) + "\n")
    return 1 if wrong else 0


async def _prepare() -> str:
    """The schema, a site with room in its quota, and somebody with a token, which is returned."""
    from app.clock import utc_now
    from app.database import close_database
    from app.migrate import migrate
    from app.sites.create import create_site, create_user
    from app.sites.tables import Tier
    from app.sites.tokens import create_token

    await migrate()
    site = await create_site("oak", "Oak Court", utc_now(), Tier.enterprise)
    bob = await create_user(site, EMAIL, "Bob", "manager", PASSWORD, utc_now())
    token = await create_token(site.id, bob.id, utc_now())
    await close_database()
    return token


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cut", type=float, default=30.0, help="seconds for which each is cut off")
    parser.add_argument("--only", nargs="*", default=["worker", "services", "web"], help="which, and in which order")
    parser.add_argument("--people", type=int, default=1, help="who create leads at once")
    parser.add_argument("--limit", type=float, default=240.0, help="seconds after which the run is given up")
    parser.add_argument("--longest", type=float, default=LONGEST_PAGE, help="seconds that any answer may take")
    parser.add_argument("--keep", help="a folder for the logs, which is left behind")
    asked = parser.parse_args()
    if reason := why_not():
        sys.stderr.write(f"{reason}\n")
        return NOT_POSSIBLE
    enter(["-m", "bench.two_hosts", *sys.argv[1:]])
    with tempfile.TemporaryDirectory(prefix="leaselab-two-hosts-") as name:
        folder = Path(asked.keep or name)
        folder.mkdir(exist_ok=True)
        folder.chmod(0o755)  # the database's user must get through
        fleet = Fleet(folder)
        try:
            fleet.start_services()
            os.environ.update(fleet.settings, LEASELAB_DATA_DIR=name)
            return asyncio.run(whole(fleet, asked))
        finally:
            fleet.close()


if __name__ == "__main__":
    sys.exit(main())
