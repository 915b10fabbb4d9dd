"""A pay stub as a web payroll service prints it: airy tables, and a summary at the foot."""

from __future__ import annotations

from app.demo.drawn import medium_date, shown
from app.demo.pay import total, year
from app.demo.sheet import Column, Sheet, right
from app.demo.stub_parts import Labels, Result, Stub, amounts, figures, stub_truth

LIGHT = Labels(
    regular="Regular Hours",
    salary="Regular (Salary)",
    federal="Federal Income Tax",
    state="{} Withholding Tax",
    medical="Medical Insurance",
    retirement="401(k) Traditional",
    reimbursement="Reimbursement: travel",
)
COLUMNS = [Column(48), *right(300, 380, 470, 564)]
Cells = tuple[str, ...]


def light_tables(stub: Stub) -> Result:
    """Grey headings over airy tables with current and year to date; a summary of five lines at the foot."""
    sheet, person, pay = Sheet(font="Vera"), stub.person, stub.pay
    sheet.text(44, 52, "Earnings Statement", size=15, colour=(0.95, 0.36, 0.2))
    sheet.lines(44, 78, [stub.name, person.street, person.city_line], size=8)
    sheet.lines(320, 78, [*person.employer.lines, f"EIN {person.employer.ein}"], size=8)
    sheet.text(44, 126, f"Pay period: {medium_date(pay.start)} – {medium_date(pay.end)}", size=8.5)
    sheet.text(320, 126, f"Pay day: {medium_date(pay.pay_date)}", size=8.5, bold=True)
    head = ("Description", "Rate", "Hours", "Current", "Year to Date")
    earned: list[Cells] = [(LIGHT.of(line, person), *figures(line), *amounts(line, "$")) for line in pay.earnings]
    y = light_block(sheet, 150, "Employee Gross Earnings", head, earned)
    head = ("Description", "", "", "Current", "Year to Date")
    for title, lines in (("Employee Taxes Withheld", pay.taxes), ("Employee Deductions", pay.deductions)):
        rows: list[Cells] = [(LIGHT.of(line, person), "", "", *amounts(line, "$")) for line in lines]
        y = light_block(sheet, y, title, head, rows or [("None", "", "", "", "")])
    y = light_block(sheet, y, "Summary", head, summary(stub))
    for account, amount in stub.deposits:
        sheet.text(48, y, f"Direct deposit to ****{account}: {shown(amount, '$')}", size=7.5)
        y += 11
    truth, also = stub_truth(stub, "pay_frequency", "deductions_total")
    return sheet.save(stub.origin("wkhtmltopdf 0.12.6 (Qt 4.8.7)", "wkhtmltopdf 0.12.6")), truth, also


def summary(stub: Stub) -> list[Cells]:
    """The rows at the foot; reimbursements only where there were any this year."""
    pay, none = stub.pay, stub.pay.net * 0
    lines = (
        ("Gross Earnings", pay.gross, pay.ytd_gross),
        ("Pre-Tax Deductions/Contributions", total(pay.deductions), year(pay.deductions)),
        ("Taxes", total(pay.taxes), year(pay.taxes)),
        ("Reimbursements", total(pay.reimbursements), year(pay.reimbursements)),
        ("Net Pay", pay.net, pay.ytd_net),
        ("Check Amount", none, none),
    )
    kept = [line for line in lines if line[2] or line[0] != "Reimbursements"]
    return [(label, "", "", shown(now, "$"), shown(so_far, "$")) for label, now, so_far in kept]


def light_block(sheet: Sheet, y: float, title: str, head: Cells, rows: list[Cells]) -> float:
    """A titled table; the baseline of the next one."""
    sheet.text(44, y, title, size=9.5, bold=True)
    sheet.box(44, y + 6, 568, y + 21, fill=0.93, edge=None)
    sheet.row(y + 16, COLUMNS, head, size=7, colour=0.35)
    return sheet.table(y + 33, COLUMNS, rows, lead=14, size=7.5) + 12
