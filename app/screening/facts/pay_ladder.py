"""Gross pay, one deduction under the other, net pay: a column of amounts that adds up says what its ends are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from app.screening.facts.candidates import fact_of
from app.screening.facts.labels import column_kinds, names, split_columns, squeeze
from app.screening.facts.layout import column_of, distance, left_label, overlaps, step_between
from app.screening.facts.lines import Cell, Sheet
from app.screening.facts.pay_columns import role_of
from app.screening.verdict import Fact

_NET = re.compile(r"(?i)\bnet\b|\btake[- ]?home\b|^(?:check|cheque|paycheck|payment|deposit) amount$|^amount paid$")
_TOP = re.compile(r"(?i)\bgross\b|\bearn|\bsalary\b|\bwages?\b|^(?:total )?pay\b|\bcompensation\b|^regular\b|^income\b")
_NOT_TOP = re.compile(r"(?i)\btax|\bnet\b|\bytd\b|\byear\b|\bless\b")
_LONGEST = 24
"""Rungs of a ladder; no stub takes off more."""
_EDGE = 4
"""Points by which the right edges of one column differ."""
_STRIP = 4
"""Amounts from gross pay to net pay at least, where no heading says what they are."""
_OVER = 4
"""Lines that broken headings over a strip of amounts take at most."""
_SURE = 0.9


@dataclass(frozen=True, slots=True)
class Ladder:
    """The amounts at the two ends of a column that adds up."""

    sheet: Sheet
    gross: Cell
    net: Cell
    said: str = ""
    """The role that the words before a line of amounts give it."""

    @property
    def values(self) -> tuple[Decimal, Decimal]:
        return self.gross.amount, self.net.amount

    @property
    def role(self) -> str:
        """What the heading of the column says: current, ytd, or "" for nothing."""
        return self.said or role_of(column_of(self.sheet, self.gross)[0])


def ladder_facts(sheets: list[Sheet], facts: dict[str, Fact]) -> dict[str, Fact]:
    """Those of `gross_pay`, `net_pay`, `ytd_gross` and `ytd_net` that are absent from `facts` and that ladders prove.

    Two ladders are the period's and the year's when both ends of one are the smaller; one alone must agree with an
    end that is known, or stand under a heading of the period or under none.
    """
    distinct: dict[tuple[Decimal, Decimal], Ladder] = {}
    for sheet in sheets:
        for ladder in (*_columns(sheet), *_cards(sheet), *_strips(sheet), *_year_and_period(sheet)):
            distinct.setdefault(ladder.values, ladder)
    ladders = sorted(distinct.values(), key=lambda ladder: ladder.values)
    if len(ladders) == 2 and not all(a < b for a, b in zip(ladders[0].values, ladders[1].values, strict=True)):
        return {}
    if len(ladders) not in (1, 2) or not _agrees(ladders[0], facts, len(ladders)):
        return {}
    found = _ends(ladders[0], "gross_pay", "net_pay")
    if len(ladders) == 2 and ladders[1].role in ("ytd", ""):
        found |= _ends(ladders[1], "ytd_gross", "ytd_net")
    return {name: fact for name, fact in found.items() if name not in facts}


def _agrees(ladder: Ladder, facts: dict[str, Fact], count: int) -> bool:
    known = [(Decimal(str(facts[name].value)), cell) for name, cell in _named(ladder) if name in facts]
    if known:
        return all(value == cell.amount for value, cell in known)
    return ladder.role == "current" or (ladder.role == "" and (count == 2 or "ytd_gross" not in facts))


def _named(ladder: Ladder) -> tuple[tuple[str, Cell], tuple[str, Cell]]:
    return ("gross_pay", ladder.gross), ("net_pay", ladder.net)


def _ends(ladder: Ladder, gross: str, net: str) -> dict[str, Fact]:
    ends = {gross: ladder.gross, net: ladder.net}
    return {name: fact_of(ladder.sheet, cell, cell.value, _SURE) for name, cell in ends.items()}


def _columns(sheet: Sheet) -> Iterator[Ladder]:
    """Ladders from the net pay upwards."""
    amounts = [
        (cell, label.text) for cell in sheet.all_cells() if _is_money(cell) and (label := left_label(sheet, cell))
    ]
    for at, (net, said) in enumerate(amounts):
        if net.amount <= 0 or not _is_net(said):
            continue
        above = [
            (c, text) for c, text in amounts[:at] if abs(c.box[2] - net.box[2]) < _EDGE * sheet.unit and c is not net
        ]
        above = [(c, text) for c, text in above if c.line < net.line][-_LONGEST:]
        kinds = [(c, text) for c, text in above if _is_top(text) or _is_kind(text)]
        for rungs in (above, kinds):
            top = next((k for k in range(len(rungs) - 2, -1, -1) if _adds_up(rungs[k:], net)), None)
            if top is not None:
                yield Ladder(sheet, rungs[top][0], net)
                break


def _is_kind(said: str) -> bool:
    """Whether a rung sums up one kind of deduction ("Pre-Tax Deductions"), with its lines under it."""
    sections, label = names("paystub", "sections"), squeeze(said)
    return any(label in sections[name] for name in ("deductions", "taxes", "some_deductions"))


def _is_money(cell: Cell) -> bool:
    return cell.kind == "amount"


def _is_net(said: str) -> bool:
    return bool(_NET.search(said)) or split_columns(said)[0] in names("paystub", "amount")["net_pay"]


def _is_top(said: str) -> bool:
    return bool(_TOP.search(said)) and not _NOT_TOP.search(said)


def _adds_up(rungs: list[tuple[Cell, str]], net: Cell) -> bool:
    """Whether the first amount less all others that are no totals of their like is net pay; all of one sign, and at
    least two of them."""
    (top, said), rest = rungs[0], rungs[1:]
    if not _is_top(said) or top.amount <= net.amount:
        return False
    taken: list[Decimal] = []
    group: list[Decimal] = []
    for cell, text in rest:
        if "total" in squeeze(text) and abs(cell.amount) in (abs(sum(group)), abs(sum(taken))):
            group = []
            continue
        taken.append(cell.amount)
        group.append(cell.amount)
    signs = {amount > 0 for amount in taken if amount}
    return len(taken) >= 2 and len(signs) == 1 and top.amount - abs(sum(taken, Decimal(0))) == net.amount


def _cards(sheet: Sheet) -> Iterator[Ladder]:
    """Lines of nothing but amounts with their labels under them: gross pay first, net pay last."""
    for number, row in enumerate(sheet.cells[:-1]):
        under = sheet.cells[number + 1]
        if len(row) < 3 or len(under) != len(row) or not all(_is_money(cell) for cell in row):
            continue
        if step_between(sheet, number, number + 1) > 2.5 * max(sheet.pitch, 10) or _heads(sheet, number, row[0]):
            continue
        fits = all(
            label.kind == "text" and overlaps(cell.box, label.box) for cell, label in zip(row, under, strict=True)
        )
        taken = sum((abs(cell.amount) for cell in row[1:-1]), Decimal(0))
        if fits and _is_top(under[0].text) and _is_net(under[-1].text) and row[0].amount - taken == row[-1].amount:
            yield Ladder(sheet, row[0], row[-1])


def _strips(sheet: Sheet) -> Iterator[Ladder]:
    """Lines of nothing but amounts behind "Current" or "YTD": gross pay first, net pay last, and one or two of those
    between them make up the difference."""
    for row in sheet.cells:
        amounts = [cell.amount for cell in row[1:] if _is_money(cell)]
        if len(amounts) < _STRIP or len(amounts) != len(row) - 1 or row[0].kind != "text":
            continue
        role, taken = role_of(column_kinds(row[0].text) & {"current", "ytd"}), amounts[0] - amounts[-1]
        between = [abs(amount) for amount in amounts[1:-1]]
        if role and amounts[-1] > 0 and taken > 0 and taken in {*between, *map(sum, combinations(between, 2))}:
            yield Ladder(sheet, row[1], row[-1], role)


def _year_and_period(sheet: Sheet) -> Iterator[Ladder]:
    """Lines of six amounts under words of gross and net pay: gross pay, deductions and net pay of the year and of the
    period."""
    for number, row in enumerate(sheet.cells):
        cells = [cell for cell in row if _is_money(cell)]
        said = " ".join(c.text for line in sheet.cells[max(0, number - _OVER) : number] for c in line)
        if len(cells) != 6 or not _NET.search(said) or not _TOP.search(said):
            continue
        threes = sorted((cells[:3], cells[3:]), key=lambda three: three[0].amount)
        if all(gross.amount - off.amount == net.amount > 0 for gross, off, net in threes) and _grows(*threes):
            yield from (Ladder(sheet, g, n, role) for role, (g, _, n) in zip(("current", "ytd"), threes, strict=True))


def _grows(period: list[Cell], year: list[Cell]) -> bool:
    return all(mine.amount < whole.amount for mine, whole in zip(period, year, strict=True))


def _heads(sheet: Sheet, number: int, cell: Cell) -> bool:
    """Whether the line above heads a cell as gross pay: then the labels under it are those of another line."""
    above = sheet.cells[number - 1] if number else ()
    return any(
        c.kind == "text" and _is_top(c.text) and distance(c.box, cell.box) < cell.box[3] - cell.box[1] for c in above
    )
