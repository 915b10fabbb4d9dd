"""Box 7 of a 1099-R says what kind of distribution it was, and so whether it can be a pension."""

from __future__ import annotations

import re

from app.screening.facts.candidates import fact_of
from app.screening.facts.lines import Cell, Sheet
from app.screening.verdict import Box, Fact

_CODE = re.compile(r"distribution\scode(?:\(s\)|s)?", re.I)
_CODE_BESIDE = re.compile(r"[\s:]+([1-9A-U][A-Z]?)(?=\t|$)")


def distribution_code(sheets: list[Sheet]) -> Fact | None:
    """Box 7 of a 1099-R: 7 is a normal pension, G a rollover, 1 an early withdrawal.

    It stands beside the box's title or under it; a number before further words is that of the next box.
    """
    for sheet in sheets:
        for number, line in enumerate(sheet.lines):
            title = _CODE.search(line.text)
            if title is None:
                continue
            if beside := _CODE_BESIDE.match(line.text, title.end()):
                box, sure = line.box_of(*beside.span(1)), line.confidence_of(*beside.span(1))
                return fact_of(sheet, Cell("text", beside[1], beside[1], box, sure, number), beside[1].upper(), 0.9)
            if under := _code_under(sheet, number, line.box_of(*title.span())):
                return fact_of(sheet, under, under.text.upper(), 0.9)
    return None


def _code_under(sheet: Sheet, number: int, title: Box) -> Cell | None:
    for row in sheet.cells[number + 1 : number + 3]:
        for cell in row:
            near = title[0] - 12 < cell.box[0] < title[2] and cell.box[1] - title[3] < 2 * (title[3] - title[1])
            if near and re.fullmatch(r"[1-9A-U][A-Z]?", cell.text):
                return cell
    return None
