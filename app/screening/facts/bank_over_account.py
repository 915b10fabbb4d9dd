"""Whether a name stands where statements print the holder beside the account: over its number or its period."""

from __future__ import annotations

import re
from functools import cache

from app.screening.facts.bank_names import TOP, height
from app.screening.facts.labels import names, squeeze, strings
from app.screening.facts.lines import Cell, Sheet

_BOTH_DAYS = 2
_ACCOUNT = re.compile(
    r"(?i)\b(?:sort code|(?:account|acct) ?(?:number|no\b|#|type)|statement period|date range)|\(?[.*x•·]{2,}\d{3,4}\b"
)
_TAG = re.compile(r"\$[A-Za-z]\w+")
"""A user's name at a service for payments."""
_AROUND = 2
"""Lines under the holder's name in which the account or its period follows."""


def is_over_account(sheet: Sheet, cell: Cell) -> bool:
    """Whether a name stands alone on its line right over the account's number or the days of its statement, before
    both on one line, or right under the words "Account number"."""
    if _statement_words() & {squeeze(word) for word in cell.text.split()}:
        return False
    if _is_under_account(sheet, cell):
        return True
    if cell.box[1] > TOP * sheet.page.height:
        return False
    row = sheet.cells[cell.line]
    if _is_beside_account(row, cell):
        return True
    if sum(other.kind == "text" for other in row) > 1:
        return False
    return _is_beside_days(row, cell) if len(row) > 1 else _leads_to_account(sheet, cell.line)


@cache
def _statement_words() -> frozenset[str]:
    """The words that a statement's own labels are made of."""
    groups = ("date", "amount", "columns", "sections")
    fields = ((group, field) for group in groups for field in names("bank_statement", group))
    labels = (label for group, field in fields for label in strings("bank_statement", group, field))
    return frozenset(word for label in labels for word in re.findall(r"[a-z]{4,}", label.lower()))


def _is_under_account(sheet: Sheet, cell: Cell) -> bool:
    over = sheet.cells[cell.line - 1] if cell.line else ()
    return any(_ACCOUNT.match(other.text) and abs(other.box[0] - cell.box[0]) < height(cell) for other in over)


def _is_beside_account(row: tuple[Cell, ...], cell: Cell) -> bool:
    """Whether the name's line holds besides it only the user's name behind it or the account's number before it."""
    if len(row) != 2:
        return False
    return bool(_TAG.fullmatch(row[1].text) if row[0].box == cell.box else _ACCOUNT.search(row[0].text))


def _is_beside_days(row: tuple[Cell, ...], cell: Cell) -> bool:
    """Whether the name's line holds the two days of a period, behind the name or before it."""
    if len(row) == 1 + _BOTH_DAYS and row[-1].box == cell.box:
        return all(other.kind == "date" for other in row[:-1])
    return row[0].box == cell.box and sum(other.kind == "date" for other in row) == _BOTH_DAYS


def _leads_to_account(sheet: Sheet, line: int) -> bool:
    """Whether one of the next lines holds the account's number or the two days of a period."""
    for number in range(line + 1, min(len(sheet.lines), line + 1 + _AROUND)):
        days = sum(other.kind == "date" for other in sheet.cells[number])
        if days == _BOTH_DAYS or _ACCOUNT.search(sheet.lines[number].text):
            return True
    return False
