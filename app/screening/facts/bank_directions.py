"""Rows of a statement one after another: their balances tell what no sign says, and prove that all rows were read."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from app.screening.facts.bank_transaction import Transaction

_FEWEST = 3
"""Rows with a running balance that follow from each other by chance in no list."""


def with_directions(rows: Sequence[Transaction], opening: Decimal | None = None) -> list[Transaction]:
    """Directions that nothing printed says are taken from the running balance, which starts at `opening`, or from
    other rows' minus signs."""
    newest_first = is_newest_first(rows)
    any_minus = any(row.cell.amount < 0 for row in rows)
    before = opening
    found: list[Transaction] = []
    for row in reversed(rows) if newest_first else rows:
        if row.direction == "unknown" and row.balance is not None and before is not None:
            change = Decimal(row.balance) - before
            if abs(change) == abs(row.cell.amount):
                row = row.directed("credit" if change > 0 else "debit")
        if row.direction == "unknown" and any_minus:
            row = row.directed("credit")
        before = Decimal(row.balance) if row.balance is not None else None
        found.append(row)
    return found[::-1] if newest_first else found


def is_newest_first(rows: Sequence[Transaction]) -> bool:
    """Whether a list runs from its latest day to its earliest."""
    days = [row.day for row in rows if row.day]
    return len(set(days)) > 1 and all(one >= other for one, other in pairwise(days))


def are_proven(rows: Sequence[Transaction], opening: Decimal | None, closing: Decimal | None) -> bool:
    """Whether the rows, whose days and directions must be known, lead from the opening to the closing balance, or
    from each running balance to the next."""
    if not rows or any(row.direction == "unknown" or row.day is None for row in rows):
        return False
    if opening is not None and closing is not None:
        return opening + sum((Decimal(row.amount) for row in rows), Decimal(0)) == closing
    return are_chained(rows)


def are_chained(rows: Sequence[Transaction]) -> bool:
    """Whether every running balance follows from the one before and the rows between."""
    ordered = list(reversed(rows)) if is_newest_first(rows) else list(rows)
    moved, balances, last = Decimal(0), 0, None
    for row in ordered:
        moved += Decimal(row.amount)
        if row.balance is None:
            continue
        if last is not None and last + moved != Decimal(row.balance):
            return False
        last, moved, balances = Decimal(row.balance), Decimal(0), balances + 1
    return balances >= _FEWEST and moved == 0
