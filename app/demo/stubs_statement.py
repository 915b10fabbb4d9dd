"""Pay stubs in the manner of the large payroll bureaus: an earnings statement, and boxes in two columns."""

from __future__ import annotations

from app.demo.drawn import Truth, short_us, shown, us
from app.demo.sheet import Column, Sheet, right
from app.demo.stub_parts import Labels, Stub, amounts, figures, stub_truth

Result = tuple[bytes, Truth, dict[str, tuple[str, ...]]]
EARNINGS = [Column(40), *right(170, 222, 296, 374)]
BUREAU = Labels(
    social_security="Social Security Tax", medicare="Medicare Tax", medical="Medical Pre-Tax", retirement="401K Pretax"
)
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


def earnings_statement(stub: Stub) -> Result:
    """Rate, hours, this period and year to date in one table; deductions below with a minus; the advice at the foot."""
    sheet, person, pay = Sheet(), stub.person, stub.pay
    sheet.row(
        30,
        [Column(40), Column(74), Column(120), Column(166), Column(206)],
        ("CO.", "FILE", "DEPT.", "CLOCK", "VCHR. NO."),
        size=6,
    )
    sheet.row(
        39,
        [Column(40), Column(74), Column(120), Column(206)],
        ("K7Q", "004312", "010200", f"0000{stub.number}"),
        size=7,
    )
    sheet.text(340, 44, "Earnings Statement", size=17, bold=True)
    sheet.lines(
        40, 66, [person.employer.name.upper(), person.employer.street.upper(), person.employer.city.upper()], size=8
    )
    dates = (("Period Beginning:", pay.start), ("Period Ending:", pay.end), ("Pay Date:", pay.pay_date))
    for number, (label, day) in enumerate(dates):
        sheet.row(66 + 12 * number, [Column(340), Column(430)], (label, us(day)), size=9)
    sheet.lines(
        40,
        116,
        [
            "Filing Status: Single/Married filing separately",
            "Exemptions/Allowances:",
            "   Federal: Standard Withholding Table",
        ],
        size=7,
    )
    sheet.lines(340, 130, [stub.name.upper(), person.street.upper(), person.city_line.upper()], size=9.5)
    y = bureau_tables(sheet, stub)
    base = pay.gross - sum(line.amount for line in pay.deductions)
    sheet.text(40, y + 18, f"Your federal taxable wages this period are ${base:,.2f}", size=8)
    bureau_advice(sheet, stub)
    truth, also = stub_truth(stub, "pay_frequency", "deductions_total")
    return sheet.save(stub.origin("iText 2.1.7 by 1T3XT", "Payroll Statement Service")), truth, also


def bureau_tables(sheet: Sheet, stub: Stub) -> float:
    """Earnings, gross, statutory and other deductions, net; the baseline below."""
    pay, y = stub.pay, 198.0
    sheet.row(y, EARNINGS, ("Earnings", "rate", "hours", "this period", "year to date"), size=8.5, bold=True)
    sheet.rule(40, y + 3, 374, width=1)
    for line in pay.earnings:
        y += 12
        now, so_far = amounts(line)
        sheet.row(y, EARNINGS, (BUREAU.of(line, stub.person), *figures(line), now, so_far), size=8.5)
    y += 15
    sheet.box(100, y - 10, 376, y + 4, fill=0.9, edge=None)
    sheet.row(y, EARNINGS, ("", "Gross Pay", "", shown(pay.gross, "$"), shown(pay.ytd_gross)), size=9, bold=True)
    y += 24
    sheet.text(40, y, "Deductions", size=8.5, bold=True)
    groups = (("Statutory", pay.taxes), ("Other", (*pay.deductions, *pay.reimbursements)))
    for title, lines in groups:
        if lines:
            sheet.text(104, y, title, size=8.5, bold=True)
        for line in lines:
            y += 12
            signed = "" if line in pay.reimbursements else "-"
            now, so_far = amounts(line)
            sheet.row(
                y,
                [Column(110), *right(296, 374)],
                (BUREAU.of(line, stub.person), now and signed + now, so_far),
                size=8.5,
            )
        y += 14
    y += 4
    sheet.box(100, y - 10, 376, y + 4, fill=0.9, edge=None)
    sheet.row(y, [Column(104), *right(296)], ("Net Pay", shown(pay.net, "$")), size=9, bold=True)
    for number, (account, amount) in enumerate(stub.deposits):
        y += 12
        sheet.row(y, [Column(110), *right(296)], (f"Checking {number + 1}  x{account}", f"-{amount:,.2f}"), size=8.5)
    sheet.row(y + 13, [Column(104), *right(296)], ("Net Check", "$0.00"), size=8.5, bold=True)
    return y + 13


def bureau_advice(sheet: Sheet, stub: Stub) -> None:
    """The non-negotiable advice of deposit under a perforation."""
    sheet.rule(30, 560, 582, width=0.3)
    sheet.lines(
        40,
        590,
        [stub.person.employer.name.upper(), stub.person.employer.street.upper(), stub.person.employer.city.upper()],
        size=8,
    )
    sheet.row(590, [Column(380), Column(470)], ("Advice number:", f"0000{stub.number}"), size=9)
    sheet.row(602, [Column(380), Column(470)], ("Pay date:", us(stub.pay.pay_date)), size=9)
    sheet.row(
        640,
        [Column(40), Column(260), Column(400), Column(500)],
        ("Deposited to the account of", "account number", "transit  ABA", "amount"),
        size=8,
        bold=True,
    )
    for number, (account, amount) in enumerate(stub.deposits):
        sheet.row(
            654 + 11 * number,
            [Column(40), Column(260), Column(400), *right(540)],
            (stub.name.upper(), f"xxxxxx{account}", "xxxx xxxx", shown(amount, "$")),
            size=8.5,
        )
    sheet.text(306, 720, "THIS IS NOT A CHECK", size=13, bold=True, align="center", colour=0.6)


def two_column_boxes(stub: Stub) -> Result:
    """Personal and check information on the left, earnings and withholdings with hours on the right, net pay in a box."""
    sheet, person, pay = Sheet(), stub.person, stub.pay
    sheet.lines(30, 40, [person.employer.name, person.employer.street, person.employer.city], size=8)
    sheet.box(28, 84, 200, 100, fill=0.2, edge=None)
    sheet.text(34, 95, "PERSONAL AND CHECK INFORMATION", size=7.5, bold=True, colour=1.0)
    rows = [
        stub.name,
        person.street,
        person.city_line,
        "Soc Sec #: xxx-xx-xxxx",
        f"Employee ID: {person.seed % 900 + 41}",
        "",
    ]
    y = sheet.lines(34, 114, rows, size=8)
    for label, value in (
        ("Pay Period:", f"{short_us(pay.start)} to {short_us(pay.end)}"),
        ("Check Date:", short_us(pay.pay_date)),
        ("Check #:", stub.number),
        ("Pay Frequency:", pay.frequency.title().replace("Biweekly", "Bi-Weekly")),
    ):
        sheet.row(y, [Column(34), Column(100)], (label, value), size=8)
        y += 11
    y = boxed_allocations(sheet, stub, y + 10)
    boxed_tables(sheet, stub)
    sheet.text(306, 762, "Payrolls by a payroll bureau, Inc.", size=6.5, align="center")
    truth, also = stub_truth(stub, "deductions_total")
    return sheet.save(stub.origin("Apache FOP Version 2.3", "Apache FOP Version 2.3")), truth, also


def boxed_allocations(sheet: Sheet, stub: Stub, y: float) -> float:
    """Where the net pay goes."""
    sheet.box(28, y, 200, y + 16, fill=0.2, edge=None)
    sheet.text(34, y + 11, "NET PAY ALLOCATIONS", size=7.5, bold=True, colour=1.0)
    y += 30
    sheet.row(y, [Column(34), *right(196)], ("DESCRIPTION", "THIS PERIOD ($)"), size=7, bold=True)
    for account, amount in stub.deposits:
        y += 11
        sheet.row(y, [Column(34), *right(196)], (f"Chkg {account}", f"{amount:,.2f}"), size=8)
    return y


def boxed_tables(sheet: Sheet, stub: Stub) -> None:
    """The right half: earnings, withholdings, deductions, net."""
    pay, y = stub.pay, 95.0
    columns = [Column(216), *right(352, 398, 460, 516, 584)]
    heads = [("EARNINGS", "HRS/UNITS", "RATE", "THIS PERIOD ($)", "YTD HOURS", "YTD ($)")]
    heads += [(title, "", "", "THIS PERIOD ($)", "", "YTD ($)") for title in ("WITHHOLDINGS", "DEDUCTIONS")]
    for head, lines in zip(heads, (pay.earnings, pay.taxes, (*pay.deductions, *pay.reimbursements)), strict=True):
        sheet.row(y, columns, head, size=6.5, bold=True)
        sheet.rule(214, y + 3, 586)
        for line in lines:
            y += 12
            rate, hours = figures(line)
            now, so_far = amounts(line)
            done = f"{line.ytd / line.rate:.2f}" if line.rate and line.ytd else ""
            minus = "-" if line in pay.reimbursements and now else ""
            sheet.row(y, columns, (BOXED.of(line, stub.person), hours, rate, minus + now, done, so_far), size=7.5)
        y += 13
        title = {"EARNINGS": "GROSS EARNINGS", "WITHHOLDINGS": "TOTAL WITHHOLDINGS", "DEDUCTIONS": "TOTAL DEDUCTIONS"}[
            head[0]
        ]
        back = pay.reimbursements if head[0] == "DEDUCTIONS" else ()
        now_sum = sum(line.amount for line in lines if line not in back) - sum(line.amount for line in back)
        year_sum = sum(line.ytd for line in lines if line not in back) - sum(line.ytd for line in back)
        sheet.row(y, columns, (title, "", "", f"{now_sum:,.2f}", "", f"{year_sum:,.2f}"), size=7.5, bold=True)
        y += 26
    sheet.box(214, y, 586, y + 34, width=1.2)
    sheet.text(222, y + 21, "NET PAY", size=12, bold=True)
    sheet.row(y + 12, right(460, 582), ("THIS PERIOD ($)", "YTD ($)"), size=6.5, bold=True)
    sheet.row(y + 26, right(460, 582), (f"{pay.net:,.2f}", f"{pay.ytd_net:,.2f}"), size=11, bold=True)
