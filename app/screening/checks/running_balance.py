"""Which running balances of a statement are not the balance before plus what happened since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise, product

from app.screening.checks.packet import Packet
from app.screening.checks.page_numbers import is_whole
from app.screening.checks.rows import amounts_on
from app.screening.checks.transactions import Transaction, transactions
from app.screening.verdict import Document, Evidence

_MOST_BETWEEN = 4
_FEWEST_AGREEING = 5
_SHARE_AGREEING = Decimal("0.75")
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class BrokenRow:
    """A running balance that does not follow: what is shown, what was expected, and where."""

    shown: Decimal
    expected: Decimal
    evidence: Evidence


def broken_rows(packet: Packet, statement: Document) -> tuple[BrokenRow, ...] | None:
    """The balances that do not follow from the row before, in printed order; None where the table was not understood.

    It counts as understood when at least five balances follow, and three quarters of all of them: a table that is
    mostly "wrong" was misread. An edited balance also breaks the row after it, so neighbours count once. A gap that
    stands on the page as an amount is a row that was not read.
    """
    found = transactions(packet, statement)
    opening = packet.amount(statement, "opening_balance")
    good, broken = max((_walk(order, opening) for order in (found, found[::-1])), key=lambda walked: walked[0])
    if good < _FEWEST_AGREEING or good < _SHARE_AGREEING * (good + len(broken)):
        return None
    printed = {abs(value) for value in amounts_on(packet.pages_of(statement))}
    places = {place for place, _ in broken}
    first_on_page = set() if is_whole(packet, statement) else _first_on_pages(found)
    return tuple(
        row
        for place, row in broken
        if place - 1 not in places
        and abs(row.shown - row.expected) not in printed
        and row.evidence not in first_on_page
    )


def _first_on_pages(rows: Sequence[Transaction]) -> set[Evidence]:
    """The first balance of each page but the first, before which a page may be missing, in either printed order."""
    shown = [row.evidence for row in rows if row.balance is not None]
    turns = [pair for pair in pairwise(shown) if pair[0].page != pair[1].page]
    return {place for pair in turns for place in pair}


def _walk(rows: Sequence[Transaction], opening: Decimal | None) -> tuple[int, list[tuple[int, BrokenRow]]]:
    """How many balances follow from the one before, and those that do not with their place among the balances."""
    good, place, before = 0, 0, opening
    broken: list[tuple[int, BrokenRow]] = []
    pending: list[Decimal] = []
    for row in rows:
        pending.append(row.amount)
        if row.balance is None:
            continue
        if before is not None and len(pending) <= _MOST_BETWEEN:
            expected = _nearest(before, pending, row.balance)
            if abs(expected - row.balance) <= _CENT:
                good += 1
            else:
                broken.append((place, BrokenRow(row.balance, expected, row.evidence)))
        before, pending, place = row.balance, [], place + 1
    return good, broken


def _nearest(before: Decimal, moved: Sequence[Decimal], shown: Decimal) -> Decimal:
    """The balance before plus or minus each movement, in the way that comes nearest to what is shown."""
    ways = (
        before + sum((sign * value for sign, value in zip(signs, moved, strict=True)), Decimal(0))
        for signs in product((1, -1), repeat=len(moved))
    )
    return min(ways, key=lambda value: abs(value - shown))
