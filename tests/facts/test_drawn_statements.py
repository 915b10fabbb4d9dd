"""Bank statements drawn in four styles."""

from __future__ import annotations

import pytest

from app.screening.facts.extract import documents_in
from app.screening.reading.pages import ReadFile


def one_amount_column(draw):
    d = draw()
    d.text(40, 40, "CHASE", 20)
    d.text(40, 54, "JPMorgan Chase Bank, N.A.", 7)
    d.text(40, 64, "P O Box 182051", 7)
    d.text(400, 50, "October 01, 2026 through October 30, 2026", 8)
    d.row(62, (400, "Account Number:"), (480, "000000123456789"), size=8)
    d.text(60, 110, "MARIA T GONZALEZ-RUIZ", 9)
    d.text(60, 122, "77 PINE STREET APT 4")
    d.text(60, 134, "TACOMA WA 98405")
    d.text(40, 180, "CHECKING SUMMARY", 11)
    d.text(150, 180, "Chase Total Checking", 9)
    d.row(194, (400, "AMOUNT", "r"), size=7)
    d.row(206, (40, "Beginning Balance"), (400, "$4,210.55", "r"))
    d.row(218, (40, "Deposits and Additions"), (400, "3,606.18", "r"))
    d.row(230, (40, "ATM & Debit Card Withdrawals"), (400, "-412.20", "r"))
    d.row(242, (40, "Electronic Withdrawals"), (400, "-1,850.00", "r"))
    d.row(256, (40, "Ending Balance"), (400, "$5,554.53", "r"))
    d.text(40, 290, "TRANSACTION DETAIL", 11)
    d.row(304, (40, "DATE"), (90, "DESCRIPTION"), (460, "AMOUNT", "r"), (550, "BALANCE", "r"), size=7)
    d.row(316, (90, "Beginning Balance"), (550, "$4,210.55", "r"), size=8)
    rows = [
        ("10/02", "Card Purchase 10/01 Fred Meyer Tacoma WA", "-112.20", "4,098.35"),
        ("10/09", "Brightwater Log Payroll PPD ID: 9111111101", "1,803.09", "5,901.44"),
        ("10/15", "Zelle Payment To Rent LLC", "-1,850.00", "4,051.44"),
        ("10/20", "Non-Chase ATM Withdraw", "-300.00", "3,751.44"),
        ("10/23", "Brightwater Log Payroll PPD ID: 9111111101", "1,803.09", "5,554.53"),
    ]
    for i, (a, b, c, e) in enumerate(rows):
        d.row(330 + i * 13, (40, a), (90, b), (460, c, "r"), (550, e, "r"), size=8)
    d.row(330 + len(rows) * 13, (90, "Ending Balance"), (550, "$5,554.53", "r"), size=8)
    return d.done(), {
        "account_holder": "MARIA T GONZALEZ-RUIZ",
        "bank_name": "CHASE",
        "statement_start": "2026-10-01",
        "statement_end": "2026-10-30",
        "opening_balance": "4210.55",
        "closing_balance": "5554.53",
        "deposits_total": "3606.18",
        "payroll_deposits": (
            {"date": "2026-10-09", "amount": "1803.09", "description": rows[1][1]},
            {"date": "2026-10-23", "amount": "1803.09", "description": rows[1][1]},
        ),
    }


def sections_by_sign(draw):
    d = draw()
    d.text(40, 40, "Bank of America", 14)
    d.text(40, 54, "P.O. Box 15284, Wilmington, DE 19850", 7)
    d.text(60, 100, "JORDAN LEE")
    d.text(60, 112, "1200 NW COUCH ST")
    d.text(60, 124, "PORTLAND, OR  97209")
    d.text(40, 180, "Your Adv Plus Banking", 12)
    d.text(40, 194, "for September 18, 2026 to October 17, 2026", 9)
    d.text(350, 194, "Account number: 0000 1111 2222", 9)
    d.text(40, 206, "JORDAN LEE", 8)
    d.text(40, 230, "Account summary", 11)
    for i, (a, b) in enumerate(
        [
            ("Beginning balance on September 18, 2026", "$2,100.10"),
            ("Deposits and other additions", "4,921.00"),
            ("Withdrawals and other subtractions", "-3,310.44"),
            ("Checks", "-0.00"),
            ("Service fees", "-0.00"),
            ("Ending balance on October 17, 2026", "$3,710.66"),
        ]
    ):
        d.row(244 + i * 13, (40, a), (300, b, "r"))
    d.text(40, 350, "Deposits and other additions", 11)
    d.row(364, (40, "Date"), (100, "Description"), (560, "Amount", "r"), size=8)
    d.row(
        378,
        (40, "09/22/26"),
        (100, "RIVERSIDE BAKERY DES:PAYROLL ID:123456789 INDN:JORDAN LEE CO ID:9111111103 PPD"),
        (560, "2,460.50", "r"),
        size=8,
    )
    d.row(
        391,
        (40, "10/06/26"),
        (100, "RIVERSIDE BAKERY DES:PAYROLL ID:123456789 INDN:JORDAN LEE CO ID:9111111103 PPD"),
        (560, "2,460.50", "r"),
        size=8,
    )
    d.row(404, (40, "Total deposits and other additions"), (560, "$4,921.00", "r"), size=8)
    d.text(40, 440, "Withdrawals and other subtractions", 11)
    d.row(454, (40, "Date"), (100, "Description"), (560, "Amount", "r"), size=8)
    d.row(468, (40, "09/25/26"), (100, "PGE WEB PAY"), (560, "-110.44", "r"), size=8)
    d.row(481, (40, "10/01/26"), (100, "Rent payment"), (560, "-3,200.00", "r"), size=8)
    d.row(494, (40, "Total withdrawals and other subtractions"), (560, "-$3,310.44", "r"), size=8)
    ds = "RIVERSIDE BAKERY DES:PAYROLL ID:123456789 INDN:JORDAN LEE CO ID:9111111103 PPD"
    return d.done(), {
        "account_holder": "JORDAN LEE",
        "bank_name": "Bank of America",
        "statement_start": "2026-09-18",
        "statement_end": "2026-10-17",
        "opening_balance": "2100.10",
        "closing_balance": "3710.66",
        "deposits_total": "4921.00",
        "withdrawals_total": "3310.44",
        "payroll_deposits": tuple(
            {"date": x, "amount": "2460.50", "description": ds} for x in ("2026-09-22", "2026-10-06")
        ),
    }


def two_amount_columns(draw):
    d = draw()
    d.text(40, 50, "Wells Fargo Everyday Checking", 16)
    d.text(40, 66, "October 31, 2026  ■  Page 1 of 4", 8)
    d.text(40, 100, "PRIYA NAIR")
    d.text(40, 112, "55 MARKET ST")
    d.text(40, 124, "OAKLAND CA 94607")
    d.text(40, 170, "Statement period activity summary", 10)
    for i, (a, b) in enumerate(
        [
            ("Beginning balance on 10/1", "$9,101.00"),
            ("Deposits/Additions", "4,783.66"),
            ("Withdrawals/Subtractions", "- 2,900.25"),
            ("Ending balance on 10/31", "$10,984.41"),
        ]
    ):
        d.row(184 + i * 12, (40, a), (280, b, "r"), size=8)
    d.row(184, (330, "Account number: 1234567890"), size=8)
    d.text(330, 196, "PRIYA NAIR", 8)
    d.text(330, 208, "Statement period: 10/01/2026 - 10/31/2026", 8)
    d.text(40, 260, "Transaction history", 10)
    d.row(274, (400, "Deposits/", "r"), (480, "Withdrawals/", "r"), (570, "Ending daily", "r"), size=7)
    d.row(
        283,
        (40, "Date"),
        (90, "Description"),
        (400, "Additions", "r"),
        (480, "Subtractions", "r"),
        (570, "balance", "r"),
        size=7,
    )
    rows = [
        ("10/2", "Northline Health Payroll 261002 100234 Priya Nair", "2,391.83", "", ""),
        ("10/5", "Bill Pay Rent", "", "2,900.25", "8,592.58"),
        ("10/16", "Northline Health Payroll 261016 100234 Priya Nair", "2,391.83", "", "10,984.41"),
    ]
    for i, (a, b, c, e, f) in enumerate(rows):
        d.row(
            296 + i * 12,
            (40, a),
            (90, b),
            *([(400, c, "r")] if c else []),
            *([(480, e, "r")] if e else []),
            *([(570, f, "r")] if f else []),
            size=8,
        )
    d.row(340, (40, "Ending balance on 10/31"), (570, "10,984.41", "r"), size=8)
    d.row(354, (40, "Totals"), (400, "$4,783.66", "r"), (480, "$2,900.25", "r"), size=8)
    return d.done(), {
        "account_holder": "PRIYA NAIR",
        "statement_start": "2026-10-01",
        "statement_end": "2026-10-31",
        "opening_balance": "9101.00",
        "closing_balance": "10984.41",
        "deposits_total": "4783.66",
        "withdrawals_total": "2900.25",
        "payroll_deposits": tuple(
            {"date": x, "amount": "2391.83", "description": y[1]}
            for x, y in (("2026-10-02", rows[0]), ("2026-10-16", rows[2]))
        ),
    }


def summary_in_a_row(draw):
    d = draw()
    d.text(200, 40, "Lakeview Community Credit Union", 15)
    d.text(200, 54, "Statement of Account", 11)
    d.row(90, (40, "Member Name:"), (130, "Sam O'Brien"), (350, "Statement Period:"), (450, "10/01/26 - 10/31/26"))
    d.row(104, (40, "Member Number:"), (130, "55012"), (350, "Account Type:"), (450, "Share Draft"))
    d.row(130, (40, "Previous Balance"), (160, "Total Deposits"), (280, "Total Withdrawals"), (420, "New Balance"))
    d.row(144, (40, "$1,020.00"), (160, "$2,264.62"), (280, "$1,300.50"), (420, "$1,984.12"))
    d.row(
        170,
        (40, "Date"),
        (100, "Transaction Description"),
        (350, "Debits", "r"),
        (430, "Credits", "r"),
        (520, "Balance", "r"),
    )
    d.row(184, (40, "Oct 1"), (100, "Beginning Balance"), (520, "1,020.00", "r"))
    d.row(198, (40, "Oct 3"), (100, "Withdrawal ACH UTILITY"), (350, "300.50", "r"), (520, "719.50", "r"))
    d.row(212, (40, "Oct 15"), (100, "Deposit ACH LAKESHORE DENTAL"), (430, "2,264.62", "r"), (520, "2,984.12", "r"))
    d.row(224, (100, "TYPE: PAYROLL"))
    d.row(238, (40, "Oct 28"), (100, "Withdrawal Check 101"), (350, "1,000.00", "r"), (520, "1,984.12", "r"))
    d.row(252, (40, "Oct 31"), (100, "Ending Balance"), (520, "1,984.12", "r"))
    return d.done(), {
        "account_holder": "Sam O'Brien",
        "bank_name": "Lakeview Community Credit Union",
        "statement_start": "2026-10-01",
        "statement_end": "2026-10-31",
        "opening_balance": "1020.00",
        "closing_balance": "1984.12",
        "deposits_total": "2264.62",
        "withdrawals_total": "1300.50",
        "payroll_deposits": (
            {"date": "2026-10-15", "amount": "2264.62", "description": "Deposit ACH LAKESHORE DENTAL TYPE: PAYROLL"},
        ),
    }


@pytest.mark.parametrize("layout", [one_amount_column, sections_by_sign, two_amount_columns, summary_in_a_row])
def test_every_value_of_a_layout_is_read_and_none_is_wrong(layout, drawing, reader):
    content, truth = layout(drawing)
    [document] = documents_in(ReadFile("f1", "file.pdf", reader.read(content)))
    assert document.document_type == "bank_statement"
    assert {name: document.fields[name].value for name in truth if name in document.fields} == truth
    for fact in document.fields.values():
        assert fact.box is not None
        assert 0 <= fact.box[0] < fact.box[2] <= 800
