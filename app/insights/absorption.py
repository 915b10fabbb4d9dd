"""How fast units of a kind are leased, how long the empty ones last, and when none will be empty. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from app.insights.seasons import Factors, factors_of

WINDOW_DAYS = 90
FURTHEST_DAYS = 730
"""Two years: beyond, a projection from 90 days says nothing."""


@dataclass(frozen=True, slots=True)
class Kind:
    """The units of a property with as many bedrooms. `free_from` has a day for each that nobody has leased and that is
    to let; `leases` the day of each lease of the last year."""

    property_id: str
    bedrooms: int
    units: int
    free_from: Sequence[date]
    leases: Sequence[date]


@dataclass(frozen=True, slots=True)
class Absorption:
    """Rates are units a day over the last 90 days. `days_of_supply` is None where nothing was leased; `full_on` is None
    where that is not within two years. `long_empty` are units that stood free for all of the 90 days."""

    units: int
    available: int
    leased: int
    per_day: Decimal
    days_of_supply: Decimal | None
    full_on: date | None
    factors: Factors
    long_empty: int


def absorb(kind: Kind, today: date) -> Absorption:
    """The figures of a kind of unit as of `today`, which counts as the last of the 90 days."""
    leased = sum(today - timedelta(days=WINDOW_DAYS) < day <= today for day in kind.leases)
    available = sum(day <= today for day in kind.free_from)
    per_day = Decimal(leased) / WINDOW_DAYS
    supply = (Decimal(available) / per_day).quantize(Decimal("0.1")) if leased else None
    factors = factors_of(kind.leases, today)
    return Absorption(
        units=kind.units,
        available=available,
        leased=leased,
        per_day=per_day.quantize(Decimal("0.0001")),
        days_of_supply=supply,
        full_on=_full_on(kind.free_from, leased, factors, today),
        factors=factors,
        long_empty=sum(day <= today - timedelta(days=WINDOW_DAYS) for day in kind.free_from),
    )


def _full_on(free_from: Sequence[date], leased: int, factors: Factors, today: date) -> date | None:
    """The first day on which as many leases are expected as units are free by then; today when none is.

    The expected leases of a day are the base rate times the day's factors; the base rate is what, times the factors of
    the last 90 days, gives the leases that there were. Units that become free on the way are counted from their day.
    """
    waiting = sorted(free_from)
    if not any(day <= today for day in waiting):
        return today
    if not leased:
        return None
    base = leased / sum(factors.of(today - timedelta(days=number)) for number in range(WINDOW_DAYS))
    expected, place, free = 0.0, 0, 0
    for number in range(1, FURTHEST_DAYS + 1):
        day = today + timedelta(days=number)
        expected += base * factors.of(day)
        while place < len(waiting) and waiting[place] <= day:
            place, free = place + 1, free + 1
        # The tolerance is for sums of tenths that should be whole.
        if expected >= free - 1e-6:
            return day
    return None
