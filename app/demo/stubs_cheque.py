"""A cheque with its stub, in fixed-width print."""

from __future__ import annotations

from decimal import Decimal

from app.demo.drawn import shown, us
from app.demo.pay import total, year
from app.demo.sheet import Column, Sheet, right
from app.demo.stub_parts import Labels, Result, Stub, amounts, figures, stub_truth

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
ONES = (
    "ZERO ONE TWO THREE FOUR FIVE SIX SEVEN EIGHT NINE TEN ELEVEN TWELVE THIRTEEN FOURTEEN FIFTEEN SIXTEEN SEVENTEEN "
    "EIGHTEEN NINETEEN"
)
TENS = "TWENTY THIRTY FORTY FIFTY SIXTY SEVENTY EIGHTY NINETY"


def cheque_with_stub(stub: Stub) -> Result:
    """A cheque above, fixed-width stub below with earnings beside deductions, totals in one line at the bottom."""
    sheet, person, pay = Sheet(font="Courier"), stub.person, stub.pay
    sheet.box(24, 30, 588, 250, edge=0.3)
    sheet.lines(40, 54, [line.upper() for line in person.employer.lines], size=9, font="Helvetica-Bold")
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
    punched_sums(sheet, stub)
    truth, also = stub_truth(stub, "pay_frequency")
    return sheet.save(stub.origin("Crystal Reports", "Powered By Crystal", "CHKSTUB.rpt")), truth, also


def punched_tables(sheet: Sheet, stub: Stub) -> None:
    """Earnings left, deductions right."""
    pay, person = stub.pay, stub.person
    left, side = [Column(30), *right(118, 170, 240, 318)], [Column(340), *right(480, 582)]
    sheet.rule(24, 306, 588)
    sheet.row(320, left, ("EARNINGS", "HOURS", "RATE", "CURRENT", "Y-T-D"), size=8.5, bold=True)
    sheet.row(320, side, ("DEDUCTIONS", "CURRENT", "Y-T-D"), size=8.5, bold=True)
    for number, line in enumerate((*pay.earnings, *pay.reimbursements)):
        rate, hours = figures(line)
        sheet.row(336 + 13 * number, left, (PUNCHED.of(line, person), hours, rate, *amounts(line)), size=8.5)
    rows = [(PUNCHED.of(line, person), *amounts(line)) for line in (*pay.taxes, *pay.deductions)]
    sheet.table(336, side, rows, lead=13, size=8.5)


def punched_sums(sheet: Sheet, stub: Stub) -> None:
    """One line of sums for now and one for the year."""
    pay, places = stub.pay, right(118, 220, 330, 450, 582)
    sheet.rule(24, 470, 588)
    head = ("", "TOTAL GROSS", "TOTAL DEDUCTIONS", "REIMBURSED", "NET AMOUNT")
    sheet.row(484, places, head, size=7.5, font="Helvetica")
    now = (pay.gross, pay.withheld, total(pay.reimbursements), pay.net)
    so_far = (pay.ytd_gross, pay.ytd_withheld, year(pay.reimbursements), pay.ytd_net)
    sheet.row(498, places, ("CURRENT", *(shown(value) for value in now)), size=9.5)
    sheet.row(512, places, ("Y-T-D", *(shown(value) for value in so_far)), size=9.5)


def in_words(amount: Decimal) -> str:
    """`ONE THOUSAND SIX HUNDRED FORTY-TWO AND 07/100 DOLLARS`, for amounts below a million."""
    dollars, cent = divmod(int(amount * 100), 100)
    thousands, rest = divmod(dollars, 1000)
    parts = [f"{hundreds_in_words(thousands)} THOUSAND"] if thousands else []
    parts += [hundreds_in_words(rest)] if rest or not thousands else []
    return f"{' '.join(parts)} AND {cent:02d}/100 DOLLARS"


def hundreds_in_words(number: int) -> str:
    """A number below a thousand in words."""
    ones, tens = ONES.split(), TENS.split()
    hundreds, rest = divmod(number, 100)
    words = [f"{ones[hundreds]} HUNDRED"] if hundreds else []
    if rest >= 20:
        words.append(tens[rest // 10 - 2] + (f"-{ones[rest % 10]}" if rest % 10 else ""))
    elif rest or not hundreds:
        words.append(ones[rest])
    return " ".join(words)
