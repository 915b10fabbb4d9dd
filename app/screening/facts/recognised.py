"""Words as a recogniser gives them carry its habits: columns run together, zeros for O; here they are mended."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from app.screening.reading.pages import Word

_GLUED = re.compile(r"(\$?\d[\d,]*\.\d{2})([A-Z][A-Za-z]{2,})")
_MISREAD = (
    (re.compile(r"(?<=[A-Z])0(?=[A-Z]{2})|\b0(?=['’][A-Z]|[A-Za-z]{3})|(?<=[A-Z]{2})0(?=[A-Z])"), "O"),
    (re.compile(r"(?<=[a-z])0(?=[a-z])"), "o"),
    (re.compile(r"\bAI(?=-[A-Z][a-z])"), "Al"),
)
"""What a recogniser takes for something else inside words of letters: O for zero, and the article Al."""


def mended(word: Word) -> Iterator[Word]:
    """A recognised word, parted where two columns ran together and spelled as words of letters can be."""
    for part in _parted(word):
        yield _spelled(part)


def _spelled(word: Word) -> Word:
    """A recognised word of letters without the slips of recognition that no name or label can hold."""
    text = word.text
    if any(sign.isdigit() and sign != "0" for sign in text) or not any(sign.isalpha() for sign in text):
        return word
    for slip, letter in _MISREAD:
        text = slip.sub(letter, text)
    return replace(word, text=text) if text != word.text else word


def _parted(word: Word) -> Iterator[Word]:
    """An amount with cents and the label that OCR took along ("4,746.52YTD") as two words."""
    if not (found := _GLUED.fullmatch(word.text)):
        yield word
        return
    x0, y0, x1, y1 = word.box
    cut = x0 + (x1 - x0) * found.end(1) / len(word.text)
    gap = (y1 - y0) / 2  # what the recogniser dropped was wide enough to part two columns
    yield replace(word, text=found[1], box=(x0, y0, cut - gap, y1))
    yield replace(word, text=found[2], box=(cut + gap, y0, x1, y1))
