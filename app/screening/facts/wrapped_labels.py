"""A label that a narrow cell broke into two lines is put back on the line of its value, which is level with both."""

from __future__ import annotations

import re
from itertools import product
from statistics import median

from app.screening.facts.labels import all_labels, column_kinds, split_columns, squeeze
from app.screening.facts.two_languages import in_one_language
from app.screening.reading.pages import Word

_ALIGNED = 2.0
"""Points by which the edges or the middles of the two halves may differ."""
_CENTRED = 0.3
"""Share of a letter's height by which the value may miss the middle of the two halves."""
_STEP = (0.7, 1.8)
"""Heights of a letter between the two halves: lines of one cell touch each other."""
_MOST = 60
"""Columns on the lines around a value; no form has more, and a hostile page would take long."""
_HALF = re.compile(r"^[^\d]*[A-Za-z][^\d]*$")
"""A half of a label is a word or more, and holds no number."""
_APART = 0.9
"""Heights of a letter; wider gaps part the columns of a line."""


def rejoin_labels(rows: list[list[Word]]) -> list[list[Word]]:
    """The rows of a page, top to bottom, with broken labels on the row between their halves.

    Only what makes a known label is put together, so that two blocks with lines at different heights stay apart.
    """
    rows = [list(row) for row in rows]
    for at in range(1, len(rows) - 1):
        uppers = [(row, part) for row in rows[max(0, at - 2) : at] for part in _parts(row)]
        lowers = [(row, part) for row in rows[at + 1 : at + 3] for part in _parts(row)]
        if max(len(uppers), len(lowers)) > _MOST:
            continue
        for (above, upper), (below, lower) in product(uppers, lowers):
            if rows[at] and all(word in above for word in upper) and _is_broken(upper, lower, rows[at]):
                rows[at].append(_joined(upper, lower, rows[at]))
                above[:] = [word for word in above if word not in upper]
                below[:] = [word for word in below if word not in lower]
    return [row for row in rows if row]


def _parts(row: list[Word]) -> list[list[Word]]:
    parts: list[list[Word]] = []
    for word in sorted(row, key=lambda w: w.box[0]):
        if parts and word.box[0] - parts[-1][-1].box[2] < _APART * (word.box[3] - word.box[1]):
            parts[-1].append(word)
        else:
            parts.append([word])
    return parts


def _is_broken(upper: list[Word], lower: list[Word], middle: list[Word]) -> bool:
    tall = upper[0].box[3] - upper[0].box[1]
    step = _height(lower) - _height(upper)
    level = _height(middle) - (_height(upper) + _height(lower)) / 2
    if not _STEP[0] * tall < step < _STEP[1] * tall or abs(level) > _CENTRED * tall or not _is_aligned(upper, lower):
        return False
    left, right = _ends(upper, lower)
    if any(word.box[0] < right and left < word.box[2] for word in middle):
        return False
    if _text(upper).endswith(":") or not _HALF.search(_text(upper)) or not _HALF.search(_text(lower)):
        return False
    return _is_known(f"{_text(upper)} {_text(lower)}")


def _is_known(text: str) -> bool:
    bare = in_one_language(re.sub(r"\([^)]*\)", "", text))
    return squeeze(bare) in all_labels() or bool(column_kinds(text)) or split_columns(text)[0] in all_labels()


def _is_aligned(upper: list[Word], lower: list[Word]) -> bool:
    left, right = upper[0].box[0] - lower[0].box[0], upper[-1].box[2] - lower[-1].box[2]
    return min(abs(left), abs(right), abs(left + right) / 2) < _ALIGNED


def _ends(upper: list[Word], lower: list[Word]) -> tuple[float, float]:
    return min(upper[0].box[0], lower[0].box[0]), max(upper[-1].box[2], lower[-1].box[2])


def _height(words: list[Word]) -> float:
    return median((word.box[1] + word.box[3]) / 2 for word in words)


def _text(words: list[Word]) -> str:
    return " ".join(word.text for word in words)


def _joined(upper: list[Word], lower: list[Word], middle: list[Word]) -> Word:
    left, right = _ends(upper, lower)
    top, bottom = median(word.box[1] for word in middle), median(word.box[3] for word in middle)
    sure = min(word.confidence for word in (*upper, *lower))
    return Word(f"{_text(upper)} {_text(lower)}", (left, top, right, bottom), sure, upper[0].font, upper[0].size)
