"""Numbers that identify: social security, accounts, cards, employees, phones; found by their shape or their label."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from app.screening.evaluators.spans import Personal, Span
from app.screening.facts.amounts import find_amounts
from app.screening.facts.dates import find_dates
from app.screening.facts.lines import Sheet

_SSN = re.compile(
    r"(?<![\w.,$-])(?:[\dXx*•#]{3}[- ][\dXx*•#]{2}[- ]\d{4}|[Xx*•#]{5}\d{4}|\d{9}|\d{2}-\d{7})(?![\w-]|[.,]\d)"
)
"""Social security and taxpayer numbers (###-##-####, 9##-##-####) and employer numbers (##-#######), masked or not."""
_PHONE = re.compile(r"(?<!\d)(?:\+?1[-. ])?\(?\d{3}\)?[-. ]\s?\d{3}[-. ]\d{4}(?!\d)")
_MAIL = re.compile(r"\S+@\S+|(?:https?://|www\.)\S+", re.I)
_LABEL = re.compile(
    r"\b(?:accounts?|acct|chkg|checking|savings|sav|routing|aba|iban|member|customer|client|social|ssn|tin|itin|ein"
    r"|fein|tax ?id|taxpayer|licen[cs]e|dl|passport|policy|card|employee (?:id|no|num|#)|emp(?:loyee)?\.? ?(?:id|no|#)"
    r"|(?:check|cheque|advice|document|file|badge|clock|case|reference|ref|serial|control|voucher) ?(?:id|no|num|#)"
    r"|id|number|no\.|#)(?![a-z])",
    re.I,
)
_TOKEN = re.compile(r"\S+")
_HIDDEN = re.compile(r"[Xx*•.·#]{1,}[- ]?\d{2,}|\d{2,}[- ]?[Xx*•#]{2,}")
_LONG = 5
"""Figures from which a number that is neither money nor a day identifies something: a ZIP code has five."""
_SHORT = 3
"""Figures from which a number beside or below such a label does."""
_BIRTH = re.compile(r"\b(?:d\.?o\.?b\b\.?|(?:date|day|year) of birth|birth ?(?:date|day)|born)", re.I)
_OLD_YEARS = 16
"""An unlabelled day that long ago is more likely a birthday than a day of any document."""


def identifying_numbers(sheet: Sheet, as_of: date) -> Iterator[Span]:
    """Every stretch of a page that looks like an identifying number, a way to reach somebody, or a birthday."""
    for number, line in enumerate(sheet.lines):
        text = line.text.replace("\t", " ")
        for kind, form in ((Personal.contact, _MAIL), (Personal.contact, _PHONE), (Personal.identity_number, _SSN)):
            yield from (Span(number, found.start(), found.end(), kind) for found in form.finditer(text))
        yield from _labelled(sheet, number, text)
        yield from _birthdays(sheet, number, text, as_of)


def _labelled(sheet: Sheet, number: int, text: str) -> Iterator[Span]:
    above = sheet.lines[number - 1].text if number else ""
    is_labelled = bool(_LABEL.search(text) or _LABEL.search(above))
    harmless = _values(sheet, number)
    for token in _TOKEN.finditer(text):
        figures = sum(letter.isdigit() for letter in token.group())
        is_value = any(start <= token.start() < end or token.start() <= start < token.end() for start, end in harmless)
        if not is_value and (
            figures >= (_SHORT if is_labelled else _LONG) or (figures and _HIDDEN.search(token.group()))
        ):
            yield Span(number, token.start(), token.end(), Personal.account_number)


def _values(sheet: Sheet, number: int) -> list[tuple[int, int]]:
    """Where the line has days, amounts and years, which are what a model is asked for."""
    text = sheet.lines[number].text
    days = [(start, end) for start, end, _ in find_dates(text)]
    amounts = [(start, end) for start, end, _ in find_amounts(text, scanned=sheet.is_scanned)]
    years = [found.span() for found in re.finditer(r"(?<![\w-])(?:19|20)\d\d(?![\w-])", text)]
    short_days = [found.span() for found in re.finditer(r"(?<!\S)\d{1,2}/\d{1,2}(?!\S)", text)]
    return [*days, *amounts, *years, *short_days]


def _birthdays(sheet: Sheet, number: int, text: str, as_of: date) -> Iterator[Span]:
    for start, end, day in find_dates(text):
        if day.year <= as_of.year - _OLD_YEARS:
            yield Span(number, start, end, Personal.date_of_birth)
    for label in _BIRTH.finditer(text):
        found = [token for token in _TOKEN.finditer(text, label.end()) if _has_figure(token)]
        yield from (Span(number, token.start(), token.end(), Personal.date_of_birth) for token in found)
        # Without a value beside it the label heads a column: whatever has figures in the next two lines is kept back.
        for under in range(number + 1, min(number + 3, len(sheet.lines)) if not found else 0):
            for token in _TOKEN.finditer(sheet.lines[under].text):
                if _has_figure(token):
                    yield Span(under, token.start(), token.end(), Personal.date_of_birth)


def _has_figure(token: re.Match[str]) -> bool:
    return any(letter.isdigit() for letter in token.group())
