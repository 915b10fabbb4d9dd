"""Columns that stand close are told from words by the spaces of their own line: a text layer sets those all alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from app.screening.facts.labels import column_kinds
from app.screening.reading.pages import Word

_LEAST_SPACE = 0.2
"""Of the type's size; narrower gaps part no words."""
_WIDER = 2.15
"""Times the narrowest space of a line: two spaces behind a full stop are none of a column's."""
_LEAST_GAP = 0.5
"""Of the type's size, about two spaces: no column stands closer, even to a heading of another kind."""
_IN_LETTERS = re.compile(r"\(?[^\W\d_]{2}[^\d.:,;]*")
"""Two letters at least, no number, and no mark behind which a sentence may leave two spaces."""
_TOUCHING, _ONE_SPACE, _TWO_SPACES, _STEP = 0.08, 0.62, 0.55, 1.5
"""In heights of a line: gaps that are none, the widest space between words and the narrowest between columns of a
picture; and how many times wider the next one is."""
_SAME_TYPE = 1.3
"""Times the usual height of a line's words, from which on one is set in larger type."""
_FIXED = 1.12
"""Widest by narrowest average letter of a line set in a typeface with letters of one width."""


def column_gaps(words: Sequence[Word]) -> frozenset[int]:
    """Indexes of the words of a line, from left to right, that begin a column although no wide gap is before them.

    Typewriter faces of a text layer have none: their spaces are as wide as their letters.
    """
    found = _recognised_gaps(words)
    for face in {(word.font, word.size) for word in words if word.size}:
        mine = [word for word in words if (word.font, word.size) == face]
        letters = [(w.box[2] - w.box[0]) / len(w.text) for w in mine]
        if max(letters) < _FIXED * min(letters):
            continue
        pairs = [(at, one, other) for at, (one, other) in enumerate(pairwise(words), start=1)]
        gaps = {at: other.box[0] - one.box[2] for at, one, other in pairs if (one.font, one.size) == face}
        space = min((gap for gap in gaps.values() if gap >= _LEAST_SPACE * face[1]), default=0.0)
        for at, one, other in pairs:
            if at in gaps and gaps[at] > _LEAST_GAP * face[1]:
                found |= {at} if gaps[at] > _WIDER * space > 0 or are_heads(one, other) else set()
    return frozenset(found)


def _recognised_gaps(words: Sequence[Word]) -> set[int]:
    """The same for words of a recogniser, between words of letters: where the spaces of a line come in two widths."""
    gaps: dict[int, float] = {}
    tall = max(median(_tall(word) for word in words), 0.1)
    for at, (one, other) in enumerate(pairwise(words), start=1):
        is_of_line = max(_tall(one), _tall(other)) < _SAME_TYPE * tall
        in_letters = _IN_LETTERS.fullmatch(one.text) and _IN_LETTERS.match(other.text)
        if not one.size and not other.size and in_letters and is_of_line:
            gaps[at] = (other.box[0] - one.box[2]) / tall
    steps = list(pairwise(sorted(gap for gap in gaps.values() if gap > _TOUCHING)))
    narrow = next((at for at, (low, high) in enumerate(steps) if high > _STEP * low), 0)
    if not narrow or steps[narrow][0] > min(_STEP * steps[0][0], _ONE_SPACE) or steps[narrow][1] < _TWO_SPACES:
        return set()
    return {at for at, gap in gaps.items() if gap > steps[narrow][0]}


def _tall(word: Word) -> float:
    return word.box[3] - word.box[1]


def are_heads(one: Word, other: Word) -> bool:
    """Whether two words head columns of different kinds, which stand closer than other columns do."""
    kinds = column_kinds(one.text), column_kinds(other.text)
    return all(kinds) and not kinds[0] & kinds[1]
