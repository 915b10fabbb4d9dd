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
    all."""
    newest = paid_on(jobs[0][-1]) if jobs else None
    if newest is None:
        return jobs[:1], jobs[1:]
    current = [job for job in jobs if (day := paid_on(job[-1])) and (newest - day).days <= _PAST]
    return current, [job for job in jobs if job not in current]


def _order(stub: Document) -> tuple[date, Decimal]:
    return paid_on(stub) or date.min, amount_of(stub, "ytd_gross") or Decimal(0)


def _same_job(one: Document, other: Document) -> bool:
    mine, theirs = text_of(one, "employer_name"), text_of(other, "employer_name")
    if not mine or not theirs or compare_employers(mine, theirs) != Outcome.contradicted:
        return True
    gross, ytd, before = amount_of(one, "gross_pay"), amount_of(one, "ytd_gross"), amount_of(other, "ytd_gross")
    return None not in (gross, ytd, before) and abs((before or CENT) + (gross or CENT) - (ytd or CENT)) <= CENT
