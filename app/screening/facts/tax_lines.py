"""A tax return has numbered lines: wording, perhaps dots, the line's number again, and the amount at the right edge."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.screening.facts.amounts import money, parse_amount
from app.screening.facts.labels import squeeze, strings
from app.screening.facts.layout import shared_height
from app.screening.facts.lines import Cell, Sheet

_WORDINGS = ("adjusted_gross_income", "wages", "net_profit", "federal_tax_withheld")
_NUMBER = re.compile(r"\d{1,2}[a-z]?\.?")
_LEVEL = 0.5
"""Of its height: what an amount shares with its line's number, which another line does not."""
_BELOW = 4
"""Lines that the box of an amount may lie under the wording, where notes for the filer stand between."""


def whole_amount(cell: Cell) -> tuple[Cell, str] | None:
    """A cell with its amount, in whole dollars too ("811" or "811."), unless it can be a line's number."""
    if cell.kind == "amount":
        return cell, cell.value
    text = cell.text.strip().removesuffix(".")
    whole = parse_amount(text, whole=True) if cell.kind == "number" or text.isdigit() else None
    return (cell, money(whole)) if whole is not None and len(text) > 2 else None


def end_of_line(sheet: Sheet, label: Cell) -> list[tuple[Cell, str]]:
    """The amount at the right edge, behind nothing but the line's number ("25d")."""
    row = sheet.cells[label.line]
    between = row[row.index(label) + 1 : -1]
    found = whole_amount(row[-1]) if between else None
    return [found] if found and all(_NUMBER.fullmatch(cell.text) for cell in between) else []


def lined_amounts(sheet: Sheet, fields: dict[str, dict[str, int]]) -> Iterator[tuple[str, Cell, str]]:
    """Amounts of lines whose wording goes on around the label ("11 Subtract line 10 from line 9. This is your adjusted
    gross income … 11 78,000"), as field, cell and value."""
    for number, line in enumerate(sheet.lines):
        said = squeeze(line.text)
        for field in _WORDINGS:
            if field in fields and any(squeeze(words) in said for words in strings("tax_return", "lines", field)):
                found = _last(sheet, number) or _level(sheet, number) or _under(sheet, number)
                if found:
                    yield field, *found


def _last(sheet: Sheet, number: int) -> tuple[Cell, str] | None:
    row = sheet.cells[number]
    return whole_amount(row[-1]) if len(row) > 1 else None


def _level(sheet: Sheet, number: int) -> tuple[Cell, str] | None:
    """The amount level with the line's own number at the right, where a note at the side pulled it to another line."""
    row = sheet.cells[number]
    if len(row) < 2 or not _NUMBER.fullmatch(row[-1].text.strip()):
        return None
    own, near = row[-1], sheet.cells[max(0, number - 2) : number + 3]
    level = [
        found
        for other in near
        for cell in other
        if cell.box[0] >= own.box[2] and shared_height(cell.box, own.box) > _LEVEL and (found := whole_amount(cell))
    ]
    return level[0] if len(level) == 1 else None


def _under(sheet: Sheet, number: int) -> tuple[Cell, str] | None:
    """The amount behind the line's own number further down, when the wording's line begins with that number."""
    own = re.match(r"\d{1,2}[a-z]?(?=\s)", sheet.lines[number].text)
    for row in sheet.cells[number + 1 : number + 1 + _BELOW] if own else ():
        if own and len(row) > 1 and row[-2].text.strip() == own.group():
            return whole_amount(row[-1])
    return None
