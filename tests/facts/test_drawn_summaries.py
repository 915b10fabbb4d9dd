"""Statements whose summary lists what went out in several lines, and whose days lack the year."""

from __future__ import annotations

import pytest

from app.screening.facts.bank_statement import read_bank_statement


def _statement(*lines: str) -> str:
    return "\n".join(["Bank of America", "for October 13, 2026 to November 10, 2026", "", *lines])


def test_withdrawals_are_all_lines_between_the_balances_that_go_out(sheet):
    text = _statement(
        "Beginning balance on October 13, 2026          $8,412.09",
        "Deposits and other additions                    3,974.78",
        "Withdrawals and other subtractions             -2,154.76",
        "Checks                                         -1,200.00",
        "Service fees                                      -12.00",
        "Ending balance on November 10, 2026            $9,020.11",
    )
    facts = read_bank_statement([sheet(text)])
    assert facts["withdrawals_total"].value == "3366.76"
    assert facts["deposits_total"].value == "3974.78"
    assert facts["withdrawals_total"].confidence > 0.9


def test_a_block_with_a_line_of_unknown_direction_that_does_not_add_up_gives_no_totals(sheet):
    text = _statement(
        "Beginning balance                              $8,412.09",
        "Deposits and other additions                    3,974.78",
        "Withdrawals and other subtractions             -2,154.76",
        "Something else                                  1,200.00",
        "Ending balance                                 $9,020.11",
    )
    facts = read_bank_statement([sheet(text)])
    assert "withdrawals_total" not in facts
    assert facts["closing_balance"].value == "9020.11"


def test_sums_that_do_not_lead_to_the_closing_balance_are_less_sure(sheet):
    text = _statement(
        "Beginning balance                              $8,412.09",
        "Deposits and other additions                    3,974.78",
        "Withdrawals and other subtractions             -2,154.76",
        "Checks                                         -1,200.00",
        "Ending balance                                 $9,920.11",
    )
    fact = read_bank_statement([sheet(text)])["withdrawals_total"]
    assert fact.value == "3354.76"
    assert fact.confidence < 0.9


@pytest.mark.parametrize("printed", ["October 31, 2026", "November 3, 2026"])
def test_days_of_the_balances_take_their_year_from_the_statement_s_date(sheet, printed):
    text = "\n".join(
        [
            "Wells Fargo Everyday Checking",
            printed,
            "",
            "Beginning balance on 10/1              $2,210.45",
            "Deposits/Additions                      4,724.60",
            "Withdrawals/Subtractions              - 3,833.85",
            "Ending balance on 10/31                $3,101.20",
        ]
    )
    facts = read_bank_statement([sheet(text)])
    assert (facts["statement_start"].value, facts["statement_end"].value) == ("2026-10-01", "2026-10-31")
    assert facts["bank_name"].value == "Wells Fargo"


def test_days_of_the_balances_without_any_full_date_stay_unknown(sheet):
    text = "Beginning balance on 10/1   $2,210.45\nEnding balance on 10/31   $3,101.20"
    facts = read_bank_statement([sheet(text)])
    assert "statement_start" not in facts


def test_a_bank_over_an_address_is_not_the_account_s_holder(sheet):
    text = "\n".join(
        [
            "PINECREST COMMUNITY BANK              Jane Doe",
            "12 Main Street                        400 Oak Lane",
            "Denver, CO 80203                      Denver, CO 80204",
            "Statement period 10/01/2026 - 10/31/2026",
        ]
    )
    facts = read_bank_statement([sheet(text)])
    assert facts["account_holder"].value == "Jane Doe"


def test_a_day_behind_the_name_of_the_balance_does_not_hide_it(sheet):
    text = "\n".join(
        [
            "U.S. Bank",
            "Nov 13, 2026",
            "Beginning Balance on Oct 14              $   6,200.00",
            "Customer Deposits                            3,176.04",
            "Card Withdrawals                               250.00-",
            "Other Withdrawals                            2,000.00-",
            "Ending Balance on Nov 13, 2026           $   7,126.04",
        ]
    )
    facts = read_bank_statement([sheet(text)])
    assert facts["opening_balance"].value == "6200.00"
    assert facts["withdrawals_total"].value == "2250.00"
    assert (facts["statement_start"].value, facts["statement_end"].value) == ("2026-10-14", "2026-11-13")
