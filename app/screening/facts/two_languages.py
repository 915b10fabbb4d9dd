"""Stubs of two languages print every label twice ("Net Pay / Salario Neto"): the half that is known is the label."""

from __future__ import annotations

import re
from functools import cache

from app.screening.facts.labels import all_labels, column_kinds, split_columns, squeeze, strings

_BETWEEN = re.compile(r"\s*/\s+|\s+/\s*|\s+[-–—]\s+")


@cache
def in_one_language(text: str) -> str:
    """The known half of a label whose other half is in Spanish, or the text itself."""
    if "/" not in text and "-" not in text and "–" not in text:
        return text
    halves = [half.strip() for half in _BETWEEN.split(text)]
    if len(halves) != 2 or not all(halves):
        return text
    if squeeze(halves[0]) == squeeze(halves[1]):
        return halves[0]
    for half, other in (halves, halves[::-1]):
        if _is_known(half) and _is_foreign(other):
            return half
    return text


def _is_known(half: str) -> bool:
    return squeeze(half) in all_labels() or bool(column_kinds(half)) or split_columns(half)[0] in all_labels()


def _is_foreign(half: str) -> bool:
    words = {squeeze(word) for word in half.split()}
    return not words.isdisjoint({squeeze(word) for word in strings("words", "spanish", "labels")})
