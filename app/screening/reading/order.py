"""Reading order: words gathered into lines, lines from top to bottom, and in a line from left to right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from app.screening.verdict import Box

T = TypeVar("T")

SAME_LINE = 0.5
"""Words share a line when their middles differ by less than this part of the smaller height."""


def reading_order(items: Sequence[T], box_of: Callable[[T], Box]) -> list[T]:
    """`items` line by line. Columns that stand side by side stay on one line, sorted from the left."""
    return [item for line in lines(items, box_of) for item in line]


def lines(items: Sequence[T], box_of: Callable[[T], Box]) -> list[list[T]]:
    """`items` as lines from the top, each sorted from the left."""
    found: list[_Line[T]] = []
    for item in sorted(items, key=lambda it: _middle(box_of(it))):
        box = box_of(item)
        line = _line_for(found, box)
        if line is None:
            found.append(_Line(item, box))
        else:
            line.add(item, box)
    found.sort(key=lambda line: line.middle)
    return [sorted(line.items, key=lambda it: box_of(it)[0]) for line in found]


class _Line(Generic[T]):
    """A line under construction; its middle follows the words that joined it."""

    def __init__(self, item: T, box: Box) -> None:
        self.items: list[T] = [item]
        self.middle = _middle(box)
        self.height = box[3] - box[1]

    def add(self, item: T, box: Box) -> None:
        count = len(self.items)
        self.middle = (self.middle * count + _middle(box)) / (count + 1)
        self.height = max(self.height, box[3] - box[1])
        self.items.append(item)


def _line_for(found: list[_Line[T]], box: Box) -> _Line[T] | None:
    height = box[3] - box[1]
    nearest = min(found[-4:], key=lambda line: abs(line.middle - _middle(box)), default=None)
    if nearest is None:
        return None
    allowed = SAME_LINE * min(height, nearest.height)
    return nearest if abs(nearest.middle - _middle(box)) < allowed else None


def _middle(box: Box) -> float:
    return (box[1] + box[3]) / 2
