"""Pages that nobody looked at: what stands on them was neither read nor checked, and the agent must know."""

from __future__ import annotations

from app.screening.checks.answers import Question
from app.screening.checks.packet import Packet
from app.screening.reading.pages import ReadFile, Reading
from app.screening.verdict import CheckResult, Evidence, Severity, Signal

QUESTION = Question(
    check="unread_pages",
    family="content",
    innocent=("several documents were scanned into one long file",),
    next_step="Ask for the pages that are needed as files of their own.",
)


def check(packet: Packet) -> CheckResult:
    """A note for every file of which only the first pages were read: 40 at most, fewer where they take too long."""
    read = packet.read()
    long = [(item, reading) for item, reading in read if len(reading.pages) < reading.page_count]
    return QUESTION.answer(
        (_signal(item, reading) for item, reading in long),
        len(read),
        "Every page was read.",
        "No file was read.",
    )


def _signal(item: ReadFile, reading: Reading) -> Signal:
    first = len(reading.pages) + 1
    return QUESTION.signal(
        "pages_unread",
        Severity.note,
        f"Pages {first} to {reading.page_count} were not read: the file is too long or takes too long to read.",
        evidence=(Evidence(item.file_id, item.file_name, first, None, ""),),
    )
