"""Benefits and pensions as income: by their award letters, else by the forms that state a whole year of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from app.screening.facts.standing import Income
from app.screening.facts.trusted import amount_of, day_of, dollars, text_of
from app.screening.verdict import Document

_STALE = 400
"""Days: benefits are told anew each winter, so an older letter states an amount that has changed."""


def award_income(documents: Sequence[Document], as_of: date) -> Income | None:
    """Monthly benefits by their letters: the newest letter of each payer, different payers added up."""
    letters = [d for d in documents if amount_of(d, "monthly_benefit") and not _is_stale(d, as_of)]
    letters.sort(key=lambda d: day_of(d, "letter_date") or date.min, reverse=True)
    newest: dict[str, Document] = {}
    for letter in letters:
        newest.setdefault(text_of(letter, "benefit_payer"), letter)
    if not newest:
        return None
    total = sum((amount_of(d, "monthly_benefit") or Decimal(0) for d in newest.values()), Decimal(0))
    sentence = f"Benefits of {dollars(total)} a month by {len(newest)} award letter{'s' if len(newest) > 1 else ''}."
    evidence = tuple(place for d in newest.values() for place in d.evidence("monthly_benefit", "letter_date"))
    return Income(total, "letter", sentence, is_verified=True, evidence=evidence)


def yearly_benefits(documents: Sequence[Document], as_of: date) -> Income | None:
    """Social security of last year by its statement (SSA-1099) / 12; it goes on for life, so it counts beside pay."""
    forms = [d for d in documents if text_of(d, "form") == "SSA-1099" and text_of(d, "tax_year").isdigit()]
    forms = [d for d in forms if 0 <= as_of.year - int(text_of(d, "tax_year")) <= 1]
    form = max(forms, key=lambda d: text_of(d, "tax_year"), default=None)
    year = amount_of(form, "benefits") if form else None
    if form is None or year is None or year <= 0:
        return None
    sentence = (
        f"Social security of {dollars(year)} in {text_of(form, 'tax_year')} / 12 is {dollars(year / 12)} a month."
    )
    return Income(year / 12, "tax_return", sentence, is_verified=True, evidence=form.evidence("benefits", "tax_year"))


def benefits_income(documents: Sequence[Document], as_of: date) -> Income | None:
    """Award letters, and the social security statement where no letter of the social security replaces it."""
    awarded, yearly = award_income(documents, as_of), yearly_benefits(documents, as_of)
    if awarded and any(text_of(d, "benefit_payer") == "social_security" for d in documents):
        return awarded
    return added(awarded, yearly)


def added(one: Income | None, other: Income | None) -> Income | None:
    """Two incomes of different sources as one; the first names the source."""
    if one is None or one.monthly is None:
        return other if other and other.monthly is not None else one or other
    if other is None or other.monthly is None:
        return one
    total = one.monthly + other.monthly
    sentence = f"{one.explanation} {other.explanation} Together that is {dollars(total)} a month."
    verified, evidence = one.is_verified and other.is_verified, one.evidence + other.evidence
    return Income(total, one.source, sentence, verified, one.is_net or other.is_net, evidence)


def _is_stale(letter: Document, as_of: date) -> bool:
    day = day_of(letter, "letter_date")
    return day is not None and (as_of - day).days > _STALE
