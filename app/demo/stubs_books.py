"""A pay stub of bookkeeping software."""

from __future__ import annotations

from app.demo.drawn import shown, us
from app.demo.pay import total, year
from app.demo.sheet import Column, Sheet, right
from app.demo.stub_parts import Labels, Result, Stub, all_hours, amounts, figures, stub_truth

BOOKS = Labels(
    regular="Hourly",
    salary="Salary",
    federal="Federal Income Tax",
    state="{} Income Tax",
    medical="Health Insurance",
    retirement="401K",
    reimbursement="Reimbursement",
)


def bookkeeping(stub: Stub) -> Result:
    """Net pay at the top right; pay on the left, deductions, taxes and a summary under each other on the right."""
    sheet, person, pay = Sheet(), stub.person, stub.pay
    sheet.lines(40, 46, person.employer.lines, size=9)
    sheet.text(572, 46, "Pay Stub Detail", size=9, align="right", bold=True)
    sheet.text(572, 58, f"PAY DATE: {us(pay.pay_date)}", size=8.5, align="right")
    sheet.text(572, 70, f"NET PAY: {shown(pay.net, '$')}", size=8.5, align="right")
    sheet.lines(60, 112, [stub.name, person.street, person.city_line], size=9)
    sheet.rule(40, 150, 572)
    sheet.row(166, [Column(40), Column(220), Column(400)], ("EMPLOYER", "EMPLOYEE", "PAY PERIOD"), size=8, bold=True)
    sheet.lines(40, 178, person.employer.lines, size=8)
    sheet.lines(220, 178, [stub.name, person.street, person.city_line], size=8)
    labels = ("Period Beginning:", "Period Ending:", "Pay Date:", "Total Hours:")
    values = (us(pay.start), us(pay.end), us(pay.pay_date), all_hours(stub))
    sheet.table(178, [Column(400), *right(572)], list(zip(labels, values, strict=True)), lead=10, size=8)
    sheet.text(400, 224, f"NET PAY: {shown(pay.net, '$')}", size=9.5, bold=True)
    books_pay(sheet, stub)
    books_side(sheet, stub)
    truth, also = stub_truth(stub, "pay_frequency", "deductions_total")
    return sheet.save(stub.origin("QuickBooks Online Payroll PDF", "Payroll", "Pay Stub")), truth, also


def books_pay(sheet: Sheet, stub: Stub) -> None:
    """PAY on the left."""
    columns, y = [Column(40), *right(160, 210, 262, 320)], 272.0
    sheet.row(256, columns, ("PAY", "Hours", "Rate", "Current", "YTD"), size=8, bold=True)
    sheet.rule(40, 260, 320)
    for line in (*stub.pay.earnings, *stub.pay.reimbursements):
        rate, hours = figures(line)
        sheet.row(y, columns, (BOOKS.of(line, stub.person), hours, rate, *amounts(line)), size=8)
        y += 12


def books_side(sheet: Sheet, stub: Stub) -> None:
    """DEDUCTIONS, TAXES, SUMMARY and net pay on the right."""
    pay, columns, y = stub.pay, [Column(350), *right(490, 572)], 256.0
    sums = [
        ("Total Pay", shown(pay.gross, "$"), shown(pay.ytd_gross, "$")),
        ("Taxes", shown(total(pay.taxes), "$"), shown(year(pay.taxes), "$")),
        ("Deductions", shown(total(pay.deductions), "$"), shown(year(pay.deductions), "$")),
    ]
    deductions = [(BOOKS.of(line, stub.person), *amounts(line)) for line in pay.deductions]
    taxes = [(BOOKS.of(line, stub.person), *amounts(line)) for line in pay.taxes]
    for title, rows in (("DEDUCTIONS", deductions), ("TAXES", taxes), ("SUMMARY", sums)):
        sheet.row(y, columns, (title, "Current", "YTD"), size=8, bold=True)
        sheet.rule(350, y + 4, 572)
        y = sheet.table(y + 16, columns, rows, lead=12, size=8) + 14
    sheet.box(348, y - 14, 574, y + 6, fill=0.92, edge=None)
    sheet.row(y, [Column(352), *right(570)], ("Net Pay", shown(pay.net, "$")), size=10, bold=True)
