"""The rows of a statement's tables: day, description, amount with its sign, and running balance."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from app.screening.facts.amounts import money
from app.screening.facts.bank_columns import Columns, bands_of, columns_of, section_of
from app.screening.facts.bank_ranges import begins_with_period
from app.screening.facts.bank_signs import SIGNS, balance_value, letters_behind
from app.screening.facts.bank_words import words_between
from app.screening.facts.dates import parse_month_day
from app.screening.facts.labels import squeeze, strings
from app.screening.facts.lines import Cell, Sheet

_GOES_OUT = re.compile(r" (?:debit|withdrawal|payment to|paid to|wd|withdrawn) ")
_SHORT_DAY = re.compile(
    r"^(\d{1,2}[/-]\d{1,2}|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2})(?=[\s,]|$)", re.I
)
_PENDING = re.compile(r"(?i)^(?:pending|scheduled|processing)\b|\((?:pending|scheduled)\)|\bpending$")
_DATED_BALANCE = re.compile(r"(?i)\bbalance (?:as of|on)\b[^A-Za-z]*$")
_CENTS = re.compile(r"[.,]\d\d\D*$")
_SHORT = 4
_GRACE_DAYS = 4
"""Postings may carry a date shortly before the period in which they are booked."""


@dataclass(frozen=True, slots=True)
class Transaction:
    """One booked row. `amount` is signed when `direction` is known."""

    sheet: Sheet
    cell: Cell
    day: date | None
    description: str
    amount: str
    direction: str
    balance: str | None

    def plain(self) -> dict[str, str]:
        """The row as strings, as documented in `bank_statement`."""
        box = " ".join(f"{edge:.2f}" for edge in self.sheet.page.place(self.cell.box))
        plain = {"description": self.description, "amount": self.amount, "direction": self.direction}
        plain |= {"page": str(self.sheet.page.number), "box": box}
        if self.day:
            plain["date"] = self.day.isoformat()
        if self.balance is not None:
            plain["balance"] = self.balance
        return plain


def is_payroll(row: Transaction) -> bool:
    """Whether a dated row is pay coming in, by the words of its description."""
    said = " " + re.sub(r"[^a-z0-9.]+", " ", row.description.lower()) + " "
    if row.direction == "debit" or row.day is None or (row.direction == "unknown" and _GOES_OUT.search(said)):
        return False
    if _holds(said, "surely") or _holds(said, "not_words"):  # the treasury pays salaries and refunds alike
        return _holds(said, "surely")
    inside = any(word in squeeze(row.description) for word in strings("bank_statement", "payroll", "inside"))
    return inside or _holds(said, "words") or (row.direction == "credit" and _holds(said, "services"))


def _holds(said: str, group: str) -> bool:
    """Whether a description holds a word of a group; the shortest must stand alone ("fee" is not "FEED & SEED")."""
    words = strings("bank_statement", "payroll", group)
    ends = (("",) if len(word) > _SHORT else (" ", "s ") for word in words)
    return any(f" {word}{end}" in said for word, each in zip(words, ends, strict=True) for end in each)


def transactions(sheets: list[Sheet], start: date | None, end: date | None) -> Iterator[Transaction]:
    """The booked rows of all pages in printed order; `start` and `end` give dates without a year theirs."""
    rows: list[Transaction] = []
    columns: Columns | None = None
    for sheet in sheets:
        bands = [(0.0, sheet.page.width)]
        for number in range(len(sheet.lines)):
            if heads := columns_of(sheet, number):
                columns, bands = heads, bands_of(sheet, number)
            parts = [part for band in bands if (part := _within(sheet, number, band))]
            found = [row for part in parts if (row := _row(sheet, part, _of_band(columns, part), start, end))]
            if found:
                rows += found
            elif rows and rows[-1].sheet is sheet and _continues(sheet, number, rows[-1]):
                rows[-1] = replace(
                    rows[-1], description=f"{rows[-1].description} {sheet.lines[number].text}".replace("\t", " ")
                )
    yield from _with_directions(rows)


def _row(
    sheet: Sheet, row: tuple[Cell, ...], columns: Columns | None, start: date | None, end: date | None
) -> Transaction | None:
    amounts = _amounts(row, columns)
    lead = _lead(sheet, row[0])
    if lead is None and columns and len(row) > 1 and row[0].kind == "number" and row[1].kind == "date":
        lead = _lead(sheet, row[1])  # the booking's own number stands first
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
    balance = next((balance_value(sheet, cell) for kind, cell in money_cells if kind == "balance"), None)
    return Transaction(
        sheet, cell, _day(lead[0], start, end), description, _signed(cell.amount, direction), direction, balance
    )


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
    return section if section in ("credit", "debit") else "unknown"


def _signed(amount: Decimal, direction: str) -> str:
    return money(-abs(amount) if direction == "debit" else abs(amount))


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
    if found is None or parse_month_day(found[1]) is None:
        return None
    return found[1], line.box_of(offset, offset + found.end(1))[2]


def _within(sheet: Sheet, number: int, band: tuple[float, float]) -> tuple[Cell, ...]:
    return tuple(cell for cell in sheet.cells[number] if band[0] <= cell.box[0] < band[1])


def _of_band(columns: Columns | None, part: tuple[Cell, ...]) -> Columns | None:
    """The columns of a table printed twice on the same lines that stand over this half of it."""
    return columns.near(part[0]) if columns else None


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
    starts_in_description = (
        line.box[0] > sheet.lines[above.cell.line].words[0].box[2] and line.box[2] < above.cell.box[0] + 5
    )
    return starts_in_description and _near(sheet, number)


def _near(sheet: Sheet, number: int) -> bool:
    return sheet.lines[number].box[1] - sheet.lines[number - 1].box[1] <= 1.6 * sheet.pitch


def _with_directions(rows: list[Transaction]) -> Iterator[Transaction]:
    """Directions that nothing printed says are taken from the running balance, or from other rows' minus signs."""
    any_minus = any(row.cell.amount < 0 for row in rows)
    before: Decimal | None = None
    for row in rows:
        if row.direction == "unknown" and row.balance is not None and before is not None:
            change = Decimal(row.balance) - before
            if abs(change) == abs(row.cell.amount):
                row = _directed(row, "credit" if change > 0 else "debit")
        if row.direction == "unknown" and any_minus:
            row = _directed(row, "credit")
        before = Decimal(row.balance) if row.balance is not None else None
        yield row


def _directed(row: Transaction, direction: str) -> Transaction:
    return replace(row, direction=direction, amount=_signed(row.cell.amount, direction))
