"""The lines of a Form 1040 against their own total: a raised line leaves the total income behind."""

from __future__ import annotations

import re
from decimal import Decimal

from app.screening.checks.answers import Question, altered, money, plain
from app.screening.checks.packet import Packet
from app.screening.checks.rows import Row, rows, text_of
from app.screening.reading.pages import Page, Word
from app.screening.verdict import CheckResult, Document, DocumentType, Evidence, Severity, Signal

QUESTION = Question(
    check="tax_sums",
    family="arithmetic",
    innocent=(
        "a loss on another line was not read",
        "the return was written by hand and a line was added up wrongly",
        "an amended return changes only some lines",
    ),
    next_step="Ask for the return transcript from the IRS.",
)
_PARTS = ("1z", "2b", "3b", "4b", "5b", "6b", "7", "8")
"""Form 1040, line 9: "Add lines 1z, 2b, 3b, 4b, 5b, 6b, 7, and 8"; line 11 is line 9 less line 10."""
_TOTAL, _ADJUSTED, _LEFT = "9", "10", "11"
_TAXABLE, _TAX, _OTHER_RATES = "15", "16", ("3a", "3b", "7")
_BRACKETS = ((0, Decimal("0.10")), (24_000, Decimal("0.12")), (98_000, Decimal("0.22")))
"""Dollars of taxable income of a couple from which each rate begins, about those of 2025; earlier years' are lower, and
so are those of everybody else, so that nobody's tax on wages is below this."""
_LEAST_TAX = Decimal("0.8")
_MOSTLY = Decimal("0.95")
_NAMES = {"1a": "1z", "7a": "7", "11a": "11"}
_ROUNDED = Decimal(8)
"""Dollars: each line is rounded by itself."""
_AMOUNT = re.compile(r"\$?(\d{1,3}(?:,\d{3})+|\d+)\.?(?:00)?")
_YEAR = re.compile(r"\(?(19|20)\d\d\)?\W?")
_LOSS = re.compile(r"[-–−(]\s?\$?\d")
_OF_TOTAL = re.compile(r"total\s+income", re.I)
_SCHEDULE = re.compile(r"\W*schedule\s+[a-z1-3]{1,2}\b", re.I)
_HEAD = 4
"""Rows of a page that tell which form it is."""
Line = tuple[Decimal, Word]


def check(packet: Packet) -> CheckResult:
    """Review when the parts of line 9 come to more than it, or line 11 is not line 9 less line 10, in print.

    Less says nothing, since a part may not have been read; nor does a page with a loss, which lowers the sum.
    """
    signals: list[Signal] = []
    looked = 0
    for form in packet.of_type(DocumentType.tax_return):
        for page in packet.pages_of(form):
            lines = _lines(page) if page.source == "text" and packet.text(form, "form") == "1040" else {}
            if _TOTAL not in lines or _has_loss(page) or not _is_form_itself(page):
                continue
            looked += 1
            found = _total(form, page, lines) or _left(form, page, lines) or _taxed(form, page, lines)
            signals += [found] if found else []
    return QUESTION.answer(
        signals, looked, "The lines of the tax form come to its totals.", "No tax form shows lines and totals clearly."
    )


def _lines(page: Page) -> dict[str, Line]:
    """The amounts that end a row behind the number of its line; a line found twice is left out."""
    found: dict[str, Line] = {}
    twice: set[str] = set()
    for row in rows(page):
        read = _line(row)
        if read:
            twice |= {read[0]} & found.keys()
            found[read[0]] = read[1]
    alone = {name: line for name, line in found.items() if name not in twice}
    return {_NAMES.get(name, name): line for name, line in sorted(alone.items())}


def _line(row: Row) -> tuple[str, Line] | None:
    number, last = (row[-2].text.lower(), row[-1]) if len(row) > 2 else ("", None)
    amount = _AMOUNT.fullmatch(last.text) if last else None
    is_line = number in {*_PARTS, *_NAMES, _TOTAL, _ADJUSTED, _LEFT, _TAXABLE, _TAX, *_OTHER_RATES}
    return (number, (Decimal(amount[1].replace(",", "")), last)) if amount and last and is_line else None


def _is_form_itself(page: Page) -> bool:
    """Schedules have lines of the same numbers, and "(Form 1040)" in their heads, but no total income in line 9."""
    texts = [text_of(row) for row in rows(page)]
    return any(_OF_TOTAL.search(text) for text in texts) and not any(_SCHEDULE.match(text) for text in texts[:_HEAD])


def _has_loss(page: Page) -> bool:
    """A negative amount anywhere; a year in parentheses is none."""
    return any(_LOSS.match(word.text) and not _YEAR.fullmatch(word.text) for word in page.words)


def _total(form: Document, page: Page, lines: dict[str, Line]) -> Signal | None:
    parts = [lines[name] for name in _PARTS if name in lines]
    added, (shown, word) = sum((amount for amount, _ in parts), Decimal(0)), lines[_TOTAL]
    if added <= shown + _ROUNDED:
        return None
    most = max(parts, key=lambda line: line[0])
    told = f"The lines of the total income add up to {money(added)} or more; line 9 shows {money(shown)}."
    return _signal(form, page, told, added, shown, (word, most[1]))


def _left(form: Document, page: Page, lines: dict[str, Line]) -> Signal | None:
    if _ADJUSTED not in lines or _LEFT not in lines:
        return None
    (total, word), (less, _), (shown, place) = lines[_TOTAL], lines[_ADJUSTED], lines[_LEFT]
    expected = total - less
    if abs(expected - shown) <= _ROUNDED:
        return None
    told = f"Line 9 less line 10 is {money(expected)}; the adjusted gross income shown in line 11 is {money(shown)}."
    return _signal(form, page, told, expected, shown, (place, word))


def _taxed(form: Document, page: Page, lines: dict[str, Line]) -> Signal | None:
    """The tax in line 16 against the least that a couple owes on line 15, where wages are nearly all of the income.

    Dividends and capital gains are taxed at lower rates, down to none, so a return that shows any says nothing.
    """
    names = ("1z", _TOTAL, _TAXABLE, _TAX)
    if any(name not in lines for name in names) or any(lines[name][0] for name in _OTHER_RATES if name in lines):
        return None
    (wages, _), (total, _), (taxable, word), (tax, place) = (lines[name] for name in names)
    floors = [floor for floor, _ in _BRACKETS[1:]] + [taxable]
    least = sum(
        (
            max(Decimal(0), min(taxable, Decimal(top)) - floor) * rate
            for (floor, rate), top in zip(_BRACKETS, floors, strict=True)
        ),
        Decimal(0),
    )
    if wages < _MOSTLY * total or tax >= _LEAST_TAX * least - _ROUNDED:
        return None
    told = f"The tax on {money(taxable)} of taxable income is at least {money(round(least, 0))}"
    return _signal(form, page, f"{told}; line 16 shows {money(tax)}.", least, tax, (place, word))


def _signal(
    form: Document, page: Page, told: str, expected: Decimal, shown: Decimal, words: tuple[Word, ...]
) -> Signal:
    places = tuple(
        Evidence(form.file_id, form.file_name, page.number, page.place(word.box), word.text) for word in words
    )
    return QUESTION.signal(
        altered(form.document_type),
        Severity.review,
        told,
        money(expected),
        money(shown),
        places,
        "",
        plain(expected),
    )
