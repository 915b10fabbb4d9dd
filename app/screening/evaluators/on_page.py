"""Whether a value that a model reports stands on the page, and where: the local reading has the last word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation

from app.screening.evaluators.fields import Form
from app.screening.facts.amounts import money, parse_amount
from app.screening.facts.candidates import fact_of
from app.screening.facts.dates import parse_date
from app.screening.facts.labels import field_labels, squeeze
from app.screening.facts.layout import column_of, left_label
from app.screening.facts.lines import Cell, Sheet
from app.screening.verdict import Fact

CONFIRMED = 0.7
"""Confidence of a model's value that stands on the page: it counts, but no check relies on it, since only the model
says what the number means."""
_FREQUENCIES = {
    "biweekly": "biweekly", "everytwoweeks": "biweekly", "everyotherweek": "biweekly", "fortnightly": "biweekly",
    "semimonthly": "semimonthly", "twiceamonth": "semimonthly", "weekly": "weekly", "monthly": "monthly",
    "annual": "annual", "annually": "annual", "yearly": "annual",
}  # fmt: skip
_FORMS = {"w2": "W-2", "1040": "1040", "1099nec": "1099-NEC", "1099misc": "1099-MISC"}
_OF_THE_YEAR = frozenset({"ytd_gross"})
_NEGATIVE = re.compile(r"^\s*[-(−]")


def in_contract_form(form: Form, said: str) -> str:
    """The value as the contract has it (`3000.00`, `2026-11-13`), or "" when it is not clearly one."""
    if form == "amount":
        amount = parse_amount(said, whole=True)
        return money(amount) if amount is not None else ""
    if form == "date":
        day = parse_date(said)
        return day.isoformat() if day else ""
    if form == "number":
        return _number(said)
    if form == "frequency":
        return _FREQUENCIES.get(squeeze(said), "")
    if form == "form":
        return _FORMS.get(squeeze(said).removeprefix("form"), "")
    if form == "year":
        return said if re.fullmatch(r"(?:19|20)\d\d", said) else ""
    return said.strip(" ,;:") if len(squeeze(said)) >= 2 and "[" not in said else ""


def find_on(sheets: Sequence[Sheet], field: str, form: Form, value: str) -> Fact | None:
    """The value as a fact with its place, or None when the pages do not show it in a place that fits the field."""
    for sheet in sheets:
        for cell in _cells(sheet, form, value):
            if _fits(sheet, cell, field, form):
                return fact_of(sheet, cell, value, CONFIRMED)
    return None


def _cells(sheet: Sheet, form: Form, value: str) -> Iterator[Cell]:
    for cell in sheet.all_cells():
        if form in ("amount", "number"):
            kinds = ("amount",) if form == "amount" else ("amount", "number")
            matches = cell.kind in kinds and _same(cell.value, value)
        elif form == "date":
            matches = cell.kind == "date" and cell.value == value
        elif form == "frequency":
            matches = cell.kind == "text" and any(_FREQUENCIES.get(word) == value for word in _phrases(cell.text))
        elif form == "form":
            matches = squeeze(value) in squeeze(cell.text)
        elif form == "year":
            matches = bool(re.search(rf"(?<!\d){value}(?!\d)", cell.text))
        else:
            matches = form == "text" and cell.kind == "text" and squeeze(value) in squeeze(cell.text)
        if matches:
            yield cell


def _phrases(text: str) -> Iterator[str]:
    """Squeezed runs of one to three words; a hyphen joins: "paid bi-weekly" has "biweekly" and no "weekly"."""
    words = [squeeze(word) for word in text.split()]
    for size in (1, 2, 3):
        yield from ("".join(words[at : at + size]) for at in range(len(words) - size + 1))


def _fits(sheet: Sheet, cell: Cell, field: str, form: Form) -> bool:
    """An amount under a heading of the year is none of this period, and the other way round.

    Nor is one that stands at a label which the local reading knows: it would have read it as what the label says.
    """
    if form not in ("amount", "number"):
        return True
    label = left_label(sheet, cell)
    if label is not None and squeeze(label.text) in field_labels():
        return False
    kinds, _ = column_of(sheet, cell)
    return "current" not in kinds if field in _OF_THE_YEAR else "ytd" not in kinds


def _same(one: str, other: str) -> bool:
    try:
        return Decimal(one) == Decimal(other)
    except InvalidOperation:
        return False


def _number(said: str) -> str:
    cleaned = said.replace(",", "").strip()
    if not re.fullmatch(r"\d{1,4}(?:\.\d{1,4})?", cleaned) or _NEGATIVE.match(said):
        return ""
    return str(Decimal(cleaned).normalize().quantize(Decimal("0.01")))
