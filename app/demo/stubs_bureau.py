"""A pay stub in the manner of a large payroll bureau: the earnings statement with its advice of deposit."""

from __future__ import annotations

from app.demo.drawn import shown, us
from app.demo.pay import PayLine
from app.demo.sheet import Column, Sheet, right
from app.demo.stub_parts import Labels, Result, Stub, amounts, figures, stub_truth

EARNINGS = [Column(40), *right(170, 222, 296, 374)]
BUREAU = Labels(
    social_security="Social Security Tax", medicare="Medicare Tax", medical="Medical Pre-Tax", retirement="401K Pretax"
)


NOTES = (
    "Filing Status: Single/Married filing separately",
    "Exemptions/Allowances:",
    "   Federal: Standard Withholding Table",
)


def earnings_statement(stub: Stub) -> Result:
    """Rate, hours, this period and year to date in one table; deductions below with a minus; the advice at the foot."""
    sheet, person, pay = Sheet(), stub.person, stub.pay
    codes = [Column(40), Column(74), Column(120), Column(166), Column(206)]
    sheet.row(30, codes, ("CO.", "FILE", "DEPT.", "CLOCK", "VCHR. NO."), size=6)
    sheet.row(39, codes, ("K7Q", "004312", "010200", "", f"0000{stub.number}"), size=7)
    sheet.text(340, 44, "Earnings Statement", size=17, bold=True)
    sheet.lines(40, 66, [line.upper() for line in person.employer.lines], size=8)
    dates = (("Period Beginning:", pay.start), ("Period Ending:", pay.end), ("Pay Date:", pay.pay_date))
    for number, (label, day) in enumerate(dates):
        sheet.row(66 + 12 * number, [Column(340), Column(430)], (label, us(day)), size=9)
    sheet.lines(40, 116, NOTES, size=7)
    sheet.lines(340, 130, [stub.name.upper(), person.street.upper(), person.city_line.upper()], size=9.5)
    y = withheld_table(sheet, stub, earnings_table(sheet, stub))
    y = net_rows(sheet, stub, y + 4)
    base = pay.gross - sum(line.amount for line in pay.deductions)
    sheet.text(40, y + 18, f"Your federal taxable wages this period are ${base:,.2f}", size=8)
    advice(sheet, stub)
    truth, also = stub_truth(stub, "pay_frequency", "deductions_total")
    return sheet.save(stub.origin("iText 2.1.7 by 1T3XT", "Payroll Statement Service")), truth, also


def earnings_table(sheet: Sheet, stub: Stub) -> float:
    """Earnings and gross; the baseline below."""
    pay, y = stub.pay, 198.0
    sheet.row(y, EARNINGS, ("Earnings", "rate", "hours", "this period", "year to date"), size=8.5, bold=True)
    sheet.rule(40, y + 3, 374, width=1)
    for line in pay.earnings:
        y += 12
        sheet.row(y, EARNINGS, (BUREAU.of(line, stub.person), *figures(line), *amounts(line)), size=8.5)
    y += 15
    sheet.box(100, y - 10, 376, y + 4, fill=0.9, edge=None)
    sheet.row(y, EARNINGS, ("", "Gross Pay", "", shown(pay.gross, "$"), shown(pay.ytd_gross)), size=9, bold=True)
    return y + 24


def withheld_table(sheet: Sheet, stub: Stub, y: float) -> float:
    """Statutory and other deductions with a minus, reimbursements without; the baseline below."""
    pay, columns = stub.pay, [Column(110), *right(296, 374)]
    sheet.text(40, y, "Deductions", size=8.5, bold=True)
    groups: tuple[tuple[str, tuple[PayLine, ...]], ...] = (
        ("Statutory", pay.taxes),
        ("Other", (*pay.deductions, *pay.reimbursements)),
    )
    for title, lines in groups:
        if lines:
            sheet.text(104, y, title, size=8.5, bold=True)
        for line in lines:
            y += 12
            sign = "" if line in pay.reimbursements else "-"
            now, so_far = amounts(line)
            sheet.row(y, columns, (BUREAU.of(line, stub.person), now and sign + now, so_far), size=8.5)
        y += 14
    return y


def net_rows(sheet: Sheet, stub: Stub, y: float) -> float:
    """Net pay and where it goes; the last baseline."""
    sheet.box(100, y - 10, 376, y + 4, fill=0.9, edge=None)
    sheet.row(y, [Column(104), *right(296)], ("Net Pay", shown(stub.pay.net, "$")), size=9, bold=True)
    for number, (account, amount) in enumerate(stub.deposits):
        y += 12
        sheet.row(y, [Column(110), *right(296)], (f"Checking {number + 1}  x{account}", f"-{amount:,.2f}"), size=8.5)
    sheet.row(y + 13, [Column(104), *right(296)], ("Net Check", "$0.00"), size=8.5, bold=True)
    return y + 13


def advice(sheet: Sheet, stub: Stub) -> None:
    """The non-negotiable advice of deposit under a perforation."""
    sheet.rule(30, 560, 582, width=0.3)
    sheet.lines(40, 590, [line.upper() for line in stub.person.employer.lines], size=8)
    sheet.row(590, [Column(380), Column(470)], ("Advice number:", f"0000{stub.number}"), size=9)
    sheet.row(602, [Column(380), Column(470)], ("Pay date:", us(stub.pay.pay_date)), size=9)
    head = ("Deposited to the account of", "account number", "transit  ABA", "amount")
    sheet.row(640, [Column(40), Column(260), Column(400), Column(500)], head, size=8, bold=True)
    columns = [Column(40), Column(260), Column(400), *right(540)]
    for number, (account, amount) in enumerate(stub.deposits):
        cells = (stub.name.upper(), f"xxxxxx{account}", "xxxx xxxx", shown(amount, "$"))
        sheet.row(654 + 11 * number, columns, cells, size=8.5)
    sheet.text(306, 720, "THIS IS NOT A CHECK", size=13, bold=True, align="center", colour=0.6)
