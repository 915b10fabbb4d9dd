"""A statement begins with the balance that the one before it ended with."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from decimal import Decimal
from itertools import pairwise, zip_longest

from app.screening.checks.answers import Question, altered, money
from app.screening.checks.packet import Packet, as_day
from app.screening.checks.page_numbers import is_whole
from app.screening.checks.rows import rows, text_of
from app.screening.checks.totals import closing_by_totals
from app.screening.checks.transactions import transactions
from app.screening.verdict import CheckResult, Document, DocumentType, Severity, Signal

QUESTION = Question(
    check="statement_continuity",
    family="across",
    innocent=(
        "the two statements are of different accounts at one bank",
        "the bank corrected a booking between the statements",
        "a digit of a balance was misread",
    ),
    next_step="Ask for both statements as the bank's own downloads, or see the account with the applicant.",
)
_ACCOUNT = re.compile(r"account", re.I)
_FEWEST = 5
"""Rows that tell a statement's month."""
_HEADING = re.compile(r"account\s*(?:number|no\b|#)", re.I)
_TAIL = re.compile(r"(\d{4})\W*$")


def check(packet: Packet) -> CheckResult:
    """The closing balance of a statement is the opening balance of the next of the same account, to the cent.

    Asked only where the bank, the account's last four digits and the holder, if read, are the same, where the days
    follow each other without a gap, and nothing is missing on the page.
    """
    answers = [
        answer for group in _accounts(packet) for pair in pairwise(group) if (answer := _of(packet, *pair)) is not None
    ]
    return QUESTION.answer(
        (item for item in answers if isinstance(item, Signal)),
        len(answers),
        "Each statement begins with the balance that the one before it ended with.",
        "There are no two statements of one account that follow each other.",
    )


def _accounts(packet: Packet) -> list[list[Document]]:
    """The statements of each account by their first day; those that do not tell bank, account and days are left out."""
    groups: dict[tuple[str, str, str], list[Document]] = {}
    for statement in packet.of_type(DocumentType.bank_statement):
        tails = _tails(packet, statement)
        key = packet.text(statement, "bank_name").casefold(), packet.text(statement, "account_holder").casefold()
        if key[0] and len(tails) == 1 and _first_day(packet, statement):
            groups.setdefault((*key, tails.pop()), []).append(statement)
    return [
        sorted(group, key=lambda item: str(_first_day(packet, item))) for group in groups.values() if len(group) > 1
    ]


def _first_day(packet: Packet, statement: Document) -> date | None:
    month = _month(packet, statement)
    return packet.day(statement, "statement_start") or (month[0] if month else None)


def _last_day(packet: Packet, statement: Document) -> date | None:
    month = _month(packet, statement)
    return packet.day(statement, "statement_end") or (month[1] if month else None)


def _month(packet: Packet, statement: Document) -> tuple[date, date] | None:
    """The month of all rows of a statement that its totals close; for one whose period is not printed."""
    days = [day for row in transactions(packet, statement) if (day := as_day(row.day))]
    closing = packet.amount(statement, "closing_balance")
    if len(days) < _FEWEST or closing is None or closing != closing_by_totals(packet, statement):
        return None
    first, last = min(days), max(days)
    month = date(first.year, first.month, 1), date(first.year, first.month, monthrange(first.year, first.month)[1])
    return month if month[0] <= last <= month[1] else None


def _tails(packet: Packet, statement: Document) -> set[str]:
    """The last four digits of each number that a row, or the heading above it, calls an account's."""
    found: set[str] = set()
    for page in packet.pages_of(statement)[:1]:
        lines = rows(page)
        for row, below in zip_longest(lines, lines[1:], fillvalue=()):
            named = _ACCOUNT.search(text_of(row))
            is_heading = _HEADING.search(text_of(row)) and not any(_TAIL.search(word.text) for word in row)
            words = [word.text for word in (below if is_heading else row)] if named else []
            found.update(match[1] for word in words if (match := _TAIL.search(word)) and not re.search(r"[/.,$]", word))
    return {tail for tail in found if not tail.startswith(("19", "20"))}


def _of(packet: Packet, earlier: Document, later: Document) -> Signal | bool | None:
    ended, begins = _last_day(packet, earlier), _first_day(packet, later)
    closing, opening = packet.amount(earlier, "closing_balance"), packet.amount(later, "opening_balance")
    if ended is None or begins is None or closing is None or opening is None or not 0 <= (begins - ended).days <= 1:
        return None
    if closing == opening:
        return True
    is_text = all(page.source == "text" for it in (earlier, later) for page in packet.pages_of(it))
    if abs(closing) == abs(opening) or not (is_text or (is_whole(packet, earlier) and is_whole(packet, later))):
        return None
    return _signal(earlier, later, closing, opening)


def _signal(earlier: Document, later: Document, closing: Decimal, opening: Decimal) -> Signal:
    return QUESTION.signal(
        altered(DocumentType.bank_statement),
        Severity.review,
        f"One statement ends with {money(closing)}; the next of the same account begins with {money(opening)}.",
        money(closing),
        money(opening),
        later.evidence("opening_balance") + earlier.evidence("closing_balance"),
        "opening_balance",
    )
