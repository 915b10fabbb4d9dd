"""A pay stub as a browser prints a page of an employee portal."""

from __future__ import annotations

from app.demo.drawn import medium_date, shown
from app.demo.pay import PayLine, total, year
from app.demo.sheet import Column, Sheet, right
from app.demo.stub_parts import Labels, Result, Stub, amounts, figures, hours_if_salaried, stub_truth

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
BROWSER = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/129.0.0.0"


def portal_page(stub: Stub) -> Result:
    """Large net pay first, then cards of label and value."""
    sheet, person, pay = Sheet(), stub.person, stub.pay
    day = pay.pay_date
    sheet.text(36, 24, f"{day.month}/{day.day}/{day:%y}, 9:14 AM", size=7, colour=0.4)
    sheet.text(576, 24, "Paycheck details", size=7, align="right", colour=0.4)
    sheet.text(48, 70, "Take home pay", size=10, colour=0.35)
    sheet.text(48, 100, shown(pay.net, "$"), size=26, bold=True)
    period = f"For {medium_date(pay.start)} to {medium_date(pay.end)}"
    facts = [f"Paid on {medium_date(day)}", period, f"Pay schedule: {HOW_OFTEN[pay.frequency]}"]
    sheet.lines(330, 70, facts, size=9)
    sheet.lines(48, 132, [stub.name, person.job_title], size=9)
    sheet.lines(330, 132, [person.employer.name, person.employer.city], size=9)
    y = portal_card(sheet, 170, "Gross earnings", pay.earnings, stub)
    for title, lines in (("Taxes", pay.taxes), ("Deductions", pay.deductions), ("Reimbursements", pay.reimbursements)):
        if lines:
            y = portal_card(sheet, y, title, lines, stub)
    for account, amount in stub.deposits:
        sheet.text(60, y + 4, f"Deposited to account ending in {account}", size=8.5)
        sheet.text(440, y + 4, shown(amount, "$"), size=8.5, align="right")
        y += 13
    truth, also = stub_truth(stub, "deductions_total", *hours_if_salaried(stub))
    return sheet.save(stub.origin("Skia/PDF m129", BROWSER, "Paycheck details")), truth, also


def portal_card(sheet: Sheet, y: float, title: str, lines: tuple[PayLine, ...], stub: Stub) -> float:
    """One rounded card with its total on top; where the next one begins."""
    sheet.box(48, y, 564, y + 36 + 15 * len(lines), edge=0.75, radius=6)
    columns = [Column(60), *right(440, 552)]
    sheet.row(y + 12, columns, ("", "Current", "YTD"), size=7, colour=0.4)
    sheet.row(y + 24, columns, (title, shown(total(lines), "$"), shown(year(lines), "$")), size=10, bold=True)
    for line in lines:
        rate, hours = figures(line)
        detail = f"  {hours} hrs at ${rate}" if rate else ""
        sheet.row(y + 40, columns, (PORTAL.of(line, stub.person) + detail, *amounts(line, "$")), size=8.5)
        y += 15
    return y + 50
