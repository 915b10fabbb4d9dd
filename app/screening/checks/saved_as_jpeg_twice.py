"""Pictures that were a JPEG before: ordinary by itself, a reason to look closer where something else is odd."""

from __future__ import annotations

from app.screening.checks.answers import Question
from app.screening.checks.packet import Packet
from app.screening.verdict import CheckResult, Evidence, Severity, Signal

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


def check(packet: Packet) -> CheckResult:
    """A note for every file with a page that is one JPEG made from a coarser one; otherwise nothing can be said.

    A picture without these signs may have been saved often, so this is never consistent.
    """
    signals: list[Signal] = []
    for item, reading in packet.read():
        pages = [page.number for page in reading.pages if page.is_saved_twice]
        if pages:
            places = tuple(Evidence(item.file_id, item.file_name, number, None, "") for number in pages[:6])
            observation = "The picture was saved as a JPEG at least twice, the first time more coarsely."
            signals.append(
                QUESTION.signal("saved_again", Severity.note, observation, "saved once", "saved again", places)
            )
    return QUESTION.answer(signals, 0, "", "No picture shows whether it was saved before.")
