"""Where the value of a label stands: to its right, below it, or in the table column that a heading names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.screening.facts.head_order import kinds_in_order
from app.screening.facts.labels import column_kinds, squeeze
from app.screening.facts.lines import Cell, Sheet
from app.screening.verdict import Box

_UNITS = frozenset(
    {
        "hrs",
        "hr",
        "hours",
        "x",
        "usd",
        "hour",
        "perhour",
        "perhr",
        "h",
        "hat",
        "hoursat",
        "hrsat",
        "s",
        "at",
        "is",
        "of",
        "us",
        "was",
        "cr",
        "dr",
        "from",
        "rs",
    }
    | {"mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun"}
    | {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}
)
_PERCENT = re.compile(r"\d{1,3}(?:\.\d{1,3})?\s?%|[\d,]+h \d{2}m|\d{1,2}/\d{1,2} ?[-–—] ?\d{1,2}/\d{1,2}")
_FAR = 1.9
"""Rows of one table follow each other within this many usual line pitches."""


def distance(one: Box, other: Box) -> float:
    """How far two boxes are from sharing a left edge, a right edge or a middle."""
    middle = abs((one[0] + one[2]) - (other[0] + other[2])) / 2
    return min(abs(one[0] - other[0]), abs(one[2] - other[2]), middle)


def overlaps(one: Box, other: Box) -> bool:
    """Whether two boxes share a part of the page's width."""
    return min(one[2], other[2]) - max(one[0], other[0]) > 0


def shared_height(one: Box, other: Box) -> float:
    """The part of the lower one's height that two boxes share, 1 at most; below 0 where they are apart."""
    both = min(one[3], other[3]) - max(one[1], other[1])
    return both / max(min(one[3] - one[1], other[3] - other[1]), 0.01)


def step_between(sheet: Sheet, upper: int, lower: int) -> float:
    """The distance between the middles of two lines."""
    above, below = sheet.lines[upper].box, sheet.lines[lower].box
    return ((below[1] + below[3]) - (above[1] + above[3])) / 2


def left_label(sheet: Sheet, cell: Cell) -> Cell | None:
    """The nearest text to the left of a cell on its line."""
    texts = [c for c in sheet.cells[cell.line] if c.kind == "text" and c.box[0] < cell.box[0] and not _is_unit(c)]
    return texts[-1] if texts else None


def right_of(sheet: Sheet, label: Cell) -> list[tuple[Cell, frozenset[str]]]:
    """The values between a label and the next one on its line, each with what a word before it says ("Current",
    "YTD")."""
    found: list[tuple[Cell, frozenset[str]]] = []
    said: frozenset[str] = frozenset()
    for cell in sheet.cells[label.line]:
        if cell.box[0] <= label.box[0] or cell is label:
            continue
        if cell.kind != "text":
            found.append((cell, said))
            said = frozenset()
        elif column_kinds(cell.text) & {"current", "ytd"} and all(word for _, word in found):
            said = column_kinds(cell.text)
        elif not _is_unit(cell):
            break
    return found


def _is_unit(cell: Cell) -> bool:
    """Whether a text only says what a number beside it is measured in, or is a share of it ("100 %"), the time
    that it took ("40h 30m") or the days that it was earned on ("10/19–11/01")."""
    return squeeze(cell.text) in _UNITS or _PERCENT.fullmatch(cell.text) is not None


def measures(sheet: Sheet, cell: Cell) -> bool:
    """Whether a text is the unit of the value right before it ("60 hours", "$15.00 /hr"), and heads no column."""
    row = sheet.cells[cell.line]
    before = row[row.index(cell) - 1] if row[0] is not cell else None
    near = before is not None and cell.box[0] - before.box[2] < 0.8 * (cell.box[3] - cell.box[1])
    return near and before is not None and before.kind != "text" and _is_unit(cell)


def below(sheet: Sheet, label: Cell, rows: int = 4) -> Iterator[Cell]:
    """The values under a heading, nearest first, until other text stands under it or the table ends.

    A value belongs to the heading of its line that it is best aligned with. Text to its left must be a column word or
    stand under a heading of its own, else the value belongs to that text.
    """
    heads = [c for c in sheet.cells[label.line] if c.kind == "text"]
    for line in range(label.line + 1, min(len(sheet.lines), label.line + 3 * rows)):
        if step_between(sheet, label.line, line) > (rows + 0.5) * max(sheet.pitch, 10):
            return
        under = [c for c in sheet.cells[line] if _nearest(heads, c) is label]
        if any(c.kind == "text" and overlaps(c.box, label.box) and squeeze(c.text) not in _UNITS for c in under):
            return
        for cell in under:
            if cell.kind != "text" and _is_tabular(sheet, cell, heads):
                yield cell


def _nearest(heads: list[Cell], cell: Cell) -> Cell | None:
    height = cell.box[3] - cell.box[1]
    near = [h for h in heads if overlaps(h.box, cell.box) or distance(h.box, cell.box) < height]
    return min(near, key=lambda h: distance(h.box, cell.box), default=None)


def _is_tabular(sheet: Sheet, cell: Cell, heads: list[Cell]) -> bool:
    label = left_label(sheet, cell)
    if label is None or column_kinds(label.text) & {"current", "ytd"}:
        return True
    return any(overlaps(label.box, head.box) for head in heads) or _is_named_row(sheet, label, heads)


def _is_named_row(sheet: Sheet, label: Cell, heads: list[Cell]) -> bool:
    """Whether a line is a name and then values that stand each under a heading of its own."""
    values = [c for c in sheet.cells[label.line] if c is not label]
    over = [_nearest(heads, c) for c in values]
    alone = all(c.kind != "text" and c.box[0] > label.box[0] for c in values)
    return alone and len(values) > 2 and None not in over and len({id(head) for head in over}) == len(over)


def below_text(sheet: Sheet, label: Cell, rows: int = 2) -> Cell | None:
    """The text right under a label: the first one within `rows` line pitches that starts near the label or beneath
    it."""
    for line in range(label.line + 1, min(len(sheet.lines), label.line + 2 * rows + 2)):
        if step_between(sheet, label.line, line) > rows * max(sheet.pitch, 10):
            return None
        for cell in sheet.cells[line]:
            if overlaps(cell.box, label.box) and distance(cell.box, label.box) < 3 * (label.box[3] - label.box[1]):
                return cell if cell.kind == "text" else None
    return None


def column_of(sheet: Sheet, cell: Cell) -> tuple[frozenset[str], bool]:
    """What the heading above a value says (kinds of `column_kinds`), and whether the table runs down to it unbroken."""
    if ordered := kinds_in_order(sheet, cell):
        return ordered, True
    unbroken = True
    for line in range(cell.line - 1, -1, -1):
        unbroken = unbroken and step_between(sheet, line, line + 1) <= _FAR * sheet.pitch
        heads = [c for c in sheet.cells[line] if c.kind == "text" and not measures(sheet, c)]
        head = _heading(heads, cell)
        if head is None and _is_title(sheet, line, cell):
            return frozenset(), False
        if head is None:
            continue
        kinds = _joined_kinds(sheet, head)
        if kinds:
            return _with_spanning(sheet, head, heads, kinds), unbroken
        if overlaps(head.box, cell.box):
            return frozenset(), unbroken
    return frozenset(), False


def title_kinds(sheet: Sheet, line: int) -> frozenset[str]:
    """The period that stands alone on a line, also beside its year ("2026 so far"), as the title of a table."""
    row = [c for c in sheet.cells[line] if not re.fullmatch(r"20\d\d\)?", c.text)]
    alone = len(row) == 1 and row[0].kind == "text"
    return column_kinds(re.sub(r"\(.*", "", row[0].text)) & {"current", "ytd"} if alone else frozenset()


def _is_title(sheet: Sheet, line: int, cell: Cell) -> bool:
    """Whether a title stands left of a value: it says what all of the table below is about."""
    return bool(title_kinds(sheet, line)) and all(c.box[2] < cell.box[0] for c in sheet.cells[line])


def _heading(heads: list[Cell], cell: Cell) -> Cell | None:
    near = [h for h in heads if overlaps(h.box, cell.box)]
    if not near:
        reach = 1.5 * (cell.box[3] - cell.box[1])
        near = [h for h in heads if column_kinds(h.text) and distance(h.box, cell.box) < reach]
    return min(near, key=lambda h: distance(h.box, cell.box), default=None)


def _joined_kinds(sheet: Sheet, head: Cell) -> frozenset[str]:
    """The kinds of a heading, together with its first half on the line above where there is one ("Year to" /
    "Date")."""
    if head.line and step_between(sheet, head.line - 1, head.line) < 2.2 * (head.box[3] - head.box[1]):
        for upper in sheet.cells[head.line - 1]:
            if upper.kind == "text" and overlaps(upper.box, head.box):
                kinds = column_kinds(f"{upper.text} {head.text}")
                if kinds:
                    return kinds
    return column_kinds(head.text)


def _with_spanning(sheet: Sheet, head: Cell, heads: list[Cell], kinds: frozenset[str]) -> frozenset[str]:
    """Adds "current" or "ytd" of a heading that spans several columns ("Current" over "Hours" and "Amount")."""
    twins = [h for h in heads if column_kinds(h.text) == kinds]
    if kinds & {"current", "ytd"} or len(twins) < 2 or not head.line:
        return kinds
    above = [sheet.cells[line] for line in (head.line - 1, head.line - 2) if line >= 0]
    found = ([c for c in row if column_kinds(c.text) & {"current", "ytd"}] for row in above)
    spans = next((row for row in found if len(row) > 1), [])
    if not spans:
        return kinds
    nearest = min(spans, key=lambda c: abs((c.box[0] + c.box[2]) - (head.box[0] + head.box[2])))
    return kinds | (column_kinds(nearest.text) & {"current", "ytd"})


def column_head(sheet: Sheet, cell: Cell) -> Cell | None:
    """The nearest text above a value that shares a part of its width."""
    for line in range(cell.line - 1, -1, -1):
        heads = [c for c in sheet.cells[line] if c.kind == "text" and overlaps(c.box, cell.box)]
        if heads:
            return min(heads, key=lambda head: distance(head.box, cell.box))
    return None
