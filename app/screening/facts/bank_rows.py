"""The rows of a statement's tables: day, description, amount with its sign, and running balance."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

from app.screening.facts.bank_columns import Columns, bands_of, columns_of, section_of
from app.screening.facts.bank_directions import are_proven, with_directions
from app.screening.facts.bank_ranges import begins_with_period
from app.screening.facts.bank_signs import SIGNS, balance_value, letters_behind, word_before
from app.screening.facts.bank_transaction import Transaction, signed
from app.screening.facts.bank_words import words_between
from app.screening.facts.dates import parse_month_day
from app.screening.facts.labels import squeeze
from app.screening.facts.layout import step_between
from app.screening.facts.lines import Cell, Sheet

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_SHORT_DAY = re.compile(
    rf"^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? )?"
    rf"(\d{{1,2}}[/-]\d{{1,2}}|{_MONTH} \d{{1,2}}|[a-z]{{3}}\d\d|\d{{1,2}}[ -]{_MONTH})(?=[\s,]|$)",
    re.I,
)
_TOTAL = re.compile(r"(?i)(?:sub)?totals?\b")
_PENDING = re.compile(r"(?i)^(?:pending|scheduled|processing)\b|\((?:pending|scheduled)\)|\bpending$")
_DATED_BALANCE = re.compile(r"(?i)\bbalance (?:as of|on)\b[^A-Za-z]*$")
_CENTS = re.compile(r"[.,]\d\d\D*$")
_FEWEST_PAIRS = 3
_NEARER = 0.8
_GRACE_DAYS = 4
"""Postings may carry a date shortly before the period in which they are booked."""


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
        _said_day(sheet, line + 1)
        and line > 0
        and step_between(sheet, line, line + 1) < _NEARER * step_between(sheet, line - 1, line)
        for sheet, line in places
    )


def _read(sheets: list[Sheet], start: date | None, end: date | None, placing: str) -> list[Transaction]:
    """The rows with a day of their own; with a placing also those that have it from a line above or below."""
    rows: list[Transaction] = []
    columns: Columns | None = None
    said = ""
    for sheet in sheets:
        bands, headed = [(0.0, sheet.page.width)], -2
        for number in range(len(sheet.lines)):
            heads = columns_of(sheet, number)
            is_half = number == headed + 1 and columns and heads and len(heads.heads) < len(columns.heads)
            if heads and not is_half:  # the second line of headings may look like the heading of balances alone
                columns, bands, headed = heads, bands_of(sheet, number), number
            parts = [part for band in bands if (part := _within(sheet, number, band))]
            if placing == "above":
                said = _said_day(sheet, number) or said
            elif placing == "below":
                said = next((day for at in (1, 2) if (day := _said_day(sheet, number + at))), "")
            found = [row for part in parts if (row := _row(sheet, part, _of_band(columns, part), (start, end), said))]
            if found:
                rows += found
            elif rows and rows[-1].sheet is sheet and _continues(sheet, number, rows[-1]):
                rows[-1] = replace(
                    rows[-1], description=f"{rows[-1].description} {sheet.lines[number].text}".replace("\t", " ")
                )
    return rows


def _said_day(sheet: Sheet, number: int) -> str:
    """The day that a line begins with, or ""."""
    row = sheet.cells[number] if number < len(sheet.cells) else ()
    lead = _lead(sheet, row[0]) if row and not begins_with_period(row) else None
    return lead[0] if lead else ""


def _row(
    sheet: Sheet, row: tuple[Cell, ...], columns: Columns | None, period: tuple[date | None, date | None], said: str
) -> Transaction | None:
    amounts = _amounts(row, columns)
    lead = _lead(sheet, row[0])
    if lead is None and columns and len(row) > 1 and row[0].kind == "number" and row[1].kind == "date":
        lead = _lead(sheet, row[1])  # the booking's own number stands first
    if lead is None and columns and columns.day and (under := columns.under_day(row)):
        lead = _day_behind(sheet, row[0], under)
    if lead is None and said and row[0].kind == "text" and not _TOTAL.match(row[0].text):
        lead = said, row[0].box[0] - 1
    if not 1 <= len(amounts) <= 4 or lead is None or begins_with_period(row):
        return None
    number = row[0].line
    section = section_of(sheet, row[0])
    edges = [lead[1], *(edge for cell in amounts for edge in (cell.box[0], cell.box[2])), row[-1].box[2]]
    texts = (words_between(sheet.lines[number], *edges[at : at + 2]) for at in range(0, len(edges), 2))
    # some banks print the amount before the words, and a sign's letters are no words
    description = next((text for text in texts if text and squeeze(text) not in SIGNS), "")
    if section == "other" or len(re.findall(r"[A-Za-z]", description)) < 2 or _is_not_booked(description):
        return None
    if len({cell.value for cell in amounts if cell.amount}) == 1 and columns and not _has_balance(columns):
        amounts = [cell for cell in amounts if cell.amount][:1]  # "Amount", "Fee" of nothing and "Net amount"
    money_cells = columns.assign(amounts) if columns else _unlabelled(amounts)
    booked = [(kind, cell) for kind, cell in money_cells if kind != "balance" and cell.amount]
    if len(booked) != 1:
        return None
    kind, cell = booked[0]
    direction = kind if kind in ("credit", "debit") else _printed_direction(sheet, cell, section)
    left = next((cell for kind, cell in money_cells if kind == "balance"), None)
    balance = balance_value(sheet, left) if left else None
    day, amount = _day(lead[0], *period), signed(cell.amount, direction)
    return Transaction(sheet, cell, day, description, amount, direction, balance, left)


def _amounts(row: tuple[Cell, ...], columns: Columns | None) -> list[Cell]:
    """The money of a row without what its words hold: whole numbers beside sums with cents ("USD 417"), and sums under
    no heading."""
    amounts = [cell for cell in row if cell.kind == "amount"]
    exact = [cell for cell in amounts if _CENTS.search(cell.text)]
    return columns.booked(exact or amounts) if columns else exact or amounts


def _has_balance(columns: Columns) -> bool:
    return any(kind == "balance" for kind, _ in columns.heads)


def _unlabelled(amounts: list[Cell]) -> list[tuple[str, Cell]]:
    kinds = ("amount", "balance")
    return list(zip(kinds, amounts, strict=False)) if len(amounts) <= 2 else []


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


def _lead(sheet: Sheet, first: Cell) -> tuple[str, float] | None:
    """The date that a row begins with, as text, and where it ends on the page; None when it begins with none."""
    line = sheet.lines[first.line]
    if first.kind == "date":
        return first.value, first.box[2]
    offset = 0 if first is sheet.cells[first.line][0] else max(0, line.text.find(first.text))
    found = _SHORT_DAY.match(line.text[offset:])
    said = _month_first(found[1]) if found else ""
    if found is None or parse_month_day(said) is None:
        return None
    return said, line.box_of(offset, offset + found.end(1))[2]


def _month_first(text: str) -> str:
    """A day without a year as `parse_month_day` knows it: "13 Oct" and "OCT13" are "Oct 13"."""
    found = re.fullmatch(r"(\d{1,2})[ -]([A-Za-z]+\.?)|([A-Za-z]{3})(\d\d)", text)
    return text if found is None else f"{found[2] or found[3]} {found[1] or found[4]}"


def _day_behind(sheet: Sheet, first: Cell, under: Cell) -> tuple[str, float] | None:
    """The day of a row in a column of its own behind the words, and where the row begins."""
    lead = _lead(sheet, under)
    return (lead[0], first.box[0] - 1) if lead else None


def _within(sheet: Sheet, number: int, band: tuple[float, float]) -> tuple[Cell, ...]:
    return tuple(cell for cell in sheet.cells[number] if band[0] <= cell.box[0] < band[1])


def _of_band(columns: Columns | None, part: tuple[Cell, ...]) -> Columns | None:
    """The columns of a table printed twice on the same lines that stand over this half of it."""
    near = columns.near(part[0]) if columns else None
    return near if near and near.heads else None


def _day(text: str, start: date | None, end: date | None) -> date | None:
    """The day of a row's date; without a year it takes the one that falls into the statement's period."""
    short = parse_month_day(text)
    if short is None:
        return date.fromisoformat(text)
    for year in {start.year, end.year} if start and end else ():
        day = _valid(year, *short)
        if day and start and end and (start - day).days <= _GRACE_DAYS and day <= end:
            return day
    return None


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


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
