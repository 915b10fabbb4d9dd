"""Bank statements: whose account, where, which days, the balances and sums of the summary, and the transactions.

Contract fields: account_holder, bank_name, statement_start, statement_end, opening_balance, closing_balance,
deposits_total, withdrawals_total (a magnitude), payroll_deposits.

Further fields for the checks: `statement_date`, `joint_holder`, `balances_total` (of several accounts, where their
sum is printed; then `closing_balance` is absent), and `transactions`, a tuple of `{date, description,
amount, direction, page, box}` in printed order, with `balance` where a running balance is printed. `amount` is
negative for debits; `direction` is credit, debit or unknown; `box` is the amount's place, "x0 y0 x1 y1"; `date` is
absent where the year is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from app.screening.facts.amounts import money
from app.screening.facts.bank_accounts import (
    balances_of_accounts,
    balances_total,
    is_of_several,
    proven_sums,
    summed_balances,
)
from app.screening.facts.bank_beside import amounts_beside, shown_balances, signed_over
from app.screening.facts.bank_days import balance_days, bare_balances, dated_balances, named_month
from app.screening.facts.bank_equation import equations
from app.screening.facts.bank_headings import broken_headings
from app.screening.facts.bank_holders import name_facts
from app.screening.facts.bank_proof import amount_in, contradicted_by_rows, last_balance, proven_by_rows
from app.screening.facts.bank_ranges import (
    LABELLED,
    LONGEST,
    SHORTEST,
    bare_range,
    begins_with_period,
    days_told,
    joined_days,
)
from app.screening.facts.bank_rows import transactions
from app.screening.facts.bank_signs import balance_value
from app.screening.facts.bank_summary import summary_totals
from app.screening.facts.bank_transaction import Transaction, is_payroll
from app.screening.facts.candidates import Candidate, choose, fact_of, labels_in
from app.screening.facts.labels import names, squeeze
from app.screening.facts.layout import below, column_head, left_label, overlaps
from app.screening.facts.lines import Cell, Sheet
from app.screening.facts.pay_dates import dates_at
from app.screening.verdict import Fact

_MAGNITUDES = ("deposits_total", "withdrawals_total")
_PROVEN = -1
"""Rank of what arithmetic confirms: before every label."""
_NOW = frozenset({"thisperiod", "current", "currentperiod", "thisstatement", "thismonth", "thiscycle"})
_PARTS = frozenset({"other", "electronic", "card", "atm", "regular", "online", "customer", "automatic", "mobile"})
_BALANCES = ("opening_balance", "closing_balance")
_DAYS = ("statement_start", "statement_end")


def read_bank_statement(sheets: list[Sheet]) -> dict[str, Fact]:
    """The facts of one statement; a field with two different values (as with two accounts) is absent."""
    facts = _dates(sheets)
    facts.update(_amounts(sheets))
    facts.update(name_facts(sheets))
    start, end = (_day(facts, name) for name in _DAYS)
    if start is None and end is None:
        start, end = named_month(sheets[0])
    rows = transactions(sheets, start, end, *(amount_in(facts, name) for name in _BALANCES))
    if rows:
        facts = {k: v for k, v in facts.items() if k not in contradicted_by_rows(facts, rows)}
        facts |= last_balance(sheets, facts, rows)
        facts |= proven_by_rows(sheets, facts, rows)
        if "closing_balance" not in facts:
            facts |= balances_of_accounts(sheets, rows) or proven_sums(sheets, rows)
        facts["transactions"] = fact_of(rows[0].sheet, rows[0].cell, tuple(row.plain() for row in rows), 0.95)
    deposits = [row for row in rows if is_payroll(row)]
    if deposits:
        facts["payroll_deposits"] = _payroll_fact(deposits)
    return facts


def period_in(sheets: Sequence[Sheet]) -> dict[str, str]:
    """The first and the last day of the statement's period, as far as these pages print them."""
    return {name: str(fact.value) for name, fact in _dates(sheets).items() if name in _DAYS}


def _payroll_fact(rows: list[Transaction]) -> Fact:
    value = tuple({"date": str(r.day), "amount": r.amount, "description": r.description} for r in rows)
    sureness = 0.96 if all(r.direction == "credit" for r in rows) else 0.85
    lowest = min(rows, key=lambda row: row.cell.confidence)
    fact = fact_of(rows[0].sheet, rows[0].cell, value, sureness)
    return Fact(
        value, fact.text, min(fact.confidence, round(lowest.cell.confidence * sureness, 3)), fact.page, fact.box
    )


def _day(facts: dict[str, Fact], name: str) -> date | None:
    return date.fromisoformat(str(facts[name].value)) if name in facts else None


def _amounts(sheets: list[Sheet]) -> dict[str, Fact]:
    found: dict[str, list[Candidate]] = {}
    for sheet in sheets:
        for field, rank, _, label in labels_in(sheet, names("bank_statement", "amount")):
            for cell in _values(sheet, field, label):
                value = cell.value.lstrip("-") if field in _MAGNITUDES else balance_value(sheet, cell)
                found.setdefault(field, []).append(Candidate(sheet, cell, value, rank, 0.98))
        for field, rank, cell in broken_headings(sheet, names("bank_statement", "amount")):
            value = cell.value.lstrip("-") if field in _MAGNITUDES else cell.value
            found.setdefault(field, []).append(Candidate(sheet, cell, value, rank, 0.95))
        for field, cell in bare_balances(sheet):
            if field in _BALANCES:
                found.setdefault(field, []).append(Candidate(sheet, cell, cell.value, 70, 0.95))
        for cell in shown_balances(sheet):
            found.setdefault("closing_balance", []).append(Candidate(sheet, cell, cell.value, 98, 0.9))
        for field, candidate in _added_up(sheet):
            found.setdefault(field, []).append(candidate)
        for field, cell in _table_totals(sheet):
            found.setdefault(field, []).append(Candidate(sheet, cell, cell.value.lstrip("-"), 60, 0.93))
    facts = {
        field: fact
        for field, candidates in found.items()
        if (fact := choose(candidates)) and not (field in _BALANCES and is_of_several(candidates))
    }
    if "closing_balance" not in facts and (total := balances_total(found.get("closing_balance", []))):
        facts["balances_total"] = total
    if sums := summed_balances(sheets):
        facts = {field: fact for field, fact in facts.items() if field not in _BALANCES}
        facts["balances_total"] = sums["closing_balance"]
    summed = next((totals for sheet in sheets if (totals := summary_totals(sheet)) is not None), None)
    if summed is None:
        return facts
    return {field: fact for field, fact in facts.items() if field not in _MAGNITUDES} | summed


def _added_up(sheet: Sheet) -> Iterator[tuple[str, Candidate]]:
    """What a row of the summary proves by adding up, which no label says better."""
    for equation in equations(sheet):
        for field, cell in zip(_BALANCES, (equation.opening, equation.closing), strict=True):
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
    is_other = [bool(head and any(squeeze(head.text) in labels[name] for name in _BALANCES)) for head in heads]
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
    is_summary = all(said & labels[name].keys() for name in _BALANCES)
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


def _dates(sheets: Sequence[Sheet]) -> dict[str, Fact]:
    fields = names("bank_statement", "date")
    found: dict[str, list[Candidate]] = {name: [] for name in fields}
    for sheet in sheets:
        for field, rank, _, label in labels_in(sheet, fields):
            cells = dates_at(sheet, label)
            both = len(cells) == 2 and field != "statement_date"
            targets = ("statement_start", "statement_end") if both else (field,) if len(cells) == 1 else ()
            for name, cell in zip(targets, cells, strict=False):
                found[name].append(Candidate(sheet, cell, cell.value, rank, 0.98))
        for name, cell in balance_days(sheet):
            found[name].append(Candidate(sheet, cell, cell.value, 95, 0.93))
        for name, cell in dated_balances(sheet):
            if not found[name]:
                found[name].append(Candidate(sheet, cell, cell.value, 97, 0.93))
        for name, cell in bare_balances(sheet):
            if name in found:
                found[name].append(Candidate(sheet, cell, cell.value, 96, 0.93))
        for name, cell in bare_range(sheet):
            found[name].append(Candidate(sheet, cell, cell.value, 90, 0.95))
        for name, cell in joined_days(sheet):
            found[name].append(Candidate(sheet, cell, cell.value, 92, 0.93))
    facts = {name: fact for name, candidates in found.items() if name != "period" and (fact := choose(candidates))}
    start, end = _day(facts, "statement_start"), _day(facts, "statement_end")
    dated = _day(facts, "statement_date")
    if start and dated and not end and SHORTEST <= (dated - start).days <= LONGEST:
        facts, end = facts | {"statement_end": facts["statement_date"]}, dated  # "Last statement" and "Statement date"
    if start and end and not 0 < (end - start).days <= LABELLED:
        return {name: fact for name, fact in facts.items() if name == "statement_date"}
    if start and end and (end - start).days == days_told(sheets):  # the last statement's day is none of this one
        facts["statement_start"] = replace(facts["statement_start"], value=(start + timedelta(days=1)).isoformat())
    return facts
