"""Notes on what pages that are pictures show to whoever looks closely: places to look at, which move no score."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.screening.checks.answers import Question
from app.screening.checks.packet import Packet
from app.screening.reading.pages import Page
from app.screening.verdict import Box, CheckResult, Evidence, Severity, Signal

MOST_PLACES = 12


@dataclass(frozen=True, slots=True)
class Note:
    """How such a signal is told; `word` stands at each place, `nothing` where no page shows any."""

    code: str
    observation: str
    expected: str
    actual: str
    word: str
    nothing: str


def note_pictures(
    packet: Packet, question: Question, note: Note, places_on: Callable[[Page], Sequence[Box | None]]
) -> CheckResult:
    """A note for every file with a page that shows such places; else nothing.

    A picture without them may have been changed in other ways, so this is never consistent.
    """
    signals: list[Signal] = []
    for item, reading in packet.read():
        places = tuple(
            Evidence(item.file_id, item.file_name, page.number, box, note.word)
            for page in reading.pages
            for box in places_on(page)
        )
        if places:
            told = (note.observation, note.expected, note.actual, places[:MOST_PLACES])
            signals.append(question.signal(note.code, Severity.note, *told))
    return question.answer(signals, 0, "", note.nothing)
