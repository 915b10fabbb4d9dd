"""Income as tax forms show it: last year's wages by month, or the profit of the self-employed over their last
returns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from app.screening.facts.standing import Income
from app.screening.facts.trusted import amount_of, dollars, text_of
from app.screening.verdict import Document, DocumentType

Share = tuple[Document, str, Decimal]
"""A form, the field of it that counts, and its amount."""
_LASTING = frozenset("2347")
"""Distribution codes of box 7 of a 1099-R: early with an exception, disability, death, normal."""
_OLDEST_YEARS = 2
"""Years before `as_of` that a tax form may be of and still speak of today's income."""


def tax_income(documents: Sequence[Document], as_of: date) -> Income | None:
    """Income of the newest tax year / 12: wages (the W-2s of that year added up, else the return's) and pensions; only
    where there are no wages the return's adjusted gross income, when it is higher than the pensions."""
    forms = _forms(documents, as_of)
    for year in sorted({text_of(form, "tax_year") for form in forms}, reverse=True):
        of_year = [form for form in forms if text_of(form, "tax_year") == year]
        wages = _w2_wages(of_year) or _first(of_year, "wages")
        pensions = _pensions(of_year)
        gross = [] if wages else _first(of_year, "adjusted_gross_income")
        counted = gross if _sum(gross) > _sum(pensions) else [*wages, *pensions]
        total = _sum(counted)
        if total > 0:
            monthly = total / 12
            sentence = f"Income of {dollars(total)} in tax year {year} / 12 is {dollars(monthly)} a month."
            evidence = tuple(place for form, field, _ in counted for place in form.evidence(field, "tax_year"))
            return Income(monthly, "tax_return", sentence, is_verified=True, evidence=evidence)
    return None


def pension_income(documents: Sequence[Document], as_of: date) -> Income | None:
    """Pensions of the newest tax year that shows any / 12, by its 1099-Rs."""
    forms = _forms(documents, as_of)
    for year in sorted({text_of(form, "tax_year") for form in forms}, reverse=True):
        pensions = _pensions([form for form in forms if text_of(form, "tax_year") == year])
        if total := _sum(pensions):
            sentence = f"Pensions of {dollars(total)} in tax year {year} / 12 are {dollars(total / 12)} a month."
            evidence = tuple(place for form, field, _ in pensions for place in form.evidence(field, "tax_year"))
            return Income(total / 12, "tax_return", sentence, is_verified=True, evidence=evidence)
    return None


def profit_income(documents: Sequence[Document], as_of: date) -> Income | None:
    """Net profit of the last two returns averaged over their months; the newer year alone when profits fall.

    A 1099 alone shows receipts, not income: then `monthly` is None and the sentence says so.
    """
    forms = _forms(documents, as_of)
    profits = {text_of(form, "tax_year"): form for form in forms if amount_of(form, "net_profit") is not None}
    years = sorted(profits, reverse=True)[:2]
    if not years:
        return _receipts_only(forms)
    amounts = [amount_of(profits[year], "net_profit") or Decimal(0) for year in years]
    evidence = tuple(place for year in years for place in profits[year].evidence("net_profit", "tax_year"))
    if len(amounts) == 2 and amounts[0] < amounts[1]:
        amounts, years = amounts[:1], years[:1]
        why = "; profits are falling, so only the newer year counts"
    else:
        why = ""
    monthly = sum(amounts, Decimal(0)) / (12 * len(amounts))
    sentence = f"Net profit of tax year {' and '.join(years)} averages {dollars(monthly)} a month{why}."
    return Income(monthly, "tax_return", sentence, is_verified=True, evidence=evidence)


def _receipts_only(forms: list[Document]) -> Income | None:
    receipts = [form for form in forms if amount_of(form, "nonemployee_compensation") is not None]
    if not receipts:
        return None
    evidence = tuple(place for form in receipts for place in form.evidence("nonemployee_compensation"))
    sentence = "A 1099 shows gross receipts, not income; a tax return with the net profit is needed."
    return Income(None, "", sentence, is_verified=False, evidence=evidence)


def _forms(documents: Sequence[Document], as_of: date) -> list[Document]:
    forms = [d for d in documents if d.document_type == DocumentType.tax_return and text_of(d, "tax_year").isdigit()]
    return [form for form in forms if 0 <= as_of.year - int(text_of(form, "tax_year")) <= _OLDEST_YEARS]


def _w2_wages(forms: list[Document]) -> list[Share]:
    """W-2s with their wages; copies of the same one count once."""
    found: dict[Decimal, Share] = {}
    for form in forms:
        wages = amount_of(form, "wages")
        if text_of(form, "form") == "W-2" and wages is not None:
            found.setdefault(wages, (form, "wages", wages))
    return list(found.values())


def _pensions(forms: list[Document]) -> list[Share]:
    """Distributions that can be pensions: rollovers, loans and early withdrawals are none."""
    found: dict[Decimal, Share] = {}
    for form in forms:
        amount, code = amount_of(form, "pension_gross"), text_of(form, "distribution_code")
        if amount is not None and (not code or code[0] in _LASTING):
            found.setdefault(amount, (form, "pension_gross", amount))
    return list(found.values())


def _first(forms: list[Document], field: str) -> list[Share]:
    amounts = [(form, field, amount) for form in forms if (amount := amount_of(form, field)) is not None and amount > 0]
    return amounts[:1]


def _sum(shares: list[Share]) -> Decimal:
    return sum((amount for _, _, amount in shares), Decimal(0))
