"""A wide pay stub of a large company: labels above values, tables side by side."""

from __future__ import annotations

from app.demo.drawn import shown, us
from app.demo.pay import total, year
from app.demo.sheet import Column, Sheet, right
from app.demo.stub_parts import Labels, Result, Stub, all_hours, amounts, figures, stub_truth

GRID = Labels(
    regular="Hourly Pay",
    salary="Salary Base Pay",
    overtime="Overtime 1.5x",
    federal="Federal Withholding",
    social_security="OASDI",
    state="State Tax - {}",
    medical="Med Pre-Tax",
    retirement="401k Pre-Tax",
)
BLUE = (0.85, 0.9, 0.97)
SPANS = right(200, 300, 420, 530, 650, 760)


def wide_grid(stub: Stub) -> Result:
    """Landscape: a row of labels over a row of values, Current and YTD as rows, earnings and taxes side by side."""
    sheet, person, pay = Sheet(size=(792.0, 612.0)), stub.person, stub.pay
    sheet.text(396, 34, person.employer.name, size=11, bold=True, align="center")
    sheet.text(396, 46, f"{person.employer.street}  {person.employer.city}", size=8, align="center")
    labels = ("Name", "Company", "Employee ID", "Pay Period Begin", "Pay Period End", "Check Date", "Check Number")
    days = [us(day) for day in (pay.start, pay.end, pay.pay_date)]
    columns = [Column(x) for x in (30, 160, 340, 420, 510, 600, 690)]
    sheet.row(72, columns, labels, size=7.5, bold=True)
    sheet.row(84, columns, (stub.name, person.employer.name, f"{10000 + person.seed}", *days, stub.number), size=7.5)
    sheet.rule(28, 62, 764)
    sheet.rule(28, 90, 764)
    sums = ("Hours Worked", "Gross Pay", "Pre Tax Deductions", "Employee Taxes", "Post Tax Deductions", "Net Pay")
    sheet.row(112, SPANS, sums, size=7.5, bold=True)
    now = (pay.gross, total(pay.deductions), total(pay.taxes), 0 * pay.net, pay.net)
    so_far = (pay.ytd_gross, year(pay.deductions), year(pay.taxes), 0 * pay.net, pay.ytd_net)
    for y, label, hours, values in ((125, "Current", all_hours(stub), now), (138, "YTD", "", so_far)):
        sheet.text(30, y, label, size=8, bold=True)
        sheet.row(y, SPANS, (hours, *(shown(value) for value in values)), size=8)
    earned(sheet, stub)
    withheld(sheet, stub)
    paid(sheet, stub)
    truth, also = stub_truth(stub, "pay_frequency", "deductions_total")
    return sheet.save(stub.origin("PDFlib+PDI 9.3.1 (C++/Linux)", "Payslip")), truth, also


def earned(sheet: Sheet, stub: Stub) -> None:
    """Earnings on the left, reimbursements among them."""
    pay, columns = stub.pay, [Column(30), Column(120), *right(245, 290, 350, 410)]
    banner(sheet, 28, 412, 160, "Earnings")
    sheet.row(184, columns, ("Description", "Dates", "Hours", "Rate", "Amount", "YTD"), size=7, bold=True)
    dates, y = f"{us(pay.start)} - {us(pay.end)}", 197.0
    for line in (*pay.earnings, *pay.reimbursements):
        rate, hours = figures(line)
        when = dates if line.amount and line in pay.earnings else ""
        sheet.row(y, columns, (GRID.of(line, stub.person), when, hours, rate, *amounts(line)), size=7)
        y += 12
    everything = (*pay.earnings, *pay.reimbursements)
    sums = (shown(total(everything)), shown(year(everything)))
    sheet.row(y + 2, columns, ("Earnings", "", "", "", *sums), size=7, bold=True)


def withheld(sheet: Sheet, stub: Stub) -> None:
    """Taxes and deductions on the right."""
    columns, y = [Column(440), *right(660, 760)], 160.0
    for title, lines in (("Employee Taxes", stub.pay.taxes), ("Pre Tax Deductions", stub.pay.deductions)):
        banner(sheet, 438, 764, y, title)
        sheet.row(y + 24, columns, ("Description", "Amount", "YTD"), size=7, bold=True)
        rows = [(GRID.of(line, stub.person), *amounts(line)) for line in lines]
        y = sheet.table(y + 37, columns, rows, lead=12, size=7)
        sheet.row(y + 2, columns, (title, shown(total(lines)), shown(year(lines))), size=7, bold=True)
        y += 18


def paid(sheet: Sheet, stub: Stub) -> None:
    """Where the net pay goes."""
    banner(sheet, 28, 764, 470, "Payment Information")
    columns = [Column(30), Column(220), Column(420), *right(760)]
    sheet.row(495, columns, ("Bank", "Account Name", "Account Number", "USD Amount"), size=7, bold=True)
    rows = [(stub.person.bank, "Checking", f"******{account}", shown(amount)) for account, amount in stub.deposits]
    sheet.table(508, columns, rows, lead=12, size=7)


def banner(sheet: Sheet, x0: float, x1: float, y: float, title: str) -> None:
    """A blue bar with a title in its middle."""
    sheet.box(x0, y, x1, y + 13, fill=BLUE, edge=0.6)
    sheet.text((x0 + x1) / 2, y + 10, title, size=8, bold=True, align="center")
