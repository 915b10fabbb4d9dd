"""One stub handed in twice with only the dates changed: the year-to-date total does not move."""

from __future__ import annotations

from decimal import Decimal

from app.screening.checks.answers import Question, altered, money
from app.screening.checks.packet import Packet
from app.screening.checks.stubs import Pair, consecutive_pairs
from app.screening.verdict import CheckResult, DocumentType, Severity, Signal

QUESTION = Question(
    check="reused_stub",
    family="across",
    innocent=("the payroll provider printed one stub again with a corrected date", "a reissued check"),
    next_step="Ask for the stub of the missing pay day from the payroll provider's portal.",
)


def check(packet: Packet) -> CheckResult:
    """Equal gross and year-to-date amounts on different pay days. Equal pay alone is ordinary for a salary.

    A note where both are of one period: a check that was issued again.
    """
    answers = [
        (pair, figures)
        for pair in consecutive_pairs(packet)
        if pair.paid_earlier != pair.paid_later and (figures := _figures(packet, pair)) is not None
    ]
    return QUESTION.answer(
        (_signal(packet, pair, figures[1][1]) for pair, figures in answers if figures[0] == figures[1]),
        len(answers),
        "The year-to-date totals move from stub to stub.",
        "There are no two stubs with different pay days and clear totals.",
    )


def _figures(packet: Packet, pair: Pair) -> tuple[tuple[Decimal, Decimal], tuple[Decimal, Decimal]] | None:
    found = [
        (packet.amount(stub, "gross_pay"), packet.amount(stub, "ytd_gross")) for stub in (pair.earlier, pair.later)
    ]
    (gross, total), (gross_later, total_later) = found
    if gross is None or total is None or gross_later is None or total_later is None or gross <= 0:
        return None
    return (gross, total), (gross_later, total_later)


def _signal(packet: Packet, pair: Pair, total: Decimal) -> Signal:
    ends = {packet.day(stub, "period_end") for stub in (pair.earlier, pair.later)}
    is_again = len(ends) == 1 and None not in ends
    return QUESTION.signal(
        "reissued_stub" if is_again else altered(DocumentType.paystub),
        Severity.note if is_again else Severity.review,
        f"Two stubs with different pay days show the same year-to-date total, {money(total)}.",
        "a total that grows by the pay",
        money(total),
        pair.later.evidence("ytd_gross", "pay_date") + pair.earlier.evidence("ytd_gross", "pay_date"),
        "ytd_gross",
    )
