"""Pay stubs as web payroll services print them: light tables, a wide grid, and a page from an employee portal."""

from __future__ import annotations

from app.demo.drawn import medium_date, shown, us
from app.demo.pay import PayLine, total, year
from app.demo.sheet import Column, Sheet, right
from app.demo.stub_parts import Labels, Stub, amounts, figures, hours_if_salaried, stub_truth
from app.demo.stubs_statement import Result

LIGHT = Labels(
    regular="Regular Hours",
    salary="Regular (Salary)",
    federal="Federal Income Tax",
    state="{} Withholding Tax",
    medical="Medical Insurance",
    retirement="401(k) Traditional",
    reimbursement="Reimbursement: travel",
)
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
PORTAL = Labels(
    regular="Hourly wages",
    salary="Base salary",
    federal="Federal income tax",
    medicare="Medicare tax",
    social_security="Social Security (OASDI)",
    state="{} income tax",
    medical="Health plan",
)
HOW_OFTEN = {
    "weekly": "Every week",
    "biweekly": "Every other week",
    "semimonthly": "Twice a month",
    "monthly": "Every month",
}


def light_tables(stub: Stub) -> Result:
    """Grey headings over airy tables with current and year to date; a summary of five lines at the foot."""
    sheet, person, pay = Sheet(font="Vera"), stub.person, stub.pay
    sheet.text(44, 52, "Earnings Statement", size=15, colour=(0.95, 0.36, 0.2))
    sheet.lines(44, 78, [stub.name, person.street, person.city_line], size=8)
    sheet.lines(
        320,
        78,
        [person.employer.name, person.employer.street, person.employer.city, f"EIN {person.employer.ein}"],
        size=8,
    )
    sheet.text(44, 126, f"Pay period: {medium_date(pay.start)} – {medium_date(pay.end)}", size=8.5)
    sheet.text(320, 126, f"Pay day: {medium_date(pay.pay_date)}", size=8.5, bold=True)
    columns, y = [Column(48), *right(300, 380, 470, 564)], 150.0
    y = light_block(
        sheet,
        y,
        "Employee Gross Earnings",
        ("Description", "Rate", "Hours", "Current", "Year to Date"),
        [(LIGHT.of(line, person), *figures(line), *amounts(line, "$")) for line in pay.earnings],
        columns,
    )
    for title, lines in (("Employee Taxes Withheld", pay.taxes), ("Employee Deductions", pay.deductions)):
        rows = [(LIGHT.of(line, person), "", "", *amounts(line, "$")) for line in lines]
        y = light_block(
            sheet,
            y,
            title,
            ("Description", "", "", "Current", "Year to Date"),
            rows or [("None", "", "", "", "")],
            columns,
        )
    lines = [
        ("Gross Earnings", pay.gross, pay.ytd_gross),
        ("Pre-Tax Deductions/Contributions", total(pay.deductions), year(pay.deductions)),
        ("Taxes", total(pay.taxes), year(pay.taxes)),
        ("Reimbursements", total(pay.reimbursements), year(pay.reimbursements)),
        ("Net Pay", pay.net, pay.ytd_net),
        ("Check Amount", 0 * pay.net, 0 * pay.net),
    ]
    rows = [
        (label, "", "", shown(now, "$"), shown(so_far, "$"))
        for label, now, so_far in lines
        if so_far or "Reimb" not in label
    ]
    y = light_block(sheet, y, "Summary", ("Description", "", "", "Current", "Year to Date"), rows, columns)
    for account, amount in stub.deposits:
        sheet.text(48, y, f"Direct deposit to ****{account}: {shown(amount, '$')}", size=7.5)
        y += 11
    truth, also = stub_truth(stub, "pay_frequency", "deductions_total")
    return sheet.save(stub.origin("wkhtmltopdf 0.12.6 (Qt 4.8.7)", "wkhtmltopdf 0.12.6")), truth, also


def light_block(
    sheet: Sheet, y: float, title: str, head: tuple[str, ...], rows: list[tuple[str, ...]], columns: list[Column]
) -> float:
    """A titled table; the baseline of the next one."""
    sheet.text(44, y, title, size=9.5, bold=True)
    sheet.box(44, y + 6, 568, y + 21, fill=0.93, edge=None)
    sheet.row(y + 16, columns, head, size=7, colour=0.35)
    y = sheet.table(y + 33, columns, rows, lead=14, size=7.5)
    return y + 12


def wide_grid(stub: Stub) -> Result:
    """Landscape: a row of labels over a row of values, Current and YTD as rows, earnings and taxes side by side."""
    sheet, person, pay = Sheet(size=(792.0, 612.0)), stub.person, stub.pay
    sheet.text(396, 34, person.employer.name, size=11, bold=True, align="center")
    sheet.text(396, 46, f"{person.employer.street}  {person.employer.city}", size=8, align="center")
    top = (
        ("Name", stub.name),
        ("Company", person.employer.name),
        ("Employee ID", f"{10000 + person.seed}"),
        ("Pay Period Begin", us(pay.start)),
        ("Pay Period End", us(pay.end)),
        ("Check Date", us(pay.pay_date)),
        ("Check Number", stub.number),
    )
    places = (30, 160, 340, 420, 510, 600, 690)
    for x, (label, value) in zip(places, top, strict=True):
        sheet.text(x, 72, label, size=7.5, bold=True)
        sheet.text(x, 84, value, size=7.5)
    sheet.rule(28, 62, 764)
    sheet.rule(28, 90, 764)
    hours = [line.hours for line in pay.earnings if line.hours]
    worked = sum(hours[1:], hours[0]) if hours else 0
    spans = right(200, 300, 420, 530, 650, 760)
    sheet.row(
        112,
        spans,
        ("Hours Worked", "Gross Pay", "Pre Tax Deductions", "Employee Taxes", "Post Tax Deductions", "Net Pay"),
        size=7.5,
        bold=True,
    )
    for y, label, values in (
        (125, "Current", (pay.gross, total(pay.deductions), total(pay.taxes), 0 * pay.net, pay.net)),
        (138, "YTD", (pay.ytd_gross, year(pay.deductions), year(pay.taxes), 0 * pay.net, pay.ytd_net)),
    ):
        sheet.text(30, y, label, size=8, bold=True)
        sheet.row(
            y, spans, (f"{worked:.2f}" if label == "Current" else "", *(shown(value) for value in values)), size=8
        )
    grid_tables(sheet, stub)
    truth, also = stub_truth(stub, "pay_frequency", "deductions_total")
    return sheet.save(stub.origin("PDFlib+PDI 9.3.1 (C++/Linux)", "Payslip")), truth, also


def grid_tables(sheet: Sheet, stub: Stub) -> None:
    """Earnings on the left; taxes, deductions and the deposit on the right."""
    pay, person = stub.pay, stub.person
    left, side = [Column(30), Column(120), *right(245, 290, 350, 410)], [Column(440), *right(660, 760)]
    sheet.box(28, 160, 412, 173, fill=(0.85, 0.9, 0.97), edge=0.6)
    sheet.text(220, 170, "Earnings", size=8, bold=True, align="center")
    sheet.row(184, left, ("Description", "Dates", "Hours", "Rate", "Amount", "YTD"), size=7, bold=True)
    dates = f"{us(pay.start)} - {us(pay.end)}"
    rows = [
        (GRID.of(line, person), dates if line.amount else "", *figures(line)[::-1], *amounts(line))
        for line in pay.earnings
    ]
    rows += [(GRID.of(line, person), "", "", "", *amounts(line)) for line in pay.reimbursements]
    y = sheet.table(197, left, rows, lead=12, size=7)
    everything = (*pay.earnings, *pay.reimbursements)
    sheet.row(
        y + 2, left, ("Earnings", "", "", "", shown(total(everything)), shown(year(everything))), size=7, bold=True
    )
    y = 160.0
    for title, lines in (("Employee Taxes", pay.taxes), ("Pre Tax Deductions", pay.deductions)):
        sheet.box(438, y, 764, y + 13, fill=(0.85, 0.9, 0.97), edge=0.6)
        sheet.text(600, y + 10, title, size=8, bold=True, align="center")
        sheet.row(y + 24, side, ("Description", "Amount", "YTD"), size=7, bold=True)
        y = sheet.table(y + 37, side, [(GRID.of(line, person), *amounts(line)) for line in lines], lead=12, size=7)
        sheet.row(y + 2, side, (title, shown(total(lines)), shown(year(lines))), size=7, bold=True)
        y += 18
    sheet.box(28, 470, 764, 483, fill=(0.85, 0.9, 0.97), edge=0.6)
    sheet.text(396, 480, "Payment Information", size=8, bold=True, align="center")
    place = [Column(30), Column(220), Column(420), *right(760)]
    sheet.row(495, place, ("Bank", "Account Name", "Account Number", "USD Amount"), size=7, bold=True)
    for number, (account, amount) in enumerate(stub.deposits):
        sheet.row(508 + 12 * number, place, (person.bank, "Checking", f"******{account}", shown(amount)), size=7)


def portal_page(stub: Stub) -> Result:
    """Large net pay first, then cards of label and value, as a browser prints an employee portal."""
    sheet, person, pay = Sheet(), stub.person, stub.pay
    sheet.text(36, 24, f"{short(stub)}", size=7, colour=0.4)
    sheet.text(576, 24, "Paycheck details", size=7, align="right", colour=0.4)
    sheet.text(48, 70, "Take home pay", size=10, colour=0.35)
    sheet.text(48, 100, shown(pay.net, "$"), size=26, bold=True)
    sheet.lines(
        330,
        70,
        [
            f"Paid on {medium_date(pay.pay_date)}",
            f"For {medium_date(pay.start)} to {medium_date(pay.end)}",
            f"Pay schedule: {HOW_OFTEN[pay.frequency]}",
        ],
        size=9,
    )
    sheet.lines(48, 132, [stub.name, person.job_title], size=9)
    sheet.lines(330, 132, [person.employer.name, person.employer.city], size=9)
    y = portal_card(sheet, 170, "Gross earnings", pay.gross, pay.ytd_gross, pay.earnings, stub)
    y = portal_card(sheet, y, "Taxes", total(pay.taxes), year(pay.taxes), pay.taxes, stub)
    if pay.deductions:
        y = portal_card(sheet, y, "Deductions", total(pay.deductions), year(pay.deductions), pay.deductions, stub)
    if pay.reimbursements:
        y = portal_card(
            sheet, y, "Reimbursements", total(pay.reimbursements), year(pay.reimbursements), pay.reimbursements, stub
        )
    for account, amount in stub.deposits:
        sheet.text(60, y + 4, f"Deposited to account ending in {account}", size=8.5)
        sheet.text(440, y + 4, shown(amount, "$"), size=8.5, align="right")
        y += 13
    truth, also = stub_truth(stub, "deductions_total", *hours_if_salaried(stub))
    return (
        sheet.save(
            stub.origin(
                "Skia/PDF m129", "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/129.0.0.0", "Paycheck details"
            )
        ),
        truth,
        also,
    )


def short(stub: Stub) -> str:
    """The moment that a browser prints at the top of the page."""
    day = stub.pay.pay_date
    return f"{day.month}/{day.day}/{day:%y}, 9:14 AM"


def portal_card(
    sheet: Sheet, y: float, title: str, now: object, so_far: object, lines: tuple[PayLine, ...], stub: Stub
) -> float:
    """One rounded card with its total on top; where the next one begins."""
    height = 36 + 15 * len(lines)
    sheet.box(48, y, 564, y + height, edge=0.75, radius=6)
    columns = [Column(60), *right(440, 552)]
    sheet.row(y + 12, columns, ("", "Current", "YTD"), size=7, colour=0.4)
    sheet.row(y + 24, columns, (title, f"${now:,.2f}", f"${so_far:,.2f}"), size=10, bold=True)
    for line in lines:
        rate, hours = figures(line)
        detail = f"  {hours} hrs at ${rate}" if rate else ""
        sheet.row(y + 40, columns, (PORTAL.of(line, stub.person) + detail, *amounts(line, "$")), size=8.5)
        y += 15
    return y + 50
