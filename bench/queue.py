"""The queue with an evaluator that answers at once: jobs a second, and how quick a page stays meanwhile."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from bench.figures import Figure, at_least, at_most
from bench.installation import Installation, lead_ids, log_in
from bench.load import Load, request_bytes, run_load

WAITING = (100, 1_000, 10_000)
RATE = 3 * 150.0
"""Three times what Django and Celery do, where a plain answer runs at `PLAIN`: a slower machine owes less."""
PLAIN = 8_300.0
FLAT = 0.8
"""Of the best rate, what the slowest must keep to be called flat."""
POLL_MS = 8.0
POLLS = 25


def measure_queue(place: Installation, plain: float, waiting: Sequence[int] = WAITING) -> list[Figure]:
    """Jobs a second at each number of waiting jobs, alone; then the status poll while the last number is swept."""
    place.prepare(max(100, waiting[0]))
    rates = [_swept(place, count) for count in waiting]
    loads: list[Load] = []
    with place.web() as _:
        headers = {**log_in(place.address), "HX-Request": "true"}
        lead = lead_ids(place.address, place.token, 1)[0]
        poll = [request_bytes("GET", f"/sites/load/leads/{lead}/evaluation", headers)]
        with _sweeping(place, waiting[min(1, len(waiting) - 1)]) as sweep:
            while sweep.poll() is None:
                loads.append(run_load(place.port, poll, POLLS, connections=1))
    middle = sorted(load.p50 for load in loads)[len(loads) // 2]
    return [
        *(
            at_least(f"sweep, {count:,} waiting, instant evaluator", rate / plain, RATE / PLAIN,
                     f"{rate / plain:.3f} of plain: {rate:,.0f} jobs/s")
            for count, rate in zip(waiting, rates, strict=True)
        ),
        at_least("sweep, slowest over quickest", min(rates) / max(rates), FLAT, f"{min(rates) / max(rates):.2f}"),
        at_most("status poll p50 while a sweep runs", middle, POLL_MS, "ms"),
    ]  # fmt: skip


def _swept(place: Installation, count: int) -> float:
    with _sweeping(place, count) as sweep:
        answer, _ = sweep.communicate()
    told = json.loads(answer)
    return float(told["jobs"]) / float(told["seconds"])


@contextmanager
def _sweeping(place: Installation, count: int) -> Iterator[subprocess.Popen[str]]:
    """A process that sweeps this many jobs, from the moment at which it begins with them. Raises RuntimeError."""
    words = [sys.executable, "-m", "bench.sweeper", str(count)]
    with subprocess.Popen(words, env=place.environment, stdout=subprocess.PIPE, text=True) as process:
        if process.stdout is None or not process.stdout.readline().startswith("ready"):
            raise RuntimeError("the sweep did not begin")
        yield process
    if process.returncode:
        raise RuntimeError("the sweep failed")
