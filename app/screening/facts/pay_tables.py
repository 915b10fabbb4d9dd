"""The tables of a pay stub: lines of earnings and of deductions, their totals, hours and rate."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from app.screening.facts.amounts import money
from app.screening.facts.candidates import fact_of
from app.screening.facts.labels import match, names, split_columns, squeeze
from app.screening.facts.layout import column_of, overlaps, right_of
from app.screening.facts.lines import Cell, Sheet
from app.screening.facts.pay_columns import Roles, role_of, roles_of
from app.screening.verdict import Fact

_LONGEST_LABEL = 40
"""Letters; longer texts beside amounts are sentences."""
_ROUNDED = Decimal("0.001")
"""Share by which hours times rate may miss a line's amount."""
_SUMS = ("gross_pay", "net_pay", "deductions_total", "taxes")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: its label, the section that it stands in, and its cells by role."""

    sheet: Sheet
    label: Cell
    section: str
    cells: dict[str, Cell]


def table_facts(sheets: list[Sheet]) -> dict[str, Fact]:
    """`earnings_lines`, `deduction_lines`, and `hours`, `rate`, `regular_hours` where exactly one line can mean
    them."""
    rows = [row for sheet in sheets for row in _rows(sheet)]
    earnings = [row for row in rows if row.section == "earnings" and not _is_sum(row)]
    deductions = [row for row in rows if row.section.endswith(("deductions", "taxes", "employer")) and not _is_sum(row)]
    facts: dict[str, Fact] = {}
    for name, lines in (("earnings_lines", earnings), ("deduction_lines", deductions)):
        if lines:
            facts[name] = fact_of(lines[0].sheet, lines[0].label, _plain_lines(lines), 0.95)
    facts.update(_hours_and_rate(earnings or [row for row in rows if _is_regular(row)], rows))
    if (
        not earnings
        and len([row for row in rows if "hours" in row.cells and not _is_sum(row)]) > 1
        and not _timed(rows)
    ):
        facts.pop("hours", None)
    return facts


def has_deductions_section(sheet: Sheet) -> bool:
    """Whether a page has a table of deductions that is not one of taxes."""
    return any(name in ("deductions", "some_deductions") for name, _ in _section_heads(sheet))


def total_rows(sheet: Sheet) -> Iterator[tuple[str, Roles]]:
    """Rows called just "Total", as the total of the section that they close."""
    rows = list(_rows(sheet))
    for row in rows:
        if not _is_total(row):
            continue
        taxed = any(other.section == row.section and _is_tax(other) for other in rows)
        sums = {"earnings": "gross_pay", "deductions": "deductions_total" if taxed else "", "taxes": "taxes"}
        field = sums.get(row.section, "")
        if field:
            yield field, {role: (cell, min(sure, 0.93)) for role, (cell, sure) in roles_of(sheet, row.label).items()}


def unlabelled_gross(sheet: Sheet) -> Iterator[tuple[str, Roles]]:
    """The nameless line under the earnings, when its amount is the sum of theirs; one under each table of them."""
    heads = [head.line for name, head in _section_heads(sheet) if name == "earnings"]
    earned = [row for row in _rows(sheet) if row.section == "earnings" and not _is_sum(row) and "current" in row.cells]
    for _, table in groupby(earned, lambda row: max((line for line in heads if line < row.label.line), default=0)):
        yield from _nameless_sum(sheet, list(table))


def _nameless_sum(sheet: Sheet, earnings: list[Row]) -> Iterator[tuple[str, Roles]]:
    last = max(row.label.line for row in earnings)
    right = max(cell.box[2] for row in earnings for cell in row.cells.values())
    after = ([c for c in line if c.box[0] < right] for line in sheet.cells[last + 1 : last + 3])
    cells = next((row for row in after if any(cell.kind == "amount" for cell in row)), [])
    roles = {role_of(column_of(sheet, cell)[0]): cell for cell in cells if cell.kind == "amount"}
    for role in ("current", "ytd"):
        amounts = [row.cells[role].amount for row in earnings if role in row.cells]
        if role in roles and cells[0].kind != "text" and roles[role].amount == sum(amounts, Decimal(0)):
            yield "gross_pay", {role: (roles[role], 0.92)}


def earned_above(sheet: Sheet, label: Cell) -> list[Row]:
    """The lines of earnings above a row, totals left out."""
    rows = (row for row in _rows(sheet) if row.section == "earnings" and not _is_sum(row))
    return [row for row in rows if row.label.line < label.line]


def _rows(sheet: Sheet) -> Iterator[Row]:
    heads = _section_heads(sheet)
    for cell in sheet.all_cells():
        if cell.kind == "text" and len(cell.text) <= _LONGEST_LABEL and (cells := _cells_by_role(sheet, cell)):
            row = Row(sheet, cell, _section_of(heads, cell), cells)
            yield row
            if _ends_section(row):
                heads.append(("", cell))


def _ends_section(row: Row) -> bool:
    """Whether a table is over with this row; what follows it in its column belongs to no section until a new title."""
    return _is_sum(row) and not _is_tax(row)


def _section_heads(sheet: Sheet) -> list[tuple[str, Cell]]:
    """Titles of sections with their cells; a "Description" beside a title heads the same section."""
    sections = {name: ranks for name, ranks in names("paystub", "sections").items() if name != "total"}
    heads: list[tuple[str, Cell]] = []
    for cell in sheet.all_cells():
        if cell.kind == "text" and not any(value.kind != "text" for value, _ in right_of(sheet, cell)):
            label = squeeze(re.sub(r"\(.*?\)|(?i:description)", "", cell.text))
            heads += [(name, cell) for name, ranks in sections.items() if label in ranks][:1]
            if not label and heads and heads[-1][1].line == cell.line:
                heads.append((heads[-1][0], cell))
    return heads


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
        if cell.kind == "number" and quantity(cell) is not None:
            role = role_of(said or column_of(sheet, cell)[0])
            if role in ("hours", "rate"):
                found.setdefault(role, cell)
    return found if any(role in found for role in ("current", "ytd", "hours")) else {}


def quantity(cell: Cell) -> str | None:
    """Hours or a rate in two places: "80", "80:30" and "25.0000" too; None when two places would change the number."""
    if cell.kind == "amount":
        return cell.value
    if clock := re.fullmatch(r"(\d{1,3}):([0-5]\d)", cell.value):
        exact = Decimal(clock[1]) + Decimal(clock[2]) / 60
        return money(exact) if exact * 100 == int(exact * 100) else None
    if re.fullmatch(r"\$?\d{1,3}(?:\.\d{1,6})?", cell.value):
        exact = Decimal(cell.value.lstrip("$"))
        return money(exact) if exact == exact.quantize(Decimal("0.01")) else None
    return None


def _hours_and_rate(earnings: list[Row], rows: list[Row]) -> dict[str, Fact]:
    facts: dict[str, Fact] = {}
    regular = [row for row in earnings if _is_regular(row)]
    if len(regular) == 1 and (hours := _quantity_fact(regular[0], "hours")):
        facts["regular_hours"] = hours
    rates = [fact for row in regular or _proven(earnings) or _proven(rows) if (fact := _quantity_fact(row, "rate"))]
    if len({fact.value for fact in rates}) == 1:
        facts["rate"] = rates[0]
    with_hours = [row for row in earnings if _quantity_fact(row, "hours")]
    sums = _timed(rows)
    single = sums if len(sums) == 1 else with_hours if len(with_hours) == 1 and not sums else []
    if single and (fact := _quantity_fact(single[0], "hours")):
        facts["hours"] = fact
    return facts


def _timed(rows: list[Row]) -> list[Row]:
    """The sums of the earnings, or of no section, that show hours."""
    return [row for row in rows if _is_sum(row) and row.section in ("earnings", "") and _quantity_fact(row, "hours")]


def _proven(earnings: list[Row]) -> list[Row]:
    """The only line with hours and a rate, when they make its amount."""
    full = [row for row in earnings if {"hours", "rate", "current"} <= set(row.cells)]
    parts = [[quantity(row.cells[role]) for role in ("hours", "rate", "current")] for row in full]
    if len(full) != 1 or None in parts[0]:
        return []
    hours, rate, amount = (Decimal(part or 0) for part in parts[0])
    return full if abs(hours * rate - amount) <= _ROUNDED * amount else []


def _quantity_fact(row: Row, role: str) -> Fact | None:
    cell = row.cells.get(role)
    value = quantity(cell) if cell else None
    if cell is None or value is None or not 0 < Decimal(value) <= 500:
        return None
    return fact_of(row.sheet, cell, value, 0.97)


def _plain_lines(rows: list[Row]) -> tuple[dict[str, str], ...]:
    """The rows as the contract's strings; where a stub prints all its deductions negative they become magnitudes."""
    plain = [_plain(row) for row in rows]
    signs = [line["amount"].startswith("-") for line in plain if line.get("amount", "0.00") != "0.00"]
    if signs and all(signs):
        plain = [
            {key: text.lstrip("-") if key in ("amount", "ytd") else text for key, text in line.items()}
            for line in plain
        ]
    return tuple(plain)


def _plain(row: Row) -> dict[str, str]:
    plain = {"description": row.label.text, "section": row.section}
    for role, name in (("hours", "hours"), ("rate", "rate"), ("current", "amount"), ("ytd", "ytd")):
        value = quantity(row.cells[role]) if role in row.cells else None
        if value is not None:
            plain[name] = value
    return plain


def _is_regular(row: Row) -> bool:
    ranks = {squeeze(label): 0 for label in names("paystub", "regular")["labels"]}
    return match(squeeze(row.label.text), ranks, scanned=row.sheet.is_scanned) is not None


def _is_total(row: Row) -> bool:
    """A row called "Total", or called like the very section that it closes ("Earnings")."""
    sections = names("paystub", "sections")
    label = squeeze(row.label.text)
    return label in sections["total"] or label in sections.get(row.section, {})


def _is_sum(row: Row) -> bool:
    label, kinds = split_columns(row.label.text)
    amounts = names("paystub", "amount")
    return bool(kinds) or _is_total(row) or label.startswith("total") or any(label in amounts[name] for name in _SUMS)


def _is_tax(row: Row) -> bool:
    amounts = names("paystub", "amount")
    return any(squeeze(row.label.text) in amounts[name] for name in ("fica_social_security", "federal_income_tax"))
