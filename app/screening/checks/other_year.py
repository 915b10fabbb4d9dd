"""Dates inside the descriptions of a statement's rows: new dates on an old statement leave the old year in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from app.screening.checks.answers import Question, altered
from app.screening.checks.packet import Packet, as_day
from app.screening.verdict import CheckResult, Document, DocumentType, Evidence, Severity, Signal

QUESTION = Question(
    check="other_year",
    family="arithmetic",
    innocent=(
        "a payer's reference that looks like a date",
        "a disputed or late charge that was booked a year later",
    ),
    next_step="Ask for the statement as the bank's own download.",
)
_NUMERIC = re.compile(r"(?<![\d/])(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?:20)?(?P<y>\d\d)(?![\d/])")
_CODED = re.compile(r"(?<!\d)(?P<y>[12]\d)(?P<m>0[1-9]|1[0-2])(?P<d>[0-3]\d)(?!\d)")
_NEAR = 10
"""Days between what a card or a payer did and the day on which the bank books it."""
_FEWEST = 2
_MOST_YEARS = 6


def check(packet: Packet) -> CheckResult:
    """Review where the dates in two rows or more are those of their rows but for the year, and no row's has its year.

    Payers write them as 251009 and card networks as 10/17/25. One of them, or one reference on many rows, says nothing.
    """
    signals: list[Signal] = []
    looked = 0
    for statement in packet.of_type(DocumentType.bank_statement):
        right, wrong = _years(packet, statement)
        looked += bool(right or wrong)
        if not right and len({text for text, _ in wrong}) >= _FEWEST:
            signals.append(_signal(statement, wrong))
    return QUESTION.answer(
        signals, looked, "Dates in the descriptions are of the rows' year.", "No row's description holds a date."
    )


def _years(packet: Packet, statement: Document) -> tuple[list[str], list[tuple[str, Evidence]]]:
    """What is of its row's year, and what is of another, with its place."""
    fact = packet.sure(statement, "transactions")
    right: list[str] = []
    wrong: list[tuple[str, Evidence]] = []
    for row in fact.value if fact and not isinstance(fact.value, str) else ():
        booked = as_day(row.get("date"))
        for text, named in _named(row.get("description", "")) if booked else ():
            if booked is None or not _is_near(named, booked):
                continue
            place = Evidence(statement.file_id, statement.file_name, fact.page if fact else 1, None, text)
            if named.year == booked.year:
                right.append(text)
            else:
                wrong.append((text, place))
    return right, wrong


def _named(description: str) -> Iterator[tuple[str, date]]:
    for form in (_NUMERIC, _CODED):
        for found in form.finditer(description):
            try:
                yield found[0], date(2000 + int(found["y"]), int(found["m"]), int(found["d"]))
            except ValueError:
                continue


def _is_near(named: date, booked: date) -> bool:
    """Some days apart but for the year, which is one of the last few."""
    try:
        same_year = named.replace(year=booked.year)
    except ValueError:
        return False
    return abs((same_year - booked).days) <= _NEAR and abs(named.year - booked.year) < _MOST_YEARS


def _signal(statement: Document, wrong: list[tuple[str, Evidence]]) -> Signal:
    return QUESTION.signal(
        altered(statement.document_type),
        Severity.review,
        f"Rows of the statement name the days of another year: {wrong[0][0]}, for one.",
        "the year of the statement",
        wrong[0][0],
        (*statement.evidence("statement_start", "statement_end"), *(place for _, place in wrong[:4])),
        "statement_end",
    )
