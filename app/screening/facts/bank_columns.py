"""Which column of a statement an amount stands in, and under which title of a section."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from app.screening.facts.labels import names, squeeze
from app.screening.facts.layout import distance, overlaps, step_between
from app.screening.facts.lines import Cell, Sheet

_TITLE_REACH = 4
"""Lines between a title and the headings of its table."""
_MARGIN = 6
"""Points that a row may start left of its heading."""
_EDGE = 2
"""Heights of an amount that its edge may lie off its heading's."""
_MONEY = ("credit", "debit", "amount", "balance")
_OTHERS = ("date", "description")


@dataclass(frozen=True, slots=True)
class Columns:
    """The money columns of a table by the places of their headings, and the heading of a column of days that does not
    stand first."""

    heads: tuple[tuple[str, Cell], ...]
    day: Cell | None = None

    def under_day(self, row: tuple[Cell, ...]) -> Cell | None:
        """The cell of a row under the heading of days."""
        return next(
            (cell for cell in row if self.day and cell.kind != "amount" and overlaps(self.day.box, cell.box)), None
        )

    def assign(self, amounts: list[Cell]) -> list[tuple[str, Cell]]:
        """Each amount with the kind of its column; empty when two share one, since then the columns were misread."""
        found = [(min(self.heads, key=lambda head: _off(head[1], cell))[0], cell) for cell in amounts]
        kinds = [kind for kind, _ in found]
        if len(self.heads) == 1 and set(kinds) <= {"balance", "amount"} and len(amounts) == 2:  # one has no heading
            near = min(amounts, key=lambda cell: _off(self.heads[0][1], cell))
            last = near if "balance" in kinds else max(amounts, key=lambda cell: cell.box[0])
            return [("balance" if cell is last else "amount", cell) for cell in amounts]
        return found if len(set(kinds)) == len(kinds) else []

    def booked(self, amounts: list[Cell]) -> list[Cell]:
        """The amounts without those inside the words ("wire in EUR 500.00"), which stand under no heading."""
        under = [cell for cell in amounts if any(_off(head, cell) < _EDGE * _height(cell) for _, head in self.heads)]
        if all(kind == "balance" for kind, _ in self.heads):
            return amounts
        left = min(head.box[0] for _, head in self.heads)
        before = [cell for cell in amounts if cell not in under and cell.box[2] < left]
        return under if under and (before or not self.assign(amounts)) else amounts

    def near(self, first: Cell) -> Columns:
        """Only the columns of the half that a row starts in, where the table is printed twice side by side."""
        kinds = [kind for kind, _ in self.heads]
        if len(set(kinds)) == len(kinds):
            return self
        right = [(kind, head) for kind, head in self.heads if head.box[2] > first.box[2]]
        return Columns(tuple(dict(reversed(right)).items()), self.day)


def bands_of(sheet: Sheet, number: int) -> list[tuple[float, float]]:
    """The parts of the page's width that a line of headings divides it into: one, or as many as it heads tables of the
    same columns ("Date Description Amount Date Description Amount")."""
    columns = names("bank_statement", "columns")
    starts = [c.box[0] for c in sheet.cells[number] if c.kind == "text" and squeeze(c.text) in columns["date"]]
    titles = [squeeze(c.text) for c in sheet.cells[number] if c.kind == "text"]
    size = len(titles) // max(1, len(starts))
    if len(starts) < 2 or titles != titles[:size] * len(starts):
        return [(0.0, sheet.page.width)]
    edges = [0.0, *(start - _MARGIN * sheet.unit for start in starts[1:]), sheet.page.width]
    return list(pairwise(edges))


def _height(cell: Cell) -> float:
    return cell.box[3] - cell.box[1]


def _off(head: Cell, cell: Cell) -> float:
    return min(distance(head.box, cell.box), abs(head.box[2] - cell.box[2]))


def columns_of(sheet: Sheet, number: int) -> Columns | None:
    """The columns that a line heads, when it is the heading of a table of transactions."""
    said = [(cell, _labels(sheet, cell)) for cell in sheet.cells[number]]
    heads = [(kind, cell) for cell, labels in said if (kind := _first_kind(labels, _MONEY))]
    if not heads or not any(_first_kind(labels, _OTHERS) for _, labels in said):
        return None
    day = next((cell for cell, labels in said[1:] if _first_kind(labels, ("date",))), None)
    return Columns(tuple(_with_rest(heads)), day)


def _labels(sheet: Sheet, cell: Cell) -> list[str]:
    """What a heading may say, squeezed, without notes in brackets."""
    if cell.kind != "text":
        return []
    return [squeeze(re.sub(r"[(\[][^)\]]*[)\]]", "", text)) for text in _forms(sheet, cell)]


def _first_kind(labels: list[str], kinds: tuple[str, ...]) -> str:
    """The first of some kinds of columns that a heading names, or ""."""
    columns = names("bank_statement", "columns")
    return next((kind for label in labels for kind in kinds if label in columns[kind]), "")


def _with_rest(heads: list[tuple[str, Cell]]) -> list[tuple[str, Cell]]:
    """Beside credits and debits a third column of amounts is what is left."""
    found = {kind for kind, _ in heads}
    if {"credit", "debit", "amount"} <= found and "balance" not in found:
        return [("balance" if kind == "amount" else kind, cell) for kind, cell in heads]
    return heads


def _heads_booked(sheet: Sheet, number: int) -> bool:
    """Whether a line heads a table of transactions with words and amounts, not one of daily balances."""
    columns = columns_of(sheet, number)
    words = names("bank_statement", "columns")["description"]
    has_words = any(cell.kind == "text" and squeeze(cell.text) in words for cell in sheet.cells[number])
    return columns is not None and has_words and any(kind != "balance" for kind, _ in columns.heads)


def _forms(sheet: Sheet, cell: Cell) -> list[str]:
    """A heading with its second half on the line below, where there is one, and without it."""
    after = sheet.cells[cell.line + 1] if cell.line + 1 < len(sheet.cells) else ()
    is_near = cell.line + 1 < len(sheet.cells) and step_between(sheet, cell.line, cell.line + 1) < 1.5 * sheet.pitch
    halves = [c for c in after if c.kind == "text" and overlaps(c.box, cell.box)] if is_near else []
    plain = not any(c.kind in ("amount", "date") for c in after)
    return [*(f"{cell.text} {half.text}" for half in halves[:1] if plain), cell.text]


def section_of(sheet: Sheet, row: Cell) -> str:
    """credit, debit, other, or "" for the last title above a row; a line with an amount is no title, and a title far
    above the headings of the row's table, or with amounts before them, belongs to another table."""
    sections = names("bank_statement", "sections")
    last = -1
    for line in range(row.line - 1, -1, -1):
        if line < last:
            return ""
        cells = sheet.cells[line]
        if last < 0 and _heads_booked(sheet, line):
            last = line - _TITLE_REACH
        if any(cell.kind == "amount" for cell in cells):
            if last >= 0:
                return ""
            continue
        if not cells:
            continue
        label = squeeze(re.sub(r"(?i)\(?continued\)?|\(.*?\)", "", cells[0].text)) if cells[0].kind == "text" else ""
        named = [name for name, ranks in sections.items() if label in ranks]
        is_title = len(cells) <= 2 or squeeze(cells[1].text).startswith("account")
        if named and is_title:
            return "" if named[0] == "detail" else named[0]
    return ""
