"""Words as a recogniser gives them carry its habits: columns run together, zeros for O; here they are mended."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from app.screening.reading.pages import Word

_GLUED = re.compile(r"(\$?\d[\d,]*\.\d{2})([A-Z][A-Za-z]{2,})")
_DASHED = re.compile(r"[-–—](\d{1,2}/\d{1,2}/(?:\d{2}|\d{4}))")
"""The dash of a range that touches its second day."""
_CUT, _REST = re.compile(r"[-(]?\$?\d{1,3}(?:,\d{3})*,"), re.compile(r"\d{3}(?:,\d{3})*(?:\.\d{2})?[-)]?$")
"""An amount that ends with the comma before its next three digits, and those digits."""
_MISREAD = (
    (re.compile(r"(?<=[A-Z])0(?=[A-Z]{2})|\b0(?=['’][A-Z]|[A-Za-z]{3}|ct\b)|(?<=[A-Z]{2})0(?=[A-Z])"), "O"),
    (re.compile(r"(?<=[a-z])0(?=[a-z])"), "o"),
    (re.compile(r"\bAI(?=-[A-Z][a-z])"), "Al"),
    (re.compile(r"\bl(?=[bcdfghjkmnpqrstvwxz][a-z]{2}|yer\b)"), "I"),
)
"""What a recogniser takes for something else inside words of letters: O for zero, the article Al, and I for l."""


def rejoined(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Words in reading order, with an amount that was cut behind its comma ("$1," and "200.00") as one again."""
    found: list[Word] = []
    for word in words:
        if found and _goes_on(found[-1], word):
            before = found.pop()
            box = (before.box[0], min(before.box[1], word.box[1]), word.box[2], max(before.box[3], word.box[3]))
            sure = min(before.confidence, word.confidence)
            word = replace(word, text=before.text + word.text, box=box, confidence=sure)
        found.append(word)
    return tuple(found)


def _goes_on(one: Word, other: Word) -> bool:
    tall, gap = one.box[3] - one.box[1], other.box[0] - one.box[2]
    level = min(one.box[3], other.box[3]) - max(one.box[1], other.box[1]) > 0.5 * tall
    return level and abs(gap) < 0.6 * tall and bool(_CUT.fullmatch(one.text) and _REST.match(other.text))


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
    """An amount with cents and the label that OCR took along ("4,746.52YTD") as two words; a day without its dash."""
    if dashed := _DASHED.fullmatch(word.text):
        word = replace(word, text=dashed[1])
    if not (found := _GLUED.fullmatch(word.text)):
        yield word
        return
    x0, y0, x1, y1 = word.box
    cut = x0 + (x1 - x0) * found.end(1) / len(word.text)
    gap = (y1 - y0) / 2  # what the recogniser dropped was wide enough to part two columns
    yield replace(word, text=found[1], box=(x0, y0, cut - gap, y1))
    yield replace(word, text=found[2], box=(cut + gap, y0, x1, y1))
