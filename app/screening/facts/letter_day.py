"""The day on which a letter was written, where no label names it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.screening.facts.candidates import Candidate
from app.screening.facts.dates import find_dates
from app.screening.facts.labels import all_labels, squeeze
from app.screening.facts.lines import Cell, Sheet
from app.screening.facts.phrasing import phrase
from app.screening.facts.prose import all_prose
from app.screening.facts.spelled_dates import find_spelled
from app.screening.verdict import Fact

_SENT = re.compile(
    r"(?i)(?:\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? [a-z0-9, /-]{6,20}|^(?:sent|date): .*)"
    r"\s(?:at )?\d{1,2}:\d\d ?(?:[ap]m)?\b"
)
"""How the head of a printed e-mail says when it was sent."""
_COLUMN = 40
"""Points between the letterhead and a date beside it."""


def letter_day(sheets: list[Sheet]) -> Iterator[Fact]:
    """The first date of the first page when it stands alone on its line, above the salutation; a date behind a label
    of its own ("Date of hire:") does not."""
    yield from _spelled(sheets)
    first = [sheet for sheet in sheets if sheet.page.number == sheets[0].page.number]
    for sheet in first:
        yield from _alone(sheet)
    yield from _in_sentence(sheets)
    yield from _last(sheets[-1])


def _in_sentence(sheets: list[Sheet]) -> Iterator[Fact]:
    """The day that "issued this" and the like lead up to."""
    for prose in all_prose(sheets):
        for start, end, day in (*find_dates(prose.text), *find_spelled(prose.text)):
            if phrase("dated", before=True).search(prose.text[:start]):
                yield prose.fact(day.isoformat(), start, end, 0.92)
                return


def _under_label(sheet: Sheet, line: int) -> bool:
    """Whether the line above is nothing but the label of another day ("Start date")."""
    above = sheet.cells[line - 1] if line else ()
    if above and phrase("signed_by_others").search(sheet.lines[line - 1].text):
        return True
    return len(above) == 1 and _is_label(above[0].text) and squeeze(above[0].text) not in ("date", "dated")


def _last(sheet: Sheet) -> Iterator[Fact]:
    """The only date below the signature, on a line of its own, unless somebody accepts something there."""
    lines = [line.text for line in sheet.lines]
    signed = next((n for n, text in enumerate(lines) if phrase("signature").search(text)), len(lines))
    dates = [cell for row in sheet.cells[signed:] for cell in row if cell.kind == "date"]
    accepted = any(re.search(r"(?i)\baccept", text) for text in lines[signed:])
    if len(dates) == 1 and len(sheet.cells[dates[0].line]) == 1 and not accepted:
        yield Candidate(sheet, dates[0], dates[0].value, 0, 0.88).fact()


def _alone(sheet: Sheet) -> Iterator[Fact]:
    """A date with a line to itself, above the salutation, or behind the weekday and hour of an e-mail."""
    for row in sheet.cells:
        if row and re.match(r"(?i)dear\b|to whom", row[0].text):
            return
        dates = [cell for cell in row if cell.kind == "date"]
        if len(dates) == 1 and _SENT.search(sheet.lines[dates[0].line].text.replace("\t", " ")):
            yield Candidate(sheet, dates[0], dates[0].value, 0, 0.95).fact()
            return
        others = [cell for cell in row if cell.kind != "date" and squeeze(cell.text) not in ("date", "dated")]
        if len(dates) != 1 or any(cell.has_colon or _is_label(cell.text) for cell in others):
            continue
        if _under_label(sheet, dates[0].line):
            continue
        if not others or dates[0].box[0] > others[-1].box[2] + _COLUMN * sheet.unit:
            yield Candidate(sheet, dates[0], dates[0].value, 0, 0.96).fact()
            return


def _spelled(sheets: list[Sheet]) -> Iterator[Fact]:
    """A day in words that stands alone on its line or that "dated this" leads up to."""
    for sheet in sheets:
        for number, line in enumerate(sheet.lines):
            for start, end, day in find_spelled(line.text):
                before, after = line.text[:start].strip(" ,"), line.text[end:].strip(" .,")
                if not after and re.fullmatch(
                    r"(?i)(?:date)?:?|(?:dated|signed|executed|given)(?: on)?(?: this)?", before
                ):
                    box, sure = line.box_of(start, end), line.confidence_of(start, end)
                    cell = Cell("date", line.text[start:end], day.isoformat(), box, sure, number)
                    yield Candidate(sheet, cell, day.isoformat(), 0, 0.94).fact()
                    return


def _is_label(text: str) -> bool:
    """Whether a text beside a date says what the date is."""
    return squeeze(text) in all_labels() or bool(re.search(r"(?i)\b(?:date|hired?|start|birth|since|due)\b", text))
