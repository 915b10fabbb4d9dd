"""What a statement's own sums tell: rows of a summary that add up, blocks that do, and transactions that prove it."""

from app.screening.facts.bank_statement import read_bank_statement


def plain(facts):
    return {name: fact.value for name, fact in facts.items() if isinstance(fact.value, str)}


def test_a_row_that_adds_up_under_broken_headings_of_a_balance_needs_no_known_labels(sheet):
    text = (
        "ACCOUNT SUMMARY\n"
        "BEGINNING      DEPOSITS & OTHER     CHECKS PAID        OTHER            ENDING\n"
        "BALANCE        ADDITIONS                               SUBTRACTIONS     BALANCE\n"
        "$3,018.26      4,044.90             1,125.00           690.14           $5,248.02\n"
    )
    facts = plain(read_bank_statement([sheet(text)]))
    assert (facts["opening_balance"], facts["closing_balance"]) == ("3018.26", "5248.02")
    assert (facts["deposits_total"], facts["withdrawals_total"]) == ("4044.90", "1815.14")


def test_a_row_that_does_not_add_up_proves_nothing(sheet):
    text = (
        "BEGINNING      DEPOSITS & OTHER     CHECKS PAID        OTHER            ENDING\n"
        "BALANCE        ADDITIONS                               SUBTRACTIONS     BALANCE\n"
        "$3,018.26      4,044.90             1,125.00           690.14           $5,238.02\n"
    )
    assert "withdrawals_total" not in plain(read_bank_statement([sheet(text)]))


def test_lines_of_a_summary_with_unknown_words_take_the_only_signs_that_add_up(sheet):
    text = (
        "Beginning balance             $100.00\n"
        "Deposits                      $900.00\n"
        "Purchases                    -$250.00\n"
        "Adjustments                    $20.00\n"
        "Zips and zaps                  $70.00\n"
        "Ending balance                $700.00\n"
    )
    facts = plain(read_bank_statement([sheet(text)]))
    assert facts["deposits_total"] == "900.00", "what only arithmetic calls a credit is not a printed deposit"
    assert facts["withdrawals_total"] == "320.00"


ROWS = (
    "Date    Description                    Credit      Debit\n"
    "Oct 2, 2026    Payroll Gulfside        640.30\n"
    "Oct 5, 2026    Cash out                             55.00\n"
    "Oct 9, 2026    Payroll Gulfside        655.10\n"
    "Oct 18, 2026   Chipotle                             118.26\n"
)


def test_the_balance_that_the_rows_lead_to_is_the_closing_one_whatever_its_label_says_besides(sheet):
    text = "Opening balance (Oct 1)      $12.08\nBalance you had (Oct 31)     $1,134.22\n" + ROWS
    facts = plain(read_bank_statement([sheet(text)]))
    assert facts["closing_balance"] == "1134.22"


def test_a_balance_that_the_rows_do_not_lead_to_is_not_taken(sheet):
    text = "Opening balance (Oct 1)      $12.08\nBalance you had (Oct 31)     $1,134.23\n" + ROWS
    assert "closing_balance" not in plain(read_bank_statement([sheet(text)]))


def test_sums_under_the_rows_are_totals_where_the_rows_lead_from_one_balance_to_the_other(sheet):
    text = (
        "Beginning Balance      $12.08\nEnding Balance         $1,122.14\n"
        "Date    Description                    Amount Subtracted      Amount Added     Balance\n"
        "10/02/2026    Payroll Gulfside                                640.30           652.38\n"
        "10/05/2026    Cash out                 67.08                                   585.30\n"
        "10/09/2026    Payroll Gulfside                                655.10           1,240.40\n"
        "10/18/2026    Chipotle                 118.26                                  1,122.14\n"
        "              Total Subtracted/Added   185.34                 1,295.40\n"
    )
    facts = plain(read_bank_statement([sheet(text)]))
    assert (facts["deposits_total"], facts["withdrawals_total"]) == ("1295.40", "185.34")


def test_two_accounts_without_movements_hide_no_printed_total(sheet):
    text = (
        "SHARE 00 REGULAR SAVINGS\n"
        "10-01    Beginning Balance       25.00\n"
        "10-31    Ending Balance          25.00\n"
        "SHARE 75 FREE CHECKING\n"
        "10-01    Beginning Balance      118.40\n"
        "10-31    Ending Balance         848.13\n"
        "Total Deposits      3,593.93\nTotal Withdrawals   2,864.20\n"
    )
    facts = plain(read_bank_statement([sheet(text)]))
    assert facts["deposits_total"] == "3593.93"


def test_a_row_that_adds_up_between_two_statements_needs_no_word_balance(sheet):
    text = (
        "Last Statement 10/11/26    Credits This Period    Debits This Period    This Statement 11/11/26\n"
        "                 640.20               2,651.50              1,536.77                   1,754.93\n"
    )
    facts = plain(read_bank_statement([sheet(text)]))
    assert (facts["opening_balance"], facts["closing_balance"]) == ("640.20", "1754.93")
    assert (facts["deposits_total"], facts["withdrawals_total"]) == ("2651.50", "1536.77")
