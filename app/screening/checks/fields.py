"""Which of the contract's fields are money, dates or names: the ones where a changed value matters most."""

from __future__ import annotations

MONEY = frozenset(
    {
        "gross_pay",
        "net_pay",
        "ytd_gross",
        "rate",
        "deductions_total",
        "opening_balance",
        "closing_balance",
        "deposits_total",
        "withdrawals_total",
        "payroll_deposits",
        "annual_salary",
        "wages",
        "adjusted_gross_income",
        "federal_tax_withheld",
        "net_profit",
        "nonemployee_compensation",
    }
)
DATES = frozenset(
    {
        "pay_date",
        "period_start",
        "period_end",
        "statement_start",
        "statement_end",
        "start_date",
        "letter_date",
        "expiry_date",
    }
)
NAMES = frozenset({"employee_name", "account_holder", "full_name", "person_name", "employer_name", "bank_name"})
DECISIVE = MONEY | DATES | NAMES


def words_for(field: str) -> str:
    """The field's name as people say it: "year-to-date gross"."""
    return field.replace("ytd", "year-to-date").replace("_", " ")
