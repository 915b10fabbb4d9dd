"""How long after its period a stub was paid: a date that was moved leaves the period behind."""

from __future__ import annotations

import re
from datetime import date

from app.screening.checks.answers import Question, altered
from app.screening.checks.packet import Packet
from app.screening.checks.rows import says
from app.screening.checks.stubs import Pair, consecutive_pairs
from app.screening.verdict import CheckResult, Document, DocumentType, Severity, Signal

QUESTION = Question(
    check="pay_days",
    family="arithmetic",
    innocent=(
        "a correction, a bonus or a final pay was paid off the usual pay days",
        "a check was issued again later",
        "the employer changed its pay days",
    ),
    next_step="Ask for the stub from the payroll provider's portal, or for the pay days of this year.",
)
_LONGEST = 45
"""Days from the end of a period to its pay: public employers that pay a month behind stay below."""
_MOST_APART = 6
"""Days by which two delays differ: weekends and holidays move a pay day by three."""
_HOLIDAYS = ((12, 12), (1, 5))
"""From the one day to the other, offices close and pay before."""
_APART = re.compile(
    r"missed|retro|adjust|bonus|commission|back ?pay|correct|award|off.?cycle|settle|residual|severance|re-?issue"
    r"|replac|manual|void|royalt",
    re.I,
)
"""What is paid apart, or again, long after its period."""


def check(packet: Packet) -> CheckResult:
    """Review when a stub was paid over 45 days after its period, or six days later or earlier after its period than
    the stub before it, though both show the same gross pay, as no correction or bonus does.
    """
    signals: list[Signal] = []
    looked = 0
    for stub in packet.of_type(DocumentType.paystub):
        delay = _delay(packet, stub)
        looked += delay is not None
        if delay is not None and delay > _LONGEST and not says(packet, stub, _APART):
            signals.append(_signal(stub, delay, f"at most {_LONGEST} days"))
    told = {signal.evidence[0].file_id for signal in signals if signal.evidence}
    for pair in consecutive_pairs(packet):
        usual, delay = _delay(packet, pair.earlier), _delay(packet, pair.later)
        if usual is None or delay is None or told & {pair.earlier.file_id, pair.later.file_id}:
            continue
        if abs(delay - usual) >= _MOST_APART and _is_regular(packet, pair):
            signals.append(_signal(pair.later, delay, f"about {usual} days", pair.earlier))
    return QUESTION.answer(
        signals, looked, "The stubs were paid soon after their periods.", "No stub shows its period and its pay date."
    )


def _delay(packet: Packet, stub: Document) -> int | None:
    """Days from the end of the period to the pay date; None where a date or its year is in doubt."""
    paid, end, start = (packet.day(stub, name) for name in ("pay_date", "period_end", "period_start"))
    return (paid - end).days if paid and end and start and _is_period(start, end) else None


def _is_period(start: date, end: date) -> bool:
    return 5 <= (end - start).days <= 31


def _is_regular(packet: Packet, pair: Pair) -> bool:
    one, other = (packet.amount(stub, "gross_pay") for stub in (pair.earlier, pair.later))
    paid = (pair.paid_earlier, pair.paid_later)
    is_same_period = packet.day(pair.earlier, "period_end") == packet.day(pair.later, "period_end")  # issued again
    is_before_holidays = any((it.month, it.day) >= _HOLIDAYS[0] or (it.month, it.day) <= _HOLIDAYS[1] for it in paid)
    return pair.is_same_year and one is not None and one == other and not is_same_period and not is_before_holidays


def _signal(stub: Document, delay: int, expected: str, other: Document | None = None) -> Signal:
    return QUESTION.signal(
        altered(stub.document_type),
        Severity.review,
        f"The pay date is {delay} days after the end of the period"
        + (f"; on the other stub it is {expected.removeprefix('about ')}." if other else "."),
        expected,
        f"{delay} days",
        stub.evidence("pay_date", "period_end") + (other.evidence("pay_date", "period_end") if other else ()),
        "pay_date",
    )
