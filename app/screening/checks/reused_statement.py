"""One month of a bank statement handed in again as another: the same amounts on the same days of the month."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from itertools import combinations

from app.screening.checks.answers import Question
from app.screening.checks.packet import Packet
from app.screening.checks.transactions import Transaction, transactions
from app.screening.verdict import CheckResult, Document, DocumentType, Severity, Signal

QUESTION = Question(
    check="reused_statement",
    family="across",
    innocent=("an account that only standing orders move", "one statement printed again with another period"),
    next_step="Ask for both statements as the bank's own downloads.",
)
_FEWEST = 14
"""Rows below which standing orders alone can make two months alike."""
_SHARE = Decimal("0.9")
"""Of the rows: people buy something else each month, and weekends move what is paid on fixed days."""


def check(packet: Packet) -> CheckResult:
    """Of two statements of different months, nine rows of ten have the same day of the month, amount and direction."""
    listed = [
        (statement, rows)
        for statement in packet.of_type(DocumentType.bank_statement)
        if len(rows := _rows(transactions(packet, statement))) >= _FEWEST
    ]
    pairs = [pair for pair in combinations(listed, 2) if not _months(pair[0][1]) & _months(pair[1][1])]
    return QUESTION.answer(
        (_signal(one, other) for (one, first), (other, second) in pairs if _alike(first, second) >= _SHARE),
        len(pairs),
        "The months of the statements have movements of their own.",
        "There are no two statements of different months with enough rows.",
    )


def _rows(found: tuple[Transaction, ...]) -> list[Transaction]:
    return [row for row in found if len(row.day) == len("2026-10-31")]


def _months(rows: list[Transaction]) -> set[str]:
    return {row.day[:7] for row in rows}


def _alike(first: list[Transaction], second: list[Transaction]) -> Decimal:
    """The share of the longer list's rows that the other one has too."""
    one, other = (Counter((row.day[8:], row.amount, row.is_credit) for row in rows) for rows in (first, second))
    return Decimal((one & other).total()) / max(len(first), len(second))


def _signal(one: Document, other: Document) -> Signal:
    return QUESTION.signal(
        "suspicious_bank_statement",
        Severity.review,
        "Two bank statements of different months show almost the same movements, on the same days of the month.",
        "movements of each month's own",
        "the same movements in both",
        one.evidence("transactions", "statement_start") + other.evidence("transactions", "statement_start"),
        "transactions",
    )
