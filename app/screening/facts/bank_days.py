"""Some banks print the period only with the balances: "Beginning balance on 10/1", "Ending balance on 10/31"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise

from app.screening.facts.dates import find_dates, parse_month_day
from app.screening.facts.labels import names, squeeze
from app.screening.facts.layout import overlaps
from app.screening.facts.lines import Cell, Sheet

_ON = re.compile(
    r"(?i)\bbalance\s+(?:(?:on|as of)\s+)?\(?(?P<day>\d{1,2}/\d{1,2}|[a-z]{3,9}\.? \d{1,2})(?![\d/])(?P<year>,? \d{4})?"
)
_UNDER = re.compile(r"(?i)\(?as of$")
_PLAIN = re.compile(r"(?i)(?:your |account )?balance (?:on|as of|at)")
_AS_OF = re.compile(r"(?i)\s+\(?(?:as of|on|at)$")
_SHORT = re.compile(r"\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d{1,2}\b(?!,? \d{4})")
_MONTH = re.compile(r"\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? (20\d\d)\b")
_LONGEST_PERIOD = 100
_WINDOW = 60
"""Days between the end of a period without a year and the full date that is printed on the statement."""


def balance_days(sheet: Sheet) -> Iterator[tuple[str, Cell]]:
    """`statement_start` and `statement_end` from days without a year; the year comes from a full date of the page's
    upper half, which lies on the last day or shortly after it. Nothing unless both days and one such date are there.
    """
    yield from _headed(sheet)
    days = _days(sheet)
    full = [day for line in _upper(sheet) for _, _, day in find_dates(line)] or _last_of_month(sheet)
    if "statement_start" not in days or "statement_end" not in days or not full:
        return
    ends = {end for day in full if (end := _before(day, days["statement_end"][0], _WINDOW))}
    if len(ends) != 1:
        return
    end = ends.pop()
    start = _before(end, days["statement_start"][0], _LONGEST_PERIOD)
    for name, day in (("statement_start", start), ("statement_end", end)):
        if day:
            yield name, _dated(days[name][1], day)


def named_month(sheet: Sheet) -> tuple[date | None, date | None]:
    """The first and the last day of the only month that the page's upper half names, for rows without a year."""
    last = _last_of_month(sheet)
    return (last[0].replace(day=1), last[0]) if last else (None, None)


def _last_of_month(sheet: Sheet) -> list[date]:
    """The last day of the only month that the page's upper half names with its year ("October 2026")."""
    named = {f"{found[1]} {found[2]}" for line in _upper(sheet) for found in _MONTH.finditer(line)}
    first = [datetime.strptime(each, "%b %Y").date() for each in named]
    return (
        [(day.replace(day=28) + timedelta(4)).replace(day=1) - timedelta(1) for day in first] if len(first) == 1 else []
    )


def _headed(sheet: Sheet) -> Iterator[tuple[str, Cell]]:
    """Two days without a year that head the columns of balances ("Oct 1", "Oct 31"), when the page names their month
    with a year just once."""
    months = {(found[1][:3].lower(), int(found[2])) for line in _upper(sheet) for found in _MONTH.finditer(line)}
    for line in sheet.lines if len(months) == 1 else ():
        ((month, year),) = months
        days = list(_SHORT.finditer(line.text.replace("\t", " ")))
        if len(days) == 2 and all(day[1][:3].lower() == month for day in days) and line.box[1] < sheet.page.height / 2:
            found = [(day, _valid(year, day[0])) for day in days]
            if all(day for _, day in found) and found[0][1] != found[1][1]:
                number = sheet.lines.index(line)
                for name, (match, day) in zip(("statement_start", "statement_end"), found, strict=True):
                    cell = Cell(
                        "date", match[0], "", line.box_of(*match.span()), line.confidence_of(*match.span()), number
                    )
                    if day:
                        yield name, _dated(cell, day)
                return


def dated_balances(sheet: Sheet) -> Iterator[tuple[str, Cell]]:
    """`statement_start` and `statement_end` from whole dates behind the balances' labels ("Previous balance as of
    09/30/26", or "Ending balance 10/20/26" before its amount)."""
    labels = names("bank_statement", "amount")
    fields = {"statement_start": labels["opening_balance"], "statement_end": labels["closing_balance"]}
    for row in sheet.cells:
        yield from _leading_day(row, fields)
        for at, (label, day) in enumerate(pairwise(row)):
            said = _AS_OF.sub("", label.text) if label.kind == "text" and day.kind == "date" else ""
            leads = at == 0 and [cell.kind for cell in row[2:]] == ["amount"]
            is_under = label.kind == "text" and day.kind == "date" and _UNDER.match(label.text)
            over = _over(sheet, label) if is_under else set()
            for name, ranks in fields.items():
                beside = said and (said != label.text or leads) and squeeze(said) in ranks
                if beside or over & ranks.keys():
                    yield name, day


def _leading_day(row: tuple[Cell, ...], fields: dict[str, dict[str, int]]) -> Iterator[tuple[str, Cell]]:
    """The day in front of a balance's label on a line of its own ("10/01/2026 Beginning Balance $918.00")."""
    if [cell.kind for cell in row[:3]] == ["date", "text", "amount"]:
        yield from ((name, row[0]) for name, ranks in fields.items() if squeeze(row[1].text) in ranks)


def bare_balances(sheet: Sheet) -> Iterator[tuple[str, Cell]]:
    """Both days and both balances where one label, "Balance on", stands at just two days and their amounts."""
    found = [row for row in sheet.cells if [cell.kind for cell in row] == ["text", "date", "amount"]]
    found = [row for row in found if _PLAIN.fullmatch(row[0].text)]
    if len(found) != 2:
        return
    first, last = sorted(found, key=lambda row: row[1].value)
    days = (date.fromisoformat(last[1].value) - date.fromisoformat(first[1].value)).days
    if 0 < days <= _LONGEST_PERIOD:
        yield from (("statement_start", first[1]), ("statement_end", last[1]))
        yield from (("opening_balance", first[2]), ("closing_balance", last[2]))


def _over(sheet: Sheet, label: Cell) -> set[str]:
    """The texts right above a cell, squeezed: the first line of a heading whose second begins with "(as of"."""
    row = sheet.cells[label.line - 1] if label.line else ()
    return {squeeze(cell.text) for cell in row if cell.kind == "text" and overlaps(cell.box, label.box)}


def _valid(year: int, text: str) -> date | None:
    short = parse_month_day(text)
    return date(year, *short) if short else None


def _days(sheet: Sheet) -> dict[str, tuple[tuple[int, int], Cell]]:
    labels = names("bank_statement", "amount")
    fields = {"statement_start": labels["opening_balance"], "statement_end": labels["closing_balance"]}
    found: dict[str, tuple[tuple[int, int], Cell]] = {}
    for number, line in enumerate(sheet.lines):
        match = _ON.search(line.text.replace("\t", " "))
        short = parse_month_day(match["day"]) if match else None
        if match is None or short is None:
            continue
        columns = line.text[: match.start("day")].split("\t")
        said = [squeeze(" ".join(columns[at:])) for at in range(len(columns))]
        for name, ranks in fields.items():
            if any(each.startswith(label) for each in said for label in ranks):
                start, end = match.span("day")
                box, sure = line.box_of(start, end), line.confidence_of(start, end)
                found.setdefault(name, (short, Cell("date", match["day"], "", box, sure, number)))
    return found


def _upper(sheet: Sheet) -> Iterator[str]:
    return (line.text.replace("\t", " ") for line in sheet.lines if line.box[1] < sheet.page.height / 2)


def _before(last: date, short: tuple[int, int], most: int) -> date | None:
    """The latest day with this month and day that is not after `last`, nor more than `most` days before it."""
    return next(
        (day for back in range(most + 1) if ((day := last - timedelta(back)).month, day.day) == short),
        None,
    )


def _dated(cell: Cell, day: date) -> Cell:
    return Cell("date", cell.text, day.isoformat(), cell.box, cell.confidence, cell.line)
