"""Pictures that were a JPEG before: ordinary by itself, a reason to look closer where something else is odd."""

from __future__ import annotations

from app.screening.checks.answers import Question
from app.screening.checks.packet import Packet
from app.screening.checks.picture_notes import Note, note_pictures
from app.screening.verdict import CheckResult

QUESTION = Question(
    check="saved_as_jpeg_twice",
    family="picture",
    innocent=(
        "the photo was cropped, turned or sent on through a messenger or by e-mail",
        "a scanning app or a program for pictures saved it again",
        "a scan was made smaller, or put into a PDF, by another program",
    ),
    next_step="Nothing by itself. If something else about the page is odd, ask for the picture as the camera made it.",
)
NOTE = Note(
    code="saved_again",
    observation="The picture was saved as a JPEG at least twice, the first time more coarsely.",
    expected="saved once",
    actual="saved again",
    word="",
    nothing="No picture shows whether it was saved before.",
)


def check(packet: Packet) -> CheckResult:
    """A note where a page is one JPEG made from a coarser one."""
    return note_pictures(packet, QUESTION, NOTE, lambda page: [None] if page.is_saved_twice else [])
