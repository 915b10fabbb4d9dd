"""Whether the identity document is still valid on the day of the evaluation."""

from __future__ import annotations

from app.screening.checks.answers import Question
from app.screening.checks.packet import Packet
from app.screening.verdict import CheckResult, DocumentType, Severity

QUESTION = Question(
    check="id_expiry",
    family="content",
    innocent=(
        "a renewal is under way",
        "the authority extended expired documents",
        "another date was taken for the expiry date",
    ),
    next_step="Ask for a valid identity document.",
)


def check(packet: Packet) -> CheckResult:
    """An ID whose expiry date lies before `as_of` is review; valid through its last day. One valid ID is enough."""
    dated = [
        (day, item)
        for item in packet.of_type(DocumentType.government_id)
        if (day := packet.day(item, "expiry_date")) is not None
    ]
    is_valid = any(day >= packet.as_of for day, _ in dated)
    signals = [
        QUESTION.signal(
            "identity_document_expired",
            Severity.review,
            "The identity document's expiry date has passed.",
            f"{packet.as_of.isoformat()} or later",
            day.isoformat(),
            item.evidence("expiry_date"),
            "expiry_date",
        )
        for day, item in dated
        if not is_valid
    ]
    return QUESTION.answer(
        signals, len(dated), "The identity document is valid.", "No identity document shows its expiry date clearly."
    )
