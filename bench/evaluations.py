"""What an evaluation costs with the real local evaluator: digital packets through real workers, one and two at once."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import datetime
from time import monotonic, sleep

from bench.figures import Figure
from bench.installation import Installation
from bench.memory import cpu_seconds, wait_until_still

WORKERS = (1, 2)
PACKETS = 4
MOST_SECONDS = 40.0
LOOK_SECONDS = 0.1


def measure_evaluations(place: Installation, packets: int = PACKETS) -> list[Figure]:
    """Seconds and processor seconds of an evaluation, and evaluations a minute, at each number of jobs at once."""
    place.prepare(1)
    return [_measured(place, workers, packets) for workers in WORKERS]


def _measured(place: Installation, workers: int, packets: int) -> Figure:
    known = _jobs(place)
    with place.worker(workers) as process:
        wait_until_still(process)
        before = cpu_seconds(process)
        words = [sys.executable, "-m", "bench.asker", str(1000 * workers), str(packets)]
        subprocess.run(words, env=place.environment, check=True)
        done = _wait_for(place, set(known), packets)
        cpu = (cpu_seconds(process) - before) / packets
    began, ended = min(start for start, _ in done), max(end for _, end in done)
    each = sum((end - start).total_seconds() for start, end in done) / packets
    minute = 60 * packets / (ended - began).total_seconds()
    name = f"evaluation of a digital packet, {workers} worker{'s' if workers > 1 else ''}"
    return Figure(name, f"{each:.1f} s, {cpu:.1f} CPU s; {minute:.0f} a minute")


def _wait_for(place: Installation, known: set[str], packets: int) -> list[tuple[datetime, datetime]]:
    """Begin and end of each new job. Raises RuntimeError for a job that failed, and when they take too long."""
    until = monotonic() + MOST_SECONDS
    while monotonic() < until:
        new = [row for key, row in _jobs(place).items() if key not in known]
        if any(status == "failed" for status, _, _ in new):
            raise RuntimeError("an evaluation failed")
        if sum(status == "completed" for status, _, _ in new) == packets:
            return [(datetime.fromisoformat(start), datetime.fromisoformat(end)) for _, start, end in new]
        sleep(LOOK_SECONDS)
    raise RuntimeError("the evaluations took too long")


def _jobs(place: Installation) -> dict[str, tuple[str, str, str]]:
    """Status, begin and end of each job by its id."""
    with closing(sqlite3.connect(place.folder / "leaselab.sqlite")) as file:
        rows = file.execute("SELECT id, status, started_at, completed_at FROM ai_evaluation_jobs").fetchall()
    return {key: (status, start, end) for key, status, start, end in rows}
