"""Bank statements in four layouts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta

from app.demo.drawn import PDF, Drawn, Truth, long_date, medium_date, shown, us
from app.demo.ledger import Entry, Ledger, ledger_truth
from app.demo.sheet import Column, Origin, Sheet, right
from app.demo.statement_pages import sections_over_pages
from app.screening.verdict import DocumentType

Result = tuple[bytes, Truth, dict[str, tuple[str, ...]]]


def origin(account: Ledger, producer: str, creator: str = "") -> Origin:
    """Made in the night after the period ended."""
    return Origin(producer, creator, datetime.combine(account.end + timedelta(days=1), time(2, 11)))


def summary_block(account: Ledger, holder: str) -> Result:
    """A summary of what came in and went out, then one list with a running balance and days without a year."""
    sheet, person = Sheet(), account.person
    sheet.box(36, 30, 250, 54, fill=(0.05, 0.25, 0.5), edge=None)
    sheet.text(44, 47, person.bank, size=13, bold=True, colour=1.0)
    sheet.text(576, 44, f"{long_date(account.start)} through {long_date(account.end)}", size=9, align="right")
    number = f"0000{person.account[:2]}***{person.account[-4:]}"
    sheet.row(57, [Column(420), *right(576)], ("Account Number:", number), size=9)
    sheet.lines(60, 100, [holder.upper(), person.street.upper(), person.city_line.upper()], size=9.5)
    sheet.text(36, 176, "CHECKING SUMMARY", size=11, bold=True)
    sheet.rule(36, 181, 420, width=1.2)
    rows = [
        ("Beginning Balance", shown(account.opening, "$")),
        ("Deposits and Additions", shown(account.deposits)),
        ("ATM & Debit Card Withdrawals", shown(account.total("card"))),
        ("Electronic Withdrawals", shown(account.total("electronic"))),
    ]
    sheet.row(192, [Column(40), *right(416)], ("", "AMOUNT"), size=7.5, bold=True)
    y = sheet.table(205, [Column(40), *right(416)], rows, lead=13, size=9.5)
    sheet.row(y + 2, [Column(40), *right(416)], ("Ending Balance", shown(account.closing, "$")), size=9.5, bold=True)
    detail(sheet, account, y + 36)
    truth, also = ledger_truth(account, holder, "withdrawals_total")
    return sheet.save(origin(account, "OpenText Output Transformation Engine - 21.3", "Exstream")), truth, also


def detail(sheet: Sheet, account: Ledger, y: float) -> None:
    """All movements with the balance after each."""
    columns = [Column(40), Column(84), *right(480, 572)]
    y = detail_head(sheet, y, columns)
    sheet.row(y, columns, ("", "Beginning Balance", "", shown(account.opening, "$")), size=8, bold=True)
    for entry, balance in zip(account.entries, account.balances(), strict=True):
        y += 11.5
        if y > 740:
            sheet.next_page()
            y = detail_head(sheet, 60, columns)
        sheet.row(y, columns, (f"{entry.day:%m/%d}", entry.words, shown(entry.amount), shown(balance)), size=8)
    sheet.row(y + 14, columns, ("", "Ending Balance", "", shown(account.closing, "$")), size=8, bold=True)


def detail_head(sheet: Sheet, y: float, columns: list[Column]) -> float:
    """The heading of the list; the baseline of its first row."""
    sheet.text(36, y, "TRANSACTION DETAIL", size=11, bold=True)
    sheet.rule(36, y + 5, 576, width=1.2)
    sheet.row(y + 16, columns, ("DATE", "DESCRIPTION", "AMOUNT", "BALANCE"), size=7.5, bold=True)
    return y + 29


def running_balance(account: Ledger, holder: str) -> Result:
    """Withdrawals, deposits and balance in columns of their own, with totals under the columns."""
    sheet, person = Sheet(font="Times-Roman"), account.person
    sheet.text(306, 50, person.bank, size=18, bold=True, align="center", colour=(0.1, 0.35, 0.2))
    sheet.text(306, 64, "Share Draft Checking  -  Statement of Account", size=10, align="center")
    sheet.lines(50, 100, [holder, person.street, person.city_line], size=11)
    facts = (
        ("Member Number", f"XXXX{person.account[-4:]}"),
        ("Statement Period", f"{us(account.start)} - {us(account.end)}"),
    )
    sheet.table(100, [Column(360), *right(562)], facts, lead=14, size=10)
    columns, y = [Column(50), Column(112), *right(420, 490, 562)], running_head(sheet, 176)
    sheet.row(y, columns, (us(account.start), "Previous Balance", "", "", shown(account.opening)), size=9, bold=True)
    for entry, balance in zip(account.entries, account.balances(), strict=True):
        y += 12
        if y > 720:
            sheet.next_page()
            y = running_head(sheet, 60)
        out, into = ("", shown(entry.amount)) if entry.amount > 0 else (shown(-entry.amount), "")
        sheet.row(y, columns, (us(entry.day), entry.words[:44], out, into, shown(balance)), size=9)
    sheet.rule(50, y + 4, 562)
    sheet.row(y + 15, columns, (us(account.end), "Ending Balance", "", "", shown(account.closing)), size=9, bold=True)
    totals = (("Total Withdrawals", shown(-account.withdrawals, "$")), ("Total Deposits", shown(account.deposits, "$")))
    sheet.table(y + 34, [Column(112), *right(300)], totals, lead=13, size=10)
    truth, also = ledger_truth(account, holder)
    return sheet.save(origin(account, "GPL Ghostscript 9.54.0", "")), truth, also


def running_head(sheet: Sheet, y: float) -> float:
    """Column headings; the baseline of the first row."""
    sheet.box(48, y - 11, 564, y + 4, fill=(0.87, 0.93, 0.88), edge=None)
    columns = [Column(50), Column(112), *right(420, 490, 562)]
    sheet.row(y, columns, ("Date", "Transaction Description", "Withdrawals", "Deposits", "Balance"), size=9, bold=True)
    return y + 17


def two_columns(account: Ledger, holder: str) -> Result:
    """Credits in the left half, debits in the right one, a shaded summary across the top."""
    sheet, person = Sheet(font="Vera"), account.person
    sheet.text(36, 48, person.bank.upper(), size=13, bold=True, colour=(0.6, 0.1, 0.12))
    sheet.text(576, 48, "Everyday Checking", size=11, align="right")
    sheet.lines(36, 72, [holder, person.street, person.city_line], size=8)
    sheet.text(
        576, 72, f"Statement dates  {medium_date(account.start)} - {medium_date(account.end)}", size=8, align="right"
    )
    sheet.text(576, 84, f"Account ending in {person.account[-4:]}", size=8, align="right")
    sheet.box(36, 112, 576, 160, fill=0.93, edge=None)
    blocks = (
        ("Balance last statement", account.opening),
        ("Total credits", account.deposits),
        ("Total debits", -account.withdrawals),
        ("Balance this statement", account.closing),
    )
    for number, (label, value) in enumerate(blocks):
        sheet.text(48 + 136 * number, 130, label, size=7.5, colour=0.3)
        sheet.text(48 + 136 * number, 148, shown(value, "$"), size=10.5, bold=True)
    halves(sheet, account)
    truth, also = ledger_truth(account, holder)
    return (
        sheet.save(origin(account, "Adobe PDF Library 15.0", "Adobe Experience Manager forms output service")),
        truth,
        also,
    )


def halves(sheet: Sheet, account: Ledger) -> None:
    """Credits left, debits right; what does not fit goes on another page."""
    column_list(sheet, 36, "Deposits and other credits", account.of("payroll", "credit"))
    debits = account.of("card", "electronic")
    column_list(sheet, 316, "Withdrawals and other debits", debits[:48])
    if debits[48:]:
        sheet.next_page()
        column_list(sheet, 316, "Withdrawals and other debits (continued)", debits[48:])


def column_list(sheet: Sheet, x: float, title: str, entries: list[Entry]) -> None:
    """A titled list of date, words and amount, half a page wide."""
    sheet.text(x, 184, title, size=8.5, bold=True)
    sheet.rule(x, 188, x + 260)
    columns = [Column(x), Column(x + 38), *right(x + 260)]
    rows = [(f"{entry.day:%b %d}", entry.words[:30], shown(abs(entry.amount))) for entry in entries]
    sheet.table(201, columns, rows, lead=11.5, size=6.8)


LAYOUTS: dict[str, Callable[[Ledger, str], Result]] = {
    "summary_block": summary_block,
    "two_columns": two_columns,
    "running_balance": running_balance,
    "sections_over_pages": sections_over_pages,
}
TUNE = ("summary_block", "two_columns")
REPORT = ("running_balance", "sections_over_pages")


def statement(account: Ledger, layout: str, holder: str = "") -> Drawn:
    """Draw one statement; `layout` is a key of `LAYOUTS`."""
    content, truth, also = LAYOUTS[layout](account, holder or account.person.full_name)
    return Drawn(
        content, PDF, f"statement_{account.end:%Y-%m-%d}.pdf", DocumentType.bank_statement, truth, also, layout
    )
