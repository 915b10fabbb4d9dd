"""How many times a year someone is paid: read where it is printed, else inferred from periods and pay dates, never
guessed upwards."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from app.screening.facts.trusted import amount_of, day_of, text_of
from app.screening.verdict import Document

_TWO_WEEKS = Decimal(70)
"""Hours that nobody is paid for in one week, as far as stubs are concerned."""
_CENTS = Decimal("0.02")
PER_YEAR = {"weekly": 52, "biweekly": 26, "semimonthly": 24, "monthly": 12, "annual": 1}


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A frequency, and what was in doubt about it (empty when nothing was)."""

    frequency: str
    doubt: str = ""

    @property
    def per_year(self) -> int:
        """Pay days in a year."""
        return PER_YEAR[self.frequency]


def rhythm_of(stubs: Sequence[Document], deposited: str | None = None) -> Rhythm | None:
    """The frequency that the stubs of one job show, or None when nothing tells.

    What is printed counts, unless periods or pay dates contradict it; where these leave several, the hours, the number
    of pays in the year to date and how often the employer's deposits arrive (`deposited`) can tell. Of several that
    are left the one with the fewest pay days is taken and the doubt is stated, so that 24 and 26 pay days are never
    confused upwards.
    """
    printed = {text_of(stub, "pay_frequency") for stub in stubs} & PER_YEAR.keys()
    possible = [found for stub in stubs if (found := _by_period(stub))]
    if _is_borne_out(printed, possible):
        return Rhythm(printed.pop())  # a run between two pay days changes nothing
    possible += [found for found in (_by_distance(stubs), _by_ends(stubs)) if found]
    agreed = _agreed(stubs, possible, deposited)
    if len(printed) == 1 and (not possible or printed <= agreed):
        return Rhythm(printed.pop())
    if not printed and len(agreed) == 1:
        return Rhythm(agreed.pop())
    return _lowest(printed | (agreed or set().union(*possible)))


def _is_borne_out(printed: set[str], possible: list[set[str]]) -> bool:
    """Whether the one printed frequency is possible by every period."""
    return len(printed) == 1 and bool(possible) and all(printed <= found for found in possible)


def _agreed(stubs: Sequence[Document], possible: list[set[str]], deposited: str | None) -> set[str]:
    """The frequencies that all periods and pay dates allow, of these the ones that hours, counts and deposits fit."""
    agreed = set.intersection(*possible) if possible else set()
    for fitting in (
        *(_by_hours(stub) for stub in stubs),
        _by_count(stubs[-1]),
        {deposited} if deposited else set[str](),
    ):
        agreed = agreed & fitting or agreed
    return agreed


def _lowest(choices: set[str]) -> Rhythm | None:
    """Of several frequencies the one with the fewest pay days, and the doubt."""
    if not choices:
        return None
    lowest = min(choices, key=lambda name: PER_YEAR[name])
    others = " or ".join(sorted(choices - {lowest}, key=lambda name: PER_YEAR[name]))
    return Rhythm(lowest, f"The pay frequency could be {lowest} or {others}; the lower income, {lowest}, is used.")


def _by_period(stub: Document) -> set[str]:
    """Frequencies that a pay period's days allow; periods from the 1st or 16th to the 15th or the month's end are
    semimonthly."""
    start, end = day_of(stub, "period_start"), day_of(stub, "period_end")
    if start is None or end is None:
        return set()
    days = (end - start).days + 1
    if _is_half_month(start, end):
        return {"semimonthly"} if days != 14 else {"semimonthly", "biweekly"}
    if start.day == 1 and _is_month_end(end) and start.month == end.month:
        return {"monthly"}
    return {
        5: {"weekly"},
        6: {"weekly"},
        7: {"weekly"},
        12: {"biweekly"},
        14: {"biweekly"},
        15: {"semimonthly"},
        16: {"semimonthly"},
    }.get(days, {"monthly"} if 28 <= days <= 31 else {"semimonthly", "biweekly"} if days == 13 else set())


def _by_hours(stub: Document) -> set[str]:
    """Frequencies whose period can hold the hours of a stub."""
    hours = amount_of(stub, "hours")
    return PER_YEAR.keys() - {"weekly"} if hours is not None and hours >= _TWO_WEEKS else set(PER_YEAR)


def _by_count(stub: Document) -> set[str]:
    """Frequencies with enough pay days so far this year, where the year to date is a whole number of equal pays."""
    gross, year = amount_of(stub, "gross_pay"), amount_of(stub, "ytd_gross")
    paid = day_of(stub, "pay_date") or day_of(stub, "period_end")
    if not gross or not year or paid is None or abs(year - round(year / gross) * gross) > _CENTS:
        return set(PER_YEAR)
    count, share = round(year / gross), Decimal(paid.timetuple().tm_yday) / 365
    return {name for name, per_year in PER_YEAR.items() if count <= share * per_year + 1}


def _is_half_month(start: date, end: date) -> bool:
    same = (start.year, start.month) == (end.year, end.month)
    return same and ((start.day == 1 and end.day == 15) or (start.day == 16 and _is_month_end(end)))


def _is_month_end(day: date) -> bool:
    return day.day == monthrange(day.year, day.month)[1]


def _by_distance(stubs: Sequence[Document]) -> set[str]:
    """Frequencies that the distance between neighbouring pay dates allows; a missing stub doubles a distance and
    tells less."""
    days = sorted({day for stub in stubs if (day := day_of(stub, "pay_date"))})
    found: set[str] | None = None
    for before, after in pairwise(days):
        allowed = _of_distance(after - before)
        if allowed:
            found = allowed if found is None else found & allowed or found | allowed
    return found or set()


def _by_ends(stubs: Sequence[Document]) -> set[str]:
    """Frequencies of periods of whole weeks, told by their ends where no begin is known; half months end on the 15th
    or with the month."""
    ends = sorted({day for stub in stubs if (day := day_of(stub, "period_end"))})
    weeks = {(after - before).days for before, after in pairwise(ends)}
    if not weeks <= {7, 14} or all(day.day == 15 or _is_month_end(day) for day in ends):
        return set()
    return {"weekly"} if 7 in weeks else {"weekly", "biweekly"} if weeks else set()


def _of_distance(distance: timedelta) -> set[str]:
    days = distance.days
    if 6 <= days <= 8:
        return {"weekly"}
    if days == 14:
        return {"biweekly", "semimonthly", "weekly"}
    if 13 <= days <= 18:
        return {"semimonthly"} if days > 15 else {"semimonthly", "biweekly"}
    if days == 28:
        return {"biweekly", "weekly", "monthly"}
    return {"monthly", "semimonthly"} if 27 <= days <= 33 else set()
