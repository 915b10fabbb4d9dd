"""The tables of a pay stub: lines of earnings and of deductions, their totals, hours and rate."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby

from app.screening.facts.labels import column_kinds, names, split_columns, squeeze
from app.screening.facts.layout import column_of, overlaps, right_of
from app.screening.facts.lines import Cell, Sheet
from app.screening.facts.pay_arithmetic import quantity, with_product
from app.screening.facts.pay_columns import Roles, role_of, roles_of

_LONGEST_LABEL = 40
"""Letters; longer texts beside amounts are sentences."""
_INDENT = 16
"""Points by which the lines of a section stand right of its title at most."""
_EDGE = 6
"""Points by which the edges of one column of amounts differ, right or left."""
_SUMS = ("gross_pay", "net_pay", "deductions_total", "taxes")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: its label, the section that it stands in, and its cells by role."""

    sheet: Sheet
    label: Cell
    section: str
    cells: dict[str, Cell]


def has_deductions_section(sheet: Sheet) -> bool:
    """Whether a page has a table of deductions that is not one of taxes."""
    return any(name in ("deductions", "some_deductions") for name, _ in _section_heads(sheet))


def total_rows(sheet: Sheet) -> Iterator[tuple[str, Roles]]:
    """Rows called just "Total", as the total of the section that they close."""
    rows = list(rows_of(sheet))
    for row in rows:
        if not _is_total(row):
            continue
        taxed = any(other.section == row.section and _is_tax(other) for other in rows)
        sums = {"earnings": "gross_pay", "deductions": "deductions_total" if taxed else "", "taxes": "taxes"}
        field = sums.get(row.section, "")
        if field:
            yield field, {role: (cell, min(sure, 0.93)) for role, (cell, sure) in roles_of(sheet, row.label).items()}


def unlabelled_gross(sheet: Sheet) -> Iterator[tuple[str, Roles]]:
    """The sum of the earnings that no label names: a nameless line under them, one under each table of them, or the
    line of the title over them."""
    heads = [head.line for name, head in _section_heads(sheet) if name == "earnings"]
    rows = list(rows_of(sheet))
    earned = [row for row in rows if row.section == "earnings" and not is_sum(row) and "current" in row.cells]
    for _, table in groupby(earned, lambda row: max((line for line in heads if line < row.label.line), default=0)):
        yield from _nameless_sum(sheet, list(table))
    yield from _titles_with_sums(rows)


def _titles_with_sums(rows: list[Row]) -> Iterator[tuple[str, Roles]]:
    """Lines called like a section ("Earnings  1,487.40") whose amount is the sum of the lines right under them."""
    titles = names("paystub", "sections")["earnings"]
    for at, row in enumerate(rows):
        first = row.sheet.cells[row.label.line][0]  # headings of hours and rates may stand between
        title = replace(row, label=first) if squeeze(first.text) in titles else row
        if squeeze(title.label.text) not in titles or "current" not in row.cells:
            continue
        total = Decimal(0)
        for count, under in enumerate(rows[at + 1 :], start=1):
            if not _is_in_table_of(title, under):
                break
            total += under.cells["current"].amount
            if count > 1 and total == row.cells["current"].amount:
                yield (
                    "gross_pay",
                    {role: (cell, 0.93) for role, cell in row.cells.items() if role in ("current", "ytd")},
                )
                break


def _is_in_table_of(title: Row, row: Row) -> bool:
    is_under = abs(row.label.box[0] - title.label.box[0]) < _INDENT * title.sheet.unit
    return is_under and "current" in row.cells and overlaps(row.cells["current"].box, title.cells["current"].box)


def _nameless_sum(sheet: Sheet, earnings: list[Row]) -> Iterator[tuple[str, Roles]]:
    last = max(row.label.line for row in earnings)
    right = max(cell.box[2] for row in earnings for cell in row.cells.values())
    after = ([c for c in line if c.box[0] < right] for line in sheet.cells[last + 1 : last + 7])
    bare = (row for row in after if any(c.kind == "amount" for c in row) and row[0].kind != "text")
    for cells in bare:
        roles = {role_of(column_of(sheet, cell)[0]): cell for cell in cells if cell.kind == "amount"}
        found = {role: cell for role, cell in roles.items() if cell.amount == _sum_over(sheet, cell, earnings[0])}
        for role in ("current", "ytd"):
            if role in found:
                yield "gross_pay", {role: (found[role], 0.92)}
        if "current" in found:
            return


def _sum_over(sheet: Sheet, cell: Cell, first: Row) -> Decimal:
    """The amounts right over one in its column, from a table's first line on."""
    rows = sheet.cells[first.label.line : cell.line]
    return sum((c.amount for row in rows for c in row if c.kind == "amount" and _is_over(c, cell)), Decimal(0))


def _is_over(upper: Cell, cell: Cell) -> bool:
    edges = min(abs(upper.box[side] - cell.box[side]) for side in (0, 2))
    return overlaps(upper.box, cell.box) and edges < _EDGE


def earned_above(sheet: Sheet, label: Cell) -> list[Row]:
    """The lines of earnings above a row, totals left out."""
    rows = (row for row in rows_of(sheet) if row.section == "earnings" and not is_sum(row))
    return [row for row in rows if row.label.line < label.line]


def rows_of(sheet: Sheet) -> Iterator[Row]:
    heads = _section_heads(sheet)
    for cell in sheet.all_cells():
        is_label = cell.kind == "text" and len(cell.text) <= _LONGEST_LABEL
        cells = _cells_by_role(sheet, cell) if is_label or sheet.cells[cell.line][0] is cell else {}
        if cells and (is_label or (cell.kind == "date" and {"hours", "rate"} <= set(cells))):
            row = Row(sheet, cell, _section_of(heads, cell), cells)
            yield row
            if _ends_section(row):
                heads.append(("", cell))


def _ends_section(row: Row) -> bool:
    """Whether a table is over with this row; what follows it in its column belongs to no section until a new title.
    Gross pay on top of the deductions opens their table."""
    opens = row.section in ("deductions", "taxes") and _is_gross(row)
    return is_sum(row) and not _is_tax(row) and not opens


def _section_heads(sheet: Sheet) -> list[tuple[str, Cell]]:
    """Titles of sections with their cells; a "Description" beside a title heads the same section."""
    sections = {name: ranks for name, ranks in names("paystub", "sections").items() if name != "total"}
    heads: list[tuple[str, Cell]] = []
    things: list[Cell] = []
    for cell in sheet.all_cells():
        if cell.kind == "text" and not any(value.kind != "text" for value, _ in right_of(sheet, cell)):
            label = squeeze(re.sub(r"\(.*?\)|(?i:description)", "", cell.text))
            named = [name for name, ranks in sections.items() if label in ranks][:1]
            heads += [(name, each) for name in named for each in (*things, cell) if each.line == cell.line]
            things = [cell] if not label else [] if named else things
            if not label and heads and heads[-1][1].line == cell.line:
                heads.append((heads[-1][0], cell))
            elif not label and _is_paid_by_time(sheet, cell):
                heads.append(("earnings", cell))
    return heads


def _is_paid_by_time(sheet: Sheet, thing: Cell) -> bool:
    """Whether hours and a rate are headings beside "Description", whatever the table is called."""
    behind = [c for c in sheet.cells[thing.line] if c.box[0] > thing.box[0]]
    kinds = [column_kinds(c.text) for c in behind[:4] if c.kind == "text"]
    return {"hours", "rate"} <= {kind for some in kinds for kind in some}


def _section_of(heads: list[tuple[str, Cell]], label: Cell) -> str:
    above = [(head.line, name) for name, head in heads if head.line < label.line and _starts_near(head, label)]
    return max(above, key=lambda found: found[0])[1] if above else ""


def _starts_near(head: Cell, label: Cell) -> bool:
    return overlaps(head.box, label.box) or abs(head.box[0] - label.box[0]) < 12


def _cells_by_role(sheet: Sheet, label: Cell) -> dict[str, Cell]:
    found: dict[str, Cell] = {
        role: cell for role, (cell, _) in roles_of(sheet, label).items() if cell.line == label.line
    }
    for cell, said in right_of(sheet, label):
        if cell.kind == "number" and (quantity(cell) is not None or ":" in cell.value):
            role = role_of(said or column_of(sheet, cell)[0])
            if role in ("hours", "rate"):
                found.setdefault(role, cell)
    found = with_product(sheet, label, found)
    return found if any(role in found for role in ("current", "ytd", "hours")) else {}


def _is_total(row: Row) -> bool:
    """A row called "Total", or called like the very section that it closes ("Earnings")."""
    sections = names("paystub", "sections")
    label = squeeze(row.label.text)
    return label in sections["total"] or label in sections.get(row.section, {})


def is_sum(row: Row) -> bool:
    label, kinds = split_columns(row.label.text)
    amounts = names("paystub", "amount")
    return (
        bool(kinds)
        or _is_total(row)
        or label.startswith("total")
        or label.endswith("total")
        or any(label in amounts[name] for name in _SUMS)
    )


def _is_gross(row: Row) -> bool:
    return split_columns(row.label.text)[0] in names("paystub", "amount")["gross_pay"]


def _is_tax(row: Row) -> bool:
    amounts = names("paystub", "amount")
    return any(squeeze(row.label.text) in amounts[name] for name in ("fica_social_security", "federal_income_tax"))
