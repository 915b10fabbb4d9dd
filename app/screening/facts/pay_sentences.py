"""Pay portals and small offices tell a pay in sentences: "You were paid $900.00 on Friday, March 6, 2026"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
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


_MONEY = r"\$ ?(?P<amount>(?:\d{1,3}(?:,\d{3})+|\d+)\.\d{2})(?!\d)"
_SPAN = r"(?: (?:for|this|in|during) (?:(?!year|ytd|\d)[\w ]){1,40}?)?"
_LINK = rf"{_SPAN},? (?:was|were|is|are|of|came to|totaled|amounted to) "
_KIND = r"(?:pay|wages|salary|earnings|income|amount)"
_AMOUNTS = {
    "gross_pay": re.compile(rf"\bgross {_KIND}{_LINK}{_MONEY}", re.I),
    "net_pay": re.compile(rf"\b(?:net|take[- ]home) {_KIND}{_LINK}{_MONEY}", re.I),
}


def told_amounts(sheets: list[Sheet], facts: dict[str, Fact]) -> dict[str, Fact]:
    """`gross_pay` and `net_pay` that are absent from `facts` and that sentences tell ("Your net pay of $900.00 was
    deposited"), where the page prints what lies between the two."""
    told = {name: fact for sheet in sheets for name, fact in _told(sheet) if name not in facts}
    gross, net = ({**told, **facts}.get(name) for name in _AMOUNTS)
    if not told or gross is None or net is None:
        return {}
    taken = Decimal(str(gross.value)) - Decimal(str(net.value))
    printed = {abs(c.amount) for sheet in sheets for c in sheet.all_cells() if c.kind == "amount"}
    return told if taken > 0 and taken in printed else {}


def _told(sheet: Sheet) -> Iterator[tuple[str, Fact]]:
    prose = prose_of(sheet)
    for name, words in _AMOUNTS.items():
        found = {match["amount"]: match for match in words.finditer(prose.text)}
        if len(found) == 1:
            said, match = found.popitem()
            yield name, prose.fact(said.replace(",", ""), *match.span("amount"), 0.92)


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
