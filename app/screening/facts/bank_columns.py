"""Which column of a statement an amount stands in, and under which title of a section."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.screening.facts.labels import names, squeeze
from app.screening.facts.layout import distance
from app.screening.facts.lines import Cell, Sheet

_MONEY = ("credit", "debit", "amount", "balance")


@dataclass(frozen=True, slots=True)
class Columns:
    """The money columns of a table by the places of their headings."""

    heads: tuple[tuple[str, Cell], ...]

    def assign(self, amounts: list[Cell]) -> list[tuple[str, Cell]]:
        """Each amount with the kind of its column; empty when two share one, since then the columns were misread."""
        found = [(min(self.heads, key=lambda head: _off(head[1], cell))[0], cell) for cell in amounts]
        kinds = [kind for kind, _ in found]
        return found if len(set(kinds)) == len(kinds) else []


def _off(head: Cell, cell: Cell) -> float:
    return min(distance(head.box, cell.box), abs(head.box[2] - cell.box[2]))


def columns_of(sheet: Sheet, number: int) -> Columns | None:
    """The columns that a line heads, when it is the heading of a table of transactions."""
    columns = names("bank_statement", "columns")
    heads: list[tuple[str, Cell]] = []
    others = 0
    for cell in sheet.cells[number]:
        label = squeeze(re.sub(r"\([^)]*\)", "", cell.text))
        kinds = [kind for kind in _MONEY if label in columns[kind]] if cell.kind == "text" else []
        heads += [(kind, cell) for kind in kinds[:1]]
        others += cell.kind == "text" and (label in columns["date"] or label in columns["description"])
    return Columns(tuple(heads)) if heads and others else None


def section_of(sheet: Sheet, row: Cell) -> str:
    """credit, debit, other, or "" for the last title above a row; a line with an amount is no title."""
    sections = names("bank_statement", "sections")
    for line in range(row.line - 1, -1, -1):
        cells = sheet.cells[line]
        if any(cell.kind == "amount" for cell in cells) or not cells:
            continue
        label = squeeze(re.sub(r"(?i)\(?continued\)?|\(.*?\)", "", cells[0].text)) if cells[0].kind == "text" else ""
        named = [name for name, ranks in sections.items() if label in ranks]
        if named and len(cells) <= 2:
            return "" if named[0] == "detail" else named[0]
    return ""
