"""What no label says, arithmetic may: gross pay less all deductions is net pay, to the cent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations, pairwise

from app.screening.facts.amounts import money
from app.screening.facts.candidates import fact_of, labels_in
from app.screening.facts.labels import names
from app.screening.facts.layout import column_head, column_of, left_label, overlaps, right_of, shared_height
from app.screening.facts.lines import Cell, Sheet
from app.screening.facts.pay_columns import role_of
from app.screening.verdict import Fact

_NET = re.compile(r"(?i)\bnet\b|\btake[- ]?home\b|\bamount paid\b|\bpago neto\b|\bdirect deposits?\b|\bdeposited\b")
_GROSS = re.compile(r"(?i)\bgross\b|\btotal (?:earnings|pay)\b|\btotal bruto\b|^totals?$")
_DEDUCTED = re.compile(r"(?i)\bded(?:uction)?s?\b|\bwith(?:held|holdings?)\b|^total\b")
_TAKEN = re.compile(r"(?i)\btaxes\b|\bded(?:uction)?s?\b|\bwith(?:held|holdings?)\b|^totals?\b")
_NEAR = 2
"""Lines between an amount and the words that say what it is."""
_PROVEN = 0.93
_LEVEL = 0.3
"""Of its height: what a label on a photo shares with the amount half a line away."""
_PERIODS, _LEAST = 4, Decimal("0.4")
"""Periods of gross pay that a year's net pay always exceeds, and the part of gross pay that is left at least."""
_NET_LABELS = {"net_pay": names("paystub", "amount")["net_pay"]}
_MOST = 40
"""Amounts of one kind; no stub has more."""


def proven_sums(sheets: list[Sheet], facts: dict[str, Fact]) -> dict[str, Fact]:
    """The one of `gross_pay`, `deductions_total` and `net_pay` that is absent from `facts`, where the page prints the
    amount that the other two make, near words that name it. `taxes` and `deductions_total` may be two sums apart, and
    all lines of deductions together are a sum that need not be printed."""
    for name, words, value in _wanted(facts):
        for sheet in sheets:
            found = _printed(sheet, words, value, is_line=name == "gross_pay" and _is_only_line(facts, value))
            if value > 0 and (cell := next(found, None)):
                return {name: fact_of(sheet, cell, money(value), _PROVEN)} | _year_beside(sheet, name, cell, facts)
    gross, net = (_amount(facts, name) for name in ("gross_pay", "net_pay"))
    return _triple(sheets, facts) if gross is None or net is None else {}


def _wanted(facts: dict[str, Fact]) -> list[tuple[str, re.Pattern[str], Decimal]]:
    """The field that is absent, the words near it, and each amount that the other two fields may make."""
    gross, net, off = (_amount(facts, name) for name in ("gross_pay", "net_pay", "deductions_total"))
    if gross and net is None:
        return [("net_pay", _NET, gross - taken) for taken in _taken(facts, off)]
    if gross and net and off is None:
        return [("deductions_total", _DEDUCTED, gross - net)]
    if net and gross is None:
        return [("gross_pay", _GROSS, net + taken) for taken in _taken(facts, off)]
    return []


def _taken(facts: dict[str, Fact], off: Decimal | None) -> list[Decimal]:
    """What may have been taken off gross pay in all: all deductions, these and the taxes apart, or all lines."""
    taxes, lines = _amount(facts, "taxes") or Decimal(0), _lines_total(facts)
    return [taken for taken in ([off, off + taxes, lines] if off else [lines]) if taken]


def _year_beside(sheet: Sheet, name: str, cell: Cell, facts: dict[str, Fact]) -> dict[str, Fact]:
    """The year's gross pay right behind the period's that was proven, where a heading says that it is the year's."""
    row = sheet.cells[cell.line]
    after = row[row.index(cell) + 1 : row.index(cell) + 2]
    years = [c for c in after if c.kind == "amount" and role_of(column_of(sheet, c)[0]) == "ytd"]
    if name != "gross_pay" or "ytd_gross" in facts or not years or years[0].amount < cell.amount:
        return {}
    return {"ytd_gross": fact_of(sheet, years[0], years[0].value, _PROVEN)}


def lone_net(sheets: list[Sheet], facts: dict[str, Fact]) -> dict[str, Fact]:
    """The net pay whose only amount stands under the heading of the year, as a box below a table does, though it is no
    more than the period's gross pay: the year's cannot be so small once the year's gross pay is several periods'."""
    gross, year = _amount(facts, "gross_pay"), _amount(facts, "ytd_gross")
    if "net_pay" in facts or gross is None or year is None or year < _PERIODS * gross or _lines_total(facts):
        return {}  # lines of deductions prove net pay better
    labels = [(s, c) for s in sheets for *_, said, c in labels_in(s, _NET_LABELS) if not said]
    beside = [(s, [cell for cell, _ in right_of(s, label)]) for s, label in labels]
    alone = {cells[0].value: (s, cells[0]) for s, cells in beside if len(cells) == 1 and cells[0].kind == "amount"}
    found = [(s, cell) for s, cell in alone.values() if _LEAST * gross < cell.amount <= gross]
    return (
        {"net_pay": fact_of(found[0][0], found[0][1], found[0][1].value, 0.9)} if len(found) == len(alone) == 1 else {}
    )


def told_net(sheets: list[Sheet], facts: dict[str, Fact]) -> dict[str, Fact]:
    """The first amount behind a label of net pay, whatever column it stands in, where the page also prints what is
    between it and gross pay."""
    gross = _amount(facts, "gross_pay")
    if gross is None or "net_pay" in facts:
        return {}
    printed = {abs(cell.amount) for sheet in sheets for cell in sheet.all_cells() if cell.kind == "amount"}
    labels = [(s, c) for s in sheets for *_, said, c in labels_in(s, _NET_LABELS) if not said]
    first = [(s, cell) for s, label in labels for cell, _ in right_of(s, label)[:1] if cell.kind == "amount"]
    found = {cell.value: (s, cell) for s, cell in first if _LEAST * gross < cell.amount < gross}
    proven = [(s, cell) for s, cell in found.values() if gross - cell.amount in printed]
    return {"net_pay": fact_of(*proven[0], proven[0][1].value, _PROVEN)} if len(proven) == len(found) == 1 else {}


def twin_year(sheets: list[Sheet], facts: dict[str, Fact]) -> dict[str, Fact]:
    """The year's gross pay behind the period's under no heading: the year's net pay stands so behind the period's, and
    what is between the two stands so behind what is between the period's."""
    gross, net = (facts.get(name) for name in ("gross_pay", "net_pay"))
    if gross is None or net is None or "ytd_gross" in facts:
        return {}
    for sheet in sheets:
        years = _twins(sheet, Decimal(str(gross.value)), Decimal(str(net.value)))
        if len(years) == 1:
            (year,) = years.values()
            return {"ytd_gross": fact_of(sheet, year, year.value, _PROVEN)}
    return {}


def _twins(sheet: Sheet, gross: Decimal, net: Decimal) -> dict[str, Cell]:
    """The amounts right behind the period's gross pay that are the year's as `twin_year` says, by their values."""
    grown = _grown(sheet)
    off = {abs(two.amount) for one, two in grown if one == gross - net}
    nets = {two.amount for one, two in grown if one == net}
    return {two.value: two for one, two in grown if one == gross and {two.amount - n for n in nets} & off}


def _grown(sheet: Sheet) -> list[tuple[Decimal, Cell]]:
    """Each amount as a magnitude with the amount right behind it that is no less."""
    pairs = [pair for row in sheet.cells for pair in pairwise(row) if all(c.kind == "amount" for c in pair)]
    return [(abs(one.amount), two) for one, two in pairs if abs(two.amount) >= abs(one.amount) > 0]


def _lines_total(facts: dict[str, Fact]) -> Decimal | None:
    """The sum of all lines of taxes and deductions that the employee pays, or None where a line has no amount."""
    rows = facts["deduction_lines"].value if "deduction_lines" in facts else ()
    if isinstance(rows, str):
        return None
    mine = [row for row in rows if row.get("section") != "employer"]
    amounts = [Decimal(row["amount"]) for row in mine if "amount" in row]
    return sum(amounts, Decimal(0)) if len(amounts) > 1 and len(amounts) == len(mine) else None


def _triple(sheets: list[Sheet], facts: dict[str, Fact]) -> dict[str, Fact]:
    """Gross and net pay by the only three amounts of the stub with words for gross, taken and net of which the first
    less the second is the third; of two such threes one must be the year's, larger throughout."""
    found: dict[tuple[Decimal, Decimal], tuple[Sheet, Cell, Cell]] = {}
    for sheet in sheets:
        for gross, net in _balanced(sheet):
            found.setdefault((gross.amount, net.amount), (sheet, gross, net))
    threes = sorted(found)
    known = {name: _amount(facts, name) for name in ("gross_pay", "net_pay")}
    is_pair = len(threes) == 2 and all(a < b for a, b in zip(threes[0], threes[1], strict=True))
    if not (len(threes) == 1 or is_pair):
        return {}
    if any(value not in (None, mine) for value, mine in zip(known.values(), threes[0], strict=True)):
        return {}
    sheet, *ends = found[threes[0]]
    period = dict(zip(known, ends, strict=True))
    if is_pair:
        period |= dict(zip(("ytd_gross", "ytd_net"), found[threes[1]][1:], strict=True))
    return {name: fact_of(sheet, cell, cell.value, _PROVEN) for name, cell in period.items() if name not in facts}


def _balanced(sheet: Sheet) -> Iterator[tuple[Cell, Cell]]:
    amounts = [cell for cell in sheet.all_cells() if cell.kind == "amount" and cell.amount]
    grosses, nets, taken = (
        [cell for cell in amounts if any(words.search(said) for said in _said(sheet, cell, words is _NET))][:_MOST]
        for words in (_GROSS, _NET, _TAKEN)
    )
    sums = {abs(cell.amount) for cell in taken}
    sums |= {abs(a.amount) + abs(b.amount) for a, b in combinations(taken, 2) if a.line == b.line or _is_below(a, b)}
    for gross in grosses:
        for net in nets:
            if 0 < net.amount < gross.amount and gross.amount - net.amount in sums:
                yield gross, net


def _is_below(one: Cell, other: Cell) -> bool:
    """Whether two amounts stand in one column, in lines that follow each other."""
    return overlaps(one.box, other.box) and abs(one.line - other.line) == 1


def _said(sheet: Sheet, cell: Cell, under_too: bool) -> list[str]:
    """The words left of an amount, else at the head of its column; for net pay also those right under it. On a photo
    what stands left may be half a line away."""
    left, head = left_label(sheet, cell), column_head(sheet, cell)
    said = [label.text for label in (left, head) if label]
    said += [c.text for c in _line_above(sheet, left)]
    if left is None:
        near = [c for row in sheet.cells[max(0, cell.line - 1) : cell.line + 2] for c in row if c.kind == "text"]
        said += [c.text for c in near if c.box[2] < cell.box[0] and shared_height(c.box, cell.box) > _LEVEL]
    if under_too and left is None and cell.line + 1 < len(sheet.cells):
        said += [c.text for c in sheet.cells[cell.line + 1] if c.kind == "text" and overlaps(c.box, cell.box)]
    return said


def _line_above(sheet: Sheet, label: Cell | None) -> list[Cell]:
    """The first line of a label of two, in a narrow column: it stands at the same edge and no amount stands right of
    it."""
    over = sheet.cells[label.line - 1] if label and label.line else ()
    if label is None or any(c.kind == "amount" and c.box[0] > label.box[2] for c in over):
        return []
    return [c for c in over if c.kind == "text" and abs(c.box[0] - label.box[0]) < sheet.unit and not c.has_colon]


def _amount(facts: dict[str, Fact], name: str) -> Decimal | None:
    fact = facts.get(name)
    return Decimal(str(fact.value)) if fact else None


def _is_only_line(facts: dict[str, Fact], value: Decimal) -> bool:
    """Whether the only line of earnings pays an amount: then it is gross pay, though nothing calls it so."""
    rows = facts["earnings_lines"].value if "earnings_lines" in facts else ()
    return not isinstance(rows, str) and [row.get("amount") for row in rows] == [money(value)]


def _printed(sheet: Sheet, words: re.Pattern[str], value: Decimal, *, is_line: bool) -> Iterator[Cell]:
    for cell in sheet.all_cells():
        if cell.kind == "amount" and abs(cell.amount) == value:
            if is_line:
                yield cell
            rows = sheet.cells[max(0, cell.line - _NEAR) : cell.line + _NEAR + 1]
            if any(words.search(other.text) for row in rows for other in row if other.kind == "text"):
                yield cell
