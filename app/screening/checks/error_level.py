"""Characters that a JPEG's compression wears more than the rest of the page: a place to look at, and no more."""

from __future__ import annotations

from app.screening.checks.answers import Question
from app.screening.checks.packet import Packet
from app.screening.verdict import CheckResult, Evidence, Severity, Signal

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


def check(packet: Packet) -> CheckResult:
    """A note for every file with a page of which a row of characters has another error level; else nothing.

    A picture without such a row may have been changed before it was made smaller, so this is never consistent.
    """
    signals: list[Signal] = []
    for item, reading in packet.read():
        places = tuple(
            Evidence(item.file_id, item.file_name, page.number, box, "error level")
            for page in reading.pages
            for box in page.worn
        )
        if places:
            observation = "A row of characters has another error level than the rest of the picture."
            signals.append(
                QUESTION.signal("error_level", Severity.note, observation, "one level", "another", places[:12])
            )
    return QUESTION.answer(signals, 0, "", "No picture shows characters of another error level.")
