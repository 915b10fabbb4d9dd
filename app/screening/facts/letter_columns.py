"""A letterhead may run down the side of a letter; its lines must not be read into the letter's sentences."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from statistics import median

from app.screening.facts.labels import all_labels, squeeze
from app.screening.facts.lines import Sheet, sheet_of
from app.screening.reading.pages import Word

_FEWEST = 5
"""Lines that each of two columns has at least."""
_SIDE = 0.42
"""The part of a page's width, from the left, in which such a column ends."""
_GAP = 6
"""Points between two words from which the second may begin a column."""
_NARROW, _WIDE = 4, 5
"""Words of a line: at most in the side column, at least in the letter, in the middle of each."""


def without_side_column(sheets: list[Sheet]) -> list[Sheet]:
    """The pages of a letter, each page with a side column as two: the side column, then the letter itself."""
    return [part for sheet in sheets for part in _parts(sheet)]


def _parts(sheet: Sheet) -> list[Sheet]:
    edge = _gutter(sheet)
    if edge is None:
        return [sheet]
    sides: tuple[list[Word], list[Word]] = ([], [])
    for word in sheet.page.words:
        sides[(word.box[0] + word.box[2]) / 2 > edge].append(word)
    parts = [sheet_of(replace(sheet.page, words=tuple(words))) for words in sides]
    return parts if _is_side(parts[0]) and _is_letter(parts[1]) else [sheet]


def _gutter(sheet: Sheet) -> float | None:
    """Where the words of the right column begin: the edge that most lines share and that no word crosses."""
    starts: dict[int, int] = {}
    unit = sheet.unit
    for line in sheet.lines:
        firsts = [line.words[0], *(b for a, b in pairwise(line.words) if b.box[0] - a.box[2] > _GAP * unit)]
        for word in firsts:
            starts[round(word.box[0] / unit)] = starts.get(round(word.box[0] / unit), 0) + 1
    lefts = [x * unit for x, count in starts.items() if count >= _FEWEST and x * unit < _SIDE * sheet.page.width]
    for left in sorted(lefts, reverse=True):
        edge = left - 2 * unit
        crossed = any(word.box[0] < edge < word.box[2] for word in sheet.page.words)
        before = sum(any(word.box[2] < edge for word in line.words) for line in sheet.lines)
        if not crossed and before >= _FEWEST:
            return edge
    return None


def _is_side(sheet: Sheet) -> bool:
    """Whether a column has short lines that are no labels of what stands beside them."""
    sizes = [len(line.words) for line in sheet.lines]
    labels = [c for c in sheet.all_cells() if c.has_colon or squeeze(c.text) in all_labels()]
    return len(sizes) >= _FEWEST and median(sizes) <= _NARROW and len(labels) < 3


def _is_letter(sheet: Sheet) -> bool:
    sizes = [len(line.words) for line in sheet.lines]
    return len(sizes) >= _FEWEST and sum(size >= _WIDE for size in sizes) >= 3
