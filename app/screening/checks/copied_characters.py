"""Characters that stand on a picture twice as one and the same piece: a place to look at, and no more."""

from __future__ import annotations

from app.screening.checks.answers import Question
from app.screening.checks.packet import Packet
from app.screening.verdict import CheckResult, Evidence, Severity, Signal

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


def check(packet: Packet) -> CheckResult:
    """A note for every file with a page on which characters are far more alike than print can be; else nothing.

    A picture without them may have been changed in other ways, so this is never consistent.
    """
    signals: list[Signal] = []
    for item, reading in packet.read():
        places = tuple(
            Evidence(item.file_id, item.file_name, page.number, box, "copied")
            for page in reading.pages
            for box in page.copied
        )
        if places:
            observation = "Some characters of the picture are exact copies of others, down to the grain of the paper."
            signals.append(
                QUESTION.signal("copied_characters", Severity.note, observation, "grain", "copies", places[:12])
            )
    return QUESTION.answer(signals, 0, "", "No picture shows characters that were copied.")
