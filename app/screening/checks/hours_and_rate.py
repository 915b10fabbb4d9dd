"""Hours times rate is hourly pay; overtime and premiums are so common that a difference alone is a note."""

from __future__ import annotations

from decimal import Decimal

from app.screening.checks.answers import Question, altered, money, plain
from app.screening.checks.packet import Packet
from app.screening.checks.table_rows import lines_of
from app.screening.verdict import CheckResult, Document, DocumentType, Evidence, Severity, Signal

QUESTION = Question(
    check="hours_and_rate",
    family="arithmetic",
    innocent=(
        "overtime, a shift premium, tips or a bonus is part of the gross pay",
        "paid leave is listed apart",
        "a raise is printed before it is paid",
    ),
    next_step="Look at the earnings lines of the stub; ask for the hours if they matter.",
)

_RAISED = Decimal("1.15")
"""A raise, printed before it is paid, is mostly smaller."""


def check(packet: Packet) -> CheckResult:
    """Hours × rate = gross pay within one cent per hour worked; a difference is a note.

    Review where the pay is to the cent these hours at the lower rate of another stub of the packet: then the rate alone
    was raised.
    """
    signals, looked = [], 0
    for stub in packet.of_type(DocumentType.paystub):
        hours, rate, gross = (packet.amount(stub, name) for name in ("hours", "rate", "gross_pay"))
        if hours is None or rate is None or gross is None:
            continue
        looked += 1
        expected = hours * rate
        if abs(expected - gross) > max(packet.policy.checks.money_tolerance, hours / 100):
            places = stub.evidence("gross_pay", "hours", "rate")
            signal = _signal(money(expected), money(gross), places, plain(expected))
            usual = _rate_paid(packet, stub, hours, rate, gross)
            if usual or not _is_made_up_of_lines(packet, stub, gross):
                signals.append(_raised(stub, rate, usual) if usual else signal)
    return QUESTION.answer(
        signals, looked, "Hours times rate is the gross pay.", "No stub shows hours, rate and gross pay clearly."
    )


def _rate_paid(packet: Packet, stub: Document, hours: Decimal, rate: Decimal, gross: Decimal) -> Decimal | None:
    """The rate of another stub, lower by more than a raise, at which these hours make this gross pay."""
    others = (packet.amount(it, "rate") for it in packet.of_type(DocumentType.paystub) if it is not stub)
    lower = (other for other in others if other and other * _RAISED <= rate)
    return next((other for other in lower if abs(other * hours - gross) <= hours / 100), None)


def _is_made_up_of_lines(packet: Packet, stub: Document, gross: Decimal) -> bool:
    """Several earnings lines add up to the gross pay, of which the hours are one's."""
    lines = [amount for amount, _ in lines_of(packet, stub, "earnings_lines", "", "") if amount]
    return len(lines) > 1 and abs(sum(lines, Decimal(0)) - gross) <= packet.policy.checks.money_tolerance


def _raised(stub: Document, rate: Decimal, usual: Decimal) -> Signal:
    return QUESTION.signal(
        altered(stub.document_type),
        Severity.review,
        f"The stub shows a rate of {money(rate)} an hour, but was paid at {money(usual)}, the rate of another stub.",
        money(usual),
        money(rate),
        stub.evidence("rate", "hours", "gross_pay"),
        "rate",
        plain(usual),
    )


def _signal(expected: str, actual: str, evidence: tuple[Evidence, ...], implied: str) -> Signal:
    return QUESTION.signal(
        "hours_and_rate",
        Severity.note,
        f"Hours times rate is {expected}; the gross pay shown is {actual}.",
        expected,
        actual,
        evidence,
        "gross_pay",
        implied,
    )
