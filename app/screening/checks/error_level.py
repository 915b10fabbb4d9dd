"""Characters that a JPEG's compression wears more than the rest of the page: a place to look at, and no more."""

from __future__ import annotations

from app.screening.checks.answers import Question
from app.screening.checks.packet import Packet
from app.screening.checks.picture_notes import Note, note_pictures
from app.screening.verdict import CheckResult

QUESTION = Question(
    check="error_level",
    family="picture",
    innocent=(
        "the print there is sharper or darker than elsewhere: a heading, a stamp or another typeface",
        "the photo is out of focus in part, or was sent on through a messenger or by e-mail",
        "something was blacked out, or a note was added, before the picture was shared",
    ),
    next_step="Look at the marked place. If it is an amount, a name or a date, ask for the original.",
)
NOTE = Note(
    code="error_level",
    observation="A row of characters has another error level than the rest of the picture.",
    expected="one level",
    actual="another",
    word="error level",
    nothing="No picture shows characters of another error level.",
)


def check(packet: Packet) -> CheckResult:
    """A note where a row of characters has another error level than its page."""
    return note_pictures(packet, QUESTION, NOTE, lambda page: page.worn)
