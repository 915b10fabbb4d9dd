"""Summaries list what went out in several lines (checks, cards, fees): all of them together are the withdrawals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product

from app.screening.facts.amounts import money
from app.screening.facts.candidates import DAY_AT_END, fact_of
from app.screening.facts.dates import parse_month_day
from app.screening.facts.labels import match, names, squeeze
from app.screening.facts.layout import distance
from app.screening.facts.lines import Cell, Sheet, union
from app.screening.verdict import Fact

_COUNT = re.compile(r"\(\d+\)")
_TWO_PAIRS = 4
"""Cells of a line of two labels with an amount each."""
_LONGEST = 14
"""Lines between the opening and the closing balance; longer blocks are lists of transactions."""
_MOST_UNKNOWN = 6
"""Lines without a direction; of more, several ways to add up would be chance."""
_PROVEN, _READ = 0.98, 0.85
"""Confidence of sums that lead from the opening to the closing balance, and of sums that do not."""
_INTEREST = frozenset({"interest", "interestpaid", "interestearned", "interestcredited", "dividends", "dividendspaid"})


_SIGN = re.compile(r"(?i)(plus|add|less|minus|subtract)\b:?\s+")
"""Words in front of a label that say what its amount does."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the summary: its amount's cell, whether it came in, went out, or neither is known, and whether its
    words promise all deposits, or all withdrawals."""

    cell: Cell
    direction: str
    is_total: bool
    is_paid_out: bool


def summary_totals(sheet: Sheet) -> dict[str, Fact] | None:
    """`deposits_total` and `withdrawals_total` where a block from opening to closing balance lists several lines of
    one direction; a total that such a block leaves in doubt is absent. None where there is no such block.
    """
    short: list[dict[str, Fact]] = []
    for block in _blocks(sheet):
        totals, is_short = _totals(sheet, *block)
        if not is_short:
            return totals
        short += [totals] if totals else []
    return short[0] if len(short) == 1 else None


def _totals(sheet: Sheet, opening: Cell, listed: list[Entry], closing: Cell) -> tuple[dict[str, Fact], bool]:
    """The totals of a block, and whether it has at most one line of each direction; those count only where they add
    up."""
    told = _without_parts(opening, listed, closing)
    entries = _directed(opening, told, closing)
    sides = {side: [entry.cell for entry in entries if entry.direction == side] for side in ("credit", "debit")}
    paid_in, paid_out = (sum((abs(c.amount) for c in sides[side]), Decimal(0)) for side in ("credit", "debit"))
    is_known = all(entry.direction for entry in entries)
    is_proven = is_known and opening.amount + paid_in - paid_out == closing.amount
    one = [entry.cell for entry in told if entry.is_total]
    if len(one) == 1 == sum(entry.direction == "credit" for entry in told):
        sides["credit"] = one  # what only arithmetic calls a credit is not among the printed deposits
    sure = _PROVEN if is_proven else _READ
    if not is_known:
        return {"deposits_total": _sum(sheet, one, sure)} if len(one) == len(sides["credit"]) == 1 else {}, False
    found = {"deposits_total": sides["credit"], "withdrawals_total": sides["debit"]}
    totals = {name: _sum(sheet, cells, sure) for name, cells in found.items() if cells}
    is_short = max(len(cells) for cells in sides.values()) < 2
    return totals if is_proven or not is_short else {}, is_short


def _without_parts(opening: Cell, entries: list[Entry], closing: Cell) -> list[Entry]:
    """Only the two totals where they alone lead from the opening to the closing balance, so that the other lines are
    their parts ("Credits (+)", and under it "Electronic Deposits")."""
    totals = [entry for entry in entries if entry.is_total or entry.is_paid_out]
    change = sum((abs(e.cell.amount) * (1 if e.is_total else -1) for e in totals), Decimal(0))
    return totals if len(totals) < len(entries) and opening.amount + change == closing.amount else entries


def _directed(opening: Cell, entries: list[Entry], closing: Cell) -> list[Entry]:
    """The lines whose words and signs tell no direction get the one with which the block adds up, if only one does."""
    unknown = [entry for entry in entries if not entry.direction]
    if not 0 < len(unknown) <= _MOST_UNKNOWN:
        return entries
    known = sum(
        (abs(e.cell.amount) * (1 if e.direction == "credit" else -1) for e in entries if e.direction), opening.amount
    )
    sides = [
        each
        for each in product(("credit", "debit"), repeat=len(unknown))
        if closing.amount - known
        == sum(
            (abs(e.cell.amount) * (1 if way == "credit" else -1) for e, way in zip(unknown, each, strict=True)),
            Decimal(0),
        )
    ]
    if len(sides) != 1:
        return entries
    found = dict(zip((id(entry) for entry in unknown), sides[0], strict=True))
    return [replace(entry, direction=found.get(id(entry), entry.direction)) for entry in entries]


def _sum(sheet: Sheet, cells: list[Cell], sureness: float) -> Fact:
    total = money(sum((abs(cell.amount) for cell in cells), Decimal(0)))
    least = min(cells, key=lambda cell: cell.confidence)
    fact = fact_of(sheet, least, total, sureness)
    text = " + ".join(cell.text.strip() for cell in cells)
    return Fact(total, text, fact.confidence, fact.page, sheet.page.place(union(cell.box for cell in cells)))


def _blocks(sheet: Sheet) -> Iterator[tuple[Cell, list[Entry], Cell]]:
    labels = names("bank_statement", "amount")
    for number in range(len(sheet.cells)):
        opening = _line(sheet, number)
        if opening is None or _rank(opening[0], labels["opening_balance"]) is None:
            continue
        entries: list[Entry] = []
        for later in range(number + 1, min(len(sheet.cells), number + _LONGEST)):
            pair = _line(sheet, later)
            if pair is None or not _same_column(opening, pair):
                left = (cell for cell in sheet.cells[later] if cell.box[0] <= opening[1].box[2])
                if any(cell.kind == "amount" for cell in left):
                    break
                continue
            if _rank(pair[0], labels["closing_balance"]) is not None:
                yield opening[1], entries, pair[1]
                break
            entries += [_entry(pair)] if pair[1].amount else []


def _entry(pair: tuple[Cell, Cell]) -> Entry:
    labels = names("bank_statement", "amount")
    paid_in, paid_out = (_rank(pair[0], labels[name]) is not None for name in ("deposits_total", "withdrawals_total"))
    return Entry(pair[1], _direction(*pair), paid_in, paid_out)


def _line(sheet: Sheet, number: int) -> tuple[Cell, Cell] | None:
    """The label that begins a line and its only amount, or the first of two pairs; None for lines of another shape."""
    row = _named(sheet.cells[number]) if sheet.cells[number] else ()
    amounts = [cell for cell in row if cell.kind == "amount"]
    if not amounts or row[0].kind != "text":
        return None
    return (_counted(row), amounts[0]) if len(amounts) == 1 or _has_own_label(row, amounts[1]) else None


def _named(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """A line without the count or day in front of its label ("2 Additions") and the day behind it ("Ending balance
    10-20-26")."""
    counts = row[0].kind == "number" and (row[0].text.isdigit() or parse_month_day(row[0].text) is not None)
    if len(row) > 2 and counts and row[1].kind == "text":
        x0, _, _, _ = row[0].box
        return (replace(row[1], box=(x0, *row[1].box[1:])), *row[2:])
    return (row[0], *row[2:]) if len(row) > 2 and row[0].kind == "text" and row[1].kind == "date" else row


def _has_own_label(row: tuple[Cell, ...], second: Cell) -> bool:
    """Whether the second amount of a line follows a text, as where two lists stand side by side."""
    return row[row.index(second) - 1].kind == "text" and len(row) == _TWO_PAIRS


def _counted(row: tuple[Cell, ...]) -> Cell:
    """The label of a line, where a count stands inside it ("Plus 3 Deposits and Other Credits") without that."""
    if len(row) > 2 and row[1].kind == "number" and row[1].text.isdigit() and row[2].kind == "text":
        return replace(row[0], text=f"{row[0].text} {row[2].text}")
    return row[0]


def _same_column(one: tuple[Cell, Cell], other: tuple[Cell, Cell]) -> bool:
    height = one[1].box[3] - one[1].box[1]
    return abs(one[0].box[0] - other[0].box[0]) < height and distance(one[1].box, other[1].box) < height


def _rank(label: Cell, ranks: dict[str, int]) -> int | None:
    return match(squeeze(_SIGN.sub("", DAY_AT_END.sub("", _COUNT.sub("", label.text)))), ranks)


def _direction(label: Cell, cell: Cell) -> str:
    amounts, sections = names("bank_statement", "amount"), names("bank_statement", "sections")
    said = squeeze(_SIGN.sub("", _COUNT.sub("", label.text)))
    if sign := _SIGN.match(label.text):
        return "credit" if sign[1].lower() in ("plus", "add") else "debit"
    if cell.amount < 0 or cell.text.strip().startswith("-") or "\t-" in cell.text:
        return "debit"
    if said in amounts["withdrawals_total"] or said in sections["debit"]:
        return "debit"
    is_credit = said in amounts["deposits_total"] or said in sections["credit"] or said in _INTEREST
    return "credit" if is_credit or cell.text.strip().startswith("+") else ""
