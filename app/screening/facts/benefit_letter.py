"""Award letters: what the social security, a pension fund or the veterans' office pays somebody each month.

Such a letter is no employment letter, so its document type stays what it is; these facts only serve the income:
`monthly_benefit` (before deductions where the letter tells both), `benefit_payer` (social_security, railroad,
federal, veterans, military or pension) and `letter_date`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from app.screening.facts.amounts import money, parse_amount
from app.screening.facts.dates import find_dates
from app.screening.facts.letter_day import letter_day
from app.screening.facts.lines import Sheet
from app.screening.facts.phrasing import leads, phrase, units
from app.screening.facts.prose import Prose, all_prose
from app.screening.verdict import Fact

_MONEY = re.compile(r"\$\s?\d[\d,]*(?:\.\d{2})?(?![\d%])|(?<![\d.,$])\d[\d,]*\.\d{2}(?![\d%])")
_REACH, _WORDS, _AFTER = 110, 7, 80
"""Letters before an amount that may say what it is, words that may say that it is something else, and letters behind
it that may say how often it comes."""


def benefit_facts(sheets: list[Sheet]) -> dict[str, Fact]:
    """The facts of an award letter; none when the page is not one, or states two different monthly amounts."""
    pages = list(all_prose(sheets))
    payer = next((found for prose in pages for found in _payers(prose)), None)
    if payer is None or any(phrase("no_benefit").search(prose.text) for prose in pages):
        return {}
    stated = sorted((found for prose in pages for found in _stated(prose)), key=lambda found: found[0])
    best = [fact for rank, fact in stated if rank == stated[0][0]]
    if len({fact.value for fact in best}) != 1 or not _is_monthly(pages, Decimal(str(best[0].value))):
        return {}
    facts = {"monthly_benefit": best[0], "benefit_payer": payer}
    day = next(letter_day(sheets), None) or _labelled_day(pages)
    if day:
        facts["letter_date"] = day
    return facts


def _is_monthly(pages: list[Prose], amount: Decimal) -> bool:
    """Whether a letter says that it speaks of months, or its sum of the year so far is a few times the amount."""
    if any(re.search(r"(?i)\bmonth|\bretiree account statement", prose.text) for prose in pages):
        return True
    sums = [parse_amount(found.group()) for prose in pages for found in _MONEY.finditer(prose.text)]
    return any(amount * count == total for total in sums if total for count in range(2, 13))


def _payers(prose: Prose) -> Iterator[Fact]:
    for payer, words in units("benefit_payers"):
        if found := words.search(prose.text):
            yield prose.fact(payer, found.start(), found.end(), 0.9)


def _stated(prose: Prose) -> Iterator[tuple[int, Fact]]:
    """Monthly amounts with the rank of what leads up to them: before deductions, then plain, then after them."""
    for found in _MONEY.finditer(prose.text):
        before = prose.text[max(0, found.start() - _REACH) : found.start()]
        value = parse_amount(found.group())
        if value is None or value < 50 or phrase("not_benefit").search(" ".join(before.split()[-_WORDS:])):
            continue
        sentence = re.split(r"[a-z0-9][.;] (?=[A-Z])", before)[-1]
        after = phrase("benefit_after").search(prose.text[found.end() : found.end() + _AFTER])
        ranks = [rank for rank, lead in enumerate(leads("benefit_leads")) if lead.search(sentence)]
        if ranks or after:
            rank = ranks[0] if ranks else len(leads("benefit_leads"))
            yield rank, prose.fact(money(value), found.start(), found.end(), 0.93)


def _labelled_day(pages: list[Prose]) -> Fact | None:
    for start, end, day in find_dates(pages[0].text[:600]):
        if re.search(r"(?i)\bdate:? $", pages[0].text[:start]):
            return pages[0].fact(day.isoformat(), start, end, 0.93)
    return None
