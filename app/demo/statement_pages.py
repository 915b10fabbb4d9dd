"""A bank statement of several pages: a cover with the summary, then sections that go on over page breaks."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from app.demo.drawn import Truth, long_date, shown
from app.demo.ledger import Entry, Ledger, ledger_truth
from app.demo.sheet import Column, Origin, Sheet, right

COLUMNS = [Column(40), Column(100), *right(572)]
SECTIONS = (
    ("Deposits and other additions", ("payroll", "credit"), "Total deposits and other additions"),
    ("Debit card subtractions", ("card",), "Total debit card subtractions"),
    ("Other subtractions", ("electronic",), "Total other subtractions"),
)


def sections_over_pages(account: Ledger, holder: str) -> tuple[bytes, Truth, dict[str, tuple[str, ...]]]:
    """Three or more pages with a head on each; sums only by section, withdrawals with a minus."""
    sheet = Sheet()
    page_head(sheet, account, holder, 1)
    cover(sheet, account, holder)
    y, page = 700.0, 1
    for title, kinds, total in SECTIONS:
        entries = account.of(*kinds)
        for number, entry in enumerate(entries):
            if (y > 560 and number == 0) or y > 720:
                sheet.next_page()
                page += 1
                page_head(sheet, account, holder, page)
                y = section_head(sheet, 110, title + (" - continued" if number else ""))
            elif number == 0:
                y = section_head(sheet, y + 26, title)
            y = entry_row(sheet, y, entry)
        if entries:
            sheet.row(y + 4, COLUMNS, (total, "", shown(account.total(*kinds), "$")), size=9, bold=True)
            y += 12
    truth, also = ledger_truth(account, holder, "withdrawals_total")
    made = datetime.combine(account.end + timedelta(days=1), time(4, 40))
    return sheet.save(Origin("Compart MFFPDF I/O Filter", "DocBridge", made)), truth, also


def page_head(sheet: Sheet, account: Ledger, holder: str, page: int) -> None:
    """Holder, account and period, as every page repeats them."""
    person = account.person
    sheet.text(
        40,
        40,
        f"{holder.upper()}  |  Account # {person.account[:4]} {person.account[4:6]}XX {person.account[-4:]}",
        size=8,
    )
    sheet.text(572, 40, f"Page {page}", size=8, align="right")
    sheet.text(40, 52, f"{long_date(account.start)} to {long_date(account.end)}", size=8)
    sheet.rule(40, 58, 572, width=1.0, colour=(0.75, 0.1, 0.15))


def cover(sheet: Sheet, account: Ledger, holder: str) -> None:
    """The first page: bank, address and the account summary."""
    person = account.person
    sheet.text(572, 90, person.bank, size=17, bold=True, align="right", colour=(0.05, 0.15, 0.45))
    sheet.lines(60, 130, [holder.upper(), person.street.upper(), person.city_line.upper()], size=10)
    sheet.text(40, 220, "Your Advantage Plus Banking", size=16, colour=(0.05, 0.15, 0.45))
    sheet.text(40, 238, f"for {long_date(account.start)} to {long_date(account.end)}", size=10)
    sheet.text(40, 280, "Account summary", size=12, bold=True)
    rows = [
        (f"Beginning balance on {long_date(account.start)}", shown(account.opening, "$")),
        ("Deposits and other additions", shown(account.deposits)),
        ("Debit card subtractions", shown(account.total("card"))),
        ("Other subtractions", shown(account.total("electronic"))),
        ("Service fees", "-0.00"),
    ]
    y = sheet.table(302, [Column(40), *right(360)], rows, lead=18, size=10)
    sheet.rule(40, y - 12, 360)
    sheet.row(
        y + 2,
        [Column(40), *right(360)],
        (f"Ending balance on {long_date(account.end)}", shown(account.closing, "$")),
        size=10,
        bold=True,
    )
    sheet.lines(
        40,
        560,
        ["Questions? Call the number on the back of your card.", "Deposits are insured up to $250,000 per depositor."],
        size=9,
    )


def section_head(sheet: Sheet, y: float, title: str) -> float:
    """A section's title and column names; the baseline of its first row."""
    sheet.text(40, y, title, size=12, bold=True, colour=(0.05, 0.15, 0.45))
    sheet.row(y + 16, COLUMNS, ("Date", "Description", "Amount"), size=8, bold=True)
    sheet.rule(40, y + 19, 572)
    return y + 32


def entry_row(sheet: Sheet, y: float, entry: Entry) -> float:
    """One movement; the baseline of the next."""
    sheet.row(y, COLUMNS, (f"{entry.day:%m/%d/%y}", entry.words, shown(entry.amount)), size=9)
    return y + 14
