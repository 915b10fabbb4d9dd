"""The lines of a stub's tables as facts, and the hours and the rate that only one of them can mean."""

from __future__ import annotations

from decimal import Decimal

from app.screening.facts.amounts import money
from app.screening.facts.candidates import fact_of
from app.screening.facts.labels import match, names, squeeze, strings
from app.screening.facts.layout import overlaps
from app.screening.facts.lines import Cell, Sheet
from app.screening.facts.pay_arithmetic import is_product, number, quantity
from app.screening.facts.pay_tables import Row, is_sum, rows_of
from app.screening.verdict import Fact


def table_facts(sheets: list[Sheet]) -> dict[str, Fact]:
    """`earnings_lines`, `deduction_lines`, and `hours`, `rate`, `regular_hours` where exactly one line can mean
    them."""
    rows = _once([row for sheet in sheets for row in rows_of(sheet)])
    earnings = [row for row in rows if row.section == "earnings" and not is_sum(row)]
    earnings = _headed(earnings, rows)
    deductions = [row for row in rows if row.section.endswith(("deductions", "taxes", "employer")) and not is_sum(row)]
    facts: dict[str, Fact] = {}
    for name, lines in (("earnings_lines", earnings), ("deduction_lines", deductions)):
        if lines:
            facts[name] = fact_of(lines[0].sheet, lines[0].label, _plain_lines(lines), 0.95)
    facts.update(_hours_and_rate(earnings or [row for row in rows if _is_regular(row)], rows))
    if not earnings and len([row for row in rows if "hours" in row.cells and not is_sum(row)]) > 1 and not _timed(rows):
        facts.pop("hours", None)
    return facts


def _headed(earnings: list[Row], rows: list[Row]) -> list[Row]:
    """The lines alone whose sum the line on top of them is, the period's and the year's: what follows them is another
    part of the list."""
    at = rows.index(earnings[0]) if earnings else 0
    for head, under in ((earnings[:1], earnings[1:]), (rows[max(0, at - 1) : at], earnings)):
        for count in range(2, len(under) + 1):
            if head and _is_sum_of(head[0], under[:count]):
                return under[:count]
    return earnings


def _is_sum_of(head: Row, lines: list[Row]) -> bool:
    sums = {"current", "ytd"}
    return set(head.cells) == sums <= set.intersection(*(set(row.cells) for row in lines)) and all(
        sum(row.cells[role].amount for row in lines) == head.cells[role].amount for role in sums
    )


def _once(rows: list[Row]) -> list[Row]:
    """The rows of a stub; a second copy of it on the same paper repeats all of them."""
    told = [(row.label.text, row.section, *((role, cell.value) for role, cell in row.cells.items())) for row in rows]
    half = len(rows) // 2
    return rows[:half] if half and told[:half] == told[half:] else rows


def _hours_and_rate(earnings: list[Row], rows: list[Row]) -> dict[str, Fact]:
    facts: dict[str, Fact] = {}
    regular = [row for row in earnings if _is_regular(row)]
    if len(regular) == 1 and (hours := _quantity_fact(regular[0], "hours")):
        facts["regular_hours"] = hours
    paid = regular or _proven(earnings) or _proven(rows)
    rates = [fact for row in paid if (fact := _quantity_fact(row, "rate"))]
    if len({fact.value for fact in rates}) == 1:
        facts["rate"] = rates[0]
    if all_hours := _all_hours(earnings, rows):
        facts["hours"] = all_hours
    return facts


def _all_hours(earnings: list[Row], rows: list[Row]) -> Fact | None:
    """The hours of all lines: their sum as a line tells it, the only line's, or the number under all that is their
    sum."""
    with_hours = [row for row in earnings if _quantity_fact(row, "hours")]
    sums = _timed(rows)
    single = _total_of(sums) if sums else with_hours if _is_all_time(with_hours, earnings) else []
    if single and (fact := _quantity_fact(single[0], "hours")):
        return fact
    if not sums and len(with_hours) > 1 and (cell := _summed_hours(with_hours)):
        return fact_of(with_hours[0].sheet, cell, money(cell.amount), 0.93)
    return None


def _is_all_time(with_hours: list[Row], earnings: list[Row]) -> bool:
    """Whether the hours of one line are all hours: it is no overtime, and no other line's hours are illegible."""
    illegible = any("hours" in row.cells and row not in with_hours for row in earnings)
    return len(with_hours) == 1 and not illegible and not is_extra(with_hours[0].label.text)


def _summed_hours(rows: list[Row]) -> Cell | None:
    """The number under the hours of all lines that is their sum, whatever stands beside it."""
    total = sum((number(row.cells["hours"]) or Decimal(0) for row in rows), Decimal(0))
    sheet, last = rows[-1].sheet, max(row.label.line for row in rows)
    under = [
        c for line in sheet.cells[last + 1 : last + 5] for c in line if overlaps(c.box, rows[-1].cells["hours"].box)
    ]
    return next((c for c in under if c.kind == "amount" and c.amount == total), None)


def _total_of(sums: list[Row]) -> list[Row]:
    """The sum of hours that all of them say, else the one that is called so ("Total Hours" beside "Hours Worked")."""
    if len({number(row.cells["hours"]) for row in sums}) == 1:
        return sums[:1]
    called = [row for row in sums if squeeze(row.label.text) == "totalhours"]
    return called if len(called) == 1 else []


def _timed(rows: list[Row]) -> list[Row]:
    """The sums of the earnings, or of no section, that show hours; a line's amount that stands there alone is none."""
    paid = {row.cells["current"].amount for row in rows if "current" in row.cells}
    sums = [row for row in rows if is_sum(row) and row.section in ("earnings", "") and _quantity_fact(row, "hours")]
    return [row for row in sums if "current" in row.cells or number(row.cells["hours"]) not in paid]


def _proven(earnings: list[Row]) -> list[Row]:
    """The only line with hours and a rate, but for overtime and the like, when they make its amount."""
    full = [row for row in earnings if {"hours", "rate", "current"} <= set(row.cells)]
    full = [row for row in full if not is_extra(row.label.text)]
    parts = [[quantity(row.cells[role]) for role in ("hours", "rate", "current")] for row in full]
    if len(full) != 1 or None in parts[0]:
        return []
    hours, rate, amount = (Decimal(part or 0) for part in parts[0])
    return full if is_product(hours, rate, amount) else []


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


def is_extra(text: str) -> bool:
    """Whether a line pays overtime, a bonus or the like."""
    label, last = squeeze(text), squeeze(text.split()[-1])
    return any(squeeze(word) in label for word in strings("paystub", "extras", "words")) or last in ("ot", "dt")


def _is_regular(row: Row) -> bool:
    ranks = {squeeze(label): 0 for label in names("paystub", "regular")["labels"]}
    return match(squeeze(row.label.text), ranks, scanned=row.sheet.is_scanned) is not None
