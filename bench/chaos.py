"""`make chaos`: jobs, workers, a worker killed with SIGKILL at random moments, and what must hold in the end.

Uses a database of its own in a temporary folder, or the empty one that DATABASE_URL names. Exit status 1 when anything
is lost or doubled.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import secrets
import signal
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from pathlib import Path
from time import monotonic
from typing import Any

from app.database_scope import every_site

chance = secrets.SystemRandom()
UNREADABLE_EVERY = 10


@dataclass
class Figures:
    """What one run showed. `overdue_seconds` is the longest that a lapsed claim was left lying,
    the moments in which no worker lived included."""

    jobs: int = 0
    completed: int = 0
    failed: int = 0
    open: int = 0
    evaluations: int = 0
    counter: int = 0
    kills: int = 0
    crashes: int = 0
    steps_tried_again: int = 0
    job_retries: int = 0
    overdue_seconds: float = 0.0
    seconds: float = 0.0
    failed_by_code: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


@dataclass
class Plan:
    jobs: int
    workers: int
    kill_every: float
    kills: int
    limit: float


class Crew:
    """Worker processes, replaced as they are killed."""

    def __init__(self, folder: Path, size: int) -> None:
        self.folder = folder
        self.members = [self._hire() for _ in range(size)]
        self.kills = self.crashes = 0

    def kill_one(self) -> None:
        place = chance.randrange(len(self.members))
        self.members[place].send_signal(signal.SIGKILL)
        self.members[place].wait()
        self.members[place] = self._hire()
        self.kills += 1

    def replace_crashed(self) -> None:
        """A worker that ended by itself, say with "database is locked", is a finding."""
        for place, member in enumerate(self.members):
            if member.poll() is not None:
                self.members[place] = self._hire()
                self.crashes += 1

    def dismiss(self) -> None:
        for member in self.members:
            member.kill()
            member.wait()

    def _hire(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "bench.chaos_worker", str(self.folder / "documents")]
        return subprocess.Popen(command)


@every_site("a synthetic installation")
async def run(plan: Plan, folder: Path) -> Figures:
    """Ask for the jobs, let the crew work and die until every job is closed, and judge what is left."""
    from app.database import close_database

    await _prepare(plan.jobs, folder)
    figures, began, crew = Figures(), monotonic(), Crew(folder, plan.workers)
    next_kill = began + plan.kill_every
    try:
        while await _is_open(figures) and monotonic() - began < plan.limit:
            await asyncio.sleep(0.1)
            crew.replace_crashed()
            if monotonic() >= next_kill and crew.kills < plan.kills:
                crew.kill_one()
                next_kill += plan.kill_every * chance.uniform(0.5, 1.5)
    finally:
        crew.dismiss()
    figures.kills, figures.crashes, figures.seconds = crew.kills, crew.crashes, round(monotonic() - began, 1)
    await _judge(figures)
    await close_database()
    return figures


async def _prepare(jobs: int, folder: Path) -> None:
    from app.clock import utc_now
    from app.database import open_database
    from app.evaluations.quota import month_of
    from app.evaluations.request import request_evaluation
    from app.evaluations.tables import Usage
    from app.migrate import migrate
    from tests.evaluations.instant import Office
    from tests.factories import make_lead, make_world

    await migrate()
    await open_database()
    now = utc_now()
    world, office = await make_world(now), Office(folder / "documents")
    values: dict[str, Any] = {"month": month_of(now), "quota_limit": jobs, "created_at": now, "updated_at": now}
    await Usage(id="usage_chaos", site_id=world.oak.id, **values).save()
    for number in range(jobs):
        lead = await make_lead(world.oak, now)
        word = "bad" if number % UNREADABLE_EVERY == UNREADABLE_EVERY - 1 else "good"
        for name in ("stub", "statement"):
            await office.add_document(lead, now, f"{word} {name} {number}".encode())
        await request_evaluation(world.oak, lead.id, world.bob.id, now + timedelta(microseconds=number))


async def _is_open(figures: Figures) -> bool:
    from app.clock import utc_now
    from app.jobs.tables import EvaluationJob

    rows = await EvaluationJob.raw("SELECT status, due_at FROM ai_evaluation_jobs WHERE due_at IS NOT NULL")
    now = utc_now()
    late = [(now - row["due_at"]).total_seconds() for row in rows if row["status"] == "processing"]
    figures.overdue_seconds = round(max([figures.overdue_seconds, *late]), 2)
    return bool(rows)


async def _judge(figures: Figures) -> None:
    await _count(figures)
    expectations = {
        "a worker ended by itself": figures.crashes == 0,
        "a job is still open": figures.open == 0,
        "a job is missing": figures.completed + figures.failed + figures.open == figures.jobs,
        "completed jobs and evaluations differ": figures.completed == figures.evaluations,
        "the counter is not the number of completed jobs": figures.counter == figures.completed,
        "a job failed without a code": "" not in figures.failed_by_code,
        "a completed job points to no evaluation of its own": not await _rows(
            "SELECT j.id FROM ai_evaluation_jobs j LEFT JOIN lead_ai_evaluations e"
            " ON e.id = j.evaluation_id AND e.workflow_instance_id = j.id WHERE j.status = 'completed' AND e.id IS NULL"
        ),
        "a lead is still being evaluated": not await _rows("SELECT id FROM leads WHERE status = 'ai_evaluating'"),
        "a person was told twice or not at all": (await _rows("SELECT count(*) AS n FROM notifications"))[0]["n"]
        == figures.completed + figures.failed,
    }
    figures.wrong = [sentence for sentence, holds in expectations.items() if not holds]


async def _count(figures: Figures) -> None:
    by_status = {row["status"]: row["n"] for row in await _rows(
        "SELECT status, count(*) AS n FROM ai_evaluation_jobs GROUP BY status"
    )}  # fmt: skip
    figures.jobs = sum(by_status.values())
    figures.completed, figures.failed = by_status.pop("completed", 0), by_status.pop("failed", 0)
    figures.open = sum(by_status.values())
    figures.evaluations = (await _rows("SELECT count(*) AS n FROM lead_ai_evaluations"))[0]["n"]
    figures.counter = (await _rows("SELECT sum(evaluation_count) AS n FROM ai_evaluation_usage"))[0]["n"]
    figures.job_retries = (await _rows("SELECT sum(retry_count) AS n FROM ai_evaluation_jobs"))[0]["n"]
    figures.steps_tried_again = (await _rows(
        "SELECT count(*) AS n FROM ai_evaluation_steps WHERE status = 'completed' AND attempts > 1"
    ))[0]["n"]  # fmt: skip
    figures.failed_by_code = {row["code"]: row["n"] for row in await _rows(
        "SELECT COALESCE(error_code, '') AS code, count(*) AS n FROM ai_evaluation_jobs WHERE status = 'failed'"
        " GROUP BY error_code"
    )}  # fmt: skip


async def _rows(query: str) -> list[dict[str, Any]]:
    from app.jobs.tables import EvaluationJob

    rows: list[dict[str, Any]] = await EvaluationJob.raw(query)
    return rows


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=200)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--kill-every", type=float, default=1.0, help="seconds, on average")
    parser.add_argument("--kills", type=int, default=10_000, help="no more than this many")
    parser.add_argument("--limit", type=float, default=600.0, help="seconds after which the run is given up")
    asked = parser.parse_args()
    plan = Plan(asked.jobs, asked.workers, asked.kill_every, asked.kills, asked.limit)
    with tempfile.TemporaryDirectory(prefix="leaselab-chaos-") as folder:
        os.environ["LEASELAB_DATA_DIR"] = folder
        figures = asyncio.run(run(plan, Path(folder)))
    sys.stdout.write(json.dumps(asdict(figures), indent=2) + "\n")
    return 1 if figures.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
