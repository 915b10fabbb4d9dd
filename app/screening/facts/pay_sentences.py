"""Pay portals tell the dates of a pay in sentences: "You were paid $900.00 on Friday, March 6, 2026"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from app.screening.facts.dates import find_dates
from app.screening.facts.lines import Sheet
from app.screening.facts.prose import Prose, prose_of
from app.screening.verdict import Fact

_PAID = re.compile(
    r"\b(?:paid|pay|deposited|issued)(?: \$?[\d.,]+)?(?: to you| by direct deposit| via direct deposit)? on "
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? |(?:mon|tue|wed|thu|fri|sat|sun)\.?,? )?$",
    re.I,
)
_PERIOD = re.compile(r"\bpay period(?: of| from|:)?\s$", re.I)
_JOIN = re.compile(r"\s*(?:-|–|—|to|through|thru)\s*$", re.I)
_LONGEST = 31
"""Days of a pay period."""


def sentence_dates(sheet: Sheet) -> Iterator[tuple[str, Fact]]:
    """`pay_date`, `period_start` and `period_end` that sentences of a page lead up to."""
    prose = prose_of(sheet)
    found = list(find_dates(prose.text))
    for start, end, day in found:
        if _PAID.search(prose.text[max(0, start - 80) : start]):
            yield "pay_date", prose.fact(day.isoformat(), start, end, 0.94)
    for first, last in pairwise(found):
        yield from _period(prose, first, last)


def _period(prose: Prose, first: tuple[int, int, date], last: tuple[int, int, date]) -> Iterator[tuple[str, Fact]]:
    is_joined = _JOIN.fullmatch(prose.text[first[1] : last[0]])
    leads = _PERIOD.search(prose.text[max(0, first[0] - 40) : first[0]])
    if is_joined and leads and 0 < (last[2] - first[2]).days <= _LONGEST:
        yield "period_start", prose.fact(first[2].isoformat(), first[0], first[1], 0.94)
        yield "period_end", prose.fact(last[2].isoformat(), last[0], last[1], 0.94)
