"""The rows of a statement's tables: day, description, amount with its sign, and running balance."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from app.screening.facts.bank_columns import Columns, bands_of, columns_of, section_of
from app.screening.facts.bank_directions import are_proven, with_directions
from app.screening.facts.bank_ranges import begins_with_period
from app.screening.facts.bank_row_days import day_within, lead_of, said_day
from app.screening.facts.bank_signs import SIGNS, balance_value, letters_behind, word_before
from app.screening.facts.bank_transaction import Transaction, signed
from app.screening.facts.bank_words import words_between
from app.screening.facts.labels import squeeze
from app.screening.facts.layout import step_between
from app.screening.facts.lines import Cell, Sheet

_PENDING = re.compile(r"(?i)^(?:pending|scheduled|processing)\b|\((?:pending|scheduled)\)|\bpending$")
_DATED_BALANCE = re.compile(r"(?i)\bbalance (?:as of|on)\b[^A-Za-z]*$")
_CENTS = re.compile(r"[.,]\d\d\D*$")
_FEWEST_PAIRS = 3
_NEARER = 0.8
_MOST_AMOUNTS = 4


def transactions(
    sheets: list[Sheet],
    start: date | None,
    end: date | None,
    opening: Decimal | None = None,
    closing: Decimal | None = None,
) -> list[Transaction]:
    """The booked rows of all pages in printed order; `start` and `end` give dates without a year theirs.

    Rows without a day of their own, under a day that stands alone or heads the first row of that day, or over one,
    count where the balances prove them, or where each stands over its own day.
    """
    dated = with_directions(_read(sheets, start, end, ""), opening)
    if are_proven(dated, opening, closing):
        return dated
    placed = [with_directions(_read(sheets, start, end, placing), opening) for placing in ("above", "below")]
    proven = [rows for rows in placed if are_proven(rows, opening, closing)]
    if not dated and _are_paired(placed[1]):
        proven.append(placed[1])
    return max([dated, *proven], key=len)


def _are_paired(rows: list[Transaction]) -> bool:
    """Whether every row has a day of its own on the line under it, nearer than the line above: the list of an app."""
    places = [(row.sheet, row.cell.line) for row in rows]
    return len(rows) >= _FEWEST_PAIRS and all(
        said_day(sheet, line + 1)
        and line > 0
        and step_between(sheet, line, line + 1) < _NEARER * step_between(sheet, line - 1, line)
        for sheet, line in places
    )


def _read(sheets: list[Sheet], start: date | None, end: date | None, placing: str) -> list[Transaction]:
    """The rows with a day of their own; with a placing also those that have it from a line above or below."""
    rows: list[Transaction] = []
    said = ""
    for sheet, number, columns, bands in _under_headings(sheets):
        said = _day_placed(sheet, number, placing, said)
        parts = [part for band in bands if (part := _within(sheet, number, band))]
        found = [row for part in parts if (row := _row(sheet, part, _of_band(columns, part), (start, end), said))]
        if found:
            rows += found
        elif rows and rows[-1].sheet is sheet and _continues(sheet, number, rows[-1]):
            rows[-1] = _longer(rows[-1], sheet.lines[number].text)
    return rows


def _under_headings(sheets: list[Sheet]) -> Iterator[tuple[Sheet, int, Columns | None, list[tuple[float, float]]]]:
    """Each line by its number, with the columns last headed above it, also on an earlier page, and the parts of the
    width that its own page's headings divide it into."""
    columns: Columns | None = None
    for sheet in sheets:
        bands, headed = [(0.0, sheet.page.width)], -2
        for number in range(len(sheet.lines)):
            heads = columns_of(sheet, number)
            is_half = number == headed + 1 and columns and heads and len(heads.heads) < len(columns.heads)
            if heads and not is_half:  # the second line of headings may look like the heading of balances alone
                columns, bands, headed = heads, bands_of(sheet, number), number
            yield sheet, number, columns, bands


def _day_placed(sheet: Sheet, number: int, placing: str, before: str) -> str:
    """The day that holds for a line: the last one on it or above, or the next one on the two lines below; else ""."""
    if placing == "above":
        return said_day(sheet, number) or before
    if placing == "below":
        return next((day for at in (1, 2) if (day := said_day(sheet, number + at))), "")
    return ""


def _longer(row: Transaction, text: str) -> Transaction:
    return replace(row, description=f"{row.description} {text}".replace("\t", " "))


def _row(
    sheet: Sheet, row: tuple[Cell, ...], columns: Columns | None, period: tuple[date | None, date | None], said: str
) -> Transaction | None:
    """The transaction that a line's cells tell, when they have a day, words and amounts of one."""
    amounts = _amounts(row, columns)
    lead = lead_of(sheet, row, columns, said)
    if not 1 <= len(amounts) <= _MOST_AMOUNTS or lead is None or begins_with_period(row):
        return None
    section = section_of(sheet, row[0])
    description = _description(sheet, row, amounts, lead[1])
    if section == "other" or len(re.findall(r"[A-Za-z]", description)) < 2 or _is_not_booked(description):
        return None
    return _booked(sheet, _with_kinds(amounts, columns), section, day_within(lead[0], *period), description)


def _description(sheet: Sheet, row: tuple[Cell, ...], amounts: list[Cell], left: float) -> str:
    """The first words of a row from `left` on; some banks print the amount before them."""
    edges = [left, *(edge for cell in amounts for edge in (cell.box[0], cell.box[2])), row[-1].box[2]]
    texts = (words_between(sheet.lines[row[0].line], *edges[at : at + 2]) for at in range(0, len(edges), 2))
    return next((text for text in texts if text and squeeze(text) not in SIGNS), "")  # a sign's letters are no words


def _booked(
    sheet: Sheet, amounts: list[tuple[str, Cell]], section: str, day: date | None, description: str
) -> Transaction | None:
    """The transaction of a row's amounts, of which exactly one must be booked; another may be the balance."""
    booked = [(kind, cell) for kind, cell in amounts if kind != "balance" and cell.amount]
    if len(booked) != 1:
        return None
    kind, cell = booked[0]
    direction = kind if kind in ("credit", "debit") else _printed_direction(sheet, cell, section)
    left = next((cell for kind, cell in amounts if kind == "balance"), None)
    balance = balance_value(sheet, left) if left else None
    return Transaction(sheet, cell, day, description, signed(cell.amount, direction), direction, balance, left)


def _amounts(row: tuple[Cell, ...], columns: Columns | None) -> list[Cell]:
    """The money of a row without what its words hold: whole numbers beside sums with cents ("USD 417"), and sums under
    no heading."""
    amounts = [cell for cell in row if cell.kind == "amount"]
    exact = [cell for cell in amounts if _CENTS.search(cell.text)]
    return columns.booked(exact or amounts) if columns else exact or amounts


def _with_kinds(amounts: list[Cell], columns: Columns | None) -> list[tuple[str, Cell]]:
    """Each amount of a row with the kind of its column; empty where that is unsure."""
    if columns is None:
        return list(zip(("amount", "balance"), amounts, strict=False)) if len(amounts) <= 2 else []
    has_balance = any(kind == "balance" for kind, _ in columns.heads)
    if not has_balance and len({cell.value for cell in amounts if cell.amount}) == 1:
        amounts = [cell for cell in amounts if cell.amount][:1]  # "Amount", "Fee" of nothing and "Net amount"
    return columns.assign(amounts)


def _printed_direction(sheet: Sheet, cell: Cell, section: str) -> str:
    if letters := letters_behind(sheet, cell):
        return letters
    if cell.amount < 0:
        return "debit"
    if cell.text.strip().startswith("+"):
        return "credit"
    return section if section in ("credit", "debit") else word_before(sheet, cell) or "unknown"


def _is_not_booked(description: str) -> bool:
    """Whether a row tells a balance, or something that is still to come."""
    said = squeeze(description)
    return bool(_PENDING.search(description) or _DATED_BALANCE.search(description)) or (
        said.endswith(("balance", "balanceforward", "balancebroughtforward")) and len(said) < 30
    )


def _within(sheet: Sheet, number: int, band: tuple[float, float]) -> tuple[Cell, ...]:
    return tuple(cell for cell in sheet.cells[number] if band[0] <= cell.box[0] < band[1])


def _of_band(columns: Columns | None, part: tuple[Cell, ...]) -> Columns | None:
    """The columns of a table printed twice on the same lines that stand over this half of it."""
    near = columns.near(part[0]) if columns else None
    return near if near and near.heads else None


def _continues(sheet: Sheet, number: int, above: Transaction) -> bool:
    """Whether a line goes on with the description of the row above: no date, no amount, close by, not a title."""
    line, row = sheet.lines[number], sheet.cells[number]
    if number - above.cell.line > 2 or any(cell.kind in ("amount", "date") for cell in row) or len(line.text) > 80:
        return False
    first = sheet.cells[above.cell.line][0]
    left = first.box[0] - 1 if first.kind == "text" else sheet.lines[above.cell.line].words[0].box[2]
    return left < line.box[0] and line.box[2] < above.cell.box[0] + 5 and _near(sheet, number)


def _near(sheet: Sheet, number: int) -> bool:
    return sheet.lines[number].box[1] - sheet.lines[number - 1].box[1] <= 1.6 * sheet.pitch
