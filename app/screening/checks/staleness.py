"""How old the documents are on the day of the evaluation: old ones are asked for anew, never held against anybody."""

from __future__ import annotations

from datetime import date

from app.screening.checks.answers import Question
from app.screening.checks.coverage import lacking_days
from app.screening.checks.packet import Packet
from app.screening.checks.stubs import paid_on
from app.screening.verdict import CheckResult, Document, DocumentType, Severity, Signal

QUESTION = Question(
    check="staleness",
    family="content",
    innocent=("the newest document was not at hand", "the application took a while"),
    next_step="Ask for the newest document of this kind.",
)


def check(packet: Packet) -> CheckResult:
    """Newest stub within 30 days (a note up to 60, then review), statement and letter within 60 days (a note),
    statements over two months (a note)."""
    recency = packet.policy.recency
    rules = (
        (DocumentType.paystub, "pay_date", recency.paystub, recency.paystub_limit),
        (DocumentType.bank_statement, "statement_end", recency.bank_statement, None),
        (DocumentType.employment_letter, "letter_date", recency.employment_letter, None),
    )
    signals, looked = [], 0
    for kind, field, days, limit in rules:
        newest = _newest(packet, kind, field)
        if newest is None:
            continue
        looked += 1
        age = (packet.as_of - newest[0]).days
        if age > days:
            severity = Severity.review if limit is not None and age > limit else Severity.note
            signals.append(_signal(newest[1], field, age, days, severity))
    return QUESTION.answer(
        [*signals, *_coverage(packet)], looked, "The documents are recent.", "No document shows its date clearly."
    )


def _newest(packet: Packet, kind: DocumentType, field: str) -> tuple[date, Document] | None:
    dated = []
    for document in packet.of_type(kind):
        day = paid_on(packet, document) if kind is DocumentType.paystub else packet.day(document, field)
        if day is None:
            return None  # the one without a date may be the newest
        dated.append((day, document))
    return max(dated, key=lambda item: item[0], default=None)


def _signal(document: Document, field: str, age: int, days: int, severity: Severity) -> Signal:
    kind = document.document_type.value.replace("_", " ")
    return QUESTION.signal(
        "documents_stale",
        severity,
        f"The newest {kind} is {age} days old.",
        f"at most {days} days",
        f"{age} days",
        document.evidence(field),
        field,
    )


def _coverage(packet: Packet) -> list[Signal]:
    """A note where the statements together cover less than two months."""
    days = lacking_days(packet)
    if days is None:
        return []
    statements = packet.of_type(DocumentType.bank_statement)
    places = tuple(place for item in statements for place in item.evidence("statement_start", "statement_end"))
    return [
        QUESTION.signal(
            "statement_coverage",
            Severity.note,
            f"The bank statements cover {days} days.",
            "the last two months",
            f"{days} days",
            places,
        )
    ]
