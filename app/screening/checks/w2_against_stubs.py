"""A W-2's wages against the same employer's stubs: raised wages leave the income tax of the old ones behind."""

from __future__ import annotations

from decimal import Decimal

from app.screening.checks.answers import Question, altered, money
from app.screening.checks.packet import Packet
from app.screening.checks.stubs import paid_on, yearly_pay
from app.screening.facts.pay_rhythm import rhythm_of
from app.screening.facts.people import compare_employers
from app.screening.verdict import CheckResult, Document, DocumentType, Outcome, Severity, Signal

QUESTION = Question(
    check="w2_against_stubs",
    family="across",
    innocent=(
        "fewer hours, a new position or lower commissions since, with more withheld for a new W-4",
        "a payment of last year from which no income tax was withheld",
    ),
    next_step="Ask for the wage and income transcript from the IRS, and ask the employer to confirm last year's wages.",
)
_HIGHER = Decimal("1.25")
_SAME_TAX = Decimal("0.10")
"""Brackets and standard deductions move by a few percent a year; a pay a quarter higher is taxed a third more."""


def check(packet: Packet) -> CheckResult:
    """Review where last year's wages are over a quarter above the stubs' pay of a year, while the income tax withheld
    is, within a tenth, what these stubs withhold in a year: tax rises faster than pay.

    Other differences between two years are ordinary: raises, part of a year, overtime.
    """
    answers = [
        answer
        for form in packet.of_type(DocumentType.tax_return)
        if packet.text(form, "form") == "W-2"
        for stub in packet.of_type(DocumentType.paystub)[-1:]
        if (answer := _of(packet, form, stub)) is not None
    ]
    return QUESTION.answer(
        (item for item in answers if isinstance(item, Signal)),
        len(answers),
        "The W-2's wages and income tax fit the stubs of the same employer.",
        "There are no W-2 of last year and stubs of one employer that show pay and income tax.",
    )


def _of(packet: Packet, form: Document, stub: Document) -> Signal | bool | None:
    employers = [packet.text(item, "employer_name") for item in (form, stub)]
    wages, withheld = (packet.amount(form, name) for name in ("wages", "federal_tax_withheld"))
    year, tax, paid = yearly_pay(packet, stub), packet.amount(stub, "federal_income_tax"), paid_on(packet, stub)
    rhythm = rhythm_of([stub])
    if not all(employers) or compare_employers(*employers) is not Outcome.consistent or not paid or not rhythm:
        return None
    if not wages or not withheld or not year or not tax or packet.text(form, "tax_year") != str(paid.year - 1):
        return None
    usual = abs(tax) * rhythm.per_year
    if wages <= _HIGHER * year:
        return True
    if abs(withheld - usual) > _SAME_TAX * usual:
        return None
    return QUESTION.signal(
        altered(form.document_type),
        Severity.review,
        f"The W-2 shows wages of {money(wages)} with {money(withheld)} of income tax; the stubs' pay comes to "
        f"{money(year)} a year with {money(usual)}.",
        f"about {money(year)}",
        money(wages),
        form.evidence("wages", "federal_tax_withheld") + stub.evidence("gross_pay", "federal_income_tax"),
        "wages",
    )
