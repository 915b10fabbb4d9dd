"""Postal addresses and the words that tell what a person is: neither is ever sent."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.screening.evaluators.spans import Personal, Span
from app.screening.facts.lines import Sheet
from app.screening.facts.naming import word_list

_CITY = re.compile(r"(?:[^\W\d_][\w.'’-]*[ ]){0,4}[^\W\d_][\w.'’-]*,?\s+[A-Z]{2}\.?,?\s+\d{5}(?:-\d{4})?(?!\d)")
_BOX = re.compile(r"\bP\.?\s?O\.?\s*Box\b[ #]*\w*", re.I)
_LABEL = re.compile(r"\b(?:(?:mailing|home|street|residence|employee|current|permanent) )?address\b:?", re.I)
_UNITS = re.compile(r"^\s*(?:apt|apartment|suite|ste|unit|floor|fl|#)\b", re.I)
_NUMBERED = re.compile(r"^\s*(?:8\s+)?\d+[A-Za-z]?(?:-\d+)?\s+[^\W\d_]")
_PROTECTED = re.compile(
    r"\b(?:sex|gender|race|ethnicity|colou?r|religion|nationality|citizenship|marital(?: status)?|filing status"
    r"|familial status|disability|age|place of birth|dependents?|exemptions?|allowances?|veteran(?: status)?"
    r"|language)\b:?",
    re.I,
)
_GENDERED = re.compile(
    r"\b(?:he|she|his|hers?|him|himself|herself|mr|mrs|ms|miss|mx|sir|madam|ma'am|married|single|widow(?:ed)?|divorced"
    r"|husband|wife|pregnan\w+|matern\w+|patern\w+)\b\.?",
    re.I,
)
_ALIGNED = 8.0
"""Units of the page by which the lines of one address block may be out of line."""


def addresses(sheet: Sheet) -> Iterator[Span]:
    """Cities with ZIP codes and up to two lines above them, streets, post boxes, and what stands at "Address"."""
    for number, line in enumerate(sheet.lines):
        text = line.text
        for city in _CITY.finditer(text.replace("\t", " ")):
            start, end = _whole_pieces(text, city.start(), city.end())
            yield Span(number, start, end, Personal.address)
            yield from _above(sheet, number, start, end)
        for box in _BOX.finditer(text):
            yield Span(number, box.start(), box.end(), Personal.address)
        for start, end in _pieces(text):
            if is_street(text[start:end]):
                yield Span(number, start, end, Personal.address)
        for label in _LABEL.finditer(text):
            yield Span(number, label.end(), len(text), Personal.address)


def protected_words(sheet: Sheet) -> Iterator[Span]:
    """What stands at labels such as "Sex" or "Filing status", and words that give such a thing away."""
    for number, line in enumerate(sheet.lines):
        text = line.text
        for label in _PROTECTED.finditer(text):
            rest = re.compile(r"\s*[^\t]*").match(text, label.end())
            yield Span(number, label.start(), rest.end() if rest else label.end(), Personal.protected)
        for word in _GENDERED.finditer(text):
            yield Span(number, word.start(), word.end(), Personal.protected)


def is_street(text: str) -> bool:
    """Whether a text begins with a house number and holds a word of streets."""
    words = [word.strip(".,").lower() for word in text.split()]
    return bool(_NUMBERED.match(text)) and any(word in word_list("street_words") for word in words[1:7])


def _above(sheet: Sheet, number: int, start: int, end: int) -> Iterator[Span]:
    """The aligned pieces of the two lines above a city that look like the rest of its address."""
    left = sheet.lines[number].box_of(start, end)[0]
    for upper in range(max(0, number - 2), number):
        line = sheet.lines[upper]
        for first, last in _pieces(line.text):
            piece = line.text[first:last]
            is_part = bool(_NUMBERED.match(piece) or _UNITS.match(piece) or _BOX.search(piece))
            if is_part and abs(line.box_of(first, last)[0] - left) < _ALIGNED:
                yield Span(upper, first, last, Personal.address)


def _whole_pieces(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch widened to the columns that it begins and ends in: a street often stands before the city."""
    last = text.find("\t", end)
    return text.rfind("\t", 0, start) + 1, last if last >= 0 else len(text)


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    for piece in re.finditer(r"[^\t]+", text):
        yield piece.span()
