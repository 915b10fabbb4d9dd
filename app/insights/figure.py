"""What a chart is made of, without any of its marks: bars, lines, and the table that says the same. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

Cell = str | int | float | date | None
WIDTH, HEIGHT = 300, 100
"""The lines' own units; the page stretches them."""
BEGINS_A_FORMULA = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True)
class Table:
    """The figures as rows, for reading aloud and for a download."""

    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]

    @property
    def is_number(self) -> list[bool]:
        """For each column whether it holds numbers, or nothing."""
        return [not any(isinstance(row[place], str | date) for row in self.rows) for place in range(len(self.head))]


@dataclass(frozen=True, slots=True)
class Bar:
    """`part` is 0 to 100 of the longest; `kind` chooses the colour."""

    label: str
    value: str
    part: float
    detail: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """`path` is an SVG path over WIDTH by HEIGHT; `kind` chooses colour and dashes."""

    name: str
    kind: str
    path: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart. `name` is its download's; `summary` says in a sentence what a glance would."""

    name: str
    title: str
    summary: str
    table: Table
    as_of: date | None = None
    about: str = ""
    bars: Sequence[Bar] = ()
    lines: Sequence[Line] = ()
    top: str = ""
    left: str = ""
    right: str = ""


def bars_of(values: Sequence[tuple[str, float, str, str, str]]) -> list[Bar]:
    """Bars of (label, value, value in words, detail, kind), the largest filling the width."""
    most = max((value for _, value, *_ in values), default=0)
    return [
        Bar(label, words, round(100 * value / most, 1) if most else 0, detail, kind)
        for label, value, words, detail, kind in values
    ]


def path_of(points: Sequence[tuple[float, float | None]], most: float) -> str:
    """The path through points of (0 to 1 from the left, value); a value of None breaks it, a point alone is a dot."""
    path, is_pen_down = [], False
    for across, value in points:
        if value is None:
            is_pen_down = False
            continue
        at = f"{WIDTH * across:.1f} {HEIGHT * (1 - min(1.0, value / most if most else 0)):.1f}"
        path.append(f"L{at}" if is_pen_down else f"M{at}h0")
        is_pen_down = True
    return "".join(path)


def as_csv(table: Table) -> str:
    """The table as a file for spreadsheets (RFC 4180). No cell begins like a formula, whatever somebody is called; a
    byte order mark tells Excel that it is UTF-8."""
    file = io.StringIO()
    file.write("\ufeff")
    writer = csv.writer(file)
    writer.writerow(table.head)
    writer.writerows([[_harmless(cell) for cell in row] for row in table.rows])
    return file.getvalue()


def _harmless(cell: Cell) -> str:
    """OWASP's guard against formula injection: an apostrophe before what a spreadsheet might run; a number is none."""
    if not isinstance(cell, str):
        return "" if cell is None else str(cell)
    is_formula = cell[:1] in {"\t", "\r", "\n"} or cell.lstrip().startswith(BEGINS_A_FORMULA)
    return f"'{cell}" if is_formula else cell
