"""How long the present work has lasted, from the best evidence that the documents offer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from app.screening.facts.deposit_sources import by_source, payroll_deposits
from app.screening.facts.employer_lines import is_from_employer
from app.screening.facts.employers import compare_employers
from app.screening.facts.income import BUSINESS_FIELDS, works_for_themselves
from app.screening.facts.income_deposits import is_benefit
from app.screening.facts.own_papers import own_papers
from app.screening.facts.pay_history import paid_since
from app.screening.facts.pay_jobs import jobs_of, paid_on
from app.screening.facts.standing import Employment
from app.screening.facts.trusted import amount_of, day_of, text_of
from app.screening.verdict import Applicant, Document, DocumentType, Evidence, Outcome

_OLDEST = date(1950, 1, 1)


def employment(documents: Sequence[Document], applicant: Applicant, as_of: date) -> Employment:
    """Whole months of the present employment at `as_of`.

    From the letter's start date, else the hire date on a stub, else the earliest document that shows the same
    employer ("at least"). Self-employed people count from the earliest tax year with business income. `months` is
    None without any evidence.
    """
    readable = own_papers([document for document in documents if document.readable], applicant)
    if works_for_themselves(readable, applicant):
        return _self_employment(readable, as_of)
    letters, offers = _letters(readable, as_of)
    jobs = jobs_of(readable)
    stubs = jobs[0] if jobs else [d for d in readable if d.document_type == DocumentType.paystub]
    employer = next((name for d in (*letters, *reversed(stubs)) if (name := text_of(d, "employer_name"))), "")
    known = _stated(employer, letters, stubs, as_of) or _seen(readable, stubs, employer, as_of)
    if known or offers:
        return known or _to_begin(offers[0])
    nothing = Employment(employer, None, False, False, "No document shows since when the present work lasts.")
    return (None if employer else _paid(readable, as_of)) or nothing


def _letters(documents: Sequence[Document], as_of: date) -> tuple[list[Document], list[Document]]:
    """Letters about present work and offers of work that has not begun, each newest first."""
    letters = [d for d in documents if d.document_type == DocumentType.employment_letter]
    letters = [letter for letter in letters if not text_of(letter, "employment_ended")]
    letters.sort(key=lambda letter: day_of(letter, "letter_date") or date.min, reverse=True)
    offers = [letter for letter in letters if (start := day_of(letter, "start_date")) and start > as_of]
    return [letter for letter in letters if letter not in offers], offers


def _seen(documents: Sequence[Document], stubs: Sequence[Document], employer: str, as_of: date) -> Employment | None:
    found = min(_sightings(documents, stubs, employer, as_of), key=lambda seen: seen[0], default=None)
    if found is None:
        return None
    day, place = found
    months = whole_months(day, as_of)
    so_far = f"at least {_in_words(months)}." if months else "what was before, they do not tell."
    sentence = f"The documents show this employment since {day.isoformat()}: {so_far}"
    return Employment(employer, months, True, False, sentence, place)


def _paid(documents: Sequence[Document], as_of: date) -> Employment | None:
    """What deposits show where no paper names an employer: since when the payer who paid last has paid."""
    paid = [item for item in payroll_deposits(documents) if item.day <= as_of and not is_benefit(item)]
    newest = max(by_source(paid), key=lambda source: source.days[-1], default=None)
    months = whole_months(newest.days[0], as_of) if newest else 0
    if newest is None or not months:
        return None
    sentence = f"Payroll deposits arrive since {newest.days[0].isoformat()}: at least {_in_words(months)}."
    return Employment("", months, True, False, sentence, newest.deposits[0].statement.evidence("payroll_deposits"))


def _to_begin(offer: Document) -> Employment:
    """Work that is only promised so far."""
    sentence = f"The work has not begun: by the letter it begins on {day_of(offer, 'start_date')}."
    return Employment(text_of(offer, "employer_name"), 0, False, False, sentence, offer.evidence("start_date"))


def whole_months(start: date, end: date) -> int:
    """Full months from one day to another; never negative."""
    months = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
    return max(0, months)


def _stated(employer: str, letters: Sequence[Document], stubs: Sequence[Document], as_of: date) -> Employment | None:
    for document, name, what in (
        *((letter, "start_date", "The employment letter") for letter in letters),
        *((stub, "hire_date", "The pay stub") for stub in reversed(stubs)),
    ):
        start = day_of(document, name)
        if start and _OLDEST <= start <= as_of:
            months = whole_months(start, as_of)
            sentence = f"{what} says that the work began on {start.isoformat()}: {_in_words(months)}."
            return Employment(employer, months, False, False, sentence, document.evidence(name))
    return next((known for letter in letters if (known := _since_month(employer, letter, as_of))), None)


def _since_month(employer: str, letter: Document, as_of: date) -> Employment | None:
    """Work that began on an unknown day of a known month, taken for its last."""
    year, _, number = (month := text_of(letter, "start_month")).partition("-")
    if not number or (first := date(int(year), int(number), 1)) > as_of:
        return None
    months = max(0, whole_months(first, as_of) - 1)
    sentence = f"The employment letter says that the work began in {month}: at least {_in_words(months)}."
    return Employment(employer, months, True, False, sentence, letter.evidence("start_month"))


def _sightings(
    documents: Sequence[Document], stubs: Sequence[Document], employer: str, as_of: date
) -> Iterator[tuple[date, tuple[Evidence, ...]]]:
    """Days up to `as_of` on which documents show the present employment."""
    seen = [*_in_stubs(stubs), *(_in_other_papers(documents, employer) if employer else ())]
    yield from ((day, places) for day, places in seen if day <= as_of)


def _in_stubs(stubs: Sequence[Document]) -> Iterator[tuple[date, tuple[Evidence, ...]]]:
    for stub in stubs:
        if start := day_of(stub, "period_start"):
            yield start, stub.evidence("period_start")
        elif paid := paid_on(stub):
            yield paid, stub.evidence("pay_date")
    if stubs and (since := paid_since(stubs)):
        yield since, stubs[-1].evidence("ytd_gross", "period_end")


def _in_other_papers(documents: Sequence[Document], employer: str) -> Iterator[tuple[date, tuple[Evidence, ...]]]:
    """Last years' W-2s and payroll deposits of an employer."""
    for form in documents:
        year, payer = text_of(form, "tax_year"), text_of(form, "employer_name")
        is_wages = text_of(form, "form") == "W-2" and year.isdigit()
        if is_wages and payer and compare_employers(employer, payer) == Outcome.consistent:
            yield date(int(year), 12, 31), form.evidence("tax_year", "employer_name")
    for deposit in payroll_deposits(documents):
        if is_from_employer(deposit.description, employer):
            yield deposit.day, deposit.statement.evidence("payroll_deposits")


def _business_years(documents: Sequence[Document]) -> dict[int, Document]:
    return {
        int(text_of(d, "tax_year")): d
        for d in documents
        if text_of(d, "tax_year") and any(amount_of(d, name) is not None for name in BUSINESS_FIELDS)
    }


def _self_employment(documents: Sequence[Document], as_of: date) -> Employment:
    years = {year: form for year, form in _business_years(documents).items() if date(year, 12, 31) <= as_of}
    if not years:
        return Employment("", None, False, True, "The application says self-employed; no tax form shows since when.")
    first = min(years)
    months = whole_months(date(first, 12, 31), as_of)
    sentence = f"Tax year {first} already shows income from own work: at least {_in_words(months)}."
    return Employment("", months, True, True, sentence, years[first].evidence("tax_year", *BUSINESS_FIELDS))


def _in_words(months: int) -> str:
    return {0: "less than a month", 1: "1 month"}.get(months, f"{months} months")
