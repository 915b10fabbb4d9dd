"""What a letter says about pay, and what that makes in a year when the letter itself says enough."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from app.screening.facts.amounts import money, parse_amount
from app.screening.facts.candidates import Candidate, choose, labels_in
from app.screening.facts.labels import names
from app.screening.facts.layout import right_of
from app.screening.facts.letter_form import value_at
from app.screening.facts.letter_table import tabled_pay
from app.screening.facts.lines import Cell, Sheet
from app.screening.facts.phrasing import phrase, units
from app.screening.facts.prose import Prose
from app.screening.facts.spelled_money import find_spelled_money
from app.screening.verdict import Fact

_PER_YEAR = {"year": 1, "month": 12, "semimonthly": 24, "biweekly": 26, "week": 52}
_MONEY = re.compile(
    r"(?<![\w.])(?:US\s?)?\$\s?\d(?:[\d,]*\d)?(?:\.\d{2}(?:00)?)?(?![\d%])"
    r"|(?<![\w.$])USD\s?\d(?:[\d,]*\d)?(?:\.\d{2}(?:00)?)?(?![\d%])"
    r"|(?<![\w.$,])\d(?:[\d,]*\d)?(?:\.\d{2})?(?=\s?(?:USD|US dollars|dollars)\b)"
)


_RAISED = re.compile(
    r"(?i)(?:was |were |has been |have been |will be |is )?(?:increased?|raised?|changed?|adjusted|rise|goe?s?)(?: up)?"
    r"(?: from \$[\d,.]+[\w /]{0,20}?)? to\s*$"
)
"""A raise, before the new amount: "was increased from $68,000 to"."""
_IN_WORDS = re.compile(
    r"(?i)(?:\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundred|thousand|and|no|zero|cents?|(?:us )?dollars?|\d\d?/100)"
    r"[\s,-]*)+\(?\s*$"
)
"""An amount in words, before the same amount in figures: "Sixty Thousand Dollars ($60,000.00)"."""
_AFTER = re.compile(r"^(?:/-)?\s?(?:USD|US dollars|dollars)?\s?(?:\([^)]*(?i:dollars|only|cents|/100)[^)]*\))?")
"""The currency behind an amount, and the amount again in words."""
_BESIDE = 45
"""Letters before an amount in which a word says what kind of pay it is."""
_YEARLY = 20000
"""Dollars from which a salary without a unit is that of a year."""
_LEAD = 160
"""Letters before an amount, in which its sentence says what it is."""
_TICKED = re.compile(r"(?i)(?:\[ ?x ?\]|\(x\)|[☒☑✓✔]|\bx)\s*(?:month|week|hour|bi-?week|semi)")
"""A unit other than the year, ticked beside an amount."""
_TICKED_UNIT = re.compile(
    r"(?i)\s*(?:per|/)?:?\s*(?:(?:\[ ?\]|☐) ?[\w-]+\s*)*(?:\[ ?x ?\]|[☒☑✓✔]) ?(?P<unit>hour|week|month|year|annual)"
)
"""The unit ticked behind an amount ("per [ ] hour [ ] month [X] year")."""
_BOX_LINES = 4
"""Lines of a box from its label to its amount."""
_BOX_GOES_ON = re.compile(r"(?i)period\)|[☐☒☑✓✔]|\[ ?x? ?\]")
"""The rest of a box's label, or its units to be ticked."""
_TO = r"\s*(?:-|–|—|\bto\b|\band\b)\s*"
"""What joins the ends of a range."""
_UP_TO = re.compile(r"\d\s*(?:-|–|—|to|and|or)\s*$")
"""The lower end of a range of hours, before the upper one."""
_FORMER = re.compile(r"(?i)\bfrom\s*$")


def pay_facts(sheets: list[Sheet], pages: list[Prose]) -> dict[str, Fact]:
    """`annual_salary` with `pay_amount` and `pay_unit`; none when the letter states two different yearly amounts."""
    hours = _weekly_hours(pages)
    facts = {"weekly_hours": hours} if hours else {}
    labelled = choose(_labelled(sheets))
    stated = [] if labelled else list(_tabled(sheets)) or _of_today(list(_stated(pages)), pages)
    if labelled:
        unit = labelled.value
        return facts | {
            "annual_salary": labelled,
            "pay_amount": labelled,
            "pay_unit": _renamed(labelled, "year", str(unit)),
        }
    converted = [(unit, fact, _yearly(unit, str(fact.value), hours)) for unit, fact in stated]
    direct = [found for found in converted if found[0] == "year"] or converted
    if not direct or len({(unit, str(fact.value)) for unit, fact, _ in direct}) != 1:
        return facts
    unit, fact, yearly = direct[0]
    facts |= {"pay_amount": fact, "pay_unit": _renamed(fact, unit, fact.text)}
    if yearly is not None:
        sureness = fact.confidence if unit == "year" else round(fact.confidence * 0.95, 3)
        facts["annual_salary"] = Fact(yearly, fact.text, sureness, fact.page, fact.box)
    return facts


def _labelled(sheets: list[Sheet]) -> Iterator[Candidate]:
    for sheet in sheets:
        for _, rank, _, label in labels_in(sheet, names("employment_letter", "amount")):
            cells = [cell for cell, _ in right_of(sheet, label) if cell.kind == "amount"]
            under = None if cells else value_at(sheet, label)
            cells = cells or ([under] if under and under.kind == "amount" and under.line != label.line else [])
            cells = cells or _boxed(sheet, label)
            rest = "" if under else sheet.lines[label.line].text.lower()
            if cells and any(_TICKED.search(line.text) for line in sheet.lines[label.line + 1 : cells[0].line + 1]):
                continue
            if len(cells) == 1 and not re.search(r"hour|month|week|/hr", rest) and cells[0].amount >= 1000:
                yield Candidate(sheet, cells[0], cells[0].value, rank, 0.97)


def _boxed(sheet: Sheet, label: Cell) -> list[Cell]:
    """The amount right under the beginning of a label; the label's rest and units to be ticked may stand between."""
    reach = label.box[3] - label.box[1]
    for row in sheet.cells[label.line + 1 : label.line + 1 + _BOX_LINES]:
        first = next((cell for cell in row if abs(cell.box[0] - label.box[0]) < reach), None)
        if first and first.kind == "amount":
            return [first]
        if first is None or not _BOX_GOES_ON.search(first.text):
            break
    return []


def _renamed(fact: Fact, value: str, text: str) -> Fact:
    return Fact(value, text, fact.confidence, fact.page, fact.box)


def _tabled(sheets: list[Sheet]) -> Iterator[tuple[str, Fact]]:
    for sheet in sheets:
        for unit, cell in tabled_pay(sheet):
            yield unit, Candidate(sheet, cell, cell.value, 0, 0.95).fact()


def _of_today(stated: list[tuple[str, Fact, str]], pages: list[Prose]) -> list[tuple[str, Fact]]:
    """The pay of today where a letter also tells what it was: not what the work was begun at, rather what is
    "current"; and the sum where it tells parts of the pay too."""
    today = [found for found in stated if not phrase("past_pay").search(found[2])] or stated
    summed = [found for found in today if phrase("gross_pay").search(found[2][-_BESIDE:])]
    marked = [found for found in today if phrase("present_pay").search(found[2][-_BESIDE:])]
    based = [found for found in today if phrase("base_pay").search(found[2][-_BESIDE:])]
    if any(phrase("basic_pay").search(found[2][-_BESIDE:]) for found in today if found not in summed):
        has_parts = len(today) > 1 or any(phrase("pay_parts").search(prose.text) for prose in pages)
        today = summed if has_parts else today  # of the parts of a pay only their sum is the pay
    for chosen in (marked, based):
        if len({fact.value for _, fact, _ in today}) > 1 and len({(unit, fact.value) for unit, fact, _ in chosen}) == 1:
            today = chosen
    return [(unit, fact) for unit, fact, _ in today]


def _stated(pages: list[Prose]) -> Iterator[tuple[str, Fact, str]]:
    """Amounts of base pay with the unit that stands right after or before them, and their sentence so far."""
    for prose in pages:
        for start, end, value in _amounts(prose.text):
            lead, tail = prose.text[max(0, start - _LEAD) : start], prose.text[end : end + 120]
            tail = _AFTER.sub(" ", tail)[:60]
            sentence = re.split(r"(?<=[a-z])[.;] (?=[A-Z])", lead)[-1]
            said = _IN_WORDS.sub("", sentence)
            sentence = _RAISED.sub("is ", said)
            if (
                _in_range(said, lead, tail)
                or (_FORMER.search(lead) and re.match(r"[\w /]{0,20} to (?:US )?\$", tail))
                or phrase("not_base").search(sentence[-min(_BESIDE, start - prose.after_heading(start)) :])
                or re.match(r"\s*(?:sign-?on |annual |target )?(?:bonus|commission)", tail)
            ):
                continue
            unit = _unit(sentence, tail, value)
            if unit and _is_plausible(unit, value):
                yield unit, prose.fact(money(value), start, end, 0.95), said


def _amounts(text: str) -> Iterator[tuple[int, int, Decimal]]:
    """Amounts in figures, and in words where no figures repeat them."""
    for found in _MONEY.finditer(text):
        value = parse_amount(re.sub(r"(\.\d\d)00$", r"\1", found.group().replace("US $", "$")), whole=True)
        if value is not None:
            yield found.start(), found.end(), value
    for start, end, value in find_spelled_money(text):
        if not re.match(r"[\s(]*(?:US|\$)", text[end:]) and text[max(0, start - 1) : start] != "(":
            yield start, end, value


def _unit(sentence: str, tail: str, value: Decimal) -> str:
    """The unit that the words after or before an amount say; a salary of this size without one is a year's."""
    if ticked := _TICKED_UNIT.match(tail):
        return "year" if ticked["unit"].lower() == "annual" else ticked["unit"].lower()
    unit = next((unit for unit, form in units("unit_after") if form.match(tail)), "")
    unit = unit or next((unit for unit, form in units("unit_before") if form.search(sentence)), "")
    is_yearly = value >= _YEARLY and phrase("salary_lead").search(sentence) and not re.match(r"\s*(?:for|per)\b", tail)
    return unit or ("year" if is_yearly else "")


def _in_range(said: str, lead: str, tail: str) -> bool:
    """Whether an amount is an end of a range of pay ("$38,000 to $44,500"); a raise from one to another is none."""
    upper = re.search(rf"(?:{_MONEY.pattern})[\w /]{{0,12}}?{_TO}$", lead) and not _RAISED.search(said)
    lower = re.match(rf"[\w /]{{0,12}}?{_TO}(?:US\s?)?\$?\d", tail) and not _FORMER.search(lead)
    return bool(upper or lower)


def _is_plausible(unit: str, value: Decimal) -> bool:
    return 5 <= value <= 500 if unit == "hour" else value >= (5000 if unit == "year" else 100)


def _weekly_hours(pages: list[Prose]) -> Fact | None:
    for prose in pages:
        found = phrase("weekly_hours").search(prose.text)
        weeks = _weeks(found, prose.text) if found and not _UP_TO.search(prose.text[: found.start()]) else None
        if found and weeks:
            hours = Decimal(next(said for said in found.groups() if said)) / weeks
            return prose.fact(money(hours), found.start(), found.end(), 0.93) if 0 < hours <= 80 else None
    return None


def _weeks(found: re.Match[str], text: str) -> int | None:
    """The weeks that stated hours are of; those of a pay period only where the form says that it has one or two."""
    if not found["period"]:
        return 2 if found["two"] else 1
    cycle = phrase("pay_cycle").search(text)
    said = cycle["cycle"].lower() if cycle else "semi"
    return None if said.startswith("semi") else 1 if said == "weekly" else 2


def _yearly(unit: str, amount: str, hours: Fact | None) -> str | None:
    if unit == "hour":
        return money(Decimal(amount) * Decimal(str(hours.value)) * 52) if hours else None
    return money(Decimal(amount) * _PER_YEAR[unit])
