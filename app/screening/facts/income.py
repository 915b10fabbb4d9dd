"""Monthly gross income from whatever a packet holds, by the rules of screening.md, with the sentences that explain
it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from app.screening.facts.employers import compare_employers
from app.screening.facts.income_benefits import added, benefits_income
from app.screening.facts.income_deposits import business_income, deposit_income, shows_wages, uncounted_support
from app.screening.facts.income_tax import pension_income, profit_income, tax_income
from app.screening.facts.own_papers import arrives_in_own_account, own_papers
from app.screening.facts.pay_base import JobPay, pay_of_job
from app.screening.facts.pay_began import began, deposited
from app.screening.facts.pay_jobs import held_together, jobs_of
from app.screening.facts.pay_rhythm import rhythm_of
from app.screening.facts.standing import Income
from app.screening.facts.trusted import amount_of, day_of, dollars, text_of
from app.screening.facts.year_gap import YEAR_GAP
from app.screening.verdict import Applicant, Document, DocumentType, Evidence, Outcome

_CENT = Decimal("0.01")
_STUB_FIELDS = ("gross_pay", "ytd_gross", "pay_date", "period_start", "period_end", "pay_frequency", "rate")
BUSINESS_FIELDS = ("net_profit", "nonemployee_compensation")
"""Fields of tax forms that show income from own work."""
_STALE_LETTER = 366
"""Days: an older letter says nothing about today's pay."""


_NONE = Income(None, "", "No income that can be counted could be read from the documents.", is_verified=False)


def monthly_income(documents: Sequence[Document], applicant: Applicant, as_of: date) -> Income:
    """Monthly gross income of the household's applicant in dollars, from the best source that the documents offer.

    Stubs first (jobs held at the same time add up), else the employment letter, else payroll deposits (net,
    unverified), else the last tax form. For the self-employed: net profit of the last returns, else business
    deposits over 90 days, unverified. `monthly` is None when nothing shows an income. Explanations name no person
    and no employer.
    """
    readable = [document for document in documents if document.readable]
    dated = own_papers(readable, applicant)
    benefits = benefits_income(dated, as_of)
    worked = _work_income(dated, applicant, as_of)
    lasting = added(benefits, pension_income(dated, as_of))
    worked = worked or deposit_income(dated, with_benefits=lasting is None)
    found = added(worked, benefits) if worked else _highest(lasting, tax_income(dated, as_of), deposit_income(dated))
    found = found or profit_income(dated, as_of) or _NONE
    left_out = " Papers in another name are not counted." if len(dated) < len(readable) else ""
    return _rounded(replace(found, explanation=found.explanation + uncounted_support(dated) + left_out))


def lives_on_benefits(documents: Sequence[Document], applicant: Applicant, as_of: date) -> bool:
    """Whether papers show benefits or a pension and no work, and the application names no work either."""
    if re.search(r"employ|contract|freelance|owner|gig", applicant.employment_status.lower().replace("unemploy", "")):
        return False
    own = own_papers([document for document in documents if document.readable], applicant)
    has_pension = any(text_of(form, "form") == "1099-R" for form in own)
    shows = has_pension or benefits_income(own, as_of) is not None
    return shows and not any(_shows_a_job(document) for document in own)


def _highest(*ways: Income | None) -> Income | None:
    """Last year's taxes may already hold benefits and pensions, so they are not added; what arrives by bank is net, so
    it is more only where papers are missing."""
    known = [income for income in ways if income]
    return max(known, key=lambda income: income.monthly or Decimal(0), default=None)


def _work_income(dated: list[Document], applicant: Applicant, as_of: date) -> Income | None:
    """Income from present work by stubs, returns of the self-employed, or letters, in the order of their weight."""
    is_self_employed = works_for_themselves(dated, applicant)
    profit = profit_income(dated, as_of) if is_self_employed else None
    stubs = _stub_income(dated, applicant)
    if stubs and profit and profit.monthly is not None:
        return added(stubs, profit)
    if stubs and not is_self_employed:
        return _with_left_out(stubs, profit_income(dated, as_of))
    business = business_income(dated) if is_self_employed else None
    ways = (profit, stubs, business) if is_self_employed else (stubs,)
    return next((way for way in (*ways, _letter_income(dated, as_of)) if way and way.monthly is not None), None)


def _with_left_out(stubs: Income, profit: Income | None) -> Income:
    """Pay, and a word about a business that the application does not name: it may have ended."""
    if profit is None or not profit.monthly or profit.monthly < 0:
        return stubs
    together = dollars((stubs.monthly or Decimal(0)) + profit.monthly)
    words = (
        "It is not counted, since the application does not say that this own work goes on: ask; with it the income is"
        f" {together} a month."
    )
    return replace(stubs, explanation=f"{stubs.explanation} {profit.explanation} {words}")


def works_for_themselves(documents: Sequence[Document], applicant: Applicant) -> bool:
    """Whether the application says so, or forms show business income while no stub and no letter shows other work."""
    said = applicant.employment_status.lower().replace("-", " ").replace("_", " ")
    if any(word in said for word in ("self", "freelance", "contractor", "1099", "business owner", "gig")):
        return True
    if any(_shows_a_job(document) for document in documents):
        return False
    return any(amount_of(form, name) for form in documents for name in BUSINESS_FIELDS)


def _shows_a_job(document: Document) -> bool:
    is_of_employer = document.document_type in (DocumentType.paystub, DocumentType.employment_letter)
    return (
        is_of_employer
        or bool(amount_of(document, "wages"))
        or text_of(document, "form") == "W-2"
        or shows_wages(document)
    )


def _stub_income(documents: Sequence[Document], applicant: Applicant) -> Income | None:
    jobs, past = held_together(jobs_of(documents))
    jobs, nameless = _named(jobs, lambda job: arrives_in_own_account(documents, job, applicant))
    paid = [(job, pay) for job in jobs if (pay := _pay(documents, job, past))]
    if not paid:
        return None
    total = sum((pay.monthly for _, pay in paid), Decimal(0))
    sentences = [sentence for _, pay in paid for sentence in pay.sentences]
    if len(paid) > 1:
        sentences.append(f"{len(paid)} jobs held at the same time add up to {dollars(total)} a month.")
    if past:
        sentences.append("Stubs of an earlier job are not counted.")
    if nameless:
        sentences.append("Stubs of another employer on which no name was read are not counted: look whose they are.")
    evidence: list[Evidence] = [place for job, _ in paid for place in job[-1].evidence(*_STUB_FIELDS)]
    evidence += [place for job, _ in paid for stub in job[:-1] for place in stub.evidence("gross_pay")]
    causes = (paper for job, pay in paid if pay.is_by_cause for paper in _explaining(documents, job))
    evidence += [place for paper in causes for place in paper.evidence(YEAR_GAP)]
    return Income(total, "paystubs", " ".join(sentences), is_verified=True, evidence=tuple(evidence))


def _named(
    jobs: list[list[Document]], is_paid_to_applicant: Callable[[list[Document]], bool]
) -> tuple[list[list[Document]], list[list[Document]]]:
    """Jobs whose stubs show a name or whose pay arrives in the applicant's account, and the others; all jobs where
    none shows a name.

    A packet also holds papers of a partner or a guarantor; whose name stands on them is seen to by `own_papers`.
    """
    named = [job for job in jobs if any(text_of(stub, "employee_name") for stub in job)]
    if not named:
        return jobs, []
    counted = [job for job in jobs if job in named or is_paid_to_applicant(job)]
    return counted, [job for job in jobs if job not in counted]


def _pay(documents: Sequence[Document], job: list[Document], former: list[list[Document]]) -> JobPay | None:
    how_often = deposited(documents, job)
    hired = _hired(documents, job) or began(documents, job, former, rhythm_of(job, how_often))
    return pay_of_job(job, hired, how_often, is_explained=bool(_explaining(documents, job)))


def _explaining(documents: Sequence[Document], job: list[Document]) -> list[Document]:
    """The job's stubs, letters of its employer and notices that say why the year to date is low."""
    telling = [document for document in documents if text_of(document, YEAR_GAP)]
    return [
        document
        for document in telling
        if document in job
        or (document.document_type != DocumentType.paystub and not _other_employer(document, job[-1]))
    ]


def _hired(documents: Sequence[Document], job: list[Document]) -> date | None:
    """The start date of a letter from the job's employer."""
    employer = text_of(job[-1], "employer_name")
    for letter in documents:
        if letter.document_type == DocumentType.employment_letter and employer and text_of(letter, "employer_name"):
            start = day_of(letter, "start_date")
            if start and compare_employers(employer, text_of(letter, "employer_name")) == Outcome.consistent:
                return start
    return None


def _letter_income(documents: Sequence[Document], as_of: date) -> Income | None:
    """The yearly salary of the newest letter that speaks of present work, by month; letters of clearly different
    employers add up."""
    counted: list[Document] = []
    for letter in _present_letters(documents, as_of):
        if all(_other_employer(letter, other) for other in counted):
            counted.append(letter)
    if not counted:
        return None
    total = sum((amount_of(letter, "annual_salary") or Decimal(0) for letter in counted), Decimal(0))
    many = f" of {len(counted)} employers" if len(counted) > 1 else ""
    evidence = tuple(place for d in counted for place in d.evidence("annual_salary", "weekly_hours", "letter_date"))
    sentence = f"Yearly pay{many} of {dollars(total)} in the employment letter / 12 is {dollars(total / 12)} a month."
    starts = [start for letter in counted if (start := day_of(letter, "start_date")) and start > as_of]
    sentence += f" The work begins on {max(starts).isoformat()}." if starts else ""
    return Income(total / 12, "letter", sentence, is_verified=True, evidence=evidence)


def _present_letters(documents: Sequence[Document], as_of: date) -> list[Document]:
    """Letters with a year's pay that speak of work that has not ended, newest first."""
    letters = [d for d in documents if d.document_type == DocumentType.employment_letter]
    letters = [d for d in letters if amount_of(d, "annual_salary") and not text_of(d, "employment_ended")]
    present = [d for d in letters if not _is_old(d, as_of)]
    return sorted(present, key=lambda d: day_of(d, "letter_date") or date.min, reverse=True)


def _is_old(letter: Document, as_of: date) -> bool:
    day = day_of(letter, "letter_date")
    return day is not None and (as_of - day).days > _STALE_LETTER


def _other_employer(one: Document, other: Document) -> bool:
    mine, theirs = text_of(one, "employer_name"), text_of(other, "employer_name")
    return bool(mine and theirs) and compare_employers(mine, theirs) == Outcome.contradicted


def _rounded(income: Income) -> Income:
    monthly = income.monthly.quantize(_CENT) if income.monthly is not None else None
    return Income(monthly, income.source, income.explanation, income.is_verified, income.is_net, income.evidence)
