"""Characters that stand on a picture twice as one and the same piece: a place to look at, and no more."""

from __future__ import annotations

from app.screening.checks.answers import Question
from app.screening.checks.packet import Packet
from app.screening.checks.picture_notes import Note, note_pictures
from app.screening.verdict import CheckResult

QUESTION = Question(
    check="copied_characters",
    family="picture",
    innocent=(
        "a scanner or an app stores characters that look alike only once",
        "the picture was cleaned, sharpened or made smaller",
        "a form's stamp or logo was put on twice by a program",
    ),
    next_step="Compare the marked characters. If one of them is part of an amount, ask for the original.",
)
NOTE = Note(
    code="copied_characters",
    observation="Some characters of the picture are exact copies of others, down to the grain of the paper.",
    expected="grain",
    actual="copies",
    word="copied",
    nothing="No picture shows characters that were copied.",
)


def check(packet: Packet) -> CheckResult:
    """A note where characters are far more alike than print can be."""
    return note_pictures(packet, QUESTION, NOTE, lambda page: page.copied)
