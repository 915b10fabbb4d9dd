"""Stubs are sorted into jobs here, since several jobs add up and two stubs of one job do not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from app.screening.facts.employers import compare_employers
from app.screening.facts.trusted import amount_of, day_of, text_of
from app.screening.verdict import Document, DocumentType, Outcome

_PAST = 45
"""Days by which a job's newest stub may be older than the newest of all and still count as held at the same time."""
_SILENT = 21
"""Days after which wages by the week or the fortnight would have been paid again."""
CENT = Decimal("0.02")


def paid_on(stub: Document) -> date | None:
    """The pay date, else the end of the period."""
    return day_of(stub, "pay_date") or day_of(stub, "period_end")


def jobs_of(documents: Iterable[Document]) -> list[list[Document]]:
    """Stubs with a gross pay by job, each job oldest first, the job with the newest stub first.

    Only clearly different employers make two jobs, and not even they when one stub continues the other's year to date.
    """
    jobs: list[list[Document]] = []
    stubs = [d for d in documents if d.document_type == DocumentType.paystub and (amount_of(d, "gross_pay") or 0) > 0]
    for stub in sorted(stubs, key=_order):
        job = next((job for job in jobs if any(_same_job(stub, other) for other in job)), None)
        if job is None:
            jobs.append([stub])
        else:
            job.append(stub)
    return sorted(jobs, key=lambda job: _order(job[-1]), reverse=True)


def held_together(jobs: list[list[Document]]) -> tuple[list[list[Document]], list[list[Document]]]:
    """The jobs that are held now, and those that ended before: their newest stub is much older than the newest of
    all, or another job began after it."""
    newest = paid_on(jobs[0][-1]) if jobs else None
    if newest is None:
        return jobs[:1], jobs[1:]
    recent = [job for job in jobs if (day := paid_on(job[-1])) and (newest - day).days <= _PAST]
    current = [job for job in recent if not any(_took_over(other, job) for other in recent)]
    return current, [job for job in jobs if job not in current]


def _took_over(job: list[Document], former: list[Document]) -> bool:
    """Whether a job began, by its first pay or the day of hire, when the other's last period was over, and the other
    paid no more since."""
    starts = [day for stub in job if (day := day_of(stub, "hire_date") or first_day(stub))]
    ended, last, newest = day_of(former[-1], "period_end"), paid_on(former[-1]), paid_on(job[-1])
    if not starts or ended is None or last is None or newest is None:
        return False
    return ended <= min(starts) and (newest - last).days > _SILENT


def first_day(stub: Document) -> date | None:
    """The first day of a job whose first pay a stub is: its year to date is its gross pay, and not since January."""
    paid, gross = paid_on(stub), amount_of(stub, "gross_pay")
    is_first = gross is not None and gross == amount_of(stub, "ytd_gross") and paid is not None and paid.month > 1
    return day_of(stub, "period_start") if is_first else None


def _order(stub: Document) -> tuple[date, Decimal]:
    return paid_on(stub) or date.min, amount_of(stub, "ytd_gross") or Decimal(0)


def _same_job(one: Document, other: Document) -> bool:
    mine, theirs = text_of(one, "employer_name"), text_of(other, "employer_name")
    if not mine or not theirs or compare_employers(mine, theirs) != Outcome.contradicted:
        return True
    gross, ytd, before = amount_of(one, "gross_pay"), amount_of(one, "ytd_gross"), amount_of(other, "ytd_gross")
    return None not in (gross, ytd, before) and abs((before or CENT) + (gross or CENT) - (ytd or CENT)) <= CENT
