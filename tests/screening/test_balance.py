"""The money on the applicant's accounts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.screening.balance import bank_balance
from app.screening.checks.packet import Packet
from app.screening.policy import load_policy
from app.screening.verdict import Applicant, Document, DocumentType, Fact


def statement(number: int, **values: str) -> Document:
    fields = {name: Fact(value, value, 0.99, 1, (10.0, 10.0, 50.0, 20.0)) for name, value in values.items()}
    return Document(f"doc_{number}", f"{number}.pdf", DocumentType.bank_statement, 0.99, 1, fields=fields)


def balance_of(*documents: Document) -> tuple[Decimal | None, int]:
    applicant = Applicant("Jane Doe", Decimal(2000))
    found = bank_balance(Packet(applicant, (), documents, load_policy(), date(2026, 11, 21)))
    return found.amount, len(found.evidence)


OCTOBER = {"bank_name": "First Bank", "statement_start": "2026-10-01", "statement_end": "2026-10-31"}
SEPTEMBER = {"bank_name": "First Bank", "statement_start": "2026-09-01", "statement_end": "2026-09-30"}


@pytest.mark.parametrize(
    ("documents", "amount", "places"),
    [
        (
            [statement(1, **SEPTEMBER, closing_balance="5.00"), statement(2, **OCTOBER, closing_balance="9.00")],
            "9.00",
            1,
        ),
        (
            [statement(1, **OCTOBER, closing_balance="5.00"), statement(2, **OCTOBER, closing_balance="9.00")],
            "14.00",
            2,
        ),
        ([statement(1, **OCTOBER, closing_balance="5.00"), statement(2, **OCTOBER, closing_balance="5.00")], "5.00", 1),
        (
            [
                statement(1, **SEPTEMBER, closing_balance="5.00"),
                statement(
                    2, **OCTOBER | {"bank_name": "first FIRST BANK"}, opening_balance="5.00", closing_balance="9.00"
                ),
            ],
            "9.00",
            1,
        ),
        (
            [
                statement(1, **SEPTEMBER, closing_balance="5.00"),
                statement(2, **OCTOBER | {"bank_name": "Second Bank"}, opening_balance="6.00", closing_balance="9.00"),
            ],
            "14.00",
            2,
        ),
        ([statement(1, **OCTOBER, balances_total="14515.47")], "14515.47", 1),
        ([statement(1, **OCTOBER, balances_total="20.00", closing_balance="9.00")], "9.00", 1),
    ],
    ids=[
        "newest of one account",
        "two accounts",
        "the same twice",
        "one account under two names of its bank",
        "accounts at two banks",
        "sum that the bank prints",
        "its own balance first",
    ],
)
def test_the_newest_balance_of_each_account_counts_once(documents: list[Document], amount: str, places: int) -> None:
    assert balance_of(*documents) == (Decimal(amount), places)


def test_a_statement_without_a_balance_says_nothing() -> None:
    assert balance_of(statement(1, **OCTOBER)) == (None, 0)


@pytest.mark.parametrize(("closing", "amount"), [("16645.18", "16645.18"), ("18645.18", "13852.87")])
def test_a_closing_balance_read_faintly_counts_where_the_statement_s_sums_prove_it(closing: str, amount: str) -> None:
    older = statement(1, **SEPTEMBER, closing_balance="13852.87")
    sums = {"deposits_total": "5187.50", "withdrawals_total": "2395.19"}
    newer = statement(2, **OCTOBER, opening_balance="13852.87", closing_balance=closing, **sums)
    faint = replace(newer.fields["closing_balance"], confidence=0.76)
    newer = replace(newer, fields={**newer.fields, "closing_balance": faint})
    assert balance_of(older, newer) == (Decimal(amount), 1)
