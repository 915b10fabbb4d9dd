"""The balances and sums of a statement's summary, at labels, under headings and by what adds up."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from app.screening.facts.amounts import money
from app.screening.facts.bank_accounts import balances_total, is_of_several, summed_balances
from app.screening.facts.bank_beside import amounts_beside, shown_balances, signed_over
from app.screening.facts.bank_days import bare_balances
from app.screening.facts.bank_equation import equations
from app.screening.facts.bank_headings import broken_headings
from app.screening.facts.bank_ranges import begins_with_period
from app.screening.facts.bank_signs import balance_value
from app.screening.facts.bank_summary import summary_totals
from app.screening.facts.candidates import Candidate, choose, labels_in
from app.screening.facts.labels import names, squeeze
from app.screening.facts.layout import below, column_head, left_label, overlaps
from app.screening.facts.lines import Cell, Sheet
from app.screening.verdict import Fact

BALANCES = ("opening_balance", "closing_balance")
_MAGNITUDES = ("deposits_total", "withdrawals_total")
_PROVEN = -1
"""Rank of what arithmetic confirms: before every label."""
_NOW = frozenset({"thisperiod", "current", "currentperiod", "thisstatement", "thismonth", "thiscycle"})
_PARTS = frozenset({"other", "electronic", "card", "atm", "regular", "online", "customer", "automatic", "mobile"})


def amount_facts(sheets: list[Sheet]) -> dict[str, Fact]:
    """The balances and totals of the summary, or the sum of several accounts' balances as `balances_total`."""
    found: dict[str, list[Candidate]] = {}
    for sheet in sheets:
        for field, candidate in _candidates(sheet):
            found.setdefault(field, []).append(candidate)
    facts = _agreed(found)
    if sums := summed_balances(sheets):
        facts = _without(facts, BALANCES)
        facts["balances_total"] = sums["closing_balance"]
    summed = next((totals for sheet in sheets if (totals := summary_totals(sheet)) is not None), None)
    return facts if summed is None else _without(facts, _MAGNITUDES) | summed


def _agreed(found: dict[str, list[Candidate]]) -> dict[str, Fact]:
    """The amounts that their candidates agree on; balances only of one account, else their sum where it is printed."""
    facts = {
        field: fact
        for field, candidates in found.items()
        if (fact := choose(candidates)) and not (field in BALANCES and is_of_several(candidates))
    }
    if "closing_balance" not in facts and (total := balances_total(found.get("closing_balance", []))):
        facts["balances_total"] = total
    return facts


def _without(facts: dict[str, Fact], fields: tuple[str, ...]) -> dict[str, Fact]:
    return {field: fact for field, fact in facts.items() if field not in fields}


def _candidates(sheet: Sheet) -> Iterator[tuple[str, Candidate]]:
    """The amounts that a page tells of each field: at its labels first, then in other ways."""
    labels = names("bank_statement", "amount")
    for field, rank, _, label in labels_in(sheet, labels):
        for cell in _values(sheet, field, label):
            value = cell.value.lstrip("-") if field in _MAGNITUDES else balance_value(sheet, cell)
            yield field, Candidate(sheet, cell, value, rank, 0.98)
    for field, rank, cell in broken_headings(sheet, labels):
        value = cell.value.lstrip("-") if field in _MAGNITUDES else cell.value
        yield field, Candidate(sheet, cell, value, rank, 0.95)
    for field, cell in bare_balances(sheet):
        if field in BALANCES:
            yield field, Candidate(sheet, cell, cell.value, 70, 0.95)
    for cell in shown_balances(sheet):
        yield "closing_balance", Candidate(sheet, cell, cell.value, 98, 0.9)
    yield from _added_up(sheet)
    for field, cell in _table_totals(sheet):
        yield field, Candidate(sheet, cell, cell.value.lstrip("-"), 60, 0.93)


def _added_up(sheet: Sheet) -> Iterator[tuple[str, Candidate]]:
    """What a row of the summary proves by adding up, which no label says better."""
    for equation in equations(sheet):
        for field, cell in zip(BALANCES, (equation.opening, equation.closing), strict=True):
            yield field, Candidate(sheet, cell, cell.value, _PROVEN, 0.98)
        for field, cells in zip(_MAGNITUDES, (equation.paid_in, equation.paid_out), strict=True):
            if cells:
                total = money(sum((abs(cell.amount) for cell in cells), Decimal(0)))
                yield field, Candidate(sheet, cells[0], total, _PROVEN, 0.97)


def _values(sheet: Sheet, field: str, label: Cell) -> list[Cell]:
    """The one amount beside a label, else the one under it; columns of the transactions' table have many and give
    none."""
    row = sheet.cells[label.line]
    leads = row[0].kind in ("date", "number") and not begins_with_period(row)
    in_transaction = leads and row[0] is not label and row[0].box[0] < label.box[0]
    if field in _MAGNITUDES and ((in_transaction and not _is_count(row[0])) or _is_part(sheet, label)):
        return []
    beside = amounts_beside(sheet, label)
    if beside:
        now = _of_this_period(sheet, _of_no_other(sheet, beside))
        return now if len(now) == 1 else []
    if _heads_transactions(row):
        return []
    under = [cell for cell in below(sheet, label, 3) if cell.kind == "amount"]
    if field in _MAGNITUDES and (over := signed_over(sheet, label, field == "deposits_total")):
        return [over]
    return under[:1] if len({cell.value for cell in under}) == 1 else []


def _is_part(sheet: Sheet, label: Cell) -> bool:
    """Whether a broken heading says that its sum is one of several ("OTHER" over "SUBTRACTIONS")."""
    over = sheet.cells[label.line - 1] if label.line else ()
    near = (cell for cell in over if overlaps(cell.box, label.box) and cell.kind == "text")
    return any(squeeze(cell.text) in _PARTS for cell in near)


def _of_no_other(sheet: Sheet, beside: list[Cell]) -> list[Cell]:
    """Of two amounts beside a label those that do not stand under the name of a balance."""
    labels = names("bank_statement", "amount")
    heads = [column_head(sheet, cell) for cell in beside] if len(beside) > 1 else []
    is_other = [bool(head and any(squeeze(head.text) in labels[name] for name in BALANCES)) for head in heads]
    return [cell for cell, other in zip(beside, is_other, strict=False) if not other] or beside


def _of_this_period(sheet: Sheet, beside: list[Cell]) -> list[Cell]:
    """Of two amounts beside a label the one in the column "This period"; else all of them."""
    heads = [column_head(sheet, cell) for cell in beside] if len(beside) > 1 else []
    now = [c for c, head in zip(beside, heads, strict=False) if head and squeeze(head.text) in _NOW]
    return now or beside


def _is_count(cell: Cell) -> bool:
    return cell.kind == "number" and cell.text.isdigit()


def _heads_transactions(row: tuple[Cell, ...]) -> bool:
    columns, labels = names("bank_statement", "columns"), names("bank_statement", "amount")
    said = {squeeze(cell.text) for cell in row}
    is_summary = all(said & labels[name].keys() for name in BALANCES)
    return not is_summary and any(said & columns[name].keys() for name in ("date", "description"))


def _table_totals(sheet: Sheet) -> Iterator[tuple[str, Cell]]:
    """A row "Totals" that closes the columns of deposits and withdrawals."""
    columns = names("bank_statement", "columns")
    for row in sheet.cells:
        for cell in row:
            label = left_label(sheet, cell) if cell.kind == "amount" else None
            head = column_head(sheet, cell) if label and squeeze(label.text) in ("total", "totals") else None
            if head and squeeze(head.text) in columns["credit"]:
                yield "deposits_total", cell
            elif head and squeeze(head.text) in columns["debit"]:
                yield "withdrawals_total", cell
