"""Signs in the container that a file was saved again later: ordinary by themselves, useful beside something else."""

from __future__ import annotations

from datetime import datetime

from app.screening.checks.answers import Question
from app.screening.checks.packet import Packet
from app.screening.reading.pages import Metadata
from app.screening.verdict import CheckResult, Evidence, Severity, Signal

QUESTION = Question(
    check="revision_dates",
    family="structure",
    innocent=(
        "a signature, a filled form or an annotation was added",
        "a mail gateway, a portal or a PDF viewer saved the file again",
        "the file was merged, compressed or printed to PDF",
    ),
    next_step="Nothing by itself.",
)


def check(packet: Packet) -> CheckResult:
    """Revisions without signature or form, a later modification day, and XMP that disagrees: each only a note."""
    signals: list[Signal] = []
    looked = 0
    for item, reading in packet.read():
        metadata = reading.metadata
        looked += bool(metadata.created or metadata.producer)
        remarks = _remarks(metadata)
        if remarks:
            place = Evidence(item.file_id, item.file_name, 1, None, "")
            signals.append(
                QUESTION.signal("saved_again", Severity.note, f"The file {' and '.join(remarks)}.", evidence=(place,))
            )
    return QUESTION.answer(
        signals, looked, "The files were saved once.", "The files say nothing about when they were made."
    )


def _remarks(metadata: Metadata) -> list[str]:
    remarks = []
    if metadata.revisions > 1 and not (metadata.is_signed or metadata.has_form or metadata.has_annotations):
        remarks.append(f"was saved in {metadata.revisions} steps")
    if _days(metadata.created, metadata.modified) >= 1:
        remarks.append("was changed on a later day than it was made")
    if metadata.producer and metadata.xmp_producer and metadata.producer.strip() != metadata.xmp_producer.strip():
        remarks.append("names two different programs in its two descriptions")
    if abs(_days(metadata.created, metadata.xmp_created)) >= 1:
        remarks.append("gives two different days on which it was made")
    return remarks


def _days(first: str, second: str) -> int:
    """Whole days from the first to the second ISO time; 0 when one is missing or unreadable."""
    try:
        start, end = datetime.fromisoformat(first), datetime.fromisoformat(second)
    except ValueError:
        return 0
    return (end.replace(tzinfo=None) - start.replace(tzinfo=None)).days
