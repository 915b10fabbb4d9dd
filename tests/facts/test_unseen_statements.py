"""Statements of banks that no other test draws: each way of printing once."""

from app.screening.facts.bank_statement import read_bank_statement


def plain(facts):
    return {name: fact.value for name, fact in facts.items() if isinstance(fact.value, str)}


def payroll(facts):
    return [(row["date"], row["amount"]) for row in facts["payroll_deposits"].value]


def test_balances_and_sums_stand_under_headings_of_two_lines(sheet):
    text = (
        "USAA FEDERAL SAVINGS BANK\n"
        "STATEMENT PERIOD\n09/22/26 - 10/21/26\n"
        "BALANCE LAST   NO.      TOTAL AMOUNT OF   NO.        TOTAL AMOUNT OF    BALANCE THIS\n"
        "STATEMENT      DEBITS   DEBITS PAID       DEPOSITS   DEPOSITS MADE      STATEMENT\n"
        "612.05         4        3,011.87          3          4,220.10           1,820.28\n"
    )
    facts = plain(read_bank_statement([sheet(text)]))
    assert facts["opening_balance"] == "612.05"
    assert facts["closing_balance"] == "1820.28"
    assert facts["deposits_total"] == "4220.10"
    assert facts["withdrawals_total"] == "3011.87"


def test_the_days_of_the_balances_between_their_labels_and_amounts_are_the_period(sheet):
    text = (
        "KeyBank\n"
        "Beginning balance 9-18-26          $1,500.37\n"
        "2  Additions                       +2,907.66\n"
        "4  Subtractions                    -2,730.05\n"
        "Net fees and charges                   -5.00\n"
        "Ending balance 10-20-26            $1,672.98\n"
        "\n"
        "Additions\n"
        "Deposits   Date    Serial #    Source\n"
        "           9-25                Direct Deposit, Kaleida Health        $1,453.83\n"
        "           10-9                Direct Deposit, Kaleida Health         1,453.83\n"
    )
    facts = read_bank_statement([sheet(text)])
    assert plain(facts)["statement_start"] == "2026-09-18"
    assert plain(facts)["statement_end"] == "2026-10-20"
    assert payroll(facts) == [("2026-09-25", "1453.83"), ("2026-10-09", "1453.83")]
    assert plain(facts)["withdrawals_total"] == "2735.05", "fees stand in a line of their own and went out too"


def test_the_days_of_the_balances_stand_in_their_headings(sheet):
    text = (
        "Ally Bank, Member FDIC\n"
        "Account Name       Beginning Balance (as of 09/26/2026)    Ending Balance (as of 10/25/2026)\n"
        "Spending Account                             $3,004.56                            $2,871.30\n"
    )
    facts = plain(read_bank_statement([sheet(text)]))
    assert (facts["statement_start"], facts["statement_end"]) == ("2026-09-26", "2026-10-25")


def test_money_inside_the_words_of_a_row_is_not_its_amount(sheet):
    text = (
        "First Harbor Bank\n"
        "Statement Period 10/01/2026 - 10/31/2026\n"
        "Date         Description                              Amount       Balance\n"
        "10/15/2026   PAYROLL USD 417 MORRIS CO              1,734.08      5,061.53\n"
        "10/20/2026   Wire in EUR 500.00 @ 1.1020              551.00      5,612.53\n"
    )
    facts = read_bank_statement([sheet(text)])
    assert payroll(facts) == [("2026-10-15", "1734.08")]
    assert [row["amount"] for row in facts["transactions"].value] == ["1734.08", "551.00"]
    assert facts["transactions"].value[0]["description"] == "PAYROLL USD 417 MORRIS CO"


def test_an_amount_under_an_unknown_heading_beside_the_balance_is_the_rows(sheet):
    text = (
        "First Harbor Bank\n"
        "Statement Period 10/01/2026 - 10/31/2026\n"
        "Date         Details                              Movement       Balance\n"
        "10/02/2026   Rent                               (2,100.00)      7,104.55\n"
        "10/09/2026   Salary Bowdoin College               2,871.33      9,975.88\n"
    )
    facts = read_bank_statement([sheet(text)])
    assert [row["amount"] for row in facts["transactions"].value] == ["-2100.00", "2871.33"]
    assert payroll(facts) == [("2026-10-09", "2871.33")]


def test_pending_rows_are_not_booked(sheet):
    text = (
        "Lakeshore Community Bank\n"
        "Statement period Dec 18, 2025 - Jan 17, 2026\n"
        "Pending transactions\n"
        "Date      Description                            Amount      Balance\n"
        "Jan 17    LAKESHORE SCHOOL PAYROLL            $1,401.11\n"
        "\n"
        "Posted transactions\n"
        "Date      Description                            Amount      Balance\n"
        "Jan 16    PAYROLL BONUS (pending)                $50.00    $1,390.20\n"
        "Jan 9     LAKESHORE SCHOOL PAYROLL            $1,401.11    $1,340.20\n"
    )
    assert payroll(read_bank_statement([sheet(text)])) == [("2026-01-09", "1401.11")]


def test_pay_that_a_business_sends_is_no_pay_of_its_own(sheet):
    text = (
        "Frost Bank\n"
        "Statement Period 10/01/2026 - 10/31/2026\n"
        "Date         Description                                Amount\n"
        "10/02/2026   ACH DEBIT GUSTO PAYROLL NET              6,204.11\n"
        "10/09/2026   PAYROLL MISSION HOSPITAL                 1,201.08\n"
    )
    assert payroll(read_bank_statement([sheet(text)])) == [("2026-10-09", "1201.08")]


def test_letters_behind_an_amount_are_its_sign(sheet):
    text = (
        "Blue Ridge Community Credit Union\n"
        "From 09/01/2026  To 09/30/2026\n"
        "Previous Balance     $ 88.10 CR\n"
        "New Balance         $ 121.64 DR\n"
        "\n"
        "Eff Date      Balance          Amount    Description\n"
        "09/05       188.10 CR        100.00 CR   DEPOSIT CASH\n"
        "09/11       121.64 DR        309.74 DR   POS INGLES MARKETS\n"
    )
    facts = read_bank_statement([sheet(text)])
    assert (facts["opening_balance"].value, facts["closing_balance"].value) == ("88.10", "-121.64")
    rows = [(row["amount"], row["balance"]) for row in facts["transactions"].value]
    assert rows == [("100.00", "188.10"), ("-309.74", "-121.64")]


def test_of_two_periods_beside_each_other_this_one_counts(sheet):
    text = (
        "BMO Bank N.A.\n"
        "Statement Period 10/06/26 TO 11/04/26\n"
        "Deposit Account Summary        This period      Last period\n"
        "Previous Balance                 $1,044.20        $1,811.90\n"
        "Ending Balance                   $1,550.02        $1,044.20\n"
    )
    facts = plain(read_bank_statement([sheet(text)]))
    assert (facts["opening_balance"], facts["closing_balance"]) == ("1044.20", "1550.02")


def test_checks_and_withdrawals_after_counts_and_days_are_added_up(sheet):
    text = (
        "FIFTH THIRD BANK\n"
        "Statement Period Date: 9/12/2026 - 10/13/2026\n"
        "09/12    Beginning Balance        $5,021.18\n"
        "2        Checks                $(1,620.00)\n"
        "3        Withdrawals / Debits    $(942.77)\n"
        "2        Deposits / Credits       $3,866.02\n"
        "10/13    Ending Balance           $6,324.43\n"
    )
    facts = plain(read_bank_statement([sheet(text)]))
    assert (facts["withdrawals_total"], facts["deposits_total"]) == ("2562.77", "3866.02")


def test_a_bank_that_money_went_to_is_not_the_statements(sheet):
    text = (
        "Statement period: 10/01/2026 to 10/31/2026\n"
        "Date          Note          To                  Amount\n"
        "10/20/2026    transfer      Wells Fargo        -$300.00\n"
    )
    assert "bank_name" not in read_bank_statement([sheet(text)])


def test_a_period_that_begins_and_goes_through_over_two_lines(sheet):
    text = (
        "Citizens                       Beginning September 30, 2026\n"
        "Citizens Bank, N.A.            through October 29, 2026\n"
        "Current Balance    1,861.45\n"
    )
    facts = plain(read_bank_statement([sheet(text)]))
    assert (facts["statement_start"], facts["statement_end"]) == ("2026-09-30", "2026-10-29")


def test_parts_under_a_total_are_not_added_to_it(sheet):
    text = (
        "The Huntington National Bank\n"
        "Beginning Balance              $740.19\n"
        "Credits (+)                   3,218.20\n"
        " Electronic Deposits          3,218.20\n"
        "Debits (-)                    2,640.88\n"
        " Checks Paid                    850.00\n"
        " Electronic Withdrawals       1,790.88\n"
        "Ending Balance               $1,317.51\n"
    )
    facts = plain(read_bank_statement([sheet(text)]))
    assert (facts["deposits_total"], facts["withdrawals_total"]) == ("3218.20", "2640.88")


def test_a_title_before_other_amounts_is_none_of_a_later_table(sheet):
    text = (
        "Mill Creek Credit Union\n"
        "ACCOUNT SUMMARY\n"
        "Savings      1,562.80      Loans      0.00\n"
        "SAVINGS ACCOUNT\n"
        "DATE          DESCRIPTION                     DEBIT       CREDIT      BALANCE\n"
        "2026-10-05    Payroll Mill Creek Schools          -     1,650.00     1,650.00\n"
        "2026-10-09    HOME DEPOT                      87.20            -     1,562.80\n"
    )
    assert payroll(read_bank_statement([sheet(text)])) == [("2026-10-05", "1650.00")]


def test_sums_in_a_named_currency_and_short_headings_of_columns_are_read(sheet):
    text = (
        "City Bank PLC\n"
        "Statement period 10/01/2026 - 10/31/2026\n"
        "DATE          PARTICULARS              DR.          CR.          BALANCE [BDT]\n"
        "10/02/2026    LYFT RIDE                21.49                       48,388.51\n"
        "10/04/2026    SALARY NOVATEX LTD                 61,000.00        109,388.51\n"
        "Total Withdrawal in BDT:    21.49          Opening Balance in BDT:      48,410.00\n"
        "Total Deposit in BDT:       61,000.00      Closing Balance in BDT:     109,388.51\n"
    )
    facts = read_bank_statement([sheet(text)])
    assert plain(facts)["opening_balance"] == "48410.00"
    assert plain(facts)["closing_balance"] == "109388.51"
    assert plain(facts)["withdrawals_total"] == "21.49"
    assert [row["amount"] for row in facts["transactions"].value] == ["-21.49", "61000.00"]


def test_sums_with_a_sign_stand_over_their_labels(sheet):
    text = (
        "Monzo Bank Limited (https://monzo.com)\n"
        "01/10/2026 - 31/10/2026\n"
        "-£973.75\n"
        "Total outgoings\n"
        "+£1,806.09\n"
        "Total incomes\n"
    )
    facts = plain(read_bank_statement([sheet(text)]))
    assert (facts["withdrawals_total"], facts["deposits_total"]) == ("973.75", "1806.09")
    assert facts["bank_name"] == "Monzo Bank Limited"


def test_the_words_of_a_row_behind_its_balance_stand_under_a_heading_close_to_the_next(sheet):
    text = (
        "Woodforest National Bank\n"
        "Statement period 09/26/2026 - 10/23/2026\n"
        "Date      Credits      Debits      Balance Description\n"
        "10-02    1,212.35                 2,097.25    PAYROLL CONROE ISD\n"
        "10-04                   27.70     2,069.55    TARGET T-634\n"
    )
    assert payroll(read_bank_statement([sheet(text)])) == [("2026-10-02", "1212.35")]
