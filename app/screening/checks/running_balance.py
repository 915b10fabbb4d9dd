"""Which running balances of a statement are not the balance before plus what happened since."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise, product
from statistics import median

from app.screening.checks.packet import Packet
from app.screening.checks.page_numbers import is_whole
from app.screening.checks.rows import amounts_on, rows, text_of
from app.screening.checks.transactions import Transaction, transactions
from app.screening.verdict import Document, Evidence

_MOST_BETWEEN = 4
_FEWEST_AGREEING = 5
_SHARE_AGREEING = Decimal("0.75")
_CENT = Decimal("0.01")
_ROOMY = 1.6
"""Usual distances between rows."""


_HEADING = re.compile(r"\b(savings|checking|share|loan|certificate|account|market|balance|credit line|visa)\b", re.I)


@dataclass(frozen=True, slots=True)
class BrokenRow:
    """A running balance that does not follow: what is shown, what was expected, and where.

    `is_isolated`: the next balance follows from what was expected here, so that this one number alone is off.
    `ways` are the balances that the row before and the movements allow, `starts` those from which a table would begin
    with this row.
    """

    shown: Decimal
    expected: Decimal
    evidence: Evidence
    before: Evidence
    ways: frozenset[Decimal]
    starts: frozenset[Decimal]
    is_isolated: bool = False


def broken_rows(packet: Packet, statement: Document) -> tuple[BrokenRow, ...] | None:
    """The balances that do not follow from the row before, in printed order; None where the table was not understood.

    It counts as understood when at least five balances follow, and three quarters of all of them: a table that is
    mostly "wrong" was misread. An edited balance also breaks the row after it, so neighbours count once. A gap that
    stands on the page as an amount is a row that was not read, unless it is that of the row just before, and another
    account of the same statement starts anew: below a heading, or from a balance that is printed.
    """
    found = transactions(packet, statement)
    broken = _walk_either_way(found, packet.amount(statement, "opening_balance"))
    if broken is None:
        return None
    printed = {abs(value) for value in amounts_on(packet.pages_of(statement))}
    first_on_page = set() if is_whole(packet, statement) else _first_on_pages(found)
    off = [row for row in _first_of_neighbours(broken) if row.evidence not in first_on_page]
    if any(page.source == "ocr" for page in packet.pages_of(statement)):
        off = [row for row in off if not _is_misread(row, found)]
    return tuple(
        row
        for row in off
        if row.is_isolated or _is_intruder(row, found) or not _is_new_table(packet, statement, row, printed)
    )


def _walk_either_way(found: tuple[Transaction, ...], opening: Decimal | None) -> list[tuple[int, BrokenRow]] | None:
    """The broken rows of the order, printed or reversed, in which more balances follow; None where too few do."""
    good, broken = max((_walk(order, opening) for order in (found, found[::-1])), key=lambda walked: walked[0])
    is_understood = good >= _FEWEST_AGREEING and good >= _SHARE_AGREEING * (good + len(broken))
    return broken if is_understood else None


def _first_of_neighbours(broken: list[tuple[int, BrokenRow]]) -> list[BrokenRow]:
    places = {place for place, _ in broken}
    return [row for place, row in broken if place - 1 not in places]


def _is_misread(row: BrokenRow, found: Sequence[Transaction]) -> bool:
    """On a scan: an overdrawn balance whose minus was not read, or a row lost before this one."""
    return -row.shown in row.ways or (not row.is_isolated and _has_room(row, found))


def _is_intruder(row: BrokenRow, found: Sequence[Transaction]) -> bool:
    """Without the row before it, whose own balance follows, this one would follow: that row was put in between.

    Where both show one balance a row was printed twice, as at the turn of a page.
    """
    last = next((it for it in found if it.evidence == row.before), None)
    gap = abs(row.shown - row.expected)
    is_other = last is not None and last.balance not in (None, row.shown) and abs(last.amount - gap) <= _CENT
    return is_other and not _has_room(row, found)


def _has_room(row: BrokenRow, found: Sequence[Transaction]) -> bool:
    """Between this row and the one before it there is room for another, which was not read; or a page ends there."""
    here, last = row.evidence.box, row.before.box
    if not here or not last or row.evidence.page != row.before.page:
        return True
    rows_here = [it.evidence.box[1] for it in found if it.evidence.box and it.evidence.page == row.evidence.page]
    steps = [abs(two - one) for one, two in pairwise(rows_here)]
    between = [top for top in rows_here if min(here[1], last[1]) <= top <= max(here[1], last[1]) and top != here[1]]
    nearest = min(between, key=lambda top: abs(top - here[1]), default=last[1])
    return abs(here[1] - nearest) > _ROOMY * (median(steps) if steps else 0)


def _is_new_table(packet: Packet, statement: Document, row: BrokenRow, printed: set[Decimal]) -> bool:
    """A row before it was not read, or the balances of another account begin here."""
    if abs(row.shown - row.expected) in printed or {abs(value) for value in row.starts} & printed:
        return True
    here, last = row.evidence.box, row.before.box
    if not here or not last or row.evidence.page != row.before.page:
        return False
    top, bottom = sorted((here[1], last[1]))
    pages = (page for page in packet.pages_of(statement) if page.number == row.evidence.page)
    between = (line for page in pages for line in rows(page) if top + 2 < page.place(line[0].box)[1] < bottom - 2)
    return any(_HEADING.search(text_of(line)) for line in between)


def _first_on_pages(found: Sequence[Transaction]) -> set[Evidence]:
    """The first balance of each page but the first, before which a page may be missing, in either printed order."""
    shown = [row.evidence for row in found if row.balance is not None]
    turns = [pair for pair in pairwise(shown) if pair[0].page != pair[1].page]
    return {place for pair in turns for place in pair}


def _walk(found: Sequence[Transaction], opening: Decimal | None) -> tuple[int, list[tuple[int, BrokenRow]]]:
    """How many balances follow from the one before, and those that do not with their place among the balances."""
    good, place, before, last = 0, 0, opening, found[0] if found else None
    broken: list[tuple[int, BrokenRow]] = []
    pending: list[Decimal] = []
    for row in found:
        pending.append(row.amount)
        shown = row.balance
        if shown is None or last is None:
            continue
        if before is not None and len(pending) <= _MOST_BETWEEN:
            ways = [before + change for change in _sums(pending)]
            expected = min(ways, key=lambda value: abs(value - shown))
            if broken and broken[-1][0] == place - 1:
                broken[-1] = (place - 1, _seen_after(broken[-1][1], pending, shown))
            if abs(expected - shown) <= _CENT:
                good += 1
            else:
                broken.append((place, _broken(row, expected, last.evidence, ways, pending)))
        before, pending, place, last = shown, [], place + 1, row
    return good, broken


def _broken(
    row: Transaction, expected: Decimal, before: Evidence, ways: list[Decimal], pending: list[Decimal]
) -> BrokenRow:
    shown = row.balance or Decimal(0)
    starts = frozenset(shown - change for change in _sums(pending))
    return BrokenRow(shown, expected, row.evidence, before, frozenset(ways), starts)


def _seen_after(row: BrokenRow, moved: Sequence[Decimal], shown: Decimal) -> BrokenRow:
    """The broken row, now that the next balance is known: it tells which of the allowed ones stood here."""
    right = [way for way in sorted(row.ways) if any(abs(way + change - shown) <= _CENT for change in _sums(moved))]
    return replace(row, expected=right[0], is_isolated=True) if right else row


def _sums(moved: Sequence[Decimal]) -> list[Decimal]:
    """What the movements come to, with each of them taken as a credit or as a debit."""
    return [
        sum((sign * value for sign, value in zip(signs, moved, strict=True)), Decimal(0))
        for signs in product((1, -1), repeat=len(moved))
    ]
