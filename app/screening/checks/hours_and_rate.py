"""Hours times rate is hourly pay; overtime and premiums are so common that a difference is only ever a note."""

from __future__ import annotations

from app.screening.checks.answers import Question, money, plain
from app.screening.checks.packet import Packet
from app.screening.verdict import CheckResult, DocumentType, Evidence, Severity, Signal

QUESTION = Question(
    check="hours_and_rate",
    family="arithmetic",
    innocent=("overtime, a shift premium, tips or a bonus is part of the gross pay", "paid leave is listed apart"),
    next_step="Look at the earnings lines of the stub; ask for the hours if they matter.",
)


def check(packet: Packet) -> CheckResult:
    """Hours × rate = gross pay within one cent per hour worked; a difference is a note."""
    signals, looked = [], 0
    for stub in packet.of_type(DocumentType.paystub):
        hours, rate, gross = (packet.amount(stub, name) for name in ("hours", "rate", "gross_pay"))
        if hours is None or rate is None or gross is None:
            continue
        looked += 1
        expected = hours * rate
        if abs(expected - gross) > max(packet.policy.checks.money_tolerance, hours / 100):
            signals.append(
                _signal(money(expected), money(gross), stub.evidence("gross_pay", "hours", "rate"), plain(expected))
            )
    return QUESTION.answer(
        signals, looked, "Hours times rate is the gross pay.", "No stub shows hours, rate and gross pay clearly."
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
