"""The taxes of a W-2 are fixed shares of the wages beside them: raised wages leave the old taxes behind."""

from __future__ import annotations

from decimal import Decimal

from app.screening.checks.answers import Question, altered, money, plain
from app.screening.checks.fica import MEDICARE, SOCIAL_SECURITY
from app.screening.checks.packet import Packet, as_amount
from app.screening.checks.rows import amounts_on
from app.screening.verdict import CheckResult, Document, DocumentType, Evidence, Severity, Signal

QUESTION = Question(
    check="w2_boxes",
    family="arithmetic",
    innocent=(
        "tips in box 7 are taxed together with box 3, and tax on tips may not have been collected",
        "a corrected form (W-2c) changes only some boxes",
        "deferred pay, sick pay paid by an insurer, or an owner's health insurance is in box 1 alone",
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
_MOSTLY = Decimal("0.9")
"""Of the gap: an amount printed elsewhere that explains it, but for small deductions."""
_LIKE_WAGES = Decimal("0.8")
"""Of box 5: the wages of a state or a town, which explain nothing."""
_ABOVE = Decimal("0.03")
"""Of box 5: group life insurance, a fringe benefit or a late adjustment stays below."""


def check(packet: Packet) -> CheckResult:
    """Box 4 is 6.2 % of box 3, and box 6 at least 1.45 % of box 5, within a hundredth; tips may be added.

    Box 1 is hardly ever above box 5, which holds the same wages before the deductions that only income tax leaves out.
    On a scan, where digits are misread, two of the three must be off, or box 1 alone beside two pairs that fit.
    """
    signals: list[Signal] = []
    looked = 0
    for form in packet.of_type(DocumentType.tax_return):
        if "form" not in form.fields or form.fields["form"].value != "W-2":
            continue  # the boxes themselves are read surely or not at all
        answers = [answer for pair in _PAIRS if (answer := _of(packet, form, *pair)) is not None]
        answers += [answer for answer in [_income(packet, form)] if answer is not None]
        found = [answer for answer in answers if isinstance(answer, Signal)]
        looked += bool(answers)
        is_digital = all(page.source == "text" for page in packet.pages_of(form))
        is_income = all(answer is True for answer in answers[: len(_PAIRS)]) and len(answers) > len(_PAIRS)
        signals += found[:1] if is_digital or is_income or len(found) >= len(_PAIRS) else []
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


def _income(packet: Packet, form: Document) -> Signal | bool | None:
    """Box 1 against box 5, the Medicare wages, which have no cap.

    Deferred pay, sick pay of a third party and an owner's health insurance are income alone, and are printed elsewhere
    on the form; clergy and some public employees have no Medicare wages, or few.
    """
    income, base, tax = (packet.amount(form, name) for name in ("wages", "medicare_wages", "medicare_withheld"))
    if not income or not base or not tax:
        return None
    gap = income - base
    boxes = {as_amount(fact.value) for fact in form.fields.values()}
    others = [it for it in amounts_on(packet.pages_of(form)) if it not in boxes and it < _LIKE_WAGES * base]
    is_told = any(_MOSTLY * gap <= value <= 2 * gap for value in others)
    if gap <= _ABOVE * base or gap > base or is_told:
        return True
    return QUESTION.signal(
        altered(form.document_type),
        Severity.review,
        f"Box 1 shows wages of {money(income)}; the Medicare wages in box 5, which leave less out, are {money(base)}.",
        f"at most {money(base)}",
        money(income),
        form.evidence("wages", "medicare_wages"),
        "wages",
    )


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
