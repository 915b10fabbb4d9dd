"""Rows of statements that print their days apart, and pages that go on with a statement."""

from __future__ import annotations

from datetime import date

import pytest

from app.screening.facts.bank_statement import read_bank_statement
from app.screening.facts.classify import kind_of, split
from app.screening.facts.dates import find_dates
from app.screening.verdict import DocumentType

_LILI = (
    "lili    Statement period    Oct 01, 2026 - Oct 31, 2026\n"
    "Opening balance      $60.00\n"
    "Closing balance      {closing}\n"
    "Oct 2, 2026\n"
    "Paycheck from NORTHSIDE DINER    +$700.00\n"
    "Oct 11, 2026\n"
    "CVS/PHARMACY    -$19.46\n"
    "TARGET    -$110.06\n"
    "Friday, October 16\n"
    "Paycheck from NORTHSIDE DINER    +$700.00\n"
)


def plain(facts):
    return {name: fact.value for name, fact in facts.items() if isinstance(fact.value, str)}


def _pays(facts):
    return [(row["date"], row["amount"]) for row in facts["payroll_deposits"].value]


def test_rows_under_their_day_count_where_they_lead_to_the_closing_balance(sheet):
    facts = read_bank_statement([sheet(_LILI.format(closing="$1,330.48"))])
    assert _pays(facts) == [("2026-10-02", "700.00"), ("2026-10-16", "700.00")]
    assert [row["date"] for row in facts["transactions"].value] == [
        "2026-10-02",
        "2026-10-11",
        "2026-10-11",
        "2026-10-16",
    ]


def test_rows_under_their_day_that_lead_elsewhere_are_left_out(sheet):
    assert "transactions" not in read_bank_statement([sheet(_LILI.format(closing="$1,930.48"))])


def test_days_under_their_rows_and_the_newest_first_are_proven_by_the_running_balances(sheet):
    text = (
        "USD statement\n"
        "October 1, 2026 - October 31, 2026\n"
        "Description                                   Incoming    Outgoing    Amount\n"
        "Sent money to Dana Fox                                    -650.00     2,097.57\n"
        "October 20, 2026  Transaction TRANSFER-3\n"
        "Received money with reference SALARY OCT      2,100.00                2,747.57\n"
        "October 15, 2026  Transaction TRANSFER-2\n"
        "Card transaction CHIPOTLE                                 -25.92      647.57\n"
        "October 11, 2026  Transaction TRANSFER-1\n"
    )
    facts = read_bank_statement([sheet(text)])
    assert _pays(facts) == [("2026-10-15", "2100.00")]
    assert facts["closing_balance"].value == "2097.57"


def test_a_day_is_printed_once_for_all_its_rows_with_the_day_before_the_month(sheet):
    text = (
        "From October 12, 2026 to November 12, 2026\n"
        "Your opening balance                          $100.00\n"
        "Your closing balance                          $2,180.00\n"
        "Date      Description                 Withdrawals ($)   Deposits ($)   Balance ($)\n"
        "16 Oct    Payroll Deposit NASR FOODS                     2,100.00\n"
        "          Interac purchase IGA            15.00                         2,185.00\n"
        "9 Nov     Interac purchase METRO           5.00                         2,180.00\n"
    )
    facts = read_bank_statement([sheet(text)])
    assert _pays(facts) == [("2026-10-16", "2100.00")]
    assert [row["amount"] for row in facts["transactions"].value] == ["2100.00", "-15.00", "-5.00"]


def test_days_may_stand_behind_the_words_and_the_amounts(sheet):
    text = (
        "Statement From - To     OCT 01/26 - OCT 31/26\n"
        "Description            Withdrawals    Deposits      Date      Balance\n"
        "STARTING BALANCE                                    OCT01     4,120.55\n"
        "TST CORNER BAR            176.91                    OCT05     3,943.64\n"
        "MAPLE RIDGE PAYROLL                   1,890.22      OCT09     5,833.86\n"
    )
    facts = read_bank_statement([sheet(text)])
    assert _pays(facts) == [("2026-10-09", "1890.22")]
    assert plain(facts)["opening_balance"] == "4120.55"


_LIST = (
    "10/01/2026 - 10/31/2026\n"
    "Date         Description        Amount       Balance\n"
    "10/02/2026   PAYROLL ACME       900.00       1,000.00\n"
    "10/05/2026   KROGER             -40.00         960.00\n"
    "10/09/2026   SHELL              -60.00         900.00\n"
)


def test_the_newest_running_balance_closes_a_statement_that_names_no_closing_balance(sheet):
    assert plain(read_bank_statement([sheet(_LIST)]))["closing_balance"] == "900.00"


@pytest.mark.parametrize("line", ["Continued on next page", "Page 1 of 3"])
def test_a_list_that_goes_on_elsewhere_tells_no_closing_balance(sheet, line):
    assert "closing_balance" not in read_bank_statement([sheet(_LIST + line + "\n")])


def test_balances_that_follow_from_each_other_make_a_page_a_statement(sheet):
    text = "Pacific\n" + _LIST.replace("Description", "What").replace("Balance", "Left")
    assert kind_of(sheet(text)).document_type == DocumentType.bank_statement
    broken = text.replace("960.00", "961.00")
    assert kind_of(sheet(broken)).document_type == DocumentType.other


def test_a_second_page_that_repeats_the_opening_balance_goes_on_with_the_statement(sheet):
    first = "Account Summary\nStatement period October 1, 2026 - October 31, 2026\nBeginning balance   $100.00\n"
    second = "Transaction history\nBeginning balance on 10/01      $100.00\n10/05/2026  PAYROLL ACME  900.00\n"
    assert len(split([sheet(first), sheet(second)])) == 1


def test_the_next_month_is_a_statement_of_its_own(sheet):
    page = "Account Summary\nStatement period {}\nBeginning balance   {}\nEnding balance   {}\n"
    october = sheet(page.format("October 1, 2026 - October 31, 2026", "$100.00", "$250.00"))
    november = sheet(page.format("November 1, 2026 - November 30, 2026", "$250.00", "$300.00"))
    assert len(split([october, november])) == 2


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("November 15, 2025throughDecember 14, 2025", ["2025-11-15", "2025-12-14"]),
        ("1 June to 30 June 2026", ["2026-06-01", "2026-06-30"]),
        ("OCT 01/26 - OCT 31/26", ["2026-10-01", "2026-10-31"]),
    ],
)
def test_periods_in_the_writings_of_other_banks(text, days):
    assert [day for _, _, day in find_dates(text)] == [date.fromisoformat(day) for day in days]


def test_a_line_without_any_cell_in_a_summary_does_no_harm(sheet):
    text = "Account Summary\n=====================\nBeginning Balance  $1.00\n=======\nEnding Balance  $2.00\n"
    assert plain(read_bank_statement([sheet(text)]))["closing_balance"] == "2.00"


_APP = (
    "Checking ..4471\n"
    "\n"
    "COSTCO WHSE                      -$48.70\n"
    "Nov 11, 2026\n"
    "\n"
    "GRANITE PEAK DIRECT DEP       +$1,484.49\n"
    "Nov 6, 2026\n"
    "\n"
    "CITY WATER UTIL                  -$80.07\n"
    "Nov 2, 2026\n"
)


def test_the_list_of_an_app_has_the_day_of_each_row_under_it(sheet):
    assert _pays(read_bank_statement([sheet(_APP)])) == [("2026-11-06", "1484.49")]


def test_rows_as_near_to_the_day_above_as_to_the_day_below_have_none(sheet):
    assert "transactions" not in read_bank_statement([sheet("Nov 12, 2026\n" + _APP.replace("\n\n", "\n"))])


def test_a_heading_of_two_lines_keeps_the_columns_of_its_first(sheet):
    text = (
        "STATEMENT PERIOD 10/01/2026 - 10/31/2026\n"
        "BEGINNING BALANCE  $1,000.00\n"
        "POSTING      TRANSACTION      DEPOSITS & OTHER CREDITS    WITHDRAWALS & OTHER DEBITS      DAILY\n"
        "DATE         DESCRIPTION                                                                  BALANCE\n"
        "10/29/2026   SPOTIFY USA                                                 $74.73\n"
        "10/29/2026   TARGET T-1442                                               $27.49            $897.78\n"
        "10/30/2026   MARINE PAYROLL            $2,369.05\n"
        "10/30/2026   H-E-B                                                       $87.13          $3,179.70\n"
    )
    facts = read_bank_statement([sheet(text)])
    assert _pays(facts) == [("2026-10-30", "2369.05")]
    assert [row["direction"] for row in facts["transactions"].value] == ["debit", "debit", "credit", "debit"]


def test_rows_without_a_year_lie_in_the_only_month_that_the_page_names(sheet):
    text = "Monthly Statement - October 2026\n" + "Date  Description  Amount\n10/01  Direct Deposit  +$1,600.00\n"
    assert _pays(read_bank_statement([sheet(text)])) == [("2026-10-01", "1600.00")]
