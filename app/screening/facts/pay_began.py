"""When a job began that no paper dates: a new job must not be measured by the months before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from app.screening.facts.deposit_sources import Deposit, Source, by_source, days_covered, frequency_of, payroll_deposits
from app.screening.facts.employer_lines import is_from_employer
from app.screening.facts.pay_base import regular_pay
from app.screening.facts.pay_jobs import first_day, paid_on
from app.screening.facts.pay_rhythm import Rhythm
from app.screening.facts.trusted import amount_of, day_of, text_of
from app.screening.verdict import Document

_SPARE_PERIODS = 2
"""Periods' pay by which a year to date may exceed what was earned since: a part before, overtime, rounding."""


def deposits_of(documents: Sequence[Document], job: Sequence[Document]) -> Source | None:
    """The deposits of the employer of a job's stubs, else of whoever pays a stub's net pay to the cent (a payroll
    service, a government's paying office); None when the statements show none."""
    employer, deposits = text_of(job[-1], "employer_name"), payroll_deposits(documents)
    found = [item for item in deposits if employer and is_from_employer(item.description, employer)]
    if found:
        return Source(tuple(sorted(found, key=_by_day)))
    nets = {amount_of(stub, "net_pay") for stub in job} - {None}
    return next((source for source in by_source(deposits) if nets & {item.amount for item in source.deposits}), None)


def deposited(documents: Sequence[Document], job: Sequence[Document]) -> str | None:
    """How often the deposits of a job arrive, when the statements show enough of them."""
    source, covered = deposits_of(documents, job), days_covered(documents)
    return frequency_of(source, min(covered), max(covered)) if source and covered else None


def began(
    documents: Sequence[Document], job: Sequence[Document], former: Sequence[Sequence[Document]], rhythm: Rhythm | None
) -> date | None:
    """The day near which a job began this year: its deposits begin although the statements cover the days before, or
    stubs of a `former` job end; and the year to date holds no more pay than since then. Else None.
    """
    newest = job[-1]
    end, year, most = paid_on(newest), amount_of(newest, "ytd_gross"), max(regular_pay(stub) for stub in job)
    if rhythm is None or end is None or year is None or most <= 0:
        return None
    period = timedelta(days=364 // rhythm.per_year)
    starts = [
        *_first_paid(documents, job, period, year / most),
        *(day for stubs in former if (day := paid_on(stubs[-1]))),
    ]
    fitting = [day for day in starts if year <= most * ((end - day) // period + _SPARE_PERIODS)]
    return max((day for day in fitting if date(end.year, 1, 1) < day < end), default=None)


def _first_paid(
    documents: Sequence[Document], job: Sequence[Document], period: timedelta, pays: Decimal
) -> Iterator[date]:
    """The begin of the period that the year's first pay was for: a stub's, when its year to date is its gross pay;
    that of the first deposit, when the pay day before it is covered and shows none, or when the year to date holds no
    more than the pay days seen; one period earlier, when it holds one pay more. `pays` is how many it holds."""
    yield from (day for stub in job if (day := first_day(stub)))
    source, covered = deposits_of(documents, job), days_covered(documents)
    if source is None:
        return
    ended, paid, first = day_of(job[-1], "period_end"), day_of(job[-1], "pay_date"), source.days[0]
    lag = paid - ended if ended and paid and ended <= paid else timedelta()
    if all(first - timedelta(days=back) in covered for back in range(1, period.days + 2)):
        yield first - lag - period
    seen = {*source.days, *(day for stub in job if (day := paid_on(stub)))}
    if pays <= len(seen) + 1:
        yield first - lag - (1 if pays <= len(seen) else 2) * period


def _by_day(deposit: Deposit) -> date:
    return deposit.day
