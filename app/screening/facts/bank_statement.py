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

from app.screening.facts.bank_accounts import balances_of_accounts, proven_sums
from app.screening.facts.bank_amounts import BALANCES, amount_facts
from app.screening.facts.bank_days import named_month
from app.screening.facts.bank_holders import name_facts
from app.screening.facts.bank_period import DAYS, day_in, period_facts
from app.screening.facts.bank_proof import amount_in, contradicted_by_rows, last_balance, proven_by_rows
from app.screening.facts.bank_rows import transactions
from app.screening.facts.bank_transaction import Transaction, is_payroll
from app.screening.facts.candidates import fact_of
from app.screening.facts.lines import Sheet
from app.screening.verdict import Fact


def read_bank_statement(sheets: list[Sheet]) -> dict[str, Fact]:
    """The facts of one statement; a field with two different values (as with two accounts) is absent."""
    facts = period_facts(sheets)
    facts.update(amount_facts(sheets))
    facts.update(name_facts(sheets))
    start, end = (day_in(facts, name) for name in DAYS)
    if start is None and end is None:
        start, end = named_month(sheets[0])
    rows = transactions(sheets, start, end, *(amount_in(facts, name) for name in BALANCES))
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


def _payroll_fact(rows: list[Transaction]) -> Fact:
    value = tuple({"date": str(r.day), "amount": r.amount, "description": r.description} for r in rows)
    sureness = 0.96 if all(r.direction == "credit" for r in rows) else 0.85
    lowest = min(rows, key=lambda row: row.cell.confidence)
    fact = fact_of(rows[0].sheet, rows[0].cell, value, sureness)
    return Fact(
        value, fact.text, min(fact.confidence, round(lowest.cell.confidence * sureness, 3)), fact.page, fact.box
    )
