"""The words of a row between its date and its amount, also where an export's commas and quotes glue them together."""

from __future__ import annotations

import re

from app.screening.facts.dates import parse_month_day
from app.screening.facts.lines import Line
from app.screening.reading.pages import Word

_GLUED = re.compile(r"^\d{1,4}[/-]\d{1,2}(?:[/-]\d{1,4})?[,;\"]+(?=[A-Za-z])")
_QUOTED = re.compile(r"^(?P<words>[^\"]*)\",")


def words_between(line: Line, left: float, right: float) -> str:
    """The text of a line between two places on the page, without a day at its beginning."""
    words = [text for word in line.words if (text := _part(word, left, right))]
    while words and (words[0].strip("/-") == "" or parse_month_day(words[0])):
        words.pop(0)
    return " ".join(words).strip(' $-,"')


def _part(word: Word, left: float, right: float) -> str:
    """A word, or what of it lies between (`10/09/2026,"KROGER`, `DEP","960.45",`)."""
    text = word.text
    if word.box[0] < left - 1 and _GLUED.match(text):
        text = _GLUED.sub("", text)
    elif (word.box[0] + word.box[2]) / 2 <= left:
        return ""
    if word.box[2] <= right + 1:
        return text
    found = _QUOTED.match(text) if word.box[0] < right else None
    return found["words"] if found else ""
