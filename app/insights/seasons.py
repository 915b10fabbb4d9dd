"""Weekday and month factors of leasing, shrunk towards 1 where there are few leases. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

HISTORY_DAYS = 365
"""A year holds every month once."""
PRIOR_LEASES = 4
"""As many imagined average leases stand in every weekday and month, so that one lucky Tuesday moves little and no
lease at all leaves 1. Additive (Laplace) smoothing."""
PLACES = 4


@dataclass(frozen=True, slots=True)
class Factors:
    """How a weekday (Monday first) and a month (January first) compare to the average day; 1 where unknown."""

    weekdays: tuple[float, ...] = (1.0,) * 7
    months: tuple[float, ...] = (1.0,) * 12

    def of(self, day: date) -> float:
        """The factor of a day."""
        return self.weekdays[day.weekday()] * self.months[day.month - 1]


def factors_of(leases: Sequence[date], today: date) -> Factors:
    """The factors of the year up to `today`, from the days of the leases in it.

    They are observed from the first lease in the year on: of the time before, nobody knows whether nothing was leased
    or nothing was recorded. A factor is (leases + 4) / (expected + 4), where expected is what the weekday's or month's
    share of the observed days would have.
    """
    known = [day for day in leases if today - timedelta(days=HISTORY_DAYS) < day <= today]
    if not known:
        return Factors()
    first = min(known)
    observed = [first + timedelta(days=number) for number in range((today - first).days + 1)]
    weekdays = _shrunk([day.weekday() for day in known], [day.weekday() for day in observed], range(7))
    months = _shrunk([day.month for day in known], [day.month for day in observed], range(1, 13))
    return Factors(weekdays, months)


def _shrunk(leased: Sequence[int], observed: Sequence[int], cells: range) -> tuple[float, ...]:
    counts, days = Counter(leased), Counter(observed)
    a_day = len(leased) / len(observed)
    return tuple(round((counts[cell] + PRIOR_LEASES) / (a_day * days[cell] + PRIOR_LEASES), PLACES) for cell in cells)
