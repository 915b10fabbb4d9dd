"""Pay far above what the rent suggests, that no bank statement bears out."""

from __future__ import annotations

from decimal import Decimal

from app.screening.checks.answers import Question, money
from app.screening.checks.packet import Packet
from app.screening.checks.stubs import yearly_pay
from app.screening.verdict import CheckResult, DocumentType, Severity

QUESTION = Question(
    check="unusual_income",
    family="across",
    innocent=(
        "people with a high income rent modest homes",
        "the pay goes to another account",
        "a bonus is part of the pay",
    ),
    next_step="Ask for a statement of the account that the pay goes to.",
)


def check(packet: Packet) -> CheckResult:
    """Review when the stubs' monthly pay is over twelve times the rent basis and the statements' deposits in all are
    below a third of it.

    A high income that deposits bear out, or that nothing can be compared with, is nobody's concern.
    """
    basis = packet.applicant.rent_basis
    paid = [
        (year / 12, stub)
        for stub in packet.of_type(DocumentType.paystub)
        if (year := yearly_pay(packet, stub)) is not None
    ]
    received = _received(packet)
    if not basis or not paid or received is None:
        return QUESTION.answer((), 0, "", "There are no stubs and statements to compare.")
    monthly, stub = max(paid, key=lambda item: item[0])
    is_odd = monthly > packet.policy.income.unusual_ratio * basis and received < monthly / 3
    signal = QUESTION.signal(
        "unusually_high_income",
        Severity.review,
        f"The stubs come to {money(monthly)} a month; the statements show deposits of {money(received)} a month.",
        f"deposits of {money(monthly / 3)} or more",
        money(received),
        stub.evidence("gross_pay"),
        "gross_pay",
    )
    return QUESTION.answer([signal] if is_odd else (), 1, "The income is borne out or not unusual.", "")


def _received(packet: Packet) -> Decimal | None:
    """Deposits a month over the statements that show their total and span."""
    total, days = Decimal(0), 0
    for statement in packet.of_type(DocumentType.bank_statement):
        amount = packet.amount(statement, "deposits_total")
        start, end = packet.day(statement, "statement_start"), packet.day(statement, "statement_end")
        if amount is not None and start and end and end > start:
            total, days = total + abs(amount), days + (end - start).days + 1
    return total * 30 / days if days >= 25 else None
