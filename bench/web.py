"""Speed of the pages: each rate beside that of a plain answer of the same server, measured in the same run.

The rates are of one machine and one moment; the ratios are what can be compared. Those of job creation and lead page
stand for twice and three times what Django and Celery do (440 and 260 a second where a plain answer runs at 8,300).
"""

from __future__ import annotations

import json
from dataclasses import dataclass

import httpx

from bench.figures import Figure, at_least, at_most
from bench.installation import Installation, lead_ids, log_in
from bench.load import Load, request_bytes, run_load

ROUNDS = 3
"""Each work in turn, so that a slow moment of the machine falls upon all; the best round of each counts."""
TARGETS = {
    "status poll, 200": 0.20,
    "status poll, 304": 0.40,
    "job creation (API)": 0.106,
    "lead page": 0.094,
}
START_SECONDS = 2.0


@dataclass(frozen=True)
class Work:
    name: str
    requests: list[bytes]
    total: int
    expected: int = 200


def measure_pages(place: Installation, leads: int, share: float = 1.0) -> tuple[float, list[Figure]]:
    """The rate of the plain answer, and a figure for each work; with `share` fewer requests than usual."""
    place.prepare(leads)
    with place.web() as (_, seconds):
        works = _works(place, leads, share)
        loads: dict[str, list[Load]] = {work.name: [] for work in works}
        for number in range(ROUNDS):
            for work in works:
                loads[work.name].append(_run(place.port, work, number))
    plain = max(load.rate for load in loads["plain answer"])
    figures = [_figure(name, _best(runs), plain) for name, runs in loads.items()]
    return plain, [at_most("start-up to first answer", seconds, START_SECONDS, "s"), *figures]


def _run(port: int, work: Work, number: int) -> Load:
    """Requests that can be sent once only are divided among the rounds. Raises RuntimeError for another status."""
    requests = work.requests
    if work.expected == 201:
        each = len(requests) // ROUNDS
        requests = requests[number * each : (number + 1) * each]
    load = run_load(port, requests, work.total)
    if set(load.statuses) != {work.expected}:
        raise RuntimeError(f"{work.name} was answered with {load.statuses}")
    return load


def _best(loads: list[Load]) -> Load:
    return max(loads, key=lambda load: load.rate)


def _figure(name: str, load: Load, plain: float) -> Figure:
    rate = f"{load.rate:,.0f}/s, p50 {load.p50:.1f} ms, p95 {load.p95:.1f} ms"
    if name not in TARGETS:
        return Figure(name, rate)
    return at_least(name, load.rate / plain, TARGETS[name], f"{load.rate / plain:.3f} of plain: {rate}")


def _works(place: Installation, leads: int, share: float) -> list[Work]:
    browser = log_in(place.address)
    ids = lead_ids(place.address, place.token, min(leads, 1000))
    fragment = {**browser, "HX-Request": "true"}
    status = f"/sites/load/leads/{ids[0]}/evaluation"
    etag = httpx.get(f"{place.address}{status}", headers=fragment).headers["etag"]
    api = {"Authorization": f"Bearer {place.token}", "Content-Type": "application/json"}
    creations = [
        request_bytes("POST", f"/api/ops/leads/{key}/ai-evaluation", api, json.dumps({}).encode()) for key in ids[1:]
    ]
    return [
        Work("plain answer", [request_bytes("GET", "/health", {})], int(4000 * share)),
        Work("status poll, 200", [request_bytes("GET", status, fragment)], int(2000 * share)),
        Work("status poll, 304", [request_bytes("GET", status, {**fragment, "If-None-Match": etag})],
             int(3000 * share), 304),
        Work("lead page", [request_bytes("GET", f"/sites/load/leads/{key}", browser) for key in ids[:200]],
             int(500 * share)),
        Work("job creation (API)", creations, len(creations) // ROUNDS, 201),
    ]  # fmt: skip
