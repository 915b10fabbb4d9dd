"""Periods, rows and accounts of statements as banks print them without labels of their own."""

import pytest

from app.screening.facts.bank_statement import read_bank_statement

SUMMARY = "\nBeginning balance      $94.00\nEnding balance      $749.90\n"


def plain(facts):
    return {name: fact.value for name, fact in facts.items() if isinstance(fact.value, str)}


@pytest.mark.parametrize(
    "head",
    [
        "USD statement\nOctober 1, 2026 [GMT-04:00] - October 31, 2026 [GMT-04:00]" + SUMMARY,
        "Statement\nBeginning October 1, 2026\nthrough   October 31, 2026" + SUMMARY,
        "Cash App      October 2026\nStarting balance on Oct 1      $94.00\nEnding balance on Oct 31      $749.90\n",
        "Account      Beginning Balance      Ending Balance\n"
        "             (as of 10/01/2026)     (as of 10/31/2026)\n"
        "Spending     $94.00                 $749.90\n",
        "Statement Activity From:              Beginning Balance      $94.00\n"
        "10/01/26 to 10/31/26                  Credits (+)           $655.90\n"
        "Days in period 31                     Ending Balance        $749.90\n",
    ],
)
def test_the_period_is_read_wherever_two_days_are_joined(sheet, head):
    facts = plain(read_bank_statement([sheet(head)]))
    assert (facts["statement_start"], facts["statement_end"]) == ("2026-10-01", "2026-10-31")


def test_a_line_that_begins_with_the_period_is_no_transaction(sheet):
    text = (
        "Statement Activity From:              Beginning Balance      $94.00\n"
        "10/01/26 to 10/31/26                  Credits (+)           $655.90\n"
    )
    facts = read_bank_statement([sheet(text)])
    assert "transactions" not in facts
    assert facts["deposits_total"].value == "655.90"


def test_the_days_of_a_sale_and_its_booking_are_no_period(sheet):
    text = "Date        Posted      Description      Amount\n10/01/2026  10/03/2026  Groceries        -20.00\n"
    assert "statement_start" not in read_bank_statement([sheet(text)])


def test_words_that_run_on_from_the_date_keep_their_row(sheet):
    text = '10/02/2026,"PIONEER SEED DIRECT DEP","960.45","2,150.65"\n10/09/2026,"KROGER #398","-56.89","2,093.76"\n'
    rows = read_bank_statement([sheet(text)])["transactions"].value
    assert [(row["amount"], row["description"]) for row in rows] == [
        ("960.45", "PIONEER SEED DIRECT DEP"),
        ("-56.89", "KROGER #398"),
    ]


def test_gross_fee_and_net_are_one_amount(sheet):
    text = (
        "10/01/2026 - 10/31/2026\n"
        "Date          Description         Gross      Fee       Net\n"
        "10/15/2026    Direct Deposit      905.00     0.00      905.00\n"
    )
    [row] = read_bank_statement([sheet(text)])["payroll_deposits"].value
    assert (row["date"], row["amount"]) == ("2026-10-15", "905.00")


def test_pay_services_count_as_payroll_coming_in_only(sheet):
    text = (
        "10/01/2026 - 10/31/2026\n"
        "Date          Description              Amount\n"
        "10/15/2026    GUSTO PAY 118822        905.00\n"
        "10/16/2026    GUSTO FEE 118822        -40.00\n"
        "10/17/2026    Zelle from employer     200.00\n"
    )
    [row] = read_bank_statement([sheet(text)])["payroll_deposits"].value
    assert row["amount"] == "905.00"


def test_balances_of_several_accounts_add_up_where_each_proves_itself(sheet):
    text = (
        "Share Savings ID 00\nPost Date   Description               Amount    New Balance\n"
        "09/01/2026  Balance Forward                          100.00\n"
        "09/20/2026  Transfer From Checking      50.00        150.00\n"
        "09/30/2026  Ending Balance                           150.00\n"
        "Checking ID 75\nPost Date   Description               Amount    New Balance\n"
        "09/01/2026  Balance Forward                          300.00\n"
        "09/20/2026  Transfer To Share          -50.00        250.00\n"
        "09/30/2026  Ending Balance                           250.00\n"
    )
    facts = plain(read_bank_statement([sheet(text)]))
    assert facts["balances_total"] == facts["closing_balance"] == facts["opening_balance"] == "400.00"


def test_balances_of_several_accounts_are_their_printed_sum(sheet):
    text = (
        "Account               Beginning balance      Ending balance\n"
        "Free Checking         $2,100.00              $7,372.11\n"
        "Statement Savings     $5,000.00              $5,004.23\n"
        "Total                 $7,100.00             $12,376.34\n"
        "Free Checking\nBeginning balance     $2,100.00\nEnding balance        $7,372.11\n"
    )
    facts = plain(read_bank_statement([sheet(text)]))
    assert facts["balances_total"] == "12376.34"
    assert not facts.keys() & {"opening_balance", "closing_balance"}


def test_one_label_at_two_days_is_both_balances(sheet):
    text = "Balance on Oct 1, 2026      $19.22\nDeposits      $100.00\nBalance on Oct 31, 2026      $119.22\n"
    facts = plain(read_bank_statement([sheet(text)]))
    assert (facts["opening_balance"], facts["closing_balance"]) == ("19.22", "119.22")
    assert (facts["statement_start"], facts["statement_end"]) == ("2026-10-01", "2026-10-31")


def test_the_day_follows_the_balances_label_without_a_word_between(sheet):
    text = "Statement October 2026\nStarting balance Oct 1      $19.22\nEnding balance Oct 31      $119.22\n"
    facts = plain(read_bank_statement([sheet(text)]))
    assert (facts["opening_balance"], facts["closing_balance"]) == ("19.22", "119.22")
    assert (facts["statement_start"], facts["statement_end"]) == ("2026-10-01", "2026-10-31")


def test_from_the_last_statement_to_this_ones_day_is_the_period(sheet):
    text = "Statement Date: 10/31/2026\nLast Statement: 09/30/2026\n" + SUMMARY
    facts = plain(read_bank_statement([sheet(text)]))
    assert (facts["statement_start"], facts["statement_end"]) == ("2026-09-30", "2026-10-31")


def test_a_period_whose_months_are_shortened_by_dots_is_read(sheet):
    facts = plain(read_bank_statement([sheet("STATEMENT PERIOD\nOCT.01-OCT.31,2026\n" + SUMMARY)]))
    assert (facts["statement_start"], facts["statement_end"]) == ("2026-10-01", "2026-10-31")


def test_the_treasury_pays_salaries_and_refunds(sheet):
    text = (
        "10/01/2026 - 10/31/2026\nDate          Description                Amount\n"
        "10/15/2026    AGRI TREAS 310 FED SAL     1844.12\n10/16/2026    IRS TREAS 310 TAX REF       300.00\n"
        "10/17/2026    H-E-B #552                 -26.35\n10/19/2026    ENID FEED & SEED PAYROLL    980.00\n"
    )
    facts = read_bank_statement([sheet(text)])
    assert [row["amount"] for row in facts["payroll_deposits"].value] == ["1844.12", "980.00"]
    assert len(facts["transactions"].value) == 4, "a name of single letters is a description too"


def test_the_days_in_front_of_the_balances_are_the_period(sheet):
    text = (
        "Flagstar Bank\n10/01/2026   Beginning Balance   $918.00\n             3 Credit(s)      $100.00\n"
        "10/31/2026   Ending Balance     $1,018.00\n"
    )
    facts = plain(read_bank_statement([sheet(text)]))
    assert (facts["statement_start"], facts["statement_end"]) == ("2026-10-01", "2026-10-31")


def test_words_between_the_amount_and_the_balance_are_the_rows(sheet):
    text = (
        "PERIOD 10/01/26 THRU 10/31/26\n\n"
        "DATE        AMOUNT   DESCRIPTION                   BALANCE\n"
        "10/08       820.00   PAYROLL BLUE MESA CLINIC      290.46\n"
        "10/10       104.44-  CARD TRADER JOE S             186.02\n"
    )
    [row] = read_bank_statement([sheet(text)])["payroll_deposits"].value
    assert (row["amount"], row["description"]) == ("820.00", "PAYROLL BLUE MESA CLINIC")


def test_letters_of_a_sign_between_two_amounts_are_not_the_description(sheet):
    text = (
        "From 09/01/2026 To 09/30/2026\n\n"
        "Eff Date     Balance         Amount          Description\n"
        "09/04        1,289.18 CR     1,201.08 CR     ACH MISSION HOSPITAL PAYROLL\n"
        "09/05          189.18 CR     1,100.00 DR     DRAFT 1188\n"
    )
    [row] = read_bank_statement([sheet(text)])["payroll_deposits"].value
    assert row["amount"] == "1201.08"
    assert row["description"].endswith("ACH MISSION HOSPITAL PAYROLL")


def test_the_day_of_the_last_statement_is_none_of_this_one_where_the_page_counts_its_days(sheet):
    text = "SYNOVUS\nLast statement: August 31, 2026\nThis statement: September 30, 2026\n"
    days = "Total days in statement period: 30\n"
    assert read_bank_statement([sheet(text + days)])["statement_start"].value == "2026-09-01"
    assert read_bank_statement([sheet(text)])["statement_start"].value == "2026-08-31"
    text = "Trustmark\nPrevious Statement Date 09/14/2026\nCurrent Statement Date 10/14/2026\nDays This Period 30\n"
    assert read_bank_statement([sheet(text)])["statement_start"].value == "2026-09-15"
