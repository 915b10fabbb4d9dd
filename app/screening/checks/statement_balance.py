"""Opening balance and movements give the closing balance, in total and row by row."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from app.screening.checks.answers import Question, altered, money, plain
from app.screening.checks.packet import Packet, word_evidence
from app.screening.checks.rows import amounts_on
from app.screening.checks.running_balance import BrokenRow, broken_rows
from app.screening.verdict import CheckResult, Document, DocumentType, Severity, Signal

QUESTION = Question(
    check="statement_balance",
    family="arithmetic",
    innocent=(
        "a page of the statement is missing",
        "fees, interest or checks are totalled apart from the other withdrawals",
        "a sign or a digit was misread on a scan",
    ),
    next_step="Ask for the complete statement as the bank's own download.",
)


@dataclass(frozen=True, slots=True)
class _Sums:
    expected: Decimal
    closing: Decimal


def check(packet: Packet) -> CheckResult:
    """Opening + deposits − withdrawals = closing, and every running balance is the one before plus its row."""
    signals: list[Signal] = []
    looked = 0
    for statement in packet.of_type(DocumentType.bank_statement):
        sums = _sums(packet, statement)
        rows = broken_rows(packet, statement)
        looked += (sums is not None) + (rows is not None)
        if sums and abs(sums.expected - sums.closing) > packet.policy.checks.money_tolerance:
            signals.append(_total_signal(statement, sums))
        if rows:
            signals.append(_row_signal(packet, statement, rows))
    return QUESTION.answer(
        signals,
        looked,
        "The statements add up from the opening to the closing balance.",
        "No statement shows balances and totals clearly enough to add up.",
    )


def _sums(packet: Packet, statement: Document) -> _Sums | None:
    names = ("opening_balance", "deposits_total", "withdrawals_total", "closing_balance")
    opening, paid_in, paid_out, closing = (packet.amount(statement, name) for name in names)
    if opening is None or paid_in is None or paid_out is None or closing is None:
        return None
    expected = opening + abs(paid_in) - abs(paid_out)
    gap = abs(expected - closing)
    tolerance = packet.policy.checks.money_tolerance
    # A total of fees, checks or interest that stands apart explains the gap to the cent.
    others = (abs(value) for value in amounts_on(packet.pages_of(statement)))
    if gap > tolerance and any(abs(value - gap) <= tolerance for value in others):
        return None
    return _Sums(expected, closing)


def _total_signal(statement: Document, sums: _Sums) -> Signal:
    return QUESTION.signal(
        altered(statement.document_type),
        Severity.review,
        f"The movements give a balance of {money(sums.expected)}; the closing balance shown is {money(sums.closing)}.",
        money(sums.expected),
        money(sums.closing),
        statement.evidence("closing_balance", "opening_balance", "deposits_total", "withdrawals_total"),
        "closing_balance",
        plain(sums.expected),
    )


def _row_signal(packet: Packet, statement: Document, broken: tuple[BrokenRow, ...]) -> Signal:
    item = next(item for item in packet.files if item.file_id == statement.file_id)
    first = broken[0]
    is_clear = len(broken) >= 2 and all(row.is_digital for row in broken)
    return QUESTION.signal(
        altered(statement.document_type),
        Severity.strong if is_clear else Severity.review,
        f"{len(broken)} running balance(s) are not the balance before plus the row's amount.",
        money(first.expected),
        money(first.shown),
        tuple(word_evidence(item, row.page, row.word) for row in broken[:6]),
        "",
        plain(first.expected),
    )
