"""Until when an identity document holds: the day at its label, held against its machine-readable zone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from app.screening.facts.candidates import Candidate, choose, fact_of, labels_in
from app.screening.facts.dates import find_dates
from app.screening.facts.labels import names, squeeze
from app.screening.facts.layout import below, right_of
from app.screening.facts.lines import Cell, Sheet
from app.screening.facts.mrz import Mrz, day_first
from app.screening.verdict import Fact

_TOUCHING = re.compile(r"(?<=\d{4})\s?/\s?(?=\d)")
"""A slash between two days ("02/11/2024/02/11/2029")."""


def expiry(sheets: list[Sheet], zone: Mrz | None) -> Fact | None:
    """The expiry at its label; a valid machine-readable zone confirms it, replaces a missing one, or casts doubt on
    it."""
    found: list[Candidate] = []
    for sheet in sheets:
        for _, _, _, label in labels_in(sheet, {"": names("government_id", "date")["expiry_date"]}):
            cell = _date_at(sheet, label)
            if cell:
                found.append(Candidate(sheet, cell, cell.value, 0, 0.97))
        found += [Candidate(sheet, cell, cell.value, 1, 0.93) for cell in _later_of_two(sheet)]
    printed = choose(found)
    if zone and zone.is_valid and zone.expiry:
        if printed is None:
            return fact_of(zone.sheet, zone.cell, zone.expiry, 0.95) if not found else None
        if printed.value != zone.expiry and day_first(str(printed.value)) == zone.expiry:
            return Fact(zone.expiry, printed.text, printed.confidence, printed.page, printed.box)
        if printed.value != zone.expiry:
            return Fact(printed.value, printed.text, min(printed.confidence, 0.4), printed.page, printed.box)
    return printed


def _date_at(sheet: Sheet, label: Cell) -> Cell | None:
    beside = [cell for cell, _ in right_of(sheet, label) if cell.kind == "date"]
    if beside:
        return beside[0] if len(beside) == 1 or label.has_colon else None
    under = [cell for cell in below(sheet, label, 2) if cell.kind == "date"]
    return under[0] if under else _flush(sheet, label) or _beside_first_half(sheet, label) or _over(sheet, label)


def _flush(sheet: Sheet, label: Cell) -> Cell | None:
    """The day right under a label and flush with it, whatever stands left of it: a signature, a picture's print."""
    under = sheet.cells[label.line + 1] if label.line + 1 < len(sheet.cells) else ()
    height = label.box[3] - label.box[1]
    near = [c for c in under if c.kind == "date" and c.box[1] - label.box[3] < 2 * height]
    return next((c for c in near if abs(c.box[0] - label.box[0]) < height), None)


def _later_of_two(sheet: Sheet) -> Iterator[Cell]:
    """The later of two days at a label that names both ("Issue/Expiry Date", "ISS / EXP")."""
    known = names("government_id", "date")
    for label in sheet.all_cells():
        halves = [squeeze(half) for half in label.text.split("/")] if label.kind == "text" else []
        said = [{half, f"{half}date"} for half in halves]
        if len(said) != 2 or not said[0] & known["other_date"].keys() or not said[1] & known["expiry_date"].keys():
            continue
        row = sheet.cells[label.line]
        under = sheet.cells[label.line + 1] if label.line + 1 < len(sheet.cells) else ()
        near = [*row[row.index(label) + 1 :], *(c for c in under if c.box[2] > label.box[0])]
        days = [day for cell in near for day in _days(cell)]
        if len(days) == 2 and days[0].value < days[1].value:
            yield days[1]


def _days(cell: Cell) -> Iterator[Cell]:
    """The days in a cell, also where nothing but a slash parts them."""
    if cell.kind == "date":
        yield cell
    else:
        for start, end, day in find_dates(_TOUCHING.sub(" / ", cell.text)):
            yield replace(cell, text=_TOUCHING.sub(" / ", cell.text)[start:end], value=day.isoformat())


def _over(sheet: Sheet, label: Cell) -> Cell | None:
    """The day right above a label, on a card whose labels stand under their values: every day of that line has one."""
    values = sheet.cells[label.line - 1] if label.line else ()
    labels = [cell for cell in sheet.cells[label.line] if cell.kind == "text"]
    is_row = len(values) == len(labels) > 1 and all(cell.kind == "date" for cell in values)
    mine = [cell for cell in values if abs(cell.box[0] - label.box[0]) < label.box[3] - label.box[1]]
    return mine[0] if is_row and len(mine) == 1 else None


def _beside_first_half(sheet: Sheet, label: Cell) -> Cell | None:
    """The date right of the line above, when that line holds the first half of a label of two lines."""
    upper = sheet.cells[label.line - 1] if label.line else ()
    dates = [cell for cell in upper if cell.kind == "date" and cell.box[0] > label.box[2]]
    start = sheet.cells[label.line][0]
    is_half = bool(upper) and upper[0].kind == "text" and not upper[0].has_colon and label.has_colon
    level = is_half and abs(upper[0].box[0] - start.box[0]) < 3 * sheet.unit
    return dates[0] if level and len(dates) == 1 and len(upper) == 2 else None
