"""Running text keeps its places too: a page's lines as one string, from which any stretch can be turned into a fact."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from app.screening.facts.lines import Sheet, union
from app.screening.verdict import Fact

_OWN = 5
"""Letters of a line from which they are words and not only a number."""
_HEADING = 0.75
"""The part of the widest line's reach that a heading stays within."""


@dataclass(frozen=True, slots=True, eq=False)
class Prose:
    """A page's text with single spaces where lines and columns were, and the offset at which each line starts."""

    sheet: Sheet
    text: str
    starts: tuple[int, ...]

    def fact(self, value: str, start: int, end: int, sureness: float) -> Fact:
        """A fact for `text[start:end]`; its box covers all lines that the stretch runs over."""
        first, last = self.line_at(start), self.line_at(max(start, end - 1))
        boxes, confidence = [], 1.0
        for number in range(first, last + 1):
            line, at = self.sheet.lines[number], self.starts[number]
            piece = max(start - at, 0), min(end - at, len(line.text))
            if piece[0] < piece[1]:
                boxes.append(line.box_of(*piece))
                confidence = min(confidence, line.confidence_of(*piece))
        box = self.sheet.page.place(union(boxes))
        return Fact(value, self.text[start:end], round(confidence * sureness, 3), self.sheet.page.number, box)

    def after_heading(self, start: int) -> int:
        """Where the words before an offset begin to belong to it: at its own line when a heading stands above that."""
        line = self.line_at(start)
        lines, own = self.sheet.lines, self.text[self.starts[line] : start]
        if not line or not re.match(r"[\W\d]*[A-Z]", own) or len(own) < _OWN:
            return 0
        over, width = lines[line - 1], max(other.box[2] for other in lines)
        is_short = over.box[2] < _HEADING * width and not over.text.rstrip().endswith((",", ";", "and", "of", "the"))
        return self.starts[line] if is_short or over.text.isupper() else 0

    def line_at(self, offset: int) -> int:
        """The number of the line that an offset falls into."""
        return max(0, bisect_right(self.starts, offset) - 1)


def prose_of(sheet: Sheet) -> Prose:
    """The running text of a page."""
    starts, at = [], 0
    for line in sheet.lines:
        starts.append(at)
        at += len(line.text) + 1
    text = " ".join(line.text.replace("\t", " ") for line in sheet.lines)
    return Prose(sheet, text, tuple(starts))


def all_prose(sheets: list[Sheet]) -> Iterator[Prose]:
    """The running text of each page."""
    for sheet in sheets:
        yield prose_of(sheet)
