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
LOOKS = 4
"""Requests for a page to see how slow it is, one after the other over one connection."""
EACH = 40
"""Requests for the slowest page of each place, which are those that count."""
FILTERS: tuple[dict[str, str], ...] = (
    {}, {"label": "A"}, {"status": "declined"}, {"status": "ai_evaluated", "label": "C"}, {"show": "needs_evaluation"},
    {"show": "ready_to_decide"}, {"show": "needs_verification", "label": "B"}, {"q": "smith"}, {"q": "mail"},
    {"q": "load9 example", "show": "ready_to_decide"}, {"q": "a e nobody", "label": "A"},
)  # fmt: skip
SORTS = ("score", "name", "activity", "arrived")
PLACES = {"first": 0.0, "middle": 0.5, "last": 1.0}


def measure_lists(place: Installation, leads: int, each: int = EACH) -> list[Figure]:
    """The p95 of the slowest question for each place in the list, with the question."""
    place.prepare(leads)
    slowest: dict[str, tuple[float, dict[str, str]]] = {}
    questions = [{**wanted, "sort": sort} for wanted, sort in product(FILTERS, SORTS)]
    with place.web() as _:
        headers = log_in(place.address)
        with httpx.Client(base_url=place.address, headers=headers) as browser:
            for question in questions:
                for name, number in _pages(browser, question).items():
                    asked = {**question, "page": str(number)}
                    middle = _ask(place.port, headers, asked, min(LOOKS, each)).p50
                    slowest[name] = max(slowest.get(name, (0.0, asked)), (middle, asked), key=lambda pair: pair[0])
        loads = {name: _ask(place.port, headers, asked, each) for name, (_, asked) in slowest.items()}
    return [
        at_most(f"lead list, {leads:,} leads, {name} page, slowest of {len(questions)} questions", load.p95, P95_MS,
                "ms", f" p95, p50 {load.p50:.1f} ms: {urlencode(slowest[name][1])}")
        for name, load in loads.items()
    ]  # fmt: skip


def _pages(browser: httpx.Client, wanted: dict[str, str]) -> dict[str, int]:
    """The number of the page at each place; a list of one page has a first one alone."""
    found = re.search(r"page \d+ of (\d+)", browser.get("/sites/load/leads", params=wanted).text)
    last = int(found[1]) if found else 1
    numbers = {name: max(1, round(last * part)) for name, part in PLACES.items()}
    return numbers if last > 1 else {"first": 1}


def _ask(port: int, headers: dict[str, str], wanted: dict[str, str], each: int) -> Load:
    request = request_bytes("GET", f"/sites/load/leads?{urlencode(wanted)}", headers)
    return run_load(port, [request], each, connections=1)
