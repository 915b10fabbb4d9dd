"""Pay stubs of small offices: bookkeeping software, a page typed in a word processor, and a cheque with its stub."""

from __future__ import annotations

from decimal import Decimal

from app.demo.drawn import long_date, shown, us
from app.demo.pay import total, year
from app.demo.sheet import Column, Sheet, right
from app.demo.stub_parts import Labels, Stub, amounts, figures, hours_if_salaried, stub_truth
from app.demo.stubs_statement import Result

BOOKS = Labels(
    regular="Hourly",
    salary="Salary",
    federal="Federal Income Tax",
    state="{} Income Tax",
    medical="Health Insurance",
    retirement="401K",
    reimbursement="Reimbursement",
)
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
PUNCHED = Labels(
    regular="REG",
    salary="SALARY",
    overtime="O/T",
    bonus="BONUS",
    federal="FED WH",
    social_security="FICA-SS",
    medicare="FICA-MED",
    state="{} ST WH",
    medical="MEDICAL",
    retirement="401K",
    reimbursement="REIMB",
)
FREQUENCY = {"weekly": "Weekly", "biweekly": "Every Two Weeks", "semimonthly": "Semi-Monthly", "monthly": "Monthly"}


def bookkeeping(stub: Stub) -> Result:
    """Summary with net pay at the top right; pay, taxes and deductions under each other; company at the foot."""
    sheet, person, pay = Sheet(), stub.person, stub.pay
    sheet.lines(40, 46, [person.employer.name, person.employer.street, person.employer.city], size=9)
    sheet.text(572, 46, "Pay Stub Detail", size=9, align="right", bold=True)
    sheet.text(572, 58, f"PAY DATE: {us(pay.pay_date)}", size=8.5, align="right")
    sheet.text(572, 70, f"NET PAY: {shown(pay.net, '$')}", size=8.5, align="right")
    sheet.lines(60, 112, [stub.name, person.street, person.city_line], size=9)
    sheet.rule(40, 150, 572)
    sheet.text(40, 166, "EMPLOYER", size=8, bold=True)
    sheet.lines(40, 178, [person.employer.name, person.employer.street, person.employer.city], size=8)
    sheet.text(220, 166, "EMPLOYEE", size=8, bold=True)
    sheet.lines(220, 178, [stub.name, person.street, person.city_line], size=8)
    sheet.text(400, 166, "PAY PERIOD", size=8, bold=True)
    rows = (
        ("Period Beginning:", us(pay.start)),
        ("Period Ending:", us(pay.end)),
        ("Pay Date:", us(pay.pay_date)),
        ("Total Hours:", hours_of(stub)),
    )
    sheet.table(178, [Column(400), *right(572)], rows, lead=10, size=8)
    sheet.text(400, 224, f"NET PAY: {shown(pay.net, '$')}", size=9.5, bold=True)
    books_tables(sheet, stub)
    truth, also = stub_truth(stub, "pay_frequency", "deductions_total")
    return sheet.save(stub.origin("QuickBooks Online Payroll PDF", "Payroll", "Pay Stub")), truth, also


def hours_of(stub: Stub) -> str:
    """All hours of the period."""
    return f"{sum((line.hours for line in stub.pay.earnings if line.hours), Decimal(0)):.2f}"


def books_tables(sheet: Sheet, stub: Stub) -> None:
    """PAY on the left, DEDUCTIONS and TAXES on the right, SUMMARY below."""
    pay, person = stub.pay, stub.person
    left, side = [Column(40), *right(160, 210, 262, 320)], [Column(350), *right(490, 572)]
    sheet.row(256, left, ("PAY", "Hours", "Rate", "Current", "YTD"), size=8, bold=True)
    sheet.rule(40, 260, 320)
    rows = [
        (BOOKS.of(line, person), *figures(line)[::-1], *amounts(line)) for line in (*pay.earnings, *pay.reimbursements)
    ]
    sheet.table(272, left, rows, lead=12, size=8)
    y = 256.0
    for title, lines in (("DEDUCTIONS", pay.deductions), ("TAXES", pay.taxes)):
        sheet.row(y, side, (title, "Current", "YTD"), size=8, bold=True)
        sheet.rule(350, y + 4, 572)
        y = (
            sheet.table(y + 16, side, [(BOOKS.of(line, person), *amounts(line)) for line in lines], lead=12, size=8)
            + 14
        )
    sheet.row(y, side, ("SUMMARY", "Current", "YTD"), size=8, bold=True)
    sheet.rule(350, y + 4, 572)
    rows = [
        ("Total Pay", shown(pay.gross, "$"), shown(pay.ytd_gross, "$")),
        ("Taxes", shown(total(pay.taxes), "$"), shown(year(pay.taxes), "$")),
        ("Deductions", shown(total(pay.deductions), "$"), shown(year(pay.deductions), "$")),
    ]
    y = sheet.table(y + 16, side, rows, lead=12, size=8)
    sheet.box(348, y, 574, y + 20, fill=0.92, edge=None)
    sheet.row(y + 14, [Column(352), *right(570)], ("Net Pay", shown(pay.net, "$")), size=10, bold=True)


def typed_page(stub: Stub) -> Result:
    """Label, colon, value, one below the other, in a serif face, with leaders for the sums."""
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
    columns = [Column(90), *right(420, 522)]
    sheet.row(y, columns, ("", "This pay", "Year to date"), size=11, bold=True)
    y += 16
    for line in pay.earnings:
        rate, hours = figures(line)
        note = f" ({hours} hours at ${rate})" if rate else ""
        sheet.row(y, columns, (TYPED.of(line, person) + note, *amounts(line)), size=11)
        y += 15
    sheet.rule(340, y - 11, 522)
    sheet.row(y + 2, columns, ("Gross wages", shown(pay.gross), shown(pay.ytd_gross)), size=11, bold=True)
    y = sheet.table(
        y + 26,
        columns,
        [(f"Less: {TYPED.of(line, person)}", *amounts(line)) for line in (*pay.taxes, *pay.deductions)],
        15,
        size=11,
    )
    sheet.rule(340, y - 11, 522)
    sheet.row(y + 2, columns, ("Total deductions", shown(pay.withheld), shown(pay.ytd_withheld)), size=11)
    y = sheet.table(
        y + 22,
        columns,
        [(f"Plus: {TYPED.of(line, person)}", *amounts(line)) for line in pay.reimbursements],
        15,
        size=11,
    )
    sheet.row(y + 6, columns, ("Net check", shown(pay.net, "$"), shown(pay.ytd_net)), size=12, bold=True)
    sheet.text(90, y + 60, f"Paid by direct deposit, account ending {person.account[-4:]}.", size=10)
    truth, also = stub_truth(stub, *hours_if_salaried(stub))
    return (
        sheet.save(stub.origin("Microsoft® Word for Microsoft 365", "Microsoft® Word for Microsoft 365")),
        truth,
        also,
    )


def cheque_with_stub(stub: Stub) -> Result:
    """A cheque above, fixed-width stub below with earnings beside deductions, totals in one line at the bottom."""
    sheet, person, pay = Sheet(font="Courier"), stub.person, stub.pay
    sheet.box(24, 30, 588, 250, edge=0.3)
    sheet.lines(
        40,
        54,
        [person.employer.name.upper(), person.employer.street.upper(), person.employer.city.upper()],
        size=9,
        font="Helvetica-Bold",
    )
    sheet.text(572, 54, f"CHECK NO. {stub.number}", size=10, align="right")
    sheet.text(572, 84, f"DATE  {us(pay.pay_date)}", size=10, align="right")
    sheet.text(40, 130, "PAY TO THE ORDER OF", size=7, font="Helvetica")
    sheet.text(150, 130, stub.name.upper(), size=11)
    sheet.text(572, 130, f"$**{pay.net:,.2f}", size=11, align="right")
    sheet.text(40, 158, in_words(pay.net), size=9)
    sheet.rule(40, 162, 500)
    sheet.text(40, 230, "NON-NEGOTIABLE   DIRECT DEPOSIT", size=9)
    sheet.rule(24, 264, 588, width=0.3)
    head = ("EMPLOYEE", "PERIOD FROM", "PERIOD TO", "PAY DATE", "CHECK NO.")
    places = [Column(30), Column(250), Column(340), Column(420), Column(510)]
    sheet.row(286, places, head, size=7, font="Helvetica")
    sheet.row(298, places, (stub.name.upper(), us(pay.start), us(pay.end), us(pay.pay_date), stub.number), size=9)
    punched_tables(sheet, stub)
    truth, also = stub_truth(stub, "pay_frequency")
    return sheet.save(stub.origin("Crystal Reports", "Powered By Crystal", "CHKSTUB.rpt")), truth, also


def punched_tables(sheet: Sheet, stub: Stub) -> None:
    """Earnings left, deductions right, one line of sums."""
    pay, person = stub.pay, stub.person
    left, side = [Column(30), *right(118, 170, 240, 318)], [Column(340), *right(480, 582)]
    sheet.rule(24, 306, 588)
    sheet.row(320, left, ("EARNINGS", "HOURS", "RATE", "CURRENT", "Y-T-D"), size=8.5, bold=True)
    sheet.row(320, side, ("DEDUCTIONS", "CURRENT", "Y-T-D"), size=8.5, bold=True)
    rows = [
        (PUNCHED.of(line, person), *figures(line)[::-1], *amounts(line))
        for line in (*pay.earnings, *pay.reimbursements)
    ]
    sheet.table(336, left, rows, lead=13, size=8.5)
    sheet.table(
        336,
        side,
        [(PUNCHED.of(line, person), *amounts(line)) for line in (*pay.taxes, *pay.deductions)],
        lead=13,
        size=8.5,
    )
    sheet.rule(24, 470, 588)
    places = right(118, 220, 330, 450, 582)
    sheet.row(
        484, places, ("", "TOTAL GROSS", "TOTAL DEDUCTIONS", "REIMBURSED", "NET AMOUNT"), size=7.5, font="Helvetica"
    )
    sheet.row(
        498,
        places,
        ("CURRENT", shown(pay.gross), shown(pay.withheld), shown(total(pay.reimbursements)), shown(pay.net)),
        size=9.5,
    )
    sheet.row(
        512,
        places,
        ("Y-T-D", shown(pay.ytd_gross), shown(pay.ytd_withheld), shown(year(pay.reimbursements)), shown(pay.ytd_net)),
        size=9.5,
    )


def in_words(amount: Decimal) -> str:
    """`ONE THOUSAND SIX HUNDRED FORTY-TWO AND 07/100 DOLLARS`, for amounts below a million."""
    dollars, cent = divmod(int(amount * 100), 100)
    thousands, rest = divmod(dollars, 1000)
    parts = [f"{hundreds_in_words(thousands)} THOUSAND"] if thousands else []
    parts += [hundreds_in_words(rest)] if rest or not thousands else []
    return f"{' '.join(parts)} AND {cent:02d}/100 DOLLARS"


def hundreds_in_words(number: int) -> str:
    """A number below a thousand in words."""
    ones = [
        "ZERO",
        "ONE",
        "TWO",
        "THREE",
        "FOUR",
        "FIVE",
        "SIX",
        "SEVEN",
        "EIGHT",
        "NINE",
        "TEN",
        "ELEVEN",
        "TWELVE",
        "THIRTEEN",
        "FOURTEEN",
        "FIFTEEN",
        "SIXTEEN",
        "SEVENTEEN",
        "EIGHTEEN",
        "NINETEEN",
    ]
    tens = ["TWENTY", "THIRTY", "FORTY", "FIFTY", "SIXTY", "SEVENTY", "EIGHTY", "NINETY"]
    hundreds, rest = divmod(number, 100)
    words = [f"{ones[hundreds]} HUNDRED"] if hundreds else []
    if rest >= 20:
        words.append(tens[rest // 10 - 2] + (f"-{ones[rest % 10]}" if rest % 10 else ""))
    elif rest or not hundreds:
        words.append(ones[rest])
    return " ".join(words)
