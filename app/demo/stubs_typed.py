"""A pay stub that a small office types in a word processor."""

from __future__ import annotations

from app.demo.drawn import long_date, shown
from app.demo.sheet import Column, Sheet, right
from app.demo.stub_parts import Labels, Result, Stub, amounts, figures, hours_if_salaried, stub_truth

TYPED = Labels(
    regular="Regular wages",
    salary="Regular salary",
    overtime="Overtime wages",
    bonus="Bonus paid",
    federal="Federal income tax",
    social_security="Social Security tax",
    medicare="Medicare tax",
    state="{} state tax",
    medical="Health insurance",
    retirement="Retirement plan",
    reimbursement="Mileage reimbursement",
)
FREQUENCY = {"weekly": "Weekly", "biweekly": "Every Two Weeks", "semimonthly": "Semi-Monthly", "monthly": "Monthly"}
COLUMNS = [Column(90), *right(420, 522)]
WORD = "Microsoft® Word for Microsoft 365"


def typed_page(stub: Stub) -> Result:
    """Label, colon, value, one below the other, in a serif face."""
    sheet, person, pay = Sheet(font="Times-Roman"), stub.person, stub.pay
    sheet.text(306, 70, person.employer.name, size=16, bold=True, align="center")
    sheet.text(306, 86, f"{person.employer.street}, {person.employer.city}", size=10, align="center")
    sheet.text(306, 116, "EMPLOYEE PAY STATEMENT", size=13, bold=True, align="center")
    head = (
        ("Employee:", stub.name),
        ("Position:", person.job_title),
        ("Pay cycle:", FREQUENCY[pay.frequency]),
        ("Pay period:", f"{long_date(pay.start)} through {long_date(pay.end)}"),
        ("Date paid:", long_date(pay.pay_date)),
    )
    y = sheet.table(146, [Column(90), Column(180)], head, lead=16, size=11) + 8
    typed_sums(sheet, stub, y)
    truth, also = stub_truth(stub, *hours_if_salaried(stub))
    return sheet.save(stub.origin(WORD, WORD)), truth, also


def typed_sums(sheet: Sheet, stub: Stub, y: float) -> None:
    """Earnings, what is taken off, what is added, and the net check."""
    pay, person = stub.pay, stub.person
    sheet.row(y, COLUMNS, ("", "This pay", "Year to date"), size=11, bold=True)
    y += 16
    for line in pay.earnings:
        rate, hours = figures(line)
        note = f" ({hours} hours at ${rate})" if rate else ""
        sheet.row(y, COLUMNS, (TYPED.of(line, person) + note, *amounts(line)), size=11)
        y += 15
    sheet.rule(340, y - 11, 522)
    sheet.row(y + 2, COLUMNS, ("Gross wages", shown(pay.gross), shown(pay.ytd_gross)), size=11, bold=True)
    less = [(f"Less: {TYPED.of(line, person)}", *amounts(line)) for line in (*pay.taxes, *pay.deductions)]
    y = sheet.table(y + 26, COLUMNS, less, 15, size=11)
    sheet.rule(340, y - 11, 522)
    sheet.row(y + 2, COLUMNS, ("Total deductions", shown(pay.withheld), shown(pay.ytd_withheld)), size=11)
    plus = [(f"Plus: {TYPED.of(line, person)}", *amounts(line)) for line in pay.reimbursements]
    y = sheet.table(y + 22, COLUMNS, plus, 15, size=11)
    sheet.row(y + 6, COLUMNS, ("Net check", shown(pay.net, "$"), shown(pay.ytd_net)), size=12, bold=True)
    sheet.text(90, y + 60, f"Paid by direct deposit, account ending {person.account[-4:]}.", size=10)
