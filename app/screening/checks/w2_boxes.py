"""The taxes of a W-2 are fixed shares of the wages beside them: raised wages leave the old taxes behind."""

from __future__ import annotations

from decimal import Decimal

from app.screening.checks.answers import Question, altered, money, plain
from app.screening.checks.fica import MEDICARE, SOCIAL_SECURITY
from app.screening.checks.packet import Packet
from app.screening.checks.rows import amounts_on
from app.screening.verdict import CheckResult, Document, DocumentType, Evidence, Severity, Signal

QUESTION = Question(
    check="w2_boxes",
    family="arithmetic",
    innocent=(
        "tips in box 7 are taxed together with box 3, and tax on tips may not have been collected",
        "a corrected form (W-2c) changes only some boxes",
        "a misread digit",
    ),
    next_step="Ask for the wage and income transcript from the IRS, or for the form from the payroll portal.",
)
_PAIRS = (
    ("social_security_wages", "social_security_withheld", SOCIAL_SECURITY, SOCIAL_SECURITY),
    ("medicare_wages", "medicare_withheld", MEDICARE, MEDICARE + Decimal("0.009")),
)
"""Box 3 with 4 and 5 with 6; the additional Medicare tax of 26 U.S.C. § 3101(b)(2) is 0.9 %."""
_ROUNDED = Decimal("2.00")
"""Dollars: 52 pay days, each rounded to the cent, and a few adjustments."""
_PART = Decimal("0.01")


def check(packet: Packet) -> CheckResult:
    """Box 4 is 6.2 % of box 3, and box 6 at least 1.45 % of box 5, within a hundredth; tips may be added.

    On a scan, where digits are misread, both pairs must be off.
    """
    signals: list[Signal] = []
    looked = 0
    for form in packet.of_type(DocumentType.tax_return):
        if packet.text(form, "form") != "W-2":
            continue
        answers = [answer for pair in _PAIRS if (answer := _of(packet, form, *pair)) is not None]
        found = [answer for answer in answers if isinstance(answer, Signal)]
        looked += bool(answers)
        is_digital = all(page.source == "text" for page in packet.pages_of(form))
        signals += found[:1] if is_digital or len(found) == len(_PAIRS) else []
    return QUESTION.answer(
        signals, looked, "The taxes on the W-2 fit its wages.", "No W-2 shows wages and taxes clearly."
    )


def _of(packet: Packet, form: Document, wages: str, tax: str, least: Decimal, most: Decimal) -> Signal | bool | None:
    base, taken = packet.amount(form, wages), packet.amount(form, tax)
    if not base or not taken:
        return None
    slack = max(_ROUNDED, _PART * taken)
    if least * base - slack <= taken <= most * base + slack:
        return True
    others = [value for value in amounts_on(packet.pages_of(form)) if value > 0]
    if any(abs(least * (base + other) - taken) <= slack for other in others):
        return True
    expected, places = least * base, form.evidence(wages, tax)
    return _signal(form, wages, base, taken, expected, places)


def _signal(
    form: Document, wages: str, base: Decimal, taken: Decimal, expected: Decimal, places: tuple[Evidence, ...]
) -> Signal:
    words = wages.replace("_", " ")
    return QUESTION.signal(
        altered(form.document_type),
        Severity.review,
        f"The tax on {words} of {money(base)} would be {money(expected)}; the form shows {money(taken)}.",
        money(expected),
        money(taken),
        places,
        wages,
        plain(taken / (expected / base)),
    )
