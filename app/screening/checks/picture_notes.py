"""Notes on what pages that are pictures show to whoever looks closely: places to look at, which move no score."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.screening.checks.answers import Question
from app.screening.checks.packet import Packet, overlap
from app.screening.reading.pages import Page, ReadFile
from app.screening.verdict import Box, CheckResult, Evidence, Severity, Signal

MOST_PLACES = 12
_INSIDE = 0.5
"""Part of a place that lies in a word's box."""


@dataclass(frozen=True, slots=True)
class Note:
    """How such a signal is told; `word` names a place outside all words, `nothing` is said where no page shows any."""

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
        places = tuple(place for page in reading.pages for place in _places(item, page, places_on(page), note.word))
        if places:
            told = (note.observation, note.expected, note.actual, places[:MOST_PLACES])
            signals.append(question.signal(note.code, Severity.note, *told))
    return question.answer(signals, 0, "", note.nothing)


def _places(item: ReadFile, page: Page, boxes: Sequence[Box | None], name: str) -> list[Evidence]:
    """The words that hold these places, each once, as a person would look for them; a place outside all is named so."""
    found: dict[Box | None, str] = {}
    for box in boxes:
        near = [(overlap(box, page.place(word.box)), word) for word in page.words] if box else []
        share, word = max(near, key=lambda pair: pair[0], default=(0.0, None))
        if word is None or share < _INSIDE:
            found.setdefault(box, name)
        else:
            found.setdefault(page.place(word.box), word.text)
    return [Evidence(item.file_id, item.file_name, page.number, box, text) for box, text in found.items()]
