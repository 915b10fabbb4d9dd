"""Since when the year to date of a stub shows pay: many periods' pay cannot have been earned in one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from app.screening.facts.pay_base import regular_pay, regular_year
from app.screening.facts.pay_rhythm import rhythm_of
from app.screening.facts.trusted import amount_of, day_of
from app.screening.verdict import Document

_FULL_WEEK = Decimal(40)
"""Hours; the regular pay of a week is at most that many times the rate, whatever a short week showed."""
_WEEKS_A_YEAR = Decimal(52)


def paid_since(stubs: Sequence[Document]) -> date | None:
    """The latest day on which the work can have begun, by the newest stub's year to date; None where that tells
    nothing.

    `stubs` are of one job, oldest first. Only lines of regular pay count, divided by the most that a period pays, so
    that bonuses and short weeks make nobody's history longer; never before 1 January of the stub's year.
    """
    newest, rhythm = stubs[-1], rhythm_of(stubs)
    end = day_of(newest, "period_end") or day_of(newest, "pay_date")
    if rhythm is None or end is None:
        return None
    most = max(regular_pay(stub) for stub in stubs)
    rate = amount_of(newest, "rate")
    if rate is not None:
        most = max(most, rate * _FULL_WEEK * _WEEKS_A_YEAR / rhythm.per_year)
    year = regular_year(newest)
    if most <= 0 or year <= most:
        return None
    days = min(int(year / most) * 364 // rhythm.per_year, 366)
    return max(date(end.year, 1, 1), end - timedelta(days=days))
