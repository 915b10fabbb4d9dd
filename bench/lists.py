"""The list of leads at two sizes: first, middle and last page of many filters, orders and searches, and the worst."""

from __future__ import annotations

import re
from itertools import product
from urllib.parse import urlencode

import httpx

from bench.figures import Figure, at_most
from bench.installation import Installation, log_in
from bench.load import Load, request_bytes, run_load

P95_MS = 50.0
EACH = 20
"""Requests for a page, one after the other over one connection."""
FILTERS: tuple[dict[str, str], ...] = (
    {}, {"label": "A"}, {"status": "declined"}, {"status": "ai_evaluated", "label": "C"}, {"show": "needs_evaluation"},
    {"show": "ready_to_decide"}, {"show": "needs_verification", "label": "B"}, {"q": "smith"}, {"q": "mail"},
    {"q": "load9 example", "show": "ready_to_decide"}, {"q": "a e nobody", "label": "A"},
)  # fmt: skip
SORTS = ("score", "name", "activity", "arrived")
PLACES = {"first": 0.0, "middle": 0.5, "last": 1.0}


def measure_lists(place: Installation, leads: int, each: int = EACH) -> list[Figure]:
    """The slowest p95 of each place in the list, with the question that it was, and the slowest of all."""
    place.prepare(leads)
    worst: dict[str, tuple[Load, str]] = {}
    with place.web() as _:
        headers = log_in(place.address)
        questions = [(wanted, sort) for wanted, sort in product(FILTERS, SORTS)]
        with httpx.Client(base_url=place.address, headers=headers) as browser:
            for wanted, sort in questions:
                pages = _pages(browser, {**wanted, "sort": sort})
                for name, number in pages.items():
                    load, words = _ask(place.port, headers, {**wanted, "sort": sort, "page": str(number)}, each)
                    if name not in worst or load.p95 > worst[name][0].p95:
                        worst[name] = load, words
    return [
        at_most(f"lead list, {leads:,} leads, {name} page, worst of {len(questions)} questions", load.p95, P95_MS,
                "ms", f" p95, p50 {load.p50:.1f} ms: {words}")
        for name, (load, words) in worst.items()
    ]  # fmt: skip


def _pages(browser: httpx.Client, wanted: dict[str, str]) -> dict[str, int]:
    """The number of the page at each place; a list of one page has a first one alone."""
    found = re.search(r"page \d+ of (\d+)", browser.get("/sites/load/leads", params=wanted).text)
    last = int(found[1]) if found else 1
    numbers = {name: max(1, round(last * part)) for name, part in PLACES.items()}
    return numbers if last > 1 else {"first": 1}


def _ask(port: int, headers: dict[str, str], wanted: dict[str, str], each: int) -> tuple[Load, str]:
    words = urlencode(wanted)
    return run_load(port, [request_bytes("GET", f"/sites/load/leads?{words}", headers)], each, connections=1), words
