"""Cards without words for the name print it by position: surname, given names, and the address below them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise

from app.screening.facts.labels import squeeze
from app.screening.facts.layout import step_between
from app.screening.facts.lines import Cell, Sheet
from app.screening.facts.naming import tidy

_CLOSE = 2.2
"""Heights of a surname within which the given names follow."""
_MARK = re.compile(r"^[12¹²][.:]?\s*(?=[^\W\d_])")
_CITY = re.compile(r",? [A-Z]{2},?$")
_CITY_ZIP = re.compile(r",? [A-Z]{2} ?\d{5}(?:-\d{4})?$")
"""The end of a city's line whose number touches its state ("Reno, NV89501")."""
_BIRTH = re.compile(r"(?i)(?:3 )?(?:dob|date of birth|birth ?date|born)\b")
_OF_CARD = re.compile(r"(?i)\b(?:state|republic|union|department|licen[cs]e|card|passport|identi\w+)\b")
"""Words of a card's titles, which no name holds."""
_ZIP = re.compile(r"\d{5}(?:-\d{4})?")


def in_two_languages(sheet: Sheet, fields: dict[str, dict[str, int]]) -> Iterator[tuple[str, Cell]]:
    """Labels that say a thing twice ("Apellidos / Surname"), where either half is known."""
    for cell in sheet.all_cells():
        halves = [squeeze(half) for half in cell.text.split("/")] if cell.kind == "text" else []
        for field, ranks in fields.items() if len(halves) > 1 and squeeze(cell.text) not in _all(fields) else ():
            if any(half in ranks for half in halves if len(half) > 2):
                yield field, cell


def _all(fields: dict[str, dict[str, int]]) -> set[str]:
    return {label for ranks in fields.values() for label in ranks}


def stacked_names(sheet: Sheet, is_name: Callable[[str], bool]) -> Iterator[tuple[str, Cell]]:
    """`surname` and `given_names` in two lines right above street and city, or `full_name` in one.

    Two lines are surname first, the order of the AAMVA card design standard (elements 1 and 2).
    """
    for number in range(1, len(sheet.lines) - 1):
        street = _after_mark(sheet.cells[number])
        if street is None or not _is_street(street) or not _has_city(sheet, number + 1, street):
            continue
        lines = [n for n in range(number) if [c.text for c in sheet.cells[n]] not in (["1"], ["2"])][-2:]
        above = [None, None, *(_name_at(sheet, line, street, is_name) for line in lines)][-2:]
        if above[0] and above[1]:
            yield from (("surname", above[0]), ("given_names", above[1]))
        elif above[1] and len(above[1].text.replace(",", " ").split()) > 1:
            yield "full_name", above[1]
        return


def comma_names(sheet: Sheet, is_name: Callable[[str], bool]) -> Iterator[tuple[str, Cell]]:
    """`surname` on a line of its own that ends in a comma ("KOWALCZYK,"), and `given_names` right under it."""
    for upper, lower in pairwise(sheet.cells):
        if len(upper) != 1 or len(lower) != 1 or not upper[0].text.rstrip().endswith(","):
            continue
        first, second = upper[0], lower[0]
        close = step_between(sheet, first.line, second.line) < _CLOSE * (first.box[3] - first.box[1])
        level = abs(first.box[0] - second.box[0]) < _reach(first)
        if close and level and not second.text.endswith(",") and is_name(first.text) and is_name(second.text):
            yield from (("surname", first), ("given_names", second))
            return


def name_over_birth(sheet: Sheet, is_name: Callable[[str], bool]) -> Iterator[tuple[str, Cell]]:
    """The name on a line of its own right above the date of birth, as it is spoken or with the surname first."""
    for upper, lower in pairwise(sheet.cells):
        if len(upper) != 1 or not lower or not _BIRTH.match(lower[0].text) or upper[0].has_colon:
            continue
        name = upper[0]
        if name.kind != "text" or not is_name(name.text) or _OF_CARD.search(name.text):
            return
        surname, _, given = name.text.partition(",")
        if given:
            yield from (("surname", replace(name, text=surname)), ("given_names", replace(name, text=given.strip())))
        elif " " in name.text:
            yield "full_name", name
        return


def _after_mark(row: tuple[Cell, ...]) -> Cell | None:
    """The first cell of a line behind the number of the element (8, the address)."""
    if not row:
        return None
    return row[1] if row[0].text in ("8", "8.") and len(row) > 1 else row[0]


def _is_street(cell: Cell) -> bool:
    return cell.kind == "number" or bool(re.match(r"(?:8\s+)?\d+ |p\.?o\.? box|rr\b|hc\b|box\b", cell.text, re.I))


def _has_city(sheet: Sheet, number: int, street: Cell) -> bool:
    row = sheet.cells[number]
    if not row or abs(row[0].box[0] - street.box[0]) > _reach(street):
        return False
    is_zip = len(row) > 1 and bool(_ZIP.fullmatch(row[1].text.strip()))
    return (is_zip and bool(_CITY.search(tidy(row[0].text)))) or bool(_CITY_ZIP.search(row[0].text))


def _name_at(sheet: Sheet, number: int, street: Cell, is_name: Callable[[str], bool]) -> Cell | None:
    """The only text of a line that begins where the street does and holds nothing but a name."""
    row = sheet.cells[number] if number >= 0 else ()
    row = row[1:] if len(row) == 2 and row[0].text in ("1", "2") else row
    if (
        len(row) != 1
        or row[0].kind != "text"
        or row[0].has_colon
        or abs(row[0].box[0] - street.box[0]) > _reach(street)
    ):
        return None
    name = _MARK.sub("", tidy(row[0].text))
    if not is_name(name) or len(name.split()) > 4 or len(squeeze(name)) < 2:
        return None
    return Cell("text", name, name, row[0].box, row[0].confidence, number)


def _reach(cell: Cell) -> float:
    """How far apart two lines may begin: a mark that touches its text moves it to the left."""
    return 1.6 * (cell.box[3] - cell.box[1])
