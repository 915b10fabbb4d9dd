"""A pay stub in two columns of boxes: who and when on the left, what on the right."""

from __future__ import annotations

from app.demo.drawn import short_us, shown
from app.demo.pay import PayLine, total, year
from app.demo.sheet import Column, Sheet, right
from app.demo.stub_parts import Labels, Result, Stub, amounts, figures, stub_truth

BOXED = Labels(
    regular="Hourly",
    salary="Salary Pay",
    federal="Fed Withholding",
    medicare="Medicare",
    state="{} Withholding",
    medical="Health Ins S125",
    retirement="401k Employee",
    reimbursement="Mileage Reimb",
    upper=True,
)
COLUMNS = [Column(216), *right(352, 398, 460, 516, 584)]
FREQUENCY = {"weekly": "Weekly", "biweekly": "Bi-Weekly", "semimonthly": "Semimonthly", "monthly": "Monthly"}


def two_column_boxes(stub: Stub) -> Result:
    """Personal and check information on the left, earnings and withholdings with hours right, net pay in a box."""
    sheet, person, pay = Sheet(), stub.person, stub.pay
    sheet.lines(30, 40, person.employer.lines, size=8)
    sheet.box(28, 84, 200, 100, fill=0.2, edge=None)
    sheet.text(34, 95, "PERSONAL AND CHECK INFORMATION", size=7.5, bold=True, colour=1.0)
    rows = [
        stub.name,
        person.street,
        person.city_line,
        "Soc Sec #: xxx-xx-xxxx",
        f"Employee ID: {person.seed % 900 + 41}",
    ]
    y = sheet.lines(34, 114, [*rows, ""], size=8)
    facts = (
        ("Pay Period:", f"{short_us(pay.start)} to {short_us(pay.end)}"),
        ("Check Date:", short_us(pay.pay_date)),
        ("Check #:", stub.number),
        ("Pay Frequency:", FREQUENCY[pay.frequency]),
    )
    y = sheet.table(y, [Column(34), Column(100)], facts, lead=11, size=8)
    boxed_allocations(sheet, stub, y + 10)
    y = boxed_table(sheet, stub, 95.0, "EARNINGS", pay.earnings)
    y = boxed_table(sheet, stub, y, "WITHHOLDINGS", pay.taxes)
    y = boxed_table(sheet, stub, y, "DEDUCTIONS", (*pay.deductions, *pay.reimbursements))
    boxed_net(sheet, stub, y)
    sheet.text(306, 762, "Payrolls by a payroll bureau, Inc.", size=6.5, align="center")
    truth, also = stub_truth(stub, "deductions_total")
    return sheet.save(stub.origin("Apache FOP Version 2.3", "Apache FOP Version 2.3")), truth, also


def boxed_allocations(sheet: Sheet, stub: Stub, y: float) -> None:
    """Where the net pay goes."""
    sheet.box(28, y, 200, y + 16, fill=0.2, edge=None)
    sheet.text(34, y + 11, "NET PAY ALLOCATIONS", size=7.5, bold=True, colour=1.0)
    y += 30
    sheet.row(y, [Column(34), *right(196)], ("DESCRIPTION", "THIS PERIOD ($)"), size=7, bold=True)
    for account, amount in stub.deposits:
        y += 11
        sheet.row(y, [Column(34), *right(196)], (f"Chkg {account}", f"{amount:,.2f}"), size=8)


def boxed_table(sheet: Sheet, stub: Stub, y: float, title: str, lines: tuple[PayLine, ...]) -> float:
    """One table with its sum; the baseline of the next."""
    is_earned, back = title == "EARNINGS", stub.pay.reimbursements if title == "DEDUCTIONS" else ()
    head = (
        title,
        "HRS/UNITS" if is_earned else "",
        "RATE" if is_earned else "",
        "THIS PERIOD ($)",
        "YTD HOURS" if is_earned else "",
        "YTD ($)",
    )
    sheet.row(y, COLUMNS, head, size=6.5, bold=True)
    sheet.rule(214, y + 3, 586)
    for line in lines:
        y += 12
        rate, hours = figures(line)
        now, so_far = amounts(line)
        done = f"{line.ytd / line.rate:.2f}" if line.rate and line.ytd else ""
        minus = "-" if line in back and now else ""
        sheet.row(y, COLUMNS, (BOXED.of(line, stub.person), hours, rate, minus + now, done, so_far), size=7.5)
    sums = (total(lines) - 2 * total(back), year(lines) - 2 * year(back))
    words = "GROSS EARNINGS" if is_earned else f"TOTAL {title}"
    sheet.row(y + 13, COLUMNS, (words, "", "", shown(sums[0]), "", shown(sums[1])), size=7.5, bold=True)
    return y + 39


def boxed_net(sheet: Sheet, stub: Stub, y: float) -> None:
    """The net pay box."""
    sheet.box(214, y, 586, y + 34, width=1.2)
    sheet.text(222, y + 21, "NET PAY", size=12, bold=True)
    sheet.row(y + 12, right(460, 582), ("THIS PERIOD ($)", "YTD ($)"), size=6.5, bold=True)
    sheet.row(y + 26, right(460, 582), (shown(stub.pay.net), shown(stub.pay.ytd_net)), size=11, bold=True)
