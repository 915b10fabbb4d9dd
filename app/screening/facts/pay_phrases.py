"""Some stubs say hours and rate in one phrase: "Regular wages (80 hours at $24.50)"."""

from __future__ import annotations

import re
from decimal import Decimal

from app.screening.facts.amounts import money
from app.screening.facts.labels import names, squeeze
from app.screening.facts.lines import Line, Sheet
from app.screening.facts.pay_lines import is_extra
from app.screening.verdict import Fact

_PHRASE = re.compile(
    r"(?<![\d.,])(?P<hours>\d{1,3}(?:\.\d{1,2})?)\s*(?:hours?|hrs?\.?|h)\s*(?:at|@|x|×)\s*"
    r"\$?\s?(?P<rate>\d{1,3}\.\d{2}(?:\d{2})?)(?![\d.,]*\d)",
    re.I,
)
_MOST = Decimal(500)


def hours_at_rate(sheets: list[Sheet]) -> dict[str, Fact]:
    """`hours` and `rate` where exactly one phrase on the stub says both. Of several, which mean overtime too, the only
    one of regular pay tells the rate."""
    found = [
        (sheet, line, match)
        for sheet in sheets
        for line in sheet.lines
        for match in _PHRASE.finditer(line.text.replace("\t", " "))
    ]
    wanted = ("hours", "rate") if len(found) == 1 else ("rate",)
    if len(found) > 1:
        found = [(sheet, line, match) for sheet, line, match in found if _is_regular(line)]
    if len(found) != 1 or _is_extra(found[0][1]):
        return {}
    sheet, line, match = found[0]
    facts = {name: _fact(sheet, line, match, name) for name in wanted}
    return {name: fact for name, fact in facts.items() if fact}


def _is_extra(line: Line) -> bool:
    said = re.match(r"[^\d(]*", line.text)
    return said is not None and bool(said[0].strip()) and is_extra(said[0].strip())


def _is_regular(line: Line) -> bool:
    said = re.match(r"[^\d(]*", line.text)
    return said is not None and squeeze(said[0]) in {squeeze(label) for label in names("paystub", "regular")["labels"]}


def _fact(sheet: Sheet, line: Line, match: re.Match[str], name: str) -> Fact | None:
    value = Decimal(match[name])
    if value != value.quantize(Decimal("0.01")) or not 0 < value <= _MOST:
        return None
    start, end = match.span(name)
    confidence = round(0.95 * line.confidence_of(start, end), 3)
    return Fact(money(value), match[name], confidence, sheet.page.number, sheet.page.place(line.box_of(start, end)))
