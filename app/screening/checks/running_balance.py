"""Which running balances of a statement are not the balance before plus what happened since."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from statistics import median

from app.screening.checks.packet import Packet
from app.screening.checks.rows import Row, as_money, rows
from app.screening.reading.pages import Page, Word
from app.screening.verdict import Document

_DATED = re.compile(
    r"^(?:\d{1,2}[/.-]\d{1,2}|\d{4}-\d\d-\d\d|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?$)", re.I
)
_MOST_BETWEEN = 4
_FEWEST_AGREEING = 5
_SHARE_AGREEING = 0.75


@dataclass(frozen=True, slots=True)
class BrokenRow:
    """A running balance that does not follow: what is shown, what was expected, and where."""

    page: Page
    word: Word
    shown: Decimal
    expected: Decimal

    @property
    def is_digital(self) -> bool:
        return self.page.source == "text"


@dataclass(frozen=True, slots=True)
class _Entry:
    page: Page
    moved: tuple[Decimal, ...]
    balance: tuple[Decimal, Word] | None


def broken_rows(packet: Packet, statement: Document) -> tuple[BrokenRow, ...] | None:
    """The balances that do not follow from the row before, oldest first; None where the table was not understood.

    It counts as understood when at least five balances follow, and three quarters of all of them: a table that is
    mostly "wrong" was misread. An edited balance also breaks the row after it, so neighbours count once.
    """
    entries = _entries(packet.pages_of(statement))
    opening = packet.amount(statement, "opening_balance")
    good, broken = max((_walk(order, opening) for order in (entries, entries[::-1])), key=lambda found: found[0])
    if good < _FEWEST_AGREEING or good < _SHARE_AGREEING * (good + len(broken)):
        return None
    return tuple(row for place, row in broken if place - 1 not in {other for other, _ in broken})


def _entries(pages: Sequence[Page]) -> list[_Entry]:
    dated = [(page, row) for page in pages for row in rows(page) if _DATED.match(row[0].text)]
    amounts = [(page, _amounts(row)) for page, row in dated]
    edges = [found[-1][1].box[2] for _, found in amounts if len(found) >= 2]
    if not edges:
        return []
    edge = median(edges)
    return [_entry(page, found, edge) for page, found in amounts if found]


def _amounts(row: Row) -> list[tuple[Decimal, Word]]:
    pairs = ((as_money(word.text), word) for word in row[1:])
    return [(value, word) for value, word in pairs if value is not None]


def _entry(page: Page, found: list[tuple[Decimal, Word]], edge: float) -> _Entry:
    has_balance = abs(found[-1][1].box[2] - edge) <= 0.012 * page.width
    moved = found[:-1] if has_balance else found
    return _Entry(page, tuple(abs(value) for value, _ in moved if value), found[-1] if has_balance else None)


def _walk(entries: Sequence[_Entry], opening: Decimal | None) -> tuple[int, list[tuple[int, BrokenRow]]]:
    """How many balances follow from the one before, and those that do not with their place in the order."""
    good, before = 0, opening
    broken: list[tuple[int, BrokenRow]] = []
    pending: list[Decimal] = []
    for place, entry in enumerate(entries):
        pending = [*pending, *entry.moved]
        if entry.balance is None:
            continue
        shown, word = entry.balance
        if before is not None and pending and len(pending) <= _MOST_BETWEEN:
            expected = _nearest(before, pending, shown)
            if abs(expected - shown) <= Decimal("0.01"):
                good += 1
            else:
                broken.append((place, BrokenRow(entry.page, word, shown, expected)))
        before, pending = shown, []
    return good, broken


def _nearest(before: Decimal, moved: Sequence[Decimal], shown: Decimal) -> Decimal:
    """The balance before plus or minus each movement, in the way that comes nearest to what is shown."""
    ways = (
        before + sum((sign * value for sign, value in zip(signs, moved, strict=True)), Decimal(0))
        for signs in product((1, -1), repeat=len(moved))
    )
    return min(ways, key=lambda value: abs(value - shown))
