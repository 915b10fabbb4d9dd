"""Postal addresses tell whose name stands above them and what is only the name of a city."""

from __future__ import annotations

import re

from app.screening.facts.labels import squeeze
from app.screening.facts.lines import Cell, Sheet

_LINES, _REACH = 3, 5.5
"""Lines of an address under its name, and in heights of the name how far down the last of them begins."""
_STREET = re.compile(r"pobox|box\d|route$|route\d|rte?$|rte?\d|rr$|rr\d|ruralroute|hcr?$|hcr?\d|psc$|psc\d|unit\d")
"""How addresses begin that have no house number in front."""


_STREET_WORD = re.compile(
    r"\b(?:street|st|avenue|ave|road|rd|blvd|boulevard|drive|dr|lane|ln|way|court|ct|place|pl|pkwy|parkway|hwy"
    r"|highway|circle|cir|terrace|ter|square|sq|trail|trl|pike|loop|row|run|path)\b\.?",
    re.I,
)


def heads_address(sheet: Sheet, cell: Cell) -> bool:
    """Whether a house number or a post box stands under the cell, and a state with a ZIP code under that."""
    lines = _lines_below(sheet, cell)
    below = [c for line in lines for c in _aligned(sheet, line, cell)]
    if any(_is_whole_address(sheet, c.line) for c in below if c.line == cell.line + 1):
        return True
    street = any(c.line in lines[:2] and (c.kind == "number" or _STREET.match(squeeze(c.text))) for c in below)
    city = any(
        (re.search(r"[A-Za-z .]+,? (?:[A-Z]{2}|USA)\.?,?$", c.text) and has_zip(sheet, c)) or _has_postal_code(sheet, c)
        for c in below
        if c.kind == "text"
    )
    return street and city


def _lines_below(sheet: Sheet, cell: Cell) -> list[int]:
    """The next three lines that have something under the cell; lines of a column beside it lie between them."""
    tall = cell.box[3] - cell.box[1]
    near = range(cell.line + 1, min(len(sheet.lines), cell.line + 2 * _LINES + 1))
    filled = [n for n in near if any(0 < c.box[1] - cell.box[1] < _REACH * tall for c in _aligned(sheet, n, cell))]
    return filled[:_LINES]


def heads_street(sheet: Sheet, cell: Cell) -> bool:
    """Whether a house number and a street stand right under the cell, whatever follows."""
    for line in _lines_below(sheet, cell)[:1]:
        row = [c for c in sheet.cells[line] if c.box[0] > cell.box[0] - 4 * sheet.unit]
        text = " ".join(c.text for c in row[:3])
        if re.match(r"\d{1,6}[A-Z]? (?:[NSEW]\.? )?[A-Z0-9][\w'.]*", text) and _STREET_WORD.search(text):
            return True
    return False


def heads_city(sheet: Sheet, cell: Cell) -> bool:
    """Whether a city with state and ZIP code stands right under the cell."""
    return any(is_city(sheet, c) for c in _aligned(sheet, cell.line + 1, cell) if c.kind == "text")


def _is_whole_address(sheet: Sheet, line: int) -> bool:
    """Whether a line holds house number, street, city, state and ZIP code, and nothing else."""
    text = sheet.lines[line].text.replace("\t", " ")
    return bool(re.fullmatch(r"\d{1,6} [A-Za-z][\w .,#-]{6,60}[, ] ?[A-Z]{2},? \d{5}(?:-\d{4})?", text))


def _aligned(sheet: Sheet, line: int, cell: Cell) -> list[Cell]:
    if line >= len(sheet.cells):
        return []
    return [c for c in sheet.cells[line] if abs(c.box[0] - cell.box[0]) < 4 * sheet.unit or _centred(c, cell)]


def _centred(one: Cell, other: Cell) -> bool:
    return one.box[0] < (other.box[0] + other.box[2]) / 2 < one.box[2] and one.kind == "text"


def has_zip(sheet: Sheet, city: Cell) -> bool:
    """Whether a ZIP code follows a text."""
    row = sheet.cells[city.line]
    after = row[row.index(city) + 1 :]
    return bool(after) and after[0].kind == "number" and bool(re.fullmatch(r"\d{5}(-\d{4})?", after[0].text))


def is_city(sheet: Sheet, cell: Cell) -> bool:
    """Whether a text is a city with its state, before a ZIP code."""
    return bool(re.search(r" [A-Z]{2}\.?,?$", cell.text)) and has_zip(sheet, cell)


def _has_postal_code(sheet: Sheet, city: Cell) -> bool:
    """Whether a Canadian province and postal code end the line from here on."""
    line = sheet.lines[city.line].text.replace("\t", " ")
    found = re.search(r"\b(?:AB|BC|MB|NB|NL|NS|NT|NU|ON|PE|QC|SK|YT),? [A-Z]\d[A-Z] ?\d[A-Z]\d\b", line)
    return found is not None and city.text[:3] in line[: found.start()]
