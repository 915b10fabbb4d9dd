"""Deposits by who pays them and how often: two months hold four or five of the same paydays, and both are one pay."""

from __future__ import annotations

import re
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice, pairwise

from app.screening.facts.pay_rhythm import PER_YEAR
from app.screening.facts.trusted import as_day, day_of, decimal_of, rows_of
from app.screening.verdict import Document

_FEWEST = 3
"""Paydays from which a rhythm can be told."""
_LONGEST = {"weekly": 7, "biweekly": 14, "semimonthly": 17, "monthly": 31}
"""Days between two paydays."""
_LONGEST_STATEMENT = 400
"""Days; a longer span is a misread year."""
_SHIFT = 3
"""Days by which a weekend or a holiday moves a payday."""
_NO_NAMES = re.compile(
    r"ach|credit|deposit|direct|dep|dir|dirdep|payroll|electronic|external|preauthorized|ppd|web|des|salary|pmt|from"
)
"""What banks put before a payer's name."""


@dataclass(frozen=True, slots=True)
class Deposit:
    """One deposit in dollars, and the statement that shows it."""

    day: date
    description: str
    amount: Decimal
    statement: Document

    @property
    def payer(self) -> tuple[str, ...]:
        """The first two words of the description that can name who pays."""
        words = re.findall(r"[a-z]{3,}", self.description.lower())
        return tuple(islice((word for word in words if not _NO_NAMES.fullmatch(word)), 2))


@dataclass(frozen=True, slots=True)
class Source:
    """Deposits of one payer, oldest first."""

    deposits: tuple[Deposit, ...]

    @property
    def total(self) -> Decimal:
        """Dollars of all deposits."""
        return sum((deposit.amount for deposit in self.deposits), Decimal(0))

    @property
    def days(self) -> list[date]:
        """The paydays; parts that arrive on one day are one pay."""
        return sorted({deposit.day for deposit in self.deposits})


def payroll_deposits(documents: Iterable[Document]) -> list[Deposit]:
    """The payroll deposits of all statements that have a day and an amount."""
    return [deposit for document in documents for deposit in deposits_in(document, "payroll_deposits")]


def deposits_in(statement: Document, field: str) -> Iterator[Deposit]:
    """Rows of a table of a statement that put money into the account."""
    for row in rows_of(statement, field):
        day, amount = as_day(row.get("date", "")), decimal_of(row.get("amount", ""))
        if day and amount is not None and row.get("direction", "credit") == "credit":
            yield Deposit(day, row.get("description", ""), amount, statement)


def days_covered(documents: Iterable[Document]) -> set[date]:
    """The days of which statements would show every deposit."""
    spans = ((day_of(document, "statement_start"), day_of(document, "statement_end")) for document in documents)
    return {
        date.fromordinal(day)
        for start, end in spans
        if start and end and (end - start).days <= _LONGEST_STATEMENT
        for day in range(start.toordinal(), end.toordinal() + 1)
    }


def by_source(deposits: Iterable[Deposit]) -> list[Source]:
    """Deposits by payer."""
    found: defaultdict[tuple[str, ...], list[Deposit]] = defaultdict(list)
    for deposit in deposits:
        found[deposit.payer].append(deposit)
    return [Source(tuple(sorted(rows, key=lambda deposit: deposit.day))) for rows in found.values()]


def frequency_of(source: Source, first: date, last: date) -> str | None:
    """How often a source pays, when it does so throughout the days from `first` to `last`; else None.

    Of several frequencies that fit, the one with the fewest paydays a year, so that no income is guessed upwards.
    """
    days = source.days
    if len(days) < _FEWEST:
        return None
    fitting = [name for name in _LONGEST if _fits(name, days) and _is_throughout(name, days, first, last)]
    return min(fitting, key=PER_YEAR.__getitem__, default=None)


def _is_throughout(name: str, days: Sequence[date], first: date, last: date) -> bool:
    reach = timedelta(days=_LONGEST[name] + _SHIFT)
    return days[0] - first <= reach and last - days[-1] <= reach


def _fits(name: str, days: Sequence[date]) -> bool:
    if name in {"weekly", "biweekly"}:
        return all(abs((after - before).days - _LONGEST[name]) <= 1 for before, after in pairwise(days))
    if name == "semimonthly":
        gaps_fit = all(12 <= (after - before).days <= 19 for before, after in pairwise(days))
        return gaps_fit and _on_one_day(days[::2]) and _on_one_day(days[1::2])
    return all(25 <= (after - before).days <= 36 for before, after in pairwise(days))


def _on_one_day(days: Sequence[date]) -> bool:
    """Whether all can be one day of the month, moved off weekends."""
    return any(all(day in _paydays(day, nominal) for day in days) for nominal in range(1, 32))


def _paydays(near: date, nominal: int) -> set[date]:
    """The nominal day of the months around `near`, and where a weekend moves it to."""
    found = set()
    for month in {near.replace(day=1), (near.replace(day=1) - timedelta(days=1)), near.replace(day=28) + timedelta(4)}:
        day = month.replace(day=min(nominal, monthrange(month.year, month.month)[1]))
        late = day.weekday() - 4
        found |= {day - timedelta(days=late), day + timedelta(days=3 - late)} if late > 0 else {day}
    return found
