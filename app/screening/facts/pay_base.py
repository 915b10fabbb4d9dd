"""What one job pays in a month, from its stubs: base pay by frequency, extras with history, held against the year
to date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.screening.facts.labels import squeeze, strings
from app.screening.facts.pay_jobs import paid_on
from app.screening.facts.pay_rhythm import Rhythm, rhythm_of
from app.screening.facts.trusted import amount_of, day_of, decimal_of, dollars, rows_of
from app.screening.verdict import Document

_DAYS_A_MONTH = Decimal("30.4375")
_HISTORY_MONTHS = 6
"""Months of the year so far from which overtime and bonuses count as regular; screening.md asks for history, not
how much."""
_TELLING_MONTHS = 2
"""Months below which a year to date alone tells no monthly pay: the first pay of January is that of December."""
_BELOW = Decimal("0.9")
"""Under this share of the base the year to date shows that less is really earned (screening.md, "Facts")."""
_UNALIKE = 2
"""How many times another stub's pay is beyond a raise: a draw before commission, a part of a period."""

_EXTRAS = "Overtime, commission, tips and bonuses"


@dataclass(frozen=True, slots=True)
class JobPay:
    """A month's gross pay of one job, the sentences that say how it came about, and whether a paper's cause for a low
    year to date was believed."""

    monthly: Decimal
    sentences: tuple[str, ...]
    is_by_cause: bool = False


def pay_of_job(
    stubs: Sequence[Document], hired: date | None, deposited: str | None = None, *, is_explained: bool = False
) -> JobPay | None:
    """Monthly gross pay from the stubs of one job, oldest first.

    `hired` is the day on which other papers let the work begin, `deposited` how often its deposits arrive, and
    `is_explained` that a paper says why the year to date is low: a pause, or a counter that began anew.
    None when the stubs show no frequency and no usable year to date.
    """
    start = max((day for stub in stubs if (day := day_of(stub, "hire_date"))), default=None) or hired
    year = _stub_of_the_year(stubs)
    stubs = _without_bonus_runs(stubs)
    rhythm = rhythm_of(stubs, deposited)
    if rhythm is None:
        return _by_year_alone(year, start)
    base, sentences = _base(stubs, rhythm)
    extra = _extras(_with_lines_of_the_year(stubs), start)
    if extra:
        base += extra
        sentences.append(f"{_EXTRAS} of the year so far add {dollars(extra)} a month.")
    return _held_against(year, start, base, sentences, is_explained=is_explained, is_hourly=_is_by_the_hour(stubs))


def _stub_of_the_year(stubs: Sequence[Document]) -> Document:
    """The newest stub; an earlier one of its year with more pay so far, after which the counter began anew."""
    newest = paid_on(stubs[-1])
    same = [stub for stub in stubs if newest and (day := paid_on(stub)) and day.year == newest.year]
    return max(reversed(same), key=lambda stub: amount_of(stub, "ytd_gross") or 0, default=stubs[-1])


def _by_year_alone(stub: Document, start: date | None) -> JobPay | None:
    by_year = _by_year_to_date(stub, start)
    if by_year is None or (months_of_year(stub, start) or 0) < _TELLING_MONTHS:
        return None
    return JobPay(by_year, (f"The pay frequency is not shown; the year to date comes to {dollars(by_year)} a month.",))


def _held_against(
    stub: Document, start: date | None, base: Decimal, sentences: list[str], *, is_explained: bool, is_hourly: bool
) -> JobPay:
    """The base, or less where the year to date of a stub shows less, with the sentences so far and why."""
    by_year, whole = _by_year_to_date(stub, start), _by_year_to_date(stub, None)
    if start and whole and by_year and whole < _BELOW * base <= by_year:
        sentences.append(f"The year to date is measured since {start.isoformat()}, when this work began.")
    is_lower = by_year is not None and by_year < _BELOW * base and _lacks_a_pay(stub, base, start)
    if by_year is not None and is_lower and is_explained:
        sentences.append(f"The year to date comes to only {dollars(by_year)} a month, for which a paper gives a cause.")
        return JobPay(base, tuple(sentences), is_by_cause=True)
    if by_year is not None and is_lower:
        sentences += _lowered(start, by_year, base)
        base = by_year
    elif by_year is not None and _BELOW * by_year > base and is_hourly:
        sentences.append(f"The year to date would come to {dollars(by_year)} a month: more stubs tell what is usual.")
    return JobPay(base, tuple(sentences))


def _without_bonus_runs(stubs: Sequence[Document]) -> Sequence[Document]:
    """Stubs of regular pay, where there are any: a bonus that is paid apart tells neither base nor frequency."""
    regular = [stub for stub in stubs if not _is_all_extra(stub) and not _is_beside_wages(stub, stubs)]
    return regular or stubs


def _is_beside_wages(stub: Document, stubs: Sequence[Document]) -> bool:
    """Whether a stub without hours and rate is of a pay day whose wages by the hour stand on another stub."""
    if amount_of(stub, "hours") or amount_of(stub, "rate"):
        return False
    return any(paid_on(other) == paid_on(stub) and amount_of(other, "rate") for other in stubs if other is not stub)


def _is_all_extra(stub: Document) -> bool:
    gross = amount_of(stub, "gross_pay")
    return gross is not None and gross == _sum_of_extras(stub)


def _lacks_a_pay(stub: Document, monthly: Decimal, start: date | None) -> bool:
    """Whether the year to date misses more than one pay: the days before a first pay are no lower income."""
    year, months, gross = amount_of(stub, "ytd_gross"), months_of_year(stub, start), amount_of(stub, "gross_pay")
    return year is None or months is None or gross is None or monthly * months - year > gross


def _lowered(start: date | None, by_year: Decimal, base: Decimal) -> list[str]:
    told = [f"The year to date comes to only {dollars(by_year)} a month, which is used because it is lower."]
    if start is None:
        causes = "If this work began during the year, pay was raised or paused, or another payroll provider paid before"
        told.append(f"{causes}, a paper that says so shows {dollars(base)} a month.")
    return told


def _base(stubs: Sequence[Document], rhythm: Rhythm) -> tuple[Decimal, list[str]]:
    regular = [_regular_gross(stub) for stub in stubs]
    amounts = {amount for amount, _ in regular}
    is_average = len(amounts) > 1 and (_is_by_the_hour(stubs) or max(amounts) >= _UNALIKE * min(amounts))
    pay = sum((amount for amount, _ in regular), Decimal(0)) / len(regular) if is_average else regular[-1][0]
    monthly = pay * rhythm.per_year / 12
    kind = "Average regular pay" if is_average else "Regular pay" if regular[-1][1] else "Gross pay"
    times = "/ 12" if rhythm.per_year == 1 else f"× {rhythm.per_year} / 12"
    way = "" if rhythm.per_year == 12 else f" {rhythm.frequency} {times} is {dollars(monthly)}"
    sentences = [f"{kind} of {dollars(pay)}{way} a month."]
    if rhythm.doubt:
        sentences.append(rhythm.doubt)
    if regular[-1][1]:
        sentences.append(f"{_EXTRAS} of {dollars(regular[-1][1])} on the newest stub are not in this base.")
    return monthly, sentences


def _is_by_the_hour(stubs: Sequence[Document]) -> bool:
    return any(amount_of(stub, "rate") for stub in stubs)


def _regular_gross(stub: Document) -> tuple[Decimal, Decimal]:
    """Gross pay without overtime, bonus and the like, and how much those were."""
    gross, extra = amount_of(stub, "gross_pay") or Decimal(0), _sum_of_extras(stub)
    return (gross - extra, extra) if 0 < extra < gross else (gross, Decimal(0))


def _sum_of_extras(stub: Document) -> Decimal:
    return sum((decimal_of(row.get("amount", "")) or Decimal(0) for row in _extra_rows(stub)), Decimal(0))


def regular_pay(stub: Document) -> Decimal:
    """Gross pay of the period in dollars without overtime, bonus and the like; 0 when no gross pay is known."""
    return _regular_gross(stub)[0]


def regular_year(stub: Document) -> Decimal:
    """Pay of the year so far in dollars by the lines of regular pay; 0 when the stub has none with a year to date."""
    extras = _extra_rows(stub)
    lines = (row for row in rows_of(stub, "earnings_lines") if row not in extras)
    return sum((decimal_of(row.get("ytd", "")) or Decimal(0) for row in lines), Decimal(0))


def _extra_rows(stub: Document) -> list[dict[str, str]]:
    """Lines of pay on top of regular pay, those that are paid once included."""
    return [row for row in rows_of(stub, "earnings_lines") if _is_once(row) or _says(row, "words", "whole")]


def _is_once(row: dict[str, str]) -> bool:
    """Whether a line is paid once and no history makes it income: severance, a signing bonus, exercised stock."""
    return _says(row, "once", "once_whole")


def _is_first(row: dict[str, str]) -> bool:
    """Whether a line was paid for the first time this year, so that nothing shows that it comes again."""
    amount = decimal_of(row.get("amount", ""))
    return amount is not None and amount != 0 and amount == decimal_of(row.get("ytd", ""))


def _says(row: dict[str, str], inside: str, whole: str) -> bool:
    label = squeeze(row.get("description", ""))
    parts = (squeeze(word) for word in strings("paystub", "extras", inside))
    return label in {squeeze(word) for word in strings("paystub", "extras", whole)} or any(p in label for p in parts)


def _with_lines_of_the_year(stubs: Sequence[Document]) -> Document:
    """The newest stub whose lines tell the year so far; a picture of a portal may tell the sum alone."""
    telling = (stub for stub in reversed(stubs) if any(row.get("ytd") for row in rows_of(stub, "earnings_lines")))
    return next(telling, stubs[-1])


def _extras(stub: Document, start: date | None) -> Decimal:
    """Overtime, bonus and commission of the year so far by month, once that year is long enough to be a history."""
    months = months_of_year(stub, start)
    if months is None or months < _HISTORY_MONTHS:
        return Decimal(0)
    regular = [row for row in _extra_rows(stub) if not _is_once(row) and not _is_first(row)]
    year = sum((decimal_of(row.get("ytd", "")) or Decimal(0) for row in regular), Decimal(0))
    return year / months if year > 0 else Decimal(0)


def _by_year_to_date(stub: Document, start: date | None) -> Decimal | None:
    year, months = amount_of(stub, "ytd_gross"), months_of_year(stub, start)
    return year / months if year and months else None


def months_of_year(stub: Document, start: date | None) -> Decimal | None:
    """Months that a stub's year to date covers: from the later of 1 January and the hiring to the pay date.

    For someone hired within the year it ends with the pay period, because the first pay came with the same delay.
    """
    paid = paid_on(stub)
    if paid is None:
        return None
    first = date(paid.year, 1, 1)
    if start and first < start <= paid:
        first, paid = start, day_of(stub, "period_end") or paid
    days = (paid - first).days + 1
    return Decimal(days) / _DAYS_A_MONTH if days > 0 else None
